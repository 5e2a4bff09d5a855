"""Regions and communes as people write them: today's map, and what they remember of older ones."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from django.utils import timezone
from rapidfuzz import process

from nasij.files.problems import CellRefused, RowProblem
from nasij.reference.enums import Role
from nasij.reference.folding import fold
from nasij.reference.models import Territory
from nasij.reference.pack import Pack, current_pack
from nasij.sentences import in_every_language

_DRESS = re.compile(
    r"^(?:region|commune|ville|municipalite|province|prefecture|wilaya|جهه|جماعه|مدينه|اقليم|عماله)"
    r"(?: (?:de la|de l|de|du|des|d))? "
)
_ARTICLES = re.compile(r"^(?:la|le|les|l|the) ")
_NEAR = 80  # out of 100: offered as “did you mean”, never taken


def _whole(name: str) -> str:
    return fold(name).replace(" ", "")


def _bare(name: str) -> str:
    """A name without its article, as one word: L'Oriental, région de l'Oriental, الشرق."""
    words = _ARTICLES.sub("", _DRESS.sub("", fold(name)))
    return "".join(word.removeprefix("ال") if len(word) > 4 else word for word in words.split())


@dataclass(frozen=True, slots=True)
class OldRegion:
    """A region of a former map: today's regions that share its ground."""

    today: tuple[str, ...]


@dataclass
class Places:
    """Today's regions and the places below them, under every name they bear."""

    regions: dict[str, Territory] = field(default_factory=dict)
    by_region_name: dict[str, Territory] = field(default_factory=dict)
    old_regions: dict[str, OldRegion] = field(default_factory=dict)
    by_code: dict[str, Territory] = field(default_factory=dict)
    by_place_name: dict[str, list[Territory]] = field(default_factory=lambda: defaultdict(list))
    by_bare_name: dict[str, list[Territory]] = field(default_factory=lambda: defaultdict(list))
    # What was found before, or refused: a file writes the same few places thousands of times.
    _regions_found: dict[str, Territory | OldRegion | CellRefused] = field(default_factory=dict)
    _communes_found: dict[tuple[str, str], Territory | CellRefused] = field(default_factory=dict)
    _inside: dict[str, dict[str, Territory]] = field(default_factory=dict)  # by region, then name

    @classmethod
    def load(cls) -> Places:
        """The map of today; it is understood once, and again when a line of it changed."""
        lines = Territory.objects.order_by("lineage", "valid_from").values_list()
        known = _understood(timezone.localdate(), current_pack(), tuple(lines))
        return replace(known, _regions_found={}, _communes_found={})

    def _add_region(self, region: Territory, country: str) -> None:
        self.regions[region.code] = region
        for name in _names(region):
            self.by_region_name[_bare(name)] = region
        for code in {region.code, region.code.lstrip("0"), f"{country[:2]}-{region.code}"}:
            self.by_region_name[_bare(code)] = region

    def _add_place(self, place: Territory) -> None:
        self.by_code[place.code] = place
        for key in {_whole(name) for name in _names(place)}:
            self.by_place_name[key].append(place)
            self._inside.setdefault(place.region_code, {})[key] = place
        for key in {_bare(name) for name in _names(place)}:
            self.by_bare_name[key].append(place)

    # --- regions ------------------------------------------------------------------------------

    def region(self, written: str) -> Territory | OldRegion:
        return _found_once(self._regions_found, written, lambda: self._region(written))

    def _region(self, written: str) -> Territory | OldRegion:
        if region := self._region_named(written):
            return region
        halves = [self._region_named(half) for half in re.split(r"[/|]", written)]
        if len(halves) > 1 and halves[0] is not None and all(half == halves[0] for half in halves):
            return halves[0]
        raise CellRefused(RowProblem.REGION_UNKNOWN, **self._nearest_region(written))

    def _region_named(self, written: str) -> Territory | OldRegion | None:
        key, first = _bare(written), fold(written).split(" ")[0]  # “09 - Ouest”
        found = self.by_region_name.get(key) or self.old_regions.get(key)
        return found or (self.by_region_name.get(first) if first.isdigit() else None)

    def _nearest_region(self, written: str) -> dict[str, Any]:
        near = process.extractOne(_bare(written), self.by_region_name.keys(), score_cutoff=_NEAR)
        return {"nearest": in_every_language(self.by_region_name[near[0]])} if near else {}

    def of_old(self, old: OldRegion, commune: str) -> Territory:
        """Today's region of a row that names an old one: its commune tells."""
        homes = {
            place.region_code for place in self._named(commune) if place.region_code in old.today
        }
        if len(homes) == 1:
            return self.regions[homes.pop()]
        names = [in_every_language(self.regions[code]) for code in old.today]
        raise CellRefused(RowProblem.REGION_OLD_ALONE, candidates=names)

    # --- communes -----------------------------------------------------------------------------

    def commune(self, written: str, region: Territory) -> Territory:
        key = (written, region.code)
        return _found_once(self._communes_found, key, lambda: self._commune(written, region))

    def _commune(self, written: str, region: Territory) -> Territory:
        """The smallest place of that name in the region; two of the same rank are ambiguous."""
        place = self.by_code.get(written)
        if place is not None and place.region_code == region.code:
            return place
        named = self._named(written)
        inside = [place for place in named if place.region_code == region.code]
        if inside:
            depth = max(place.lineage.count("/") for place in inside)
            deepest = [place for place in inside if place.lineage.count("/") == depth]
            if len(deepest) > 1:
                raise CellRefused(RowProblem.COMMUNE_AMBIGUOUS)
            return deepest[0]
        if named:
            elsewhere = in_every_language(self.regions[named[0].region_code])
            raise CellRefused(RowProblem.COMMUNE_ELSEWHERE, region=elsewhere)
        raise CellRefused(RowProblem.COMMUNE_UNKNOWN, **self._nearest_place(written, region))

    def written(self, place: Territory, region: Territory) -> str:
        """The French name where it leads back to the place, else the code."""
        try:
            same = self.commune(place.name_fr, region).pk == place.pk
        except CellRefused:
            same = False
        return place.name_fr if same else place.code

    def region_of(self, written: str) -> str:
        """The code of the one region that a place of any kind lies in, or nothing."""
        try:
            region = self.region(written)
        except CellRefused:
            homes = {place.region_code for place in self._named(written)}
            if (place := self.by_code.get(written)) is not None:
                homes = {place.region_code}
            return homes.pop() if len(homes) == 1 else ""
        if isinstance(region, OldRegion):
            return region.today[0] if len(region.today) == 1 else ""
        return region.code

    def _named(self, written: str) -> list[Territory]:
        """Places of that name; the two languages of “Oujda / وجدة” may both name it."""
        for key in (written, *re.split(r"[/|]", written)):
            places = self.by_place_name.get(_whole(key)) or self.by_bare_name.get(_bare(key))
            if places:
                return places
        return []

    def _nearest_place(self, written: str, region: Territory) -> dict[str, Any]:
        inside = self._inside.get(region.code, {})
        near = process.extractOne(_whole(written), inside.keys(), score_cutoff=_NEAR)
        return {"nearest": in_every_language(inside[near[0]])} if near else {}


