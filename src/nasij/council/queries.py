"""Reading the council: who sits, who is there, who has a voice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from nasij.accounts.models import Membership, User
from nasij.council import analysis
from nasij.council.enums import Choice, DecisionOutcome, MandateKind, SessionState, VoteState
from nasij.council.models import (
    AgendaItem,
    Decision,
    Erratum,
    Mandate,
    Presence,
    Proxy,
    Seat,
    Session,
    Turnout,
    Vote,
)
from nasij.council.signals import follow_ups
from nasij.needs.enums import ItemState
from nasij.ui import formats

_RANK = {MandateKind.HOLDER: 0, MandateKind.INTERIM: 1, MandateKind.SUBSTITUTE: 2}


@dataclass(frozen=True, slots=True)
class SeatNow:
    """A seat on one day, with its running mandates; holder first, then interim, then substitute."""

    seat: Seat
    mandates: tuple[Mandate, ...]

    @property
    def is_vacant(self) -> bool:
        return not self.mandates

    @property
    def sitting(self) -> Mandate | None:
        return self.mandates[0] if self.mandates else None


@dataclass(frozen=True, slots=True)
class Attendance:
    """A seat in a session: present, represented, absent, or vacant."""

    now: SeatNow
    presence: Presence | None
    proxy: Proxy | None  # given by this seat
    represented_by: Seat | None  # only when it counts: giver absent, holder present

    @property
    def seat(self) -> Seat:
        return self.now.seat

    @property
    def is_present(self) -> bool:
        return self.presence is not None

    @property
    def has_voice(self) -> bool:
        return self.is_present or self.represented_by is not None


@dataclass(frozen=True, slots=True)
class Room:
    """Everyone's attendance at one moment, and the quorum it makes."""

    seats: list[Attendance]
    quorum: analysis.QuorumState

    @property
    def voices(self) -> list[Attendance]:
        return [one for one in self.seats if one.has_voice]


@dataclass(frozen=True, slots=True)
class Voice:
    """One frozen voice of a vote, as `Vote.entitled` keeps it."""

    seat: str
    name: str
    weight: Decimal
    represented_by: str
    person: str
    user_id: int | None


def seats_on(day: date) -> list[SeatNow]:
    running = Mandate.objects.filter(starts_on__lte=day).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    )
    seats = Seat.objects.select_related("region").prefetch_related(
        Prefetch(
            "mandates",
            queryset=running.select_related("user").order_by("-starts_on", "id"),
            to_attr="running",
        )
    )
    return [SeatNow(seat, _ranked(seat.running)) for seat in seats.order_by("order", "code")]


def _ranked(mandates: Iterable[Mandate]) -> tuple[Mandate, ...]:
    return tuple(sorted(mandates, key=lambda mandate: _RANK[MandateKind(mandate.kind)]))


def accounts_for(seat: Seat) -> QuerySet[User]:
    """Accounts that may sit on a seat: those with a role in its region; for the bureau, any."""
    people = User.objects.filter(is_active=True)
    if seat.region is not None:
        people = people.filter(
            pk__in=Membership.objects.filter(region__code=seat.region.code).values("user_id")
        )
    return people.order_by("name", "pk")


def mandates_of(seat: Seat) -> QuerySet[Mandate]:
    return seat.mandates.select_related("user").order_by("-starts_on", "-id")


def session_day(session: Session) -> date:
    """The day whose mandates count: the day it really opened, or is planned for."""
    return timezone.localdate(session.opened_at or session.starts_at)


def room(session: Session) -> Room:
    """Who is there now, who is represented by whom, and whether that makes a quorum."""
    present = {
        presence.seat_id: presence
        for presence in session.presences.filter(left_at__isnull=True).order_by("arrived_at", "id")
    }
    given = {
        proxy.giver_id: proxy
        for proxy in session.proxies.select_related("giver", "holder").order_by("id")
    }
    seats = [
        _attendance(now, present, given.get(now.seat.pk)) for now in seats_on(session_day(session))
    ]
    quorum = analysis.quorum_state(
        held=[one.seat.weight for one in seats if not one.now.is_vacant],
        present=[one.seat.weight for one in seats if one.has_voice],
        share=session.quorum_share,
        weight_share=session.quorum_weight_share,
    )
    return Room(seats, quorum)


