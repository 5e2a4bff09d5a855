"""What the pack says of its demonstration: whom it shows, what they say, and how the story goes.

All of it is refused where it lacks something, says what nothing reads, or points to what is not
there: packs/README.md says what each file holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

from django.conf import settings

from nasij.kept import read
from nasij.needs.models import Theme
from nasij.reference.pack import Pack, PackError, require_keys
from nasij.reference.queries import regions

Row = TypeVar("Row")
_DECIDED = ("done", "underway", "planned", "refused")
_ENDS = (*_DECIDED, "agenda", "escalated", "open")
_FEWEST_REGIONS = 5  # one seat is vacant, one is absent, one gives a proxy, and two are there


@dataclass(frozen=True, slots=True)
class Trade:
    """What a fictitious firm makes."""

    name: str
    name_ar: str
    activity: str
    hs_products: str


@dataclass(frozen=True, slots=True)
class Statement:
    subject: str
    language: str
    theme: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """What became of a subject in one region."""

    subject: str
    region: str
    title: str
    put_to_vote: str
    reason: str
    action: str
    owner: str
    months: int
    budget_lcu: Decimal
    shares: Mapping[str, Decimal]  # by region
    end: str

    @property
    def is_decided(self) -> bool:
        return self.end in _DECIDED


@dataclass(frozen=True, slots=True)
class Firms:
    count: int
    file: str
    forms: tuple[str, ...]
    name: str
    name_ar: str


@dataclass(frozen=True, slots=True)
class People:
    secretariat: str
    administrator: str
    analyst: str
    delegate: str
    partner: str


@dataclass(frozen=True, slots=True)
class Note:
    note: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Visits:
    people: tuple[str, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What the delegate of one region asks that of another about a firm."""

    asks: str
    asked: str
    reason: str
    question: str


@dataclass(frozen=True, slots=True)
class Held:
    title: str
    place: str


@dataclass(frozen=True, slots=True)
class Coming:
    title: str
    place: str
    first_point: str


@dataclass(frozen=True, slots=True)
class Council:
    chair: str
    seated_by: str
    escalated_for: str
    held: Held
    coming: Coming


@dataclass(frozen=True, slots=True)
class Shown:
    """Evidence of an action."""

    text: str
    value: int
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Actions:
    expected_result: str
    moved_for: str
    declared: Shown
    confirmed: Shown


@dataclass(frozen=True, slots=True)
class Said:
    """demo.toml as it stands."""

    language: str
    since: date
    firms: Firms
    people: People
    reads: Mapping[str, tuple[str, ...]]  # regions by language
    places: Mapping[str, str]
    said_in: Mapping[str, tuple[str, ...]]  # regions by subject
    visits: Visits
    question: Question
    council: Council
    actions: Actions

    def language_in(self, region: str) -> str:
        return next((code for code, where in self.reads.items() if region in where), self.language)


@dataclass(frozen=True, slots=True)
class Script:
    said: Said
    trades: list[Trade]
    statements: list[Statement]
    story: list[Case]


def read_script(pack: Pack) -> Script:
    script = Script(
        _said(pack),
        _rows(pack, "demo/trades.csv", Trade),
        _rows(pack, "demo/statements.csv", Statement),
        _rows(pack, "demo/story.csv", Case),
    )
    _refuse_unusable(pack.folder / "demo" / "demo.toml", script.said)
    _refuse_unknown_words(pack.folder / "demo", script)
    _refuse_unknown_places(pack.folder / "demo", script)
    return script


def _said(pack: Pack) -> Said:
    path, given = pack.folder / "demo" / "demo.toml", pack.toml("demo/demo.toml")
    _require_keys(path, "", Said, given)
    try:
        return read(Said, given)
    except TypeError as error:
        raise PackError(f"{path}: {error} is not of the kind that is read there") from error


