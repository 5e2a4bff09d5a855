"""What an import will do: each row beside the other rows of its file and beside the registry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from django.db.models import Q

from nasij.exporters.fields import plain
from nasij.exporters.identity.suppression import Suppressed, identifier_key, name_key
from nasij.exporters.models import Firm
from nasij.files.problems import RowProblem
from nasij.intake.enums import RowFate
from nasij.intake.rows.planned import PlannedRow
from nasij.intake.rows.reading import FirmRow
from nasij.intake.rows.removals import hold_back
from nasij.sentences import in_every_language
from nasij.ui import formats

_PLACES = {"region", "commune"}


class SeenRows:
    """The rows of this file met so far: the first of several that mean one firm counts.

    A file may hold hundreds of thousands of rows: identifiers and names are remembered by their
    hash of 64 bits, which two of one file share once in a hundred million files.
    """

    def __init__(self) -> None:
        self._by_identifier: dict[int, int] = {}
        self._by_name: dict[int, _Bearers] = {}
        self._by_firm: dict[int, int] = {}
        self._doubtful: dict[str, tuple[int, str]] = {}

    def check(self, row: FirmRow, beside: dict[int, FirmRow]) -> None:
        """Reject a row that repeats an earlier one; remember one that does not. `beside` are the
        rows of its chunk, by line: those before may be written already."""
        if row.rejected:
            return
        identifier = hash(row.identifier) if row.identifier else 0
        if identifier in self._by_identifier:
            row.complain(
                "identifier", RowProblem.DUPLICATE_IDENTIFIER, line=self._by_identifier[identifier]
            )
            return
        names = [hash((row.region.pk, key)) for key in row.name_keys]
        for name in names:
            line = _repeated(self._by_name.get(name, ()), with_identifier=bool(identifier))
            if line:
                row.complain("name", RowProblem.DUPLICATE_NAME, line=line)
                return
        if identifier:
            self._by_identifier[identifier] = row.line
        for name in names:
            self._by_name[name] = (
                *self._by_name.get(name, ()),
                row.line if identifier else -row.line,
            )
        if row.doubtful_identifier:
            own = (row.line, row.name)
            line, firm = self._doubtful.setdefault(row.doubtful_identifier, own)
            if line != row.line:
                row.complain("identifier", RowProblem.IDENTIFIER_SHARED, line=line, name=firm)
                first = beside.get(line)
                if first is not None and not _is_shared(first):
                    shared = RowProblem.IDENTIFIER_SHARED
                    first.complain("identifier", shared, line=row.line, name=row.name)

    def check_firm(self, row: FirmRow, firm: Firm) -> None:
        """Reject a row that means a firm of the registry which an earlier row meant: two names of
        one file may be records that were merged since."""
        line = self._by_firm.setdefault(firm.pk, row.line)
        if line != row.line:
            row.complain("name", RowProblem.DUPLICATE_FIRM, line=line)


def _is_shared(row: FirmRow) -> bool:
    """Whether it is said of a row already that another one has its number."""
    return any(problem.code == RowProblem.IDENTIFIER_SHARED for problem in row.problems)


# Lines on which a name was met; negative where no identifier stood beside it.
_Bearers = tuple[int, ...]


def _repeated(lines: _Bearers, *, with_identifier: bool) -> int:
    """The line that bears the same name, if it means the same firm; 0 where none does."""
    for line in lines:
        if not (line > 0 and with_identifier):  # two good identifiers: two firms of one name
            return abs(line)
    return 0


class Registry:
    """The firms that some rows may mean, read in a constant number of queries."""

    def __init__(self, rows: Iterable[FirmRow]) -> None:
        usable = [row for row in rows if not row.rejected]
        identifiers = {row.identifier or row.doubtful_identifier for row in usable} - {""}
        keys = {key for row in usable for key in row.name_keys}
        meant = Q(identifier__in=identifiers) | Q(match_key__in=keys) | Q(match_key_ar__in=keys)
        records = list(Firm.objects.filter(meant).order_by("pk"))
        firms = _in_use(records)
        self.by_identifier: dict[str, Firm] = {}
        self.by_doubtful: dict[str, Firm] = {}
        self.by_name: dict[tuple[int, str], dict[int, Firm]] = defaultdict(dict)
        for record in records:
            firm = firms[record.merged_into_id or record.pk]
            if record.identifier:
                is_doubtful = record.identifier_doubtful
                known = self.by_doubtful if is_doubtful else self.by_identifier
                known.setdefault(record.identifier, firm)
            for key in {record.match_key, record.match_key_ar} - {""}:
                self.by_name[firm.region_id, key][firm.pk] = firm
        self.products = products_of(firms)

    def named(self, row: FirmRow) -> list[Firm]:
        found: dict[int, Firm] = {}
        for key in row.name_keys:
            found.update(self.by_name.get((row.region.pk, key), {}))
        return list(found.values())


def _in_use(records: Iterable[Firm]) -> dict[int, Firm]:
    """The records that are no redirects, and those to which redirects lead, by key."""
    found = {firm.pk: firm for firm in records if firm.merged_into_id is None}
    beyond = {firm.merged_into_id for firm in records if firm.merged_into_id} - set(found)
    return found | Firm.objects.in_bulk([pk for pk in beyond if pk])


def products_of(firm_ids: Iterable[int]) -> dict[int, list[str]]:
    """The product codes of some firms, sorted, in one query."""
    found: dict[int, list[str]] = defaultdict(list)
    links = Firm.products.through.objects.filter(firm_id__in=list(firm_ids))
    for firm_id, code in links.order_by("product_id").values_list("firm_id", "product_id"):
        found[firm_id].append(code)
    return found


def plan(rows: list[FirmRow], seen: SeenRows, *, only_region: bool) -> list[PlannedRow]:
    """The fate of a chunk of rows, in their order. Nothing is written."""
    beside = {row.line: row for row in rows}
    for row in rows:
        seen.check(row, beside)
    registry, erased = Registry(rows), erased_among(rows)
    planned = [_planned(row, registry, seen, erased, only_region=only_region) for row in rows]
    hold_back(planned)
    return planned


def _planned(
    row: FirmRow, registry: Registry, seen: SeenRows, erased: Suppressed, *, only_region: bool
) -> PlannedRow:
    if row.rejected:
        return PlannedRow(row, RowFate.REJECTED)
    firm = _firm_meant(row, registry, only_region=only_region)
    if firm is None:
        _stop_if_erased(row, erased)
    elif not row.rejected:
        seen.check_firm(row, firm)
    if row.rejected:
        return PlannedRow(row, RowFate.REJECTED)
    _name_holder(row, firm, registry, only_region=only_region)
    if firm is None:
        return PlannedRow(row, RowFate.CREATED, products=row.products)
    return _compared(row, firm, registry.products.get(firm.pk, []))


def _firm_meant(row: FirmRow, registry: Registry, *, only_region: bool) -> Firm | None:
    """By identifier; else by name and region, unless identifiers say that they are two."""
    firm = registry.by_identifier.get(row.identifier) if row.identifier else None
    if firm is not None:
        if only_region and firm.region_id != row.region.pk:
            row.complain("identifier", RowProblem.IDENTIFIER_TAKEN)
        return firm
    named = registry.named(row)
    others = [
        namesake
        for namesake in named
        if row.identifier and namesake.identifier and not namesake.identifier_doubtful
    ]
    candidates = [namesake for namesake in named if namesake not in others]
    if len(candidates) > 1:
        row.complain("name", RowProblem.SEVERAL_MATCHES, count=len(candidates))
        return None
    if not candidates and others:
        row.complain("identifier", RowProblem.IDENTIFIER_OTHER)
    return candidates[0] if candidates else None


def _name_holder(row: FirmRow, firm: Firm | None, registry: Registry, *, only_region: bool) -> None:
    """Say which other firm has a doubtful number already, where no row of the file has it."""
    holder = registry.by_doubtful.get(row.doubtful_identifier)
    if holder is None or holder == firm or (only_region and holder.region_id != row.region.pk):
        return
    if not _is_shared(row):
        row.complain("identifier", RowProblem.IDENTIFIER_KNOWN, name=holder.name)


def erased_among(rows: list[FirmRow]) -> Suppressed:
    """The firms erased before that these rows may bring back, in a constant number of queries."""
    usable = [row for row in rows if not row.rejected]
    identifiers = (identifier_key(row.identifier) for row in usable if row.identifier)
    return Suppressed.among(chain(identifiers, (name for row in usable for name in _names(row))))


def _names(row: FirmRow) -> list[str]:
    return [name_key(row.region.code, name) for name in row.name_keys]


def _stop_if_erased(row: FirmRow, erased: Suppressed) -> None:
    known = erased.meant(row.identifier, _names(row)) if erased.by_key else None
    if known is not None:
        code = RowProblem.ERASED_AT_REQUEST if known.asked_by_firm else RowProblem.ERASED_IN_TIME
        # Kept with the row, for readers of any language.
        day = formats.day_short(known.day)
        row.complain("name", code, day=day, number=known.number)


def _join_names(row: FirmRow, firm: Firm) -> None:
    """Another name stands beside those that the firm has."""
    if other := row.values.pop("trade_names", ""):
        known = firm.trade_names.splitlines()
        if other not in (firm.name, *known):
            row.values["trade_names"] = "\n".join([*known, other])


def _compared(row: FirmRow, firm: Firm, products: list[str]) -> PlannedRow:
    _join_names(row, firm)
    values = dict(row.values)
    if values.get("identifier_doubtful") and firm.identifier and not firm.identifier_doubtful:
        if values["identifier"] != firm.identifier:
            row.complain("identifier", RowProblem.IDENTIFIER_KEPT)
        del values["identifier"], values["identifier_doubtful"]
    if row.region.pk != firm.region_id:
        # A file cannot say since when: a person does, or the region left would count an exit.
        known = in_every_language(firm.region)
        row.complain("region", RowProblem.REGION_KEPT, known=known)
        values = {name: value for name, value in values.items() if name not in _PLACES}
    if values.get("phone") == firm.phone:
        values.pop("phone_written", None)  # the number is known, and how it was first written
    planned = PlannedRow(row, RowFate.UNCHANGED, firm)
    for name, value in values.items():
        column = f"{name}_id" if name in _PLACES else name  # places are not read to be compared
        if getattr(firm, column) != getattr(value, "pk", value):
            planned.before[name], planned.after[name] = plain(getattr(firm, name)), plain(value)
    if row.products is not None and row.products != products:
        planned.products = row.products
        planned.before["products"], planned.after["products"] = products, row.products
    if planned.after:
        planned.fate = RowFate.UPDATED
    return planned
