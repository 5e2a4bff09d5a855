"""Elections in the `.pb` format of pabulib.org: three sections, semicolons, quotes where needed.

Votes become points: 1 for an approval, the points given in a cumulative or scoring vote, and in an
ordinal vote as many as places from the end of the longest ballot (3, 2, 1 for three places).
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from nasij_core.allocation.election import Allocation, Election, Project, election
from nasij_core.errors import (
    AmbiguousNumber,
    BadEncoding,
    BadInput,
    BadOption,
    Contradiction,
    CouldNotWrite,
    DuplicateKeys,
    MissingColumn,
    NotANumber,
    NotEnoughData,
    RowTooLong,
    TruncatedFile,
    UnknownFormat,
)

SECTIONS = ("META", "PROJECTS", "VOTES")
VOTE_TYPES = ("approval", "ordinal", "cumulative", "scoring", "choose-1")
AMOUNT = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,12})?(?:[eE][+-]?\d{1,2})?")
LARGEST = 1 << 28  # bytes: a city of a million voters
Table = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class PbFile:
    """An election as its file says it. `official` holds the projects marked as selected, None
    when the file does not say."""

    meta: dict[str, str]
    election: Election
    projects: Table
    official: frozenset[str] | None


def read_pb(path: Path) -> PbFile:
    """Read a `.pb` file, or a gzipped one. Raises BadInput and its kinds, naming the line's key."""
    try:
        text = _unpacked(path).decode("utf-8-sig")
    except (EOFError, gzip.BadGzipFile, zlib.error) as cause:
        raise TruncatedFile(path.name, str(cause)) from cause
    except UnicodeDecodeError as cause:
        raise BadEncoding(path.name, "its letters are written otherwise") from cause
    except OSError as cause:
        raise BadInput(f"{path.name} ({cause.strerror})") from cause
    return parse_pb(text, path.name)


def _unpacked(path: Path) -> bytes:
    with path.open("rb") as plain:
        packed = plain.read(2) == b"\x1f\x8b"
    with gzip.open(path) if packed else path.open("rb") as stream:
        raw = stream.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise UnknownFormat(path.name, "it is larger than any election", [".pb of pabulib.org"])
    return raw


def parse_pb(text: str, name: str = "the election") -> PbFile:
    """Read the text of a `.pb` file."""
    sections = split_sections(text, name)
    meta = {row["key"]: row["value"] for row in sections["META"]}
    _refuse_twice(f"{name}: META", [row["key"] for row in sections["META"]])
    vote_type = meta.get("vote_type", "approval")
    if vote_type not in VOTE_TYPES:
        raise BadOption(f"{name}: vote_type", vote_type, VOTE_TYPES)
    if "budget" not in meta:
        raise MissingColumn(f"{name}: META", ["budget"], meta)
    projects = [
        Project(
            row["project_id"],
            number(row["cost"], f"the cost of {row['project_id']}"),
            row.get("name", ""),
        )
        for row in sections["PROJECTS"]
    ]
    found = election(
        projects,
        number(meta["budget"], "the budget"),
        ballots_of(sections["VOTES"], vote_type, name),
    )
    marks = [row.get("selected") for row in sections["PROJECTS"]]
    official = (
        None
        if all(mark is None for mark in marks)
        else frozenset(p.code for p, mark in zip(projects, marks, strict=True) if mark == "1")
    )
    check_counts(meta, projects, found, name)
    return PbFile(meta, found, sections["PROJECTS"], official)


def split_sections(text: str, name: str) -> dict[str, Table]:
    """Rows of each section as dictionaries by its own header."""
    sections: dict[str, Table] = {}
    header: list[str] | None = None
    current = ""
    for line in _lines(text, name):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        if cells[0] in SECTIONS and len(cells) == 1:
            current, header = cells[0], None
            _refuse_twice(f"{name}: the sections", [*sections, current])
            sections[current] = []
        elif not current:
            raise UnknownFormat(name, "it does not start with META", [".pb of pabulib.org"])
        elif header is None:
            header = cells
            _refuse_twice(f"{name}: the headings of {current}", [cell for cell in cells if cell])
        elif len(cells) > len(header):
            raise RowTooLong(f"{name}: {current}", cells, len(header))
        else:
            sections[current].append(dict(zip(header, cells, strict=False)))
    missing = [section for section in SECTIONS if section not in sections]
    if missing:
        raise TruncatedFile(name, f"no section {', '.join(missing)}")
    if not sections["PROJECTS"]:
        raise NotEnoughData(name, "it has no project")
    for section, needed in (
        ("META", ("key", "value")),
        ("PROJECTS", ("project_id", "cost")),
        ("VOTES", ("voter_id", "vote")),
    ):
        for row in sections[section]:
            lacking = [key for key in needed if key not in row]
            if lacking:
                raise MissingColumn(f"{name}: {section}", lacking, row)
    return sections


def _lines(text: str, name: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text), delimiter=";")
    except csv.Error as cause:  # a cell of megabytes: a quote that is never closed
        raise TruncatedFile(name, str(cause)) from cause


