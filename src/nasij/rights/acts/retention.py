"""Letting go what has been kept long enough, and deciding that a firm stays."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.exporters.enums import ExporterVerb
from nasij.exporters.models import Contact, Firm
from nasij.intake.models import ImportRun
from nasij.rights.enums import RightsVerb
from nasij.rights.errors import AnswerMissing
from nasij.rights.law.retention import Due
from nasij.rights.models import AccessLink, RetentionReview, RightsRequest


@transaction.atomic
def let_go(*, due: Due, by: User | None) -> None:
    """Erase one thing whose rule says so; a firm is never erased by a rule alone."""
    if due.rule.does != "erase":
        raise ValueError(f"the rule {due.rule.key} asks a person to decide")
    thing = due.thing
    if isinstance(thing, Contact):
        thing.delete()
        _record(ExporterVerb.CONTACT_REMOVED, thing.firm, due, by)
    elif isinstance(thing, ImportRun):
        _let_go_file(thing, due, by)
    elif isinstance(thing, AccessLink):
        thing.delete()
        _record(RightsVerb.RETENTION_APPLIED, thing.firm, due, by)
    elif isinstance(thing, RightsRequest):
        thing.changes.all().delete()
        thing.reason = ""
        thing.save(update_fields=["reason"])
        _record(RightsVerb.RETENTION_APPLIED, thing.firm, due, by)
    else:
        raise ValueError(f"no rule erases {thing!r}")


def _let_go_file(run: ImportRun, due: Due, by: User | None) -> None:
    files = [Path(settings.NASIJ_DATA) / name for name in (run.file_path, run.rejects_path) if name]
    run.rejects_path, run.preview = "", {}
    run.save(update_fields=["rejects_path", "preview"])
    run.problems.update(value="", details={})
    region = run.region.code if run.region else ""
    after = {"rule": due.rule.key}
    record(RightsVerb.RETENTION_APPLIED, subject=run, by=by, region_code=region, after=after)
    transaction.on_commit(partial(_remove, files), robust=True)


def _remove(files: list[Path]) -> None:
    for path in files:
        path.unlink(missing_ok=True)


def _record(verb: str, firm: Firm, due: Due, by: User | None) -> None:
    after = {"rule": due.rule.key}
    record(verb, subject=firm, by=by, region_code=firm.region.code, after=after)


@transaction.atomic
def keep_firm(*, firm: Firm, reason: str, keep_until: date, by: User | None) -> RetentionReview:
    """A person looked at a silent firm and says why it stays, until when."""
    if not reason.strip():
        raise AnswerMissing
    review = RetentionReview.objects.create(
        firm=firm, reason=reason.strip()[:250], keep_until=keep_until, reviewed_by=by
    )
    record(
        RightsVerb.FIRM_KEPT,
        subject=firm,
        by=by,
        region_code=firm.region.code,
        after={"reason": review.reason, "keep_until": keep_until.isoformat()},
    )
    return review
