"""Reading jobs."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from nasij.work.models import Job


def jobs_of_today(user: AbstractBaseUser) -> list[Job]:
    """The person's own, the latest first."""
    since = timezone.now() - timedelta(days=1)
    found = Job.objects.filter(started_by_id=user.pk, created_at__gte=since)
    return list(found.order_by("-created_at", "-id")[:10])
