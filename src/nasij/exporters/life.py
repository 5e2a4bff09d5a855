"""One timeline per firm, from what each room tells of it.

A room answers for several firms at once, so that the same words serve the page of one firm and the
news of all that a person follows. It shows only what that person may read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nasij.accounts.permissions import Person
from nasij.exporters.models import Firm
from nasij.rooms import told

Text = str | Promise

KINDS: dict[str, Promise] = {
    "contact": _("Exchanges"),
    "need": _("Needs and replies"),
    "action": _("Actions and results"),
    "market": _("Markets and status"),
    "sharing": _("Referrals and shares"),
    "record": _("The record"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of a firm's life: a day, or a moment where it is known."""

    firm_id: int
    kind: str
    at: date
    title: Text
    text: Text = ""
    url: str = ""
    by: str = ""
    tone: str = "neutral"
    actor_id: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind {self.kind!r}: choose one of {', '.join(KINDS)}")

    @property
    def moment(self) -> datetime:
        """For the order: a day without its hour stands at its end."""
        if isinstance(self.at, datetime):
            return self.at
        return timezone.make_aware(datetime.combine(self.at, time(23, 59, 59)))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a room is asked: of which firms, for whom, since when, how much at most."""

    firms: Sequence[Firm]
    user: Person
    since: datetime | None = None
    limit: int = 60
    memo: dict[str, Any] = field(default_factory=dict)  # what one room found for the next

    @property
    def keys(self) -> list[int]:
        return [firm.pk for firm in self.firms]


@dataclass(frozen=True, slots=True)
class Life:
    """What a room tells of firms' lives. A filter asks only those who may answer with its kind."""

    happenings: Callable[[Asked], Iterable[Happening]]
    kinds: frozenset[str]

    @classmethod
    def of(cls, happenings: Callable[[Asked], Iterable[Happening]], *kinds: str) -> Life:
        return cls(happenings, frozenset(kinds))


@dataclass(frozen=True, slots=True)
class ActsTold:
    """Of what kind some acts on the record are; the others are of the record itself."""

    kind: str
    verbs: frozenset[str]


def kind_of(verb: str) -> str:
    return next((acts.kind for acts in told(ActsTold) if verb in acts.verbs), "record")


def life_of(firm: Firm, user: Person, *, kind: str = "", limit: int = 60) -> list[Happening]:
    """What happened to one firm, the latest first."""
    return _told(Asked([firm], user, limit=limit), kind)


def news_of(
    firms: Sequence[Firm], user: Person, *, since: datetime, limit: int = 12
) -> list[Happening]:
    """What others did or heard of some firms since a moment, the latest first."""
    if not firms:
        return []
    found = _told(Asked(firms, user, since=since, limit=limit * 3), "")
    own = getattr(user, "pk", None)
    return [
        happening for happening in found if happening.moment > since and happening.actor_id != own
    ][:limit]


def _told(asked: Asked, kind: str) -> list[Happening]:
    found = [
        happening
        for life in told(Life)
        if not kind or kind in life.kinds
        for happening in life.happenings(asked)
        if not kind or happening.kind == kind
    ]
    return sorted(
        found, key=lambda happening: (happening.moment, str(happening.title)), reverse=True
    )[: asked.limit]
