"""Tables that point to a firm, and what becomes of their rows when it is merged or erased."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise

from nasij.exporters.models import Firm
from nasij.rooms import told


class Merged(Enum):
    MOVE = "move"  # rows of the loser become the winner's
    MOVE_OR_DROP = "move or drop"  # … unless the winner has the same row: then the loser's goes
    KEEP = "keep"  # history of the records themselves


class Erased(Enum):
    GO = "go"  # the rows are deleted
    STAY = "stay"  # they tell nothing of who it was
    PART = "part"  # a `Part` of the room says how


@dataclass(frozen=True, slots=True)
class Holding:
    """One foreign key to a firm: "needs.need.firm", as app, model and field in lower case."""

    key: str
    label: Promise  # its rows, in the words of a page
    merged: Merged
    erased: Erased
    same: tuple[str, ...] = ()  # what makes two rows of a MOVE_OR_DROP table the same

    def __post_init__(self) -> None:
        if bool(self.same) != (self.merged is Merged.MOVE_OR_DROP):
            raise ValueError(f"{self.key}: rows that may be dropped say what makes them the same")


@dataclass(frozen=True, slots=True)
class MergeStop:
    """Why a record may not be merged into another one now, or nothing."""

    why: Callable[[Firm], str]


@dataclass(frozen=True)
class Relation:
    """One foreign key to a firm as the models have it, and what its room tells of it."""

    key: str
    model: type[models.Model]
    field: str
    holding: Holding | None

    def rows(self, firm: Firm) -> QuerySet[models.Model]:
        return self.model._base_manager.filter(**{self.field: firm})

    @property
    def name(self) -> str:
        return str(self.holding.label if self.holding else self.model._meta.verbose_name_plural)


def relations() -> Iterator[Relation]:
    """Every foreign key of the site that points to a firm, hidden ones of many-to-many included."""
    known = {holding.key: holding for holding in told(Holding)}
    for relation in Firm._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.related_model is not None:
            model, field = relation.related_model, relation.field.name
            key = f"{model._meta.label_lower}.{field}"
            yield Relation(key, model, field, known.get(key))


def untold_relations(firms: Sequence[Firm]) -> list[Relation]:
    """Tables with rows of these firms that no room tells of: they stop a merge and an erasure."""
    return [
        relation
        for relation in relations()
        if relation.holding is None and any(relation.rows(firm).exists() for firm in firms)
    ]


def table_label(key: str) -> str:
    """What the rows of a table that points to a firm are; its key, where nobody tells of it."""
    return next((str(holding.label) for holding in told(Holding) if holding.key == key), key)