def _refuse_twice(what: str, keys: list[str]) -> None:
    """What stands twice would count once, and nobody knows which."""
    again = sorted({key for key in keys if keys.count(key) > 1})
    if again:
        raise DuplicateKeys(what, len(again), ["name"], again)


def number(text: str, what: str) -> Fraction:
    """A sum of money; a comma is a decimal mark when it is the only one, and refused where it may
    part thousands as well."""
    plain = "".join(text.split())
    if plain.count(",") == 1 and "." not in plain:
        if len(plain.rpartition(",")[2]) == 3:
            raise AmbiguousNumber(what, text)
        plain = plain.replace(",", ".")
    if not AMOUNT.fullmatch(
        plain
    ):  # 1/3 and 1_000 are numbers to a program only; 1e999999999 ends it
        raise NotANumber(what, 1, [text])
    return Fraction(plain)


def ballots_of(rows: Table, vote_type: str, name: str) -> dict[str, dict[str, float]]:
    ranked = [[code for code in row["vote"].split(",") if code] for row in rows]
    longest = max(map(len, ranked), default=0)
    ballots: dict[str, dict[str, float]] = {}
    for row, codes in zip(rows, ranked, strict=True):
        voter = row["voter_id"]
        if voter in ballots:
            raise DuplicateKeys(f"{name}: VOTES", 1, ["voter_id"], [voter])
        if len(set(codes)) != len(codes):
            raise DuplicateKeys(f"{name}: the ballot of {voter}", 1, ["project"], codes)
        if vote_type in ("cumulative", "scoring"):
            ballots[voter] = dict(zip(codes, points_of(row, len(codes), name), strict=True))
        elif vote_type == "ordinal":
            ballots[voter] = {code: float(longest - place) for place, code in enumerate(codes)}
        else:
            ballots[voter] = dict.fromkeys(codes, 1.0)
    return ballots


def points_of(row: Mapping[str, str], size: int, name: str) -> list[float]:
    if "points" not in row:
        raise MissingColumn(f"{name}: VOTES", ["points"], row)
    points = [float(number(text, "points")) for text in row["points"].split(",") if text]
    if len(points) != size:
        raise Contradiction(
            f"{name}: the ballot of {row['voter_id']}", f"{size} projects and {len(points)} points"
        )
    return points


def check_counts(
    meta: Mapping[str, str], projects: list[Project], found: Election, name: str
) -> None:
    """A file cut in half says so itself: its own counts are not met."""
    for key, count in (("num_projects", len(projects)), ("num_votes", len(found.voters))):
        if meta.get(key, "").isdigit() and int(meta[key]) != count:
            raise TruncatedFile(name, f"{key} is {meta[key]} and {count} were found")


def write_pb(
    found: Election,
    path: Path,
    *,
    meta: Mapping[str, str] | None = None,
    outcome: Allocation | None = None,
) -> None:
    """Write an election, with the projects chosen marked when an outcome is given. Points other
    than 1 make it a scoring vote. Endowments have no place in the format and are refused."""
    if len(set(found.endowment)) > 1:
        raise Contradiction("unequal endowments and the .pb format", "it cannot say them")
    scoring = bool((found.points != 1).any())
    facts = {
        "description": "",
        "country": "",
        "unit": "",
        "instance": "",
        **(meta or {}),
        "num_projects": str(len(found.projects)),
        "num_votes": str(len(found.voters)),
        "budget": money(found.budget),
        "vote_type": "scoring" if scoring else "approval",
    }
    stream = io.StringIO()
    write = csv.writer(stream, delimiter=";", lineterminator="\n").writerow
    write(["META"])
    write(["key", "value"])
    for pair in facts.items():
        write(pair)
    write(["PROJECTS"])
    write(["project_id", "cost", "name", *(["selected"] if outcome else [])])
    for project in found.projects:
        mark = [str(int(project.code in outcome.selected))] if outcome else []
        write([project.code, money(project.cost), project.name, *mark])
    write(["VOTES"])
    write(["voter_id", "vote", *(["points"] if scoring else [])])
    for voter, ballot in ballots_back(found):
        points = [",".join(f"{value:g}" for value in ballot.values())] if scoring else []
        write([voter, ",".join(ballot), *points])
    try:
        path.write_text(stream.getvalue(), encoding="utf-8", newline="")
    except OSError as error:
        raise CouldNotWrite(str(path), error.strerror or str(error)) from error


def ballots_back(found: Election) -> Iterable[tuple[str, dict[str, float]]]:
    ballots: list[dict[str, float]] = [{} for _ in found.voters]
    for voter, project, points in zip(found.voter, found.project, found.points, strict=True):
        ballots[voter][found.projects[project].code] = float(points)
    return zip(found.voters, ballots, strict=True)


def money(amount: Fraction) -> str:
    return str(amount.numerator) if amount.denominator == 1 else f"{float(amount):.10g}"
