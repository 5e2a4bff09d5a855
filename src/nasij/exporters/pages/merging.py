"""What is asked before two records become one."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import regions_where
from nasij.exporters import queries
from nasij.exporters.identity.likeness import likeness
from nasij.exporters.models import Firm
from nasij.exporters.tables import merging as tables
from nasij.exporters.tables.firms import firm_facts
from nasij.ui.parts import Fact, Table


def duplicates_table(user: User) -> Table:
    allowed = regions_where(user, Permission.FIRM_EDIT)
    return tables.pairs_table(queries.possible_duplicates(allowed))


def twins_table(firm: Firm, user: User) -> Table:
    """Records that may be the same firm as this one, among those the person edits."""
    allowed = regions_where(user, Permission.FIRM_EDIT)
    return tables.pairs_table(queries.similar_firms(firm, allowed), of=firm)


@dataclass(frozen=True, slots=True)
class MergePage:
    """Two records side by side, and what a merge would do to them."""

    winner: Firm
    loser: Firm
    winner_facts: list[Fact]
    loser_facts: list[Fact]
    percent: int  # how alike they are
    why: str
    moves: list[Fact]
    fills: list[Fact]
    undo_note: str


def merge_page(winner: Firm, loser: Firm) -> MergePage:
    found, preview = likeness(winner, loser), queries.merge_preview(winner, loser)
    return MergePage(
        winner=winner,
        loser=loser,
        winner_facts=firm_facts(winner),
        loser_facts=firm_facts(loser),
        percent=round(100 * found.score),
        why=tables.why(found),
        moves=tables.preview_facts(preview),
        fills=tables.fill_facts(preview),
        undo_note=tables.undo_note(),
    )


def merged_note() -> str:
    """What is said once it is done."""
    return f"{_('Merged.')} {tables.undo_note()}"
