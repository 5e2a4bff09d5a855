"""Adding and changing one firm."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.exporters.cells import identifier
from nasij.exporters.enums import ExporterVerb
from nasij.exporters.errors import ErasedBefore, IdentifierTaken, RecordClosed
from nasij.exporters.fields import FIELDS, PARTS, plain
from nasij.exporters.identity.likeness import set_keys
from nasij.exporters.identity.suppression import known_again
from nasij.exporters.models import Firm, Site
from nasij.ui import formats

_PLAIN = frozenset({*PARTS, "group", "is_demo"})
_ONE_LINE = frozenset(field.name for field in FIELDS if field.is_one_line)
_PLACE = ("region", "commune")
_MANY = frozenset({"products"})  # markets have evidence: acts/evidence.py


@transaction.atomic
def create_firm(*, values: dict[str, Any], by: User | None) -> Firm:
    """Add a firm. `values` holds fields of `Firm` by name, products as a list."""
    firm = Firm(language=formats.language())
    _set_plain(firm, values)
    if firm.name == firm.name_ar and "language" not in values:
        firm.language = "ar"
    _refuse_if_erased(firm)
    firm.save()
    _set_many(firm, values)
    record(ExporterVerb.FIRM_CREATED, subject=firm, by=by, region_code=firm.region.code)
    return firm


@transaction.atomic
def change_firm(*, firm: Firm, values: dict[str, Any], by: User | None) -> Firm:
    """Change the given fields of a firm; nothing is recorded when nothing changes."""
    before, after = apply_values(firm, values)
    if after:
        record(
            ExporterVerb.FIRM_CHANGED,
            subject=firm,
            by=by,
            region_code=firm.region.code,
            before=before,
            after=after,
        )
    return firm


def apply_values(firm: Firm, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write the given fields, inside an act; what they were and became, for those that changed."""
    if firm.erased_at:
        raise RecordClosed
    if values.get("phone", firm.phone) != firm.phone:  # how another number was written says nothing
        values = {"phone_written": "", **values}
    before = _state(firm, values)
    # A place that was not known yet is learnt, not moved to.
    moves = any(
        name in values and before[name] and before[name] != plain(values[name]) for name in _PLACE
    )
    if moves and not firm.sites.filter(is_seat=True, ends_on=None).exists():
        _open_seat(firm, None)  # where it was until today, since we do not know when
    _set_plain(firm, values)
    _set_many(firm, values)
    after = _state(firm, values)
    changed = {name for name in after if after[name] != before[name]}
    if not changed:
        return {}, {}
    firm.save()
    if moves:
        firm.sites.filter(is_seat=True, ends_on=None).update(ends_on=timezone.localdate())
        _open_seat(firm, timezone.localdate())
    elif changed & set(_PLACE):
        seat = firm.commune or firm.region
        firm.sites.filter(is_seat=True, ends_on=None).update(territory=seat)
    names = sorted(changed)
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def _refuse_if_erased(firm: Firm) -> None:
    """A firm that asked to be erased does not come back because somebody types it again."""
    known = known_again(firm)
    if known is not None:
        raise ErasedBefore(number=known.number, day=formats.day_for_reader(known.day))


def _open_seat(firm: Firm, since: date | None) -> None:
    """A dated trace of a move: for the region that was left it is a move, not an exit."""
    place = firm.commune or firm.region
    Site.objects.create(firm=firm, territory=place, is_seat=True, starts_on=since)


def _set_plain(firm: Firm, values: dict[str, Any]) -> None:
    unknown = set(values) - _PLAIN - _MANY
    if unknown:
        raise ValueError(f"not fields of a firm: {', '.join(sorted(unknown))}")
    for name in _PLAIN & set(values):
        setattr(firm, name, _spaced(values[name]) if name in _ONE_LINE else values[name])
    firm.name = firm.name or firm.name_ar
    if "identifier" in values:
        _set_identifier(firm, values["identifier"])
    set_keys(firm)


def _spaced(text: str) -> str:
    """With single ordinary spaces, as a file of the firm would bring it back."""
    return " ".join(text.split())


def _set_identifier(firm: Firm, number: str) -> None:
    found = identifier(number)
    firm.identifier, firm.identifier_doubtful = found.number, found.doubt is not None
    if not firm.identifier or firm.identifier_doubtful:
        return
    same = Firm.objects.filter(
        identifier=firm.identifier, identifier_doubtful=False, merged_into__isnull=True
    )
    other = same.exclude(pk=firm.pk).first()
    if other is not None:
        raise IdentifierTaken


def _set_many(firm: Firm, values: dict[str, Any]) -> None:
    for name in _MANY & set(values):
        getattr(firm, name).set(values[name])


def _state(firm: Firm, values: dict[str, Any]) -> dict[str, Any]:
    """The fields about to be set, as plain values for the record."""
    state = {name: plain(getattr(firm, name)) for name in _PLAIN & set(values)}
    for name in _MANY & set(values):
        state[name] = sorted(getattr(firm, name).values_list("pk", flat=True))
    return state
