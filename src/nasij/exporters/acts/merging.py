"""Making two records one, taking that back, and saying that two are two."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core import serializers
from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.exporters.enums import ExporterVerb
from nasij.exporters.errors import (
    MergedAlready,
    MergeOfErased,
    MergeOfUnknownTables,
    MergeUndone,
    MergeWithItself,
    NotMergeable,
    UndoTooLate,
)
from nasij.exporters.holdings.tables import (
    Holding,
    Merged,
    MergeStop,
    Relation,
    relations,
    untold_relations,
)
from nasij.exporters.identity.likeness import set_keys
from nasij.exporters.merging import UNDO_DAYS, filled_fields
from nasij.exporters.models import Distinct, Firm, Merge
from nasij.rooms import told


@transaction.atomic
def merge_firms(*, winner: Firm, loser: Firm, by: User | None) -> Merge:
    """Everything that belonged to `loser` belongs to `winner`; `loser` stays as a redirect.

    Refused, with the table's name, where something points to the loser that no rule speaks of.
    """
    winner, loser = _locked(winner, loser)
    _check(winner, loser)
    moved: dict[str, Any] = {}
    for relation in relations():
        if relation.holding is not None and relation.holding.merged is not Merged.KEEP:
            done = _move(relation, relation.holding, winner, loser)
            if done["moved"] or done["dropped"]:
                moved[relation.key] = done
    before = _take(winner, loser)
    merge = Merge.objects.create(
        winner=winner, loser=loser, moved=moved, winner_before=before, merged_by=by
    )
    record(
        ExporterVerb.FIRMS_MERGED,
        subject=winner,
        by=by,
        region_code=winner.region.code,
        after={"loser": loser.name, "loser_id": loser.pk},
    )
    return merge


def _locked(*firms: Firm) -> list[Firm]:
    """The rows as they are now, held until the transaction ends (on databases that can)."""
    found = (
        Firm.objects.select_for_update(of=("self",))
        .select_related("region")
        .in_bulk([firm.pk for firm in firms])
    )
    return [found[firm.pk] for firm in firms]


def _check(winner: Firm, loser: Firm) -> None:
    if winner.pk == loser.pk:
        raise MergeWithItself
    if winner.merged_into_id or loser.merged_into_id:
        raise MergedAlready
    if winner.erased_at or loser.erased_at:
        raise MergeOfErased
    for why in filter(None, (stop.why(loser) for stop in told(MergeStop))):
        raise NotMergeable(reason=why)
    unknown = untold_relations([loser])
    if unknown:
        names = ", ".join(relation.name for relation in unknown)
        raise MergeOfUnknownTables(tables=names)


def _move(relation: Relation, holding: Holding, winner: Firm, loser: Firm) -> dict[str, Any]:
    """Move the rows of one table; ids of those moved, copies of those that went."""
    rows = relation.rows(loser)
    dropped = ""
    if same := holding.same:
        taken = set(relation.rows(winner).values_list(*same))
        both = [row[0] for row in rows.values_list("pk", *same) if row[1:] in taken]
        twice = rows.filter(pk__in=both)
        dropped = serializers.serialize("json", twice) if twice.exists() else ""
        twice.delete()
    # A subsidiary of the loser that is the winner itself would become its own group.
    rows = rows.exclude(pk=winner.pk) if relation.model is Firm else rows
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    relation.model._base_manager.filter(pk__in=ids).update(**{relation.field: winner})
    return {"moved": ids, "dropped": dropped}


def _take(winner: Firm, loser: Firm) -> dict[str, Any]:
    """Fill the winner's gaps; the values before and after, for taking it back."""
    taken = filled_fields(winner, loser)
    if winner.group_id == loser.pk:
        taken["group"] = None
    before = {name: _raw(winner, name) for name in taken}
    loser.merged_into = winner
    loser.save(update_fields=["merged_into", "changed_at"])
    for name, value in taken.items():
        setattr(winner, name, value)
    set_keys(winner)
    winner.save()
    return {"before": before, "after": {name: _raw(winner, name) for name in taken}}


def _raw(firm: Firm, name: str) -> Any:
    """The stored value of a field, as JSON keeps it."""
    field = Firm._meta.get_field(name)
    value = getattr(firm, field.attname)  # type: ignore[union-attr]
    return value.isoformat() if hasattr(value, "isoformat") else value


@transaction.atomic
def undo_merge(*, merge: Merge, by: User | None) -> None:
    """Two records again, within thirty days. What was changed since stays with the winner."""
    if merge.undone_at is not None:
        raise MergeUndone
    if timezone.now() - merge.merged_at > timedelta(days=UNDO_DAYS):
        raise UndoTooLate(days=UNDO_DAYS)
    winner, loser = _locked(merge.winner, merge.loser)
    _give_back(winner, merge.winner_before)
    loser.merged_into = None
    loser.save(update_fields=["merged_into", "changed_at"])
    for relation in relations():
        done = merge.moved.get(relation.key)
        if done:
            rows = relation.rows(winner).filter(pk__in=done["moved"])
            rows.update(**{relation.field: loser})
            for copy in serializers.deserialize("json", done["dropped"] or "[]"):
                copy.save()
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    record(ExporterVerb.MERGE_UNDONE, subject=winner, by=by, region_code=winner.region.code)


def _give_back(winner: Firm, kept: dict[str, Any]) -> None:
    """Fields return to what they were, unless somebody has changed them since."""
    for name, value in kept["before"].items():
        if _raw(winner, name) == kept["after"][name]:
            field = Firm._meta.get_field(name)
            setattr(winner, field.attname, field.to_python(value))  # type: ignore[union-attr]
    set_keys(winner)
    winner.save()


@transaction.atomic
def say_distinct(*, one: Firm, other: Firm, by: User | None) -> None:
    """These two are two: they are not proposed again."""
    first, second = sorted((one, other), key=lambda firm: firm.pk)
    _pair, created = Distinct.objects.get_or_create(
        first=first, second=second, defaults={"said_by": by}
    )
    if created:
        record(
            ExporterVerb.FIRMS_DISTINCT,
            subject=first,
            by=by,
            region_code=first.region.code,
            after={"other": second.name, "other_id": second.pk},
        )
