"""The codes and spellings that the files of this room are checked against."""

from __future__ import annotations

import re
from dataclasses import dataclass

from babel import Locale

from nasij.reference.models import Country, Product, Sector
from nasij.reference.queries import country, places_below, regions
from nasij.reference.words import fold


def country_codes() -> set[str]:
    return set(Country.objects.values_list("code", flat=True))


def region_spellings() -> dict[str, str]:
    """Every spelling of a region → its code: 01, 1, and the names in each language."""
    names: dict[str, str] = {}
    for region in regions():
        spellings = [region.code, region.name_fr, region.name_ar, region.name_en]
        if region.code.isdigit():
            spellings.append(str(int(region.code)))
        names |= {fold(spelling): region.code for spelling in spellings if spelling}
    return names


def sector_spellings() -> dict[str, str]:
    names: dict[str, str] = {}
    for sector in Sector.objects.order_by("key"):
        spellings = (sector.key, sector.name_fr, sector.name_ar, sector.name_en)
        names |= {fold(spelling): sector.key for spelling in spellings if spelling}
    return names


@dataclass(frozen=True, slots=True)
class Spellings:
    """Every code and name of a place → its region. A name borne in two regions is in neither."""

    regions: dict[str, str]
    places: dict[str, str]

    def find(self, written: str) -> str:
        """The region's code, or nothing."""
        bare = fold(written)
        for key in (bare, _DRESS.sub("", bare), bare.split(" ")[0] if bare[:1].isdigit() else ""):
            if region := self.regions.get(key) or self.places.get(key):
                return region
        return ""


_DRESS = re.compile(
    r"^(?:region|commune|ville|municipalite|province|prefecture|wilaya|جهه|جماعه|مدينه|اقليم|عماله)"
    r"(?: (?:de la|de l|de|du|des|d))? "
)


def place_spellings() -> Spellings:
    """Regions, provinces and communes of today under the codes and names they bear."""
    found: dict[str, set[str]] = {}
    for place in places_below(country()):
        if place.region_code:
            names = (place.code, place.name_fr, place.name_ar, place.name_en)
            for key in {fold(name) for name in names if name}:
                found.setdefault(key, set()).add(place.region_code)
    alone = {key: next(iter(codes)) for key, codes in found.items() if len(codes) == 1}
    return Spellings(region_spellings(), alone)


# Written in customs files, and in neither the list of countries nor CLDR.
_USUAL = {
    "USA": ("usa", "u s a", "etats unis d amerique", "etats unis", "الولايات المتحدة الامريكية"),
    "GBR": ("uk", "grande bretagne", "angleterre", "england", "great britain", "بريطانيا"),
    "ARE": ("emirats", "e a u", "eau", "uae", "emirats arabes", "الامارات"),
    "KOR": ("coree du sud", "coree", "south korea", "korea", "كوريا"),
    "NLD": ("hollande", "pays bas", "holland", "netherlands", "هولندا"),
    "CIV": ("cote d ivoire", "ivory coast", "ساحل العاج"),
    "RUS": ("russie", "federation de russie", "russian federation", "روسيا"),
    "CZE": ("republique tcheque", "czech republic"),
    "TUR": ("turquie", "turkey", "تركيا"),
    "COD": ("rdc", "republique democratique du congo", "congo kinshasa"),
    "COG": ("congo", "congo brazzaville", "republique du congo"),
    "VNM": ("vietnam", "viet nam"),
    "SAU": ("arabie saoudite", "saudi arabia", "السعودية"),
    "HKG": ("hong kong", "hong kong chine"),
    "LBY": ("libye", "libya", "jamahiriya arabe libyenne"),
    "SYR": ("syrie", "syria"),
    "IRN": ("iran",),
    "TZA": ("tanzanie", "tanzania"),
    "S19": ("taiwan", "taiwan chine", "تايوان"),
}


def country_spellings() -> dict[str, str]:
    """Every spelling of a country → its ISO code: two and three letters, number, names."""
    found: dict[str, str] = {}
    locales = [Locale(language) for language in ("fr", "ar", "en")]
    for one in Country.objects.order_by("code"):
        cldr = [locale.territories.get(one.alpha2, "") for locale in locales]
        names = (one.code, one.alpha2, one.numeric, one.name_fr, one.name_ar, one.name_en, *cldr)
        found |= {fold(name): one.code for name in names if name}
        if one.numeric.isdigit():
            found[str(int(one.numeric))] = one.code
    for code, names in _USUAL.items():
        found |= {fold(name): code for name in names}
    return found


def product_codes() -> frozenset[str]:
    return frozenset(Product.objects.values_list("code", flat=True))
