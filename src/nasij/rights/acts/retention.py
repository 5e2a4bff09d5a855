"""Letting go what has been kept long enough, and deciding that a firm stays."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.exporters.models import Firm
from nasij.rights.enums import RightsVerb
from nasij.rights.law.retention import Due
from nasij.rights.models import RetentionReview
from nasij.work.errors import reason_in


@transaction.atomic
def let_go(*, due: Due, by: User | None) -> None:
    """Erase one thing whose rule says so, as its room does it."""
    if due.rule.does != "erase" or due.keeping.let_go is None:
        raise ValueError(f"the rule {due.rule.key} asks a person to decide")
    due.keeping.let_go(due.old.thing)
    record(
        due.keeping.verb or RightsVerb.RETENTION_APPLIED,
        subject=due.old.subject,
        by=by,
        region_code=due.old.region_code,
        after={"rule": due.rule.key},
    )


@transaction.atomic
def keep_firm(*, firm: Firm, reason: str, keep_until: date, by: User | None) -> RetentionReview:
    """A person looked at a silent firm and says why it stays, until when."""
    reason = reason_in(reason)
    review = RetentionReview.objects.create(
        firm=firm, reason=reason[:250], keep_until=keep_until, reviewed_by=by
    )
    record(
        RightsVerb.FIRM_KEPT,
        subject=firm,
        by=by,
        region_code=firm.region.code,
        after={"reason": review.reason, "keep_until": keep_until.isoformat()},
    )
    return review