Key = TypeVar("Key")
Found = TypeVar("Found")


def _found_once(kept: dict[Key, Found | CellRefused], key: Key, find: Callable[[], Found]) -> Found:
    found = kept.get(key)
    if found is None:
        try:
            found = find()
        except CellRefused as refused:
            found = refused
        kept[key] = found
    if isinstance(found, CellRefused):
        raise found.with_traceback(None)  # it would grow with each row
    return found


@lru_cache(maxsize=1)
def _understood(day: date, pack: Pack, lines: tuple[tuple[Any, ...], ...]) -> Places:
    found, names = Places(), [field.attname for field in Territory._meta.concrete_fields]
    every = [Territory.from_db(Territory.objects.db, names, line) for line in lines]
    valid = [
        place
        for place in every
        if place.valid_from <= day and (place.valid_until is None or day < place.valid_until)
    ]
    for region in sorted(valid, key=attrgetter("code")):
        if region.role == Role.REGION:
            found._add_region(region, pack.code)
    today: dict[str, list[str]] = defaultdict(list)
    for row in pack.rows("territory_mapping.csv", required=False):
        today[row["old"]].append(row["new"])
    for old in every:
        if old.role == Role.REGION and old.valid_until is not None:
            for name in _names(old):
                found.old_regions.setdefault(_bare(name), OldRegion(tuple(today[old.code])))
    for place in valid:
        if place.region_code in found.regions and place.code not in found.regions:
            found._add_place(place)
    return found


def _names(place: Territory) -> list[str]:
    return [name for name in (place.name_fr, place.name_ar, place.name_en) if name]