def _attendance(now: SeatNow, present: dict[str, Presence], proxy: Proxy | None) -> Attendance:
    """A giver who is there speaks for themself; a holder who is not there represents nobody."""
    code = now.seat.pk
    counts = (
        proxy is not None
        and code not in present
        and proxy.holder_id in present
        and not now.is_vacant
    )
    return Attendance(
        now=now,
        # A presence of a seat whose mandate was ended since does not count.
        presence=None if now.is_vacant else present.get(code),
        proxy=proxy,
        represented_by=proxy.holder if proxy is not None and counts else None,
    )


def sessions() -> QuerySet[Session]:
    return Session.objects.annotate(points=Count("agenda")).order_by("-starts_at", "-number")


def next_number() -> int:
    last = Session.objects.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def agenda(session: Session) -> QuerySet[AgendaItem]:
    """The points in order, with their items, votes and decisions."""
    return (
        session.agenda.select_related("item__region", "item__theme")
        .prefetch_related(
            Prefetch("votes", queryset=Vote.objects.order_by("opened_at", "id")),
            Prefetch("decisions", queryset=Decision.objects.order_by("decided_at", "id")),
        )
        .order_by("position", "id")
    )


def is_undecided(point: AgendaItem) -> bool:
    """Whether the item of a region goes back to waiting if the session closes now."""
    return point.item is not None and point.item.state == ItemState.ON_AGENDA


def votes_open() -> QuerySet[Vote]:
    """The votes that run, of any session, the longest open first."""
    running = Vote.objects.filter(closed_at__isnull=True)
    return running.select_related("agenda_item__session").order_by("opened_at", "id")


def votes_unfinished(session: Session) -> QuerySet[Vote]:
    """What is left to do before the session closes: votes that run, or have no decision yet."""
    unfinished = Q(state=VoteState.OPEN) | Q(state=VoteState.CLOSED, decision__isnull=True)
    votes = Vote.objects.filter(unfinished, agenda_item__session=session)
    return votes.select_related("agenda_item").order_by("agenda_item__position", "opened_at", "id")


def votes_ended() -> QuerySet[Vote]:
    """Of every session: counted, or annulled."""
    ended = Vote.objects.filter(closed_at__isnull=False)
    return ended.select_related("agenda_item__session").order_by("id")


def sealed_sessions() -> QuerySet[Session]:
    return Session.objects.filter(state=SessionState.CLOSED).order_by("id")


def decisions_of(session: Session) -> QuerySet[Decision]:
    return (
        Decision.objects.filter(agenda_item__session=session)
        .select_related("agenda_item__item__region", "vote")
        .order_by("agenda_item__position", "decided_at", "id")
    )


def decisions() -> QuerySet[Decision]:
    """All decisions, newest first."""
    return Decision.objects.select_related(
        "agenda_item__session", "agenda_item__item__region"
    ).order_by("-decided_at", "-id")


def voices_of(vote: Vote) -> list[Voice]:
    return [
        Voice(
            seat=row["seat"],
            name=_name(row),
            weight=Decimal(row["weight"]),
            represented_by=row["represented_by"],
            person=row["person"],
            user_id=row["user"],
        )
        for row in vote.entitled
    ]


def _name(row: dict[str, Any]) -> str:
    """The seat's name as it was at opening, in the reader's language."""
    language = formats.language()
    return str(row.get(f"name_{language}") or row["name_fr"])


def hands_of(voices: Iterable[Voice]) -> set[int | str]:
    """The persons who raise the hand for these voices: with a proxy, one hand for two."""
    return {voice.user_id or voice.person for voice in voices}


def seats_voted(vote: Vote) -> set[str]:
    return set(Turnout.objects.filter(vote=vote).values_list("seat_id", flat=True))


