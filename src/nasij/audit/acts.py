"""Writing the record."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from nasij.audit.models import Event


def record(
    verb: str,
    *,
    subject: models.Model,
    by: AbstractBaseUser | None,
    region_code: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    label: str = "",
    actor: str = "",
) -> Event:
    """Write one event, in the transaction of the act that calls it.

    `by` is the person who acted, or None for the system (a scheduled task, a command) and for who
    acts without an account (a firm by its link), then named by `actor`.
    `before` and `after` hold plain JSON values; give only the fields that the act changed.
    """
    return Event.objects.create(
        verb=str(verb),
        actor_id=getattr(by, "pk", None),
        actor_label=str(by) if by is not None else actor[:200],
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=(label or str(subject))[:300],
        region_code=region_code,
        before=before or {},
        after=after or {},
    )
