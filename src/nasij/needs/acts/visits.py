"""Recording contacts with firms, their next steps, and putting off a silent firm."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.exporters.models import Firm
from nasij.needs.acts.sending import key_of_sending, sent_before
from nasij.needs.enums import VisitKind, VisitVerb
from nasij.needs.errors import (
    PutOffIntoThePast,
    StepBeforeContact,
    StepWithoutWords,
)
from nasij.needs.models import ReminderChoice, Snooze, Visit
from nasij.reference.days import check_day
from nasij.work.errors import reason_in


@transaction.atomic
def record_visit(
    *,
    firm: Firm,
    kind: VisitKind = VisitKind.VISIT,
    happened_on: date | None = None,
    people: str = "",
    note: str = "",
    next_step: str = "",
    next_step_on: date | None = None,
    client_key: str = "",
    is_demo: bool = False,
    by: User | None,
) -> Visit:
    """Record one contact. The same notes sent again with the same `client_key` give the contact
    already recorded; other notes are another contact."""
    day = happened_on or timezone.localdate()
    key = key_of_sending(
        client_key,
        firm.pk,
        kind,
        day,
        people.strip(),
        note.strip(),
        next_step.strip(),
        next_step_on,
    )
    sendings = Visit.objects.select_related("firm", "region")
    if earlier := sent_before(sendings, key, by):
        return earlier
    _check(day, next_step, next_step_on)
    visit = Visit(
        client_key=key,
        firm=firm,
        region=firm.region,
        kind=kind,
        happened_on=day,
        people=people.strip(),
        note=note.strip(),
        next_step=next_step.strip(),
        next_step_on=next_step_on,
        recorded_by=by,
        is_demo=is_demo,
    )
    try:
        with transaction.atomic():
            visit.save()
    except IntegrityError:  # the two sendings crossed each other
        if earlier := sent_before(sendings, key, by):
            return earlier
        raise
    _record(VisitVerb.VISIT_RECORDED, visit, by, after={"kind": str(kind), "firm": firm.pk})
    return visit


@transaction.atomic
def change_visit(
    *,
    visit: Visit,
    kind: VisitKind,
    happened_on: date,
    people: str,
    note: str,
    next_step: str,
    next_step_on: date | None,
    by: User,
) -> None:
    """Correct what was noted. The record says that it changed, and keeps no words."""
    _check(happened_on, next_step, next_step_on)
    given = {
        "kind": kind,
        "happened_on": happened_on,
        "people": people.strip(),
        "note": note.strip(),
        "next_step": next_step.strip(),
        "next_step_on": next_step_on,
    }
    changed = [name for name, value in given.items() if getattr(visit, name) != value]
    if not changed:
        return
    if "next_step" in changed:
        visit.next_step_done_at = None
    for name in changed:
        setattr(visit, name, given[name])
    visit.save()
    _record(VisitVerb.VISIT_CHANGED, visit, by, after={"fields": sorted(changed)})


@transaction.atomic
def finish_step(*, visit: Visit, by: User) -> None:
    """The next step was done. A second time says nothing."""
    waiting = Visit.objects.filter(pk=visit.pk, next_step_done_at=None).exclude(next_step="")
    if waiting.update(next_step_done_at=timezone.now()):
        _record(VisitVerb.STEP_DONE, visit, by)


@transaction.atomic
def put_off_firm(*, firm: Firm, until: date, reason: str, by: User) -> Snooze:
    """Leave a silent firm in peace until a day, and say why."""
    today = timezone.localdate()
    reason = reason_in(reason)
    if until <= today:
        raise PutOffIntoThePast
    check_day(until)
    earlier = Snooze.objects.filter(firm=firm, until__gt=today)  # the last word counts
    earlier.filter(put_off_on=today).delete()
    earlier.update(until=today)
    snooze = Snooze.objects.create(
        firm=firm, until=until, reason=reason, put_off_by=by, put_off_on=today
    )
    record(
        VisitVerb.FIRM_PUT_OFF,
        subject=firm,
        by=by,
        region_code=firm.region.code,
        after={"until": until.isoformat()},
    )
    return snooze


@transaction.atomic
def choose_reminder(*, is_weekly: bool, silent_after: int, by: User) -> ReminderChoice:
    """Say whether one wants the weekly message, and when a firm counts as silent."""
    choice, _created = ReminderChoice.objects.update_or_create(
        user=by, defaults={"is_weekly": is_weekly, "silent_after": silent_after}
    )
    after = {"is_weekly": is_weekly, "silent_after": silent_after}
    record(VisitVerb.REMINDER_CHOSEN, subject=by, by=by, after=after)
    return choice


def _check(day: date, next_step: str, next_step_on: date | None) -> None:
    check_day(day, latest=timezone.localdate())
    if next_step_on is None:
        return
    if not next_step.strip():
        raise StepWithoutWords
    check_day(next_step_on, earliest=day, refusal=StepBeforeContact)


def _record(
    verb: VisitVerb, visit: Visit, by: User | None, after: dict[str, object] | None = None
) -> None:
    record(
        verb,
        subject=visit,
        by=by,
        region_code=visit.region.code,
        after=after,
        label=visit.number,
    )