def voices_to_cast(vote: Vote, user: User) -> list[Voice]:
    """The voices that wait for this person: their own seat first, then the proxies they hold."""
    if vote.closed_at is not None:
        return []
    voted = seats_voted(vote)
    mine = [voice for voice in voices_of(vote) if voice.user_id == user.pk]
    return sorted(
        (voice for voice in mine if voice.seat not in voted),
        key=lambda one: bool(one.represented_by),
    )


def member_addresses(day: date) -> list[User]:
    """Everyone with a running mandate and an account, once."""
    users = {
        mandate.user.pk: mandate.user
        for now in seats_on(day)
        for mandate in now.mandates
        if mandate.user is not None and mandate.user.is_active and mandate.user.email
    }
    return [users[key] for key in sorted(users)]


def seats_unwritten(day: date) -> list[Seat]:
    """The seats with nobody to write to: vacant, or held without an account and its address."""
    reached = {user.pk for user in member_addresses(day)}
    return [
        now.seat
        for now in seats_on(day)
        if not any(mandate.user_id in reached for mandate in now.mandates)
    ]


def is_editable(session: Session) -> bool:
    return session.state != SessionState.CLOSED


def days_of_notice(session: Session, at: datetime | None = None) -> int:
    """Whole days between convening (now, if not yet) and the session."""
    start = session.convened_at or at or timezone.now()
    return (timezone.localdate(session.starts_at) - timezone.localdate(start)).days


def unsettled(session: Session) -> list[Decision]:
    """Adopted decisions that became no action and do not say why none is needed."""
    adopted = [
        decision
        for decision in decisions_of(session)
        if decision.outcome == DecisionOutcome.ADOPTED and not decision.no_action_reason
    ]
    followed = follow_ups(decision.pk for decision in adopted)
    return [decision for decision in adopted if decision.pk not in followed]


def ballots_of(vote: Vote, user: User) -> list[tuple[Voice, Choice]]:
    """What this person has voted in a roll call; of a secret vote nobody can say it."""
    mine = {voice.seat: voice for voice in voices_of(vote) if voice.user_id == user.pk}
    cast = vote.ballots.filter(seat__in=mine).order_by("seat")
    return [(mine[ballot.seat_id], Choice(ballot.choice)) for ballot in cast]


def votes_waiting_for(user: User) -> list[tuple[Vote, list[Voice]]]:
    """Open votes in which this person has still to vote, for themself or for another."""
    waiting = ((vote, voices_to_cast(vote, user)) for vote in votes_open())
    return [(vote, voices) for vote, voices in waiting if voices]


def votes_on(point: AgendaItem) -> QuerySet[Vote]:
    return point.votes.order_by("opened_at", "id")


def decisions_on(point: AgendaItem) -> QuerySet[Decision]:
    return point.decisions.order_by("decided_at", "id")


def may_be_voted_on(point: AgendaItem) -> bool:
    """One vote at a time, and none once the council decided without voting."""
    running = point.votes.filter(state=VoteState.OPEN)
    return not running.exists() and not point.decisions.filter(vote=None).exists()


def may_be_decided_without_vote(point: AgendaItem) -> bool:
    """Once, and only where no vote runs or was counted."""
    voted = point.votes.exclude(state=VoteState.ANNULLED)
    return not voted.exists() and not point.decisions.exists()


def decision_of(vote: Vote) -> Decision | None:
    return Decision.objects.filter(vote=vote).order_by("id").first()


def errata(session: Session) -> QuerySet[Erratum]:
    return session.errata.select_related("added_by").order_by("added_at", "id")


def voices_with_turnout(vote: Vote) -> list[tuple[Voice, bool]]:
    """Every frozen voice, and whether it has voted (never what)."""
    voted = seats_voted(vote)
    return [(voice, voice.seat in voted) for voice in voices_of(vote)]


def voices_missing(vote: Vote) -> list[Voice]:
    return [voice for voice, has_voted in voices_with_turnout(vote) if not has_voted]
