"""Which firm a text names: a number of it, or its name at the place that its file says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from nasij.datasets.firm_files import codes
from nasij.datasets.firm_files.codes import Meaning
from nasij.datasets.firm_files.totals import BETWEEN
from nasij.files.places import OldRegion, Places
from nasij.files.problems import CellRefused, RowProblem
from nasij.reference.folding import fold

# Of a name that stands without a place, in a file that says some.
NAME_OF_SEVERAL = "name_of_several"  # and with several
NAME_ALONE = "name_alone"  # and with none


@dataclass(frozen=True, slots=True)
class Home:
    """A place as it tells two firms of one name apart."""

    kind: str = "name"
    place: str = ""


class FirmsOfFile:
    """A name without a place is the only firm of that name that has one in the file."""

    def __init__(self, texts: Iterable[str], always: str | None, places: Places) -> None:
        self._always = always
        self._places = places
        self._homes: dict[str, set[Home]] = defaultdict(set)
        for kind, written, beside in map(self._parts, texts):
            if kind == "name" and (home := self._home(beside)).place:
                self._homes[fold(written)].add(home)

    def meaning(self, text: str | None) -> Meaning:
        if text is None:
            return Meaning(problem=RowProblem.FIRM_MISSING)
        kind, written, beside = self._parts(text)
        if kind == "name":
            return self._named(written, self._home(beside))
        found = codes.identifier(kind, written)
        if found.problem is not None:
            return found
        normal = f"{found.code}|{fold(beside)}" if beside else found.code
        return Meaning(codes.firm_code(kind, normal))

    def _parts(self, text: str) -> tuple[str, str, str]:
        if self._always:
            return self._always, text, ""
        kind, written, beside = text.split(BETWEEN)
        return kind, written, beside

    def _named(self, name: str, home: Home) -> Meaning:
        remark = ""
        if not home.place and self._homes:
            known = self._homes.get(fold(name), set())
            if len(known) == 1:
                (home,) = known
            else:
                remark = NAME_OF_SEVERAL if known else NAME_ALONE
        return Meaning(codes.firm_code(home.kind, codes.by_name(name, home.place)), remark=remark)

    def _home(self, place: str) -> Home:
        """A region by its code: files write its name in several ways. It is another way to say
        where a firm is than its town."""
        if fold(place) in codes.NOTHING:
            return Home()
        try:
            region = self._places.region(place)
        except CellRefused:
            return Home("name", fold(place))
        return Home("name_region", fold(place) if isinstance(region, OldRegion) else region.code)