def _require_keys(path: Path, at: str, kind: Any, given: Any) -> None:
    """Of a table and of those inside it."""
    hints = get_type_hints(kind)
    require_keys(path, at, given, hints, what="key of the demonstration")
    for key, hint in hints.items():
        (inner, *_others) = get_args(hint) or (hint,)
        if is_dataclass(inner):
            tables = given[key] if isinstance(given[key], list) else [given[key]]
            for table in tables:
                _require_keys(path, f"{at}{key}.", inner, table)


def _shares(cell: str) -> dict[str, Decimal]:
    parts = (part.partition(":") for part in cell.split())
    return {region: Decimal(share) for region, _colon, share in parts}


_READ: dict[str, Callable[[str], Any]] = {
    "months": int,
    "budget_lcu": Decimal,
    "shares": _shares,
}


def _rows(pack: Pack, name: str, kind: Callable[..., Row]) -> list[Row]:
    path, columns = pack.folder / name, [field.name for field in fields(kind)]  # type: ignore[arg-type]
    found = []
    for number, row in enumerate(pack.rows(name), start=2):
        if list(row) != columns:
            raise PackError(f"{path}: its columns are not {','.join(columns)}")
        try:
            found.append(kind(**{key: _READ.get(key, str)(cell) for key, cell in row.items()}))
        except (ArithmeticError, ValueError) as error:
            raise PackError(f"{path}: line {number} holds what is no number") from error
    if not found:
        raise PackError(f"{path}: it has no rows")
    return found


def _refuse_unusable(path: Path, said: Said) -> None:
    languages = [code for code, _name in settings.LANGUAGES]
    _require(path, "language", [said.language], languages)
    _require(path, "reads", said.reads, languages)
    for name, held in (
        ("firms.count", said.firms.count > 0),
        ("firms.forms", said.firms.forms),
        ("visits.people", said.visits.people),
        ("visits.notes", said.visits.notes),
    ):
        if not held:
            raise PackError(f"{path}: {name} names none")
    firm = ("trade", "number", "form")
    for name, text, filled in (
        ("firms.name", said.firms.name, firm),
        ("firms.name_ar", said.firms.name_ar, firm),
        ("people.delegate", said.people.delegate, ("region",)),
    ):
        try:
            text.format(**dict.fromkeys(filled, ""))
        except (LookupError, ValueError) as error:
            raise PackError(f"{path}: {name}: only {', '.join(filled)} stand in braces") from error


def _refuse_unknown_words(folder: Path, script: Script) -> None:
    said, statements = script.said, script.statements
    path, themes = folder / "statements.csv", Theme.objects.values_list("key", flat=True)
    _require(path, "subject", [row.subject for row in statements], [*said.said_in])
    _require(path, "place", [row.place for row in statements], [*said.places])
    _require(path, "theme", [row.theme for row in statements], [*themes])
    subjects = {row.subject: "" for row in statements}  # in their order
    _require(folder / "story.csv", "subject", [row.subject for row in script.story], [*subjects])
    _require(folder / "story.csv", "end", [row.end for row in script.story], _ENDS)


def _refuse_unknown_places(folder: Path, script: Script) -> None:
    known, said = [place.code for place in regions()], script.said
    if len(known) < _FEWEST_REGIONS:
        raise PackError(f"{folder}: a council to show has {_FEWEST_REGIONS} regions or more")
    path = folder / "demo.toml"
    for name, by_word in (("reads", said.reads), ("said_in", said.said_in)):
        for word, codes in by_word.items():
            _require(path, f"{name}.{word}", codes, known)
    # The last seat is vacant: nobody asks there, or is asked.
    _require(path, "question.asks", [said.question.asks], known[:-1])
    _require(path, "question.asked", [said.question.asked], known[:-1])
    for case in script.story:
        path = folder / "story.csv"
        _require(path, f"region of {case.subject}", [case.region], said.said_in[case.subject])
        _require(path, "shares", case.shares, known)


def _require(path: Path, where: str, found: Iterable[str], known: Sequence[str]) -> None:
    for word in found:
        if word not in known:
            raise PackError(f"{path}: {where}: {word} is not one of {', '.join(known)}")
