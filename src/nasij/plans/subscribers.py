"""Answering the council when it asks what became of its decisions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver

from nasij.accounts.permissions import Person
from nasij.council.signals import FollowUp, follow_ups_asked
from nasij.plans.queries import follow_ups_of


@receiver(follow_ups_asked, dispatch_uid="plans.follow_ups")
def answer_follow_ups(
    sender: Any, decision_ids: Iterable[int], reader: Person | None, **_more: Any
) -> dict[int, list[FollowUp]]:
    return follow_ups_of(decision_ids, reader)
