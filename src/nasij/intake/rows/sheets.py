"""Spreadsheets in our layout: the empty template, and the rows that were rejected.

The layout that comes out is the one that goes in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from nasij.exporters.enums import FirmStatus
from nasij.exporters.fields import COLUMNS, KEYS, LABELS, headings
from nasij.files.child.damage import MARK
from nasij.files.lines import place_of
from nasij.files.problems import reason, remedy
from nasij.files.tables import Row, Table
from nasij.intake.models import ImportProblem, ImportRun
from nasij.ui.spreadsheets import Sheet, write_book, write_csv


def write_template(path: Path, language: str = "") -> None:
    """In the language: xlsx, or csv by its name."""
    with translation.override(language or translation.get_language()):
        if path.suffix.lower() == ".csv":
            write_csv(path, [headings()])
        else:
            write_book(path, template())


def template() -> list[Sheet]:
    """The empty layout, with a page of explanations."""
    columns = [(str(column.label), str(column.help)) for column in COLUMNS]
    status = [(str(LABELS["status"]), str(status.label)) for status in FirmStatus]
    return [
        Sheet(_("Firms"), headings(), ()),
        Sheet(_("Guide"), (_("Column"), _("What to write")), (*columns, (), *status)),
    ]


def rejects(run: ImportRun, table: Table) -> list[Sheet]:
    """The rejected rows as they came, with the columns that were not read and what to correct; on a
    second sheet the warnings."""
    told, spare = _told(), _spare(table)
    others = (heading.removeprefix(MARK) for heading, _nth in spare)
    doubtful = run.problems.filter(is_rejection=False).order_by("line", "id").iterator()
    warnings = (_explained([problem], table.sheet_titles) for problem in doubtful)
    return [
        Sheet(_("Firms"), (*headings(), *others, *told), _rejected(run, table, spare)),
        Sheet(_("Warnings"), told, warnings),
    ]


def _rejected(
    run: ImportRun, table: Table, spare: list[tuple[str, int]]
) -> Iterator[tuple[str, ...]]:
    reasons: dict[int, list[ImportProblem]] = {}
    for problem in run.problems.filter(is_rejection=True).order_by("line", "id"):
        reasons.setdefault(problem.line, []).append(problem)
    region = run.region.name if run.region is not None and run.assumes_region else ""
    for given in table.rows():
        if given.line in reasons:
            kept = (given.spare.get(name, "").removeprefix(MARK) for name in spare)
            why = _explained(reasons[given.line], table.sheet_titles)
            yield (*_own_cells(given, region), *kept, *why)


def _told() -> tuple[str, ...]:
    return (_("Row"), _("Column"), _("Value"), _("Reason"), _("What helps"))


def _spare(table: Table) -> list[tuple[str, int]]:
    """The columns that are not ours; what an earlier file of rejects said is not said again."""
    last = dict(table.spare)  # of a heading that stands there twice, ours is the last
    said: set[str] = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said.update(_told() if last.keys() >= set(_told()) else ())
    return [(name, nth) for name, nth in table.spare if name not in said or nth != last[name]]


def _own_cells(row: Row, region: str) -> list[str]:
    """Under our headings; with the region that the file did not tell, or it could not come back."""
    cells = {"region": region, **row.cells} if region else row.cells
    return [cells.get(key, "").removeprefix(MARK) for key in KEYS]


def _explained(problems: list[ImportProblem], titles: list[str]) -> tuple[str, ...]:
    """Row, column, value, reason, remedy; several problems of a row stand under each other."""
    return (
        place_of(problems[0].line, titles),
        "\n".join(str(LABELS.get(problem.column, problem.column)) for problem in problems),
        "\n".join(problem.value for problem in problems),
        "\n".join(
            reason(problem.code, problem.value, problem.details, titles) for problem in problems
        ),
        "\n".join(remedy(problem.code, problem.details) for problem in problems),
    )
