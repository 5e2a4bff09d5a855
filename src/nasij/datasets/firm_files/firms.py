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

NUMBER_LACKS = "number_lacks"  # and is that of the only firm of the name, there or in the file
NAME_OF_SEVERAL = "name_of_several"  # of the file, there or anywhere in it
NAME_ALONE = "name_alone"  # in a file that says places of others


@dataclass(frozen=True, slots=True)
class Home:
    """A place as it tells two firms of one name apart."""

    kind: str = "name"
    place: str = ""


class FirmsOfFile:
    """A name without a number is the only firm of that name, and not of another place, that has
    one in the file; without a place too it is the only firm of that name, with a number or not."""

    def __init__(
        self,
        texts: Iterable[str],
        numbered: Iterable[tuple[str, str]],  # texts of a number, and of the name beside it
        always: str | None,
        places: Places,
    ) -> None:
        self._always = always
        self._places = places
        # By name, the firms that have a number, each with the places that its rows say.
        self._numbers: dict[str, dict[str, set[Home]]] = defaultdict(dict)
        for number, name in numbered:
            found = self.meaning(number)
            _kind, written, beside = self._parts(name)
            if found.problem is None and fold(written) not in codes.NOTHING:
                homes = self._numbers[fold(written)].setdefault(found.code, set())
                homes.update({self._home(beside)} - {Home()})
        # By name, the places of rows without a number.
        self._homes: dict[str, set[Home]] = defaultdict(set)
        for kind, written, beside in map(self._parts, texts):
            if kind == "name" and (home := self._home(beside)).place:
                self._homes[fold(written)].add(home)
        self._firms = {name: set(numbers) for name, numbers in self._numbers.items()}
        for name, homes in self._homes.items():
            there = {self._named(name, home).code for home in homes}
            self._firms[name] = self._firms.get(name, set()) | there
        of_numbers = any(any(found.values()) for found in self._numbers.values())
        self._says_places = of_numbers or any(self._homes.values())

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
        if fold(name) in codes.NOTHING:
            return Meaning(problem=RowProblem.FIRM_MISSING)
        numbers = self._numbers.get(fold(name), {})
        known, is_sure = self._firms.get(fold(name), set()), True
        if home.place:
            known = {code for code, homes in numbers.items() if not homes or home in homes}
            # A number whose place no row says may be at the only one of its name, not at several.
            at_one = self._homes.get(fold(name), {home}) == {home}
            is_sure = at_one or all(numbers[code] for code in known)
        if len(known) == 1 and is_sure:
            (code,) = known
            return Meaning(code, remark=NUMBER_LACKS if code in numbers else "")
        remark = ""
        if known:
            remark = NAME_OF_SEVERAL
        elif not home.place and self._says_places:
            remark = NAME_ALONE
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
