"""Finding regions and communes as people write them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from rapidfuzz import process

from nasij.exporters.cells import Unreadable
from nasij.exporters.problems import ProblemCode
from nasij.reference.folding import fold
from nasij.reference.models import Territory
from nasij.reference.queries import country, places_below, regions

_REGION_DRESS = re.compile(r"^(?:region(?: (?:de|du|des|d))?|جهه)\s+(?:(?:la|l)\s+)?")
_PLACE_DRESS = re.compile(r"^(?:commune|ville|municipalite|جماعه|مدينه)\s+(?:(?:de|d|du)\s+)?")
_NEAR = 80  # out of 100: offered as “did you mean”, never taken


def _bare(name: str) -> str:
    return fold(name).replace(" ", "")


@dataclass
class Places:
    """Today's regions and the places below them, under every name they bear."""

    by_region_name: dict[str, Territory] = field(default_factory=dict)
    by_code: dict[str, Territory] = field(default_factory=dict)
    by_place_name: dict[str, list[Territory]] = field(default_factory=lambda: defaultdict(list))
    regions: dict[str, Territory] = field(default_factory=dict)
    # What was found before: a file writes the same few places thousands of times.
    _regions_found: dict[str, Territory] = field(default_factory=dict)
    _communes_found: dict[tuple[str, str], Territory] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Places:
        found = cls()
        root = country()
        for region in regions():
            found.regions[region.code] = region
            for name in _names(region):
                found.by_region_name[_bare(name)] = region
            for code in {region.code, region.code.lstrip("0"), f"{root.code[:2]}-{region.code}"}:
                found.by_region_name[_bare(code)] = region
        for place in places_below(root):
            if place.region_code in found.regions and place.code not in found.regions:
                found.by_code[place.code] = place
                for key in {_bare(name) for name in _names(place)}:
                    found.by_place_name[key].append(place)
        return found

    def region(self, written: str) -> Territory:
        found = self._regions_found.get(written)
        if found is None:
            found = self._regions_found[written] = self._region(written)
        return found

    def _region(self, written: str) -> Territory:
        name = fold(written)
        keys = (_bare(written), _REGION_DRESS.sub("", name).replace(" ", ""))
        for key in keys:
            if key in self.by_region_name:
                return self.by_region_name[key]
        first = name.split(" ")[0]  # “09 - Souss-Massa”
        if first.isdigit() and first in self.by_region_name:
            return self.by_region_name[first]
        raise Unreadable(ProblemCode.REGION_UNKNOWN, **self._nearest_region(keys[1]))

    def _nearest_region(self, key: str) -> dict[str, str]:
        near = process.extractOne(key, self.by_region_name.keys(), score_cutoff=_NEAR)
        return {"nearest": self.by_region_name[near[0]].name} if near else {}

    def commune(self, written: str, region: Territory) -> Territory:
        found = self._communes_found.get((written, region.code))
        if found is None:
            found = self._commune(written, region)
            self._communes_found[written, region.code] = found
        return found

    def _commune(self, written: str, region: Territory) -> Territory:
        """The smallest place of that name in the region; two of the same rank are ambiguous."""
        place = self.by_code.get(written)
        if place is not None and place.region_code == region.code:
            return place
        named = self._named(written)
        inside = [one for one in named if one.region_code == region.code]
        if inside:
            depth = max(one.lineage.count("/") for one in inside)
            deepest = [one for one in inside if one.lineage.count("/") == depth]
            if len(deepest) > 1:
                raise Unreadable(ProblemCode.COMMUNE_AMBIGUOUS)
            return deepest[0]
        if named:
            elsewhere = self.regions[named[0].region_code]
            raise Unreadable(ProblemCode.COMMUNE_ELSEWHERE, region=elsewhere.name)
        raise Unreadable(ProblemCode.COMMUNE_UNKNOWN, **self._nearest_place(written, region))

    def written(self, place: Territory, region: Territory) -> str:
        """The French name where it leads back to the place, else the code."""
        try:
            same = self.commune(place.name_fr, region).pk == place.pk
        except Unreadable:
            same = False
        return place.name_fr if same else place.code

    def _named(self, written: str) -> list[Territory]:
        for key in (_bare(written), _PLACE_DRESS.sub("", fold(written)).replace(" ", "")):
            if key in self.by_place_name:
                return self.by_place_name[key]
        return []

    def _nearest_place(self, written: str, region: Territory) -> dict[str, str]:
        inside = {
            key: place
            for key, places in self.by_place_name.items()
            for place in places
            if place.region_code == region.code
        }
        near = process.extractOne(_bare(written), inside.keys(), score_cutoff=_NEAR)
        return {"nearest": inside[near[0]].name} if near else {}


def _names(place: Territory) -> list[str]:
    return [name for name in (place.name_fr, place.name_ar, place.name_en) if name]
