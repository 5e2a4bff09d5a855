"""Keeping lists of firms."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.exporters.enums import FirmLifeVerb, ListKind
from nasij.exporters.errors import ListNameTaken, ListTooLong, NothingChosen
from nasij.exporters.models import Firm, FirmList, ListedFirm
from nasij.reference.models import Territory

LONGEST = 5000  # firms on a list picked by hand


@transaction.atomic
def create_list(
    *,
    name: str,
    region: Territory | None = None,
    conditions: dict[str, str] | None = None,
    firms: Iterable[Firm] | None = None,
    by: User,
) -> FirmList:
    """A list of one's own, empty or of firms already chosen; with `conditions` it is a search that
    stays alive."""
    _check_name(name, by)
    made = FirmList.objects.create(
        name=name,
        kind=ListKind.PICKED if conditions is None else ListKind.LIVELY,
        conditions=conditions or {},
        owner=by,
        region=region,
    )
    after: dict[str, Any] = {"kind": str(made.kind), "shared": region is not None}
    if firms is not None:
        after["count"] = _put(made, firms, by)
    record(FirmLifeVerb.LIST_CREATED, subject=made, by=by, region_code=_code(made), after=after)
    return made


@transaction.atomic
def change_list(*, found: FirmList, name: str, region: Territory | None, by: User) -> None:
    """Another name, or shared otherwise."""
    if name != found.name:
        _check_name(name, found.owner)
    before = {"name": found.name, "region": _code(found)}
    found.name, found.region = name, region
    after = {"name": name, "region": _code(found)}
    if after == before:
        return
    found.save(update_fields=["name", "region"])
    record(
        FirmLifeVerb.LIST_CHANGED,
        subject=found,
        by=by,
        region_code=_code(found),
        before=before,
        after=after,
    )


@transaction.atomic
def delete_list(*, found: FirmList, by: User) -> None:
    """The list goes; the firms on it stay where they are."""
    record(
        FirmLifeVerb.LIST_DELETED,
        subject=found,
        by=by,
        region_code=_code(found),
        before={"firms": found.listed.count()},
    )
    found.delete()


@transaction.atomic
def add_firms(*, to: FirmList, firms: Iterable[Firm], by: User) -> int:
    """Put firms on a list picked by hand; those already there stay as they are."""
    count = _put(to, firms, by)
    if count:
        after = {"count": count}
        record(FirmLifeVerb.FIRMS_LISTED, subject=to, by=by, region_code=_code(to), after=after)
    return count


def _put(to: FirmList, firms: Iterable[Firm], by: User) -> int:
    keys = list(dict.fromkeys(firm.pk for firm in firms))
    if not keys:
        raise NothingChosen
    known: Collection[int] = set(to.listed.values_list("firm_id", flat=True))
    new = [key for key in keys if key not in known]
    if len(known) + len(new) > LONGEST:
        raise ListTooLong(limit=LONGEST)
    ListedFirm.objects.bulk_create(
        [ListedFirm(list=to, firm_id=key, added_by=by) for key in new], batch_size=1000
    )
    return len(new)


@transaction.atomic
def remove_firm(*, listed: ListedFirm, by: User) -> None:
    found, firm = listed.list, listed.firm_id
    listed.delete()
    record(
        FirmLifeVerb.FIRM_UNLISTED,
        subject=found,
        by=by,
        region_code=_code(found),
        before={"firm": firm},
    )


@transaction.atomic
def note_listed_firm(*, listed: ListedFirm, note: str, by: User) -> None:
    if note == listed.note:
        return
    listed.note = note
    listed.save(update_fields=["note"])
    found = listed.list
    record(
        FirmLifeVerb.LISTED_FIRM_NOTED,
        subject=found,
        by=by,
        region_code=_code(found),
        after={"firm": listed.firm_id},
    )


def _check_name(name: str, owner: User) -> None:
    if FirmList.objects.filter(owner=owner, name=name).exists():
        raise ListNameTaken(name=name)


def _code(found: FirmList) -> str:
    return found.region.code if found.region else ""
