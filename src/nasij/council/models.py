"""The council: seats and who holds them, sessions, votes, decisions."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from nasij.council.clock import AnnouncedField
from nasij.council.enums import (
    Choice,
    DecisionOutcome,
    Majority,
    MandateKind,
    SessionKind,
    SessionState,
    VoteState,
)
from nasij.council.results import Change, QuorumState, VoteResult
from nasij.kept import readable
from nasij.needs.models import Item
from nasij.reference.models import Territory, Trilingual


class Seat(Trilingual):
    """A seat exists whether or not somebody sits on it: vacancy is a normal state."""

    code = models.SlugField(primary_key=True, max_length=40)
    region = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT)
    weight = models.DecimalField(max_digits=8, decimal_places=3, default=1)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "code")


class Mandate(models.Model):
    """Who holds a seat, as what, on what basis, between which dates."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="mandates")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    person_name = models.CharField(max_length=150)
    kind = models.CharField(max_length=20, choices=MandateKind, default=MandateKind.HOLDER)
    basis = models.CharField(max_length=250, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("seat", "kind", "-starts_on", "id")
        constraints = [
            models.CheckConstraint(
                name="mandate_period_order",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_name}, {self.seat}"


class Session(models.Model):
    """One meeting of the council."""

    number = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=SessionKind, default=SessionKind.PLENARY)
    place = models.CharField(max_length=150, blank=True)
    starts_at = AnnouncedField()
    state = models.CharField(max_length=20, choices=SessionState, default=SessionState.DRAFT)
    chair = models.CharField(max_length=150, blank=True)
    # The chair's own seat, when they hold one: only then can they have a casting vote.
    chair_seat = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    secretary = models.CharField(max_length=150, blank=True)
    # The session without a quorum whose undecided points this one takes up again.
    second_call_of = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="second_call"
    )
    # Share of the seats that are held (by head) that must be present or represented for a vote.
    quorum_share = models.DecimalField(max_digits=5, decimal_places=4, default=Decimal("0.5"))
    # The same by weight, for the bodies that ask for both.
    quorum_weight_share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    convened_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Day, place and quorum, where members were told otherwise after convening: results.Change.
    changes_record = models.JSONField(default=list, blank=True)
    # What the minutes say, fixed at closing, and the SHA-256 printed on them.
    minutes_record = models.JSONField(default=dict, blank=True)
    minutes_sha256 = models.CharField(max_length=64, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-starts_at", "-number")
        constraints = [
            models.CheckConstraint(
                name="session_quorum_within_one",
                condition=Q(quorum_share__gte=0) & Q(quorum_share__lte=1),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state_tone(self) -> str:
        return SessionState.tone_of(self.state)

    @property
    def held_at(self) -> datetime:
        """When it really opened; until then, when it is planned for."""
        return self.opened_at or self.starts_at

    @property
    def has_minutes(self) -> bool:
        """From its opening on; they are provisional until it is closed."""
        return self.opened_at is not None

    @property
    def changes(self) -> tuple[Change, ...]:
        return readable(tuple[Change, ...], self.changes_record) or ()


class AgendaItem(models.Model):
    """A numbered point of a session's agenda: an escalated item, or a point of its own."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=250)
    note = models.TextField(blank=True)
    # When the agenda had been sent already; None for a point that was convened on.
    added_late_at = models.DateTimeField(null=True, blank=True)
    item = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items"
    )

    class Meta:
        ordering = ("session", "position", "id")
        constraints = [
            models.UniqueConstraint(fields=("session", "position"), name="agenda_position_once"),
            models.UniqueConstraint(
                fields=("session", "item"), condition=Q(item__isnull=False), name="agenda_item_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Presence(models.Model):
    """Who sat on a seat during a session, from when until when."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="presences")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT)
    person_name = models.CharField(max_length=150)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("session", "seat", "arrived_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("session", "seat"), condition=Q(left_at__isnull=True), name="presence_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_name}, {self.seat_id}"


class Proxy(models.Model):
    """An absent seat gives its voice to a present one, for one session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="proxies")
    giver = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("session", "giver", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("session", "giver"),
                condition=Q(withdrawn_at__isnull=True),
                name="proxy_given_once",
            ),
            models.CheckConstraint(name="proxy_to_another", condition=~Q(giver=F("holder"))),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.holder_id}"


class Vote(models.Model):
    """A vote on one point, with its own entitled set, frozen when it opens."""

    agenda_item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="votes")
    text = models.TextField()  # the text voted on, word for word
    majority = models.CharField(max_length=20, choices=Majority, default=Majority.SIMPLE)
    is_secret = models.BooleanField(default=False)
    is_weighted = models.BooleanField(default=False)
    abstentions_count = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=VoteState, default=VoteState.OPEN)
    # results.Entitled, frozen at opening: later arrivals and departures change nothing.
    entitled = models.JSONField(default=list)
    quorum_reached = models.BooleanField(default=False)
    # The numbers behind it: seats held, present, needed, by head and by weight.
    quorum_record = models.JSONField(default=dict, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # The tally with its rule, as the core stated it.
    result_record = models.JSONField(default=dict, blank=True)
    annulled_reason = models.TextField(blank=True)
    # Where the papers of an open secret vote lie: ballot_box.py.
    box = models.CharField(max_length=40, blank=True)
    # Secret, and taken to paper: what had been cast until then was annulled.
    is_on_paper = models.BooleanField(default=False)

    class Meta:
        ordering = ("agenda_item", "opened_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("agenda_item",), condition=Q(state="open"), name="vote_open_once"
            )
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else self.text[:79] + "…"

    @property
    def state_tone(self) -> str:
        return VoteState.tone_of(self.state)

    @property
    def quorum(self) -> QuorumState | None:
        """None where the record was damaged."""
        return readable(QuorumState, self.quorum_record)

    @property
    def result(self) -> VoteResult | None:
        """None while the vote is open, of one that was annulled, and where it was damaged."""
        return readable(VoteResult, self.result_record)


class Ballot(models.Model):
    """One voice of a roll call, with its seat. Secret ballots are no rows: see ballot_box.py."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="ballots")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT)
    choice = models.CharField(max_length=10, choices=Choice)
    weight = models.DecimalField(max_digits=8, decimal_places=3, default=1)

    class Meta:
        ordering = ("vote", "seat")
        constraints = [models.UniqueConstraint(fields=("vote", "seat"), name="ballot_once")]

    def __str__(self) -> str:
        return f"{self.seat_id}: {self.choice}"


class Turnout(models.Model):
    """That a seat has voted: apart from what it voted."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="turnout")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT)
    # Who counted the papers knows their counts, and the others by subtraction: counting.py.
    on_paper = models.BooleanField(default=False)

    class Meta:
        ordering = ("vote", "seat")
        constraints = [models.UniqueConstraint(fields=("vote", "seat"), name="turnout_once")]

    def __str__(self) -> str:
        return str(self.seat_id)


class Decision(models.Model):
    """What the council decided on a point; becomes actions, or says why none is needed."""

    agenda_item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="decisions")
    vote = models.OneToOneField(Vote, null=True, blank=True, on_delete=models.PROTECT)
    text = models.TextField()
    outcome = models.CharField(max_length=20, choices=DecisionOutcome)
    decided_at = models.DateTimeField()
    no_action_reason = models.TextField(blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-decided_at", "-id")

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else self.text[:79] + "…"

    @property
    def outcome_tone(self) -> str:
        return DecisionOutcome.tone_of(self.outcome)

    @property
    def is_by_consensus(self) -> bool:
        """Agreed on without a vote; what was noted was agreed on by nobody."""
        return self.vote_id is None and self.outcome != DecisionOutcome.NOTED


class Erratum(models.Model):
    """A correction to sealed minutes: added below them, never written into them."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="errata")
    text = models.TextField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("added_at", "id")
        verbose_name_plural = "errata"

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else self.text[:79] + "…"
