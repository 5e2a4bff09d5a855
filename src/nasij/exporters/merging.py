"""What a merge moves: every table that points to a firm is named here, or the merge is refused.

A list of what may move, and not of what may not: a table added later that nobody thought of stops
a merge that would strand its rows, instead of losing them in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import models
from django.db.models import QuerySet

from nasij.exporters.models import Firm

UNDO_DAYS = 30


class Rule(Enum):
    MOVE = "move"  # rows of the loser become the winner's
    MOVE_OR_DROP = "move or drop"  # … unless the winner has the same row: then the loser's goes
    KEEP = "keep"  # history of the records themselves


# "app.model.field", as lower case. Rooms above this one are named by their tables, not imported.
RELATIONS: dict[str, Rule] = {
    "exporters.firm.group": Rule.MOVE,
    "exporters.firm.merged_into": Rule.MOVE,
    "exporters.site.firm": Rule.MOVE,
    "exporters.standing.firm": Rule.MOVE_OR_DROP,
    "exporters.marketevidence.firm": Rule.MOVE,
    "exporters.contact.firm": Rule.MOVE,
    "exporters.follower.firm": Rule.MOVE_OR_DROP,
    "intake.importedrow.firm": Rule.MOVE,
    "exporters.merge.winner": Rule.KEEP,
    "exporters.merge.loser": Rule.KEEP,
    "exporters.distinct.first": Rule.KEEP,
    "exporters.distinct.second": Rule.KEEP,
    "exporters.firm_products.firm": Rule.MOVE_OR_DROP,
    "exporters.firm_markets.firm": Rule.MOVE_OR_DROP,
    "exporters.share.firm": Rule.MOVE,
    "exporters.referral.firm": Rule.MOVE,
    "exporters.listedfirm.firm": Rule.MOVE_OR_DROP,
    "filings.filedfirm.firm": Rule.MOVE,
    "filings.filedfirm_not_firms.firm": Rule.MOVE_OR_DROP,
    "needs.need.firm": Rule.MOVE,
    "needs.visit.firm": Rule.MOVE,
    "needs.snooze.firm": Rule.MOVE,
    # A link opened the record as it was: it does not open what the other firm said.
    "rights.accesslink.firm": Rule.KEEP,
    "exporters.consententry.firm": Rule.MOVE,
    "rights.rightsrequest.firm": Rule.MOVE,  # open ones stop a merge (STOPS)
    "exporters.erasure.firm": Rule.KEEP,
    "rights.retentionreview.firm": Rule.MOVE,
}
# What stops a merge of a firm into another one, said by rooms above when the site starts.
STOPS: list[Callable[[Firm], str]] = []
# What makes two rows of a MOVE_OR_DROP table the same.
_SAME: dict[str, tuple[str, ...]] = {
    "exporters.standing.firm": ("definition_id", "source"),
    "exporters.follower.firm": ("user_id",),
    "exporters.listedfirm.firm": ("list_id",),
    "exporters.firm_products.firm": ("product_id",),
    "exporters.firm_markets.firm": ("country_id",),
    "filings.filedfirm_not_firms.firm": ("filedfirm_id",),
}


@dataclass(frozen=True)
class Relation:
    """One foreign key to a firm, in any table of the site."""

    key: str
    model: type[models.Model]
    field: str

    def rows(self, firm: Firm) -> QuerySet[Any]:
        return self.model._base_manager.filter(**{self.field: firm})

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @property
    def rule(self) -> Rule | None:
        return RELATIONS.get(self.key)

    def same_as(self) -> tuple[str, ...]:
        return _SAME[self.key]


def relations() -> Iterator[Relation]:
    """Every foreign key of the site that points to a firm, hidden ones of many-to-many included."""
    for relation in Firm._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.related_model is not None:
            model, field = relation.related_model, relation.field.name
            yield Relation(f"{model._meta.label_lower}.{field}", model, field)


def unknown_relations(firm: Firm) -> list[Relation]:
    """Tables with rows of this firm that no rule speaks of: they stop a merge."""
    return [one for one in relations() if one.rule is None and one.rows(firm).exists()]


# Facts of the loser that fill a gap of the winner; never the other way round.
FILLED = (
    "name_ar", "ice", "rc", "tax_number", "cnss", "export_code", "commune", "activity", "employees",
    "founded_on", "email", "phone",
)  # fmt: skip
_WITH = {"ice": ("ice_doubtful",), "rc": ("rc_court",), "founded_on": ("founded_year_only",)}


def filled_fields(winner: Firm, loser: Firm) -> dict[str, Any]:
    """What the winner would take from the loser, by field."""
    taken: dict[str, Any] = {}
    for name in FILLED:
        if name == "commune" and winner.region_id != loser.region_id:
            continue  # a commune of another region is no place of this firm
        if getattr(winner, name) in (None, "") and getattr(loser, name) not in (None, ""):
            for one in (name, *_WITH.get(name, ())):
                taken[one] = getattr(loser, one)
    names = list(
        dict.fromkeys(
            name
            for name in (
                *winner.trade_names.splitlines(),
                loser.name,
                *loser.trade_names.splitlines(),
            )
            if name.strip() and name != winner.name
        )
    )
    if names != winner.trade_names.splitlines():
        taken["trade_names"] = "\n".join(names)
    return taken
