"""Voting: for one's own seat, once; and a secret that stays one."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models

from nasij.accounts.models import User
from nasij.audit.models import Event
from nasij.council.acts import (
    annul_vote,
    cast_votes,
    close_session,
    close_vote,
    enter_paper_ballots,
    enter_roll_call,
    mark_arrival,
    open_vote,
    record_decision,
)
from nasij.council.ballot_box import piles_in
from nasij.council.enums import Choice
from nasij.council.errors import (
    AlreadyVoted,
    NobodyVoted,
    NotEntitled,
    NothingChosen,
    NotYourSeat,
    PaperCountMismatch,
    RollCallVote,
    SecretBallot,
    TooFewPapers,
    VoteAlreadyOpen,
    VoteOver,
    WeightNamesTheVoter,
)
from nasij.council.models import AgendaItem, Ballot, Decision, Seat, Session, Turnout, Vote
from tests.people import Cast

UserOf = Callable[[str], User]
BALLOTS = {
    "S04": Choice.AGAINST,
    "S01": Choice.FOR,
    "S05": Choice.ABSTAIN,
    "S09": Choice.AGAINST,
    "S07": Choice.FOR,
    "S02": Choice.FOR,
    "S06": Choice.AGAINST,
    "S03": Choice.FOR,
}
HAND = {"S05": "S01", "S07": "S09"}


@pytest.fixture
def roll(point: AgendaItem, cast: Cast) -> Vote:
    return open_vote(point=point, text="Texte", by=cast.secretariat)


@pytest.fixture
def secret(point: AgendaItem, cast: Cast) -> Vote:
    return open_vote(point=point, text="Élection", is_secret=True, by=cast.secretariat)


def test_delegate_votes_for_own_seat_and_the_proxy_held(roll: Vote, cast: Cast) -> None:
    cast_votes(vote=roll, choices={"S09": Choice.FOR, "S07": Choice.AGAINST}, by=cast.delegate)
    assert {(b.seat_id, b.choice) for b in Ballot.objects.all()} == {
        ("S09", "for"),
        ("S07", "against"),
    }


def test_delegate_is_refused_for_the_seat_of_another(roll: Vote, cast: Cast) -> None:
    with pytest.raises(NotYourSeat):
        cast_votes(vote=roll, choices={"S02": Choice.FOR}, by=cast.delegate)
    with pytest.raises(NotYourSeat):
        cast_votes(vote=roll, choices={"S09": Choice.FOR, "S02": Choice.FOR}, by=cast.delegate)
    assert not Ballot.objects.exists()


def test_giver_of_a_proxy_cannot_vote_beside_its_holder(roll: Vote, user_of: UserOf) -> None:
    with pytest.raises(NotYourSeat):
        cast_votes(vote=roll, choices={"S07": Choice.FOR}, by=user_of("S07"))


def test_ballot_cast_twice_is_refused_with_a_sentence(roll: Vote, cast: Cast) -> None:
    cast_votes(vote=roll, choices={"S09": Choice.FOR}, by=cast.delegate)
    with pytest.raises(AlreadyVoted) as refused:
        cast_votes(vote=roll, choices={"S09": Choice.AGAINST}, by=cast.delegate)
    assert "Souss-Massa" in str(refused.value)
    assert Ballot.objects.get().choice == "for"


def test_roll_call_entered_by_the_secretariat_never_overwrites(roll: Vote, cast: Cast) -> None:
    cast_votes(vote=roll, choices={"S09": Choice.FOR}, by=cast.delegate)
    with pytest.raises(AlreadyVoted):
        enter_roll_call(
            vote=roll, choices={"S02": Choice.FOR, "S09": Choice.FOR}, by=cast.secretariat
        )
    assert Ballot.objects.count() == 1


@pytest.mark.parametrize(
    ("choices", "error"),
    [({"S08": Choice.FOR}, NotEntitled), ({"S99": Choice.FOR}, NotEntitled), ({}, NothingChosen)],
)
def test_votes_without_a_voice(
    roll: Vote, cast: Cast, choices: dict[str, Choice], error: type[Exception]
) -> None:
    with pytest.raises(error):
        cast_votes(vote=roll, choices=choices, by=cast.delegate)


def test_closed_vote_takes_no_ballot_and_is_closed_once(roll: Vote, cast: Cast) -> None:
    enter_roll_call(vote=roll, choices={"S01": Choice.FOR}, by=cast.secretariat)
    close_vote(vote=roll, by=cast.secretariat)
    with pytest.raises(VoteOver):
        cast_votes(vote=roll, choices={"S09": Choice.FOR}, by=cast.delegate)
    with pytest.raises(VoteOver):
        close_vote(vote=roll, by=cast.secretariat)


@pytest.mark.parametrize("is_secret", [False, True])
def test_a_vote_nobody_took_part_in_has_no_result(
    point: AgendaItem, cast: Cast, is_secret: bool
) -> None:
    """It once said “Rejected: 0 for, 0 against; at least 1 of 0 were needed”."""
    vote = open_vote(point=point, text="Texte", is_secret=is_secret, by=cast.secretariat)
    with pytest.raises(NobodyVoted):
        close_vote(vote=vote, by=cast.secretariat)
    vote.refresh_from_db()
    assert (vote.state, vote.result) == ("open", None)
    assert annul_vote(vote=vote, reason="Personne", by=cast.secretariat).state == "annulled"


def test_vote_is_opened_once_at_a_time(roll: Vote, point: AgendaItem, cast: Cast) -> None:
    with pytest.raises(VoteAlreadyOpen):
        open_vote(point=point, text="Texte", by=cast.secretariat)


def _cast_all(vote: Vote, user_of: UserOf) -> None:
    for seat, choice in BALLOTS.items():
        cast_votes(vote=vote, choices={seat: choice}, by=user_of(HAND.get(seat, seat)))


def test_secret_vote_counts_and_keeps_turnout_apart(
    secret: Vote, user_of: UserOf, cast: Cast
) -> None:
    _cast_all(secret, user_of)
    result = close_vote(vote=secret, by=cast.secretariat).result
    assert result.heads == {"for": 4, "against": 3, "abstain": 1}
    assert set(Turnout.objects.values_list("seat_id", flat=True)) == set(BALLOTS)
    assert not Ballot.objects.exists()


def test_secret_vote_cast_twice_is_refused(secret: Vote, cast: Cast) -> None:
    cast_votes(vote=secret, choices={"S09": Choice.FOR}, by=cast.delegate)
    with pytest.raises(AlreadyVoted):
        cast_votes(vote=secret, choices={"S09": Choice.FOR}, by=cast.delegate)
    secret.refresh_from_db()
    assert sum(piles_in(secret.box).values()) == 1


def _everything_stored() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as the database holds it."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
    }


def test_database_is_the_same_whoever_cast_which_secret_ballot(
    secret: Vote, user_of: UserOf, cast: Cast
) -> None:
    """The strongest test of the secret: cast the same papers with the voters exchanged, in the
    same order of voters, and compare all that is stored. What is equal cannot tell them apart."""
    seats = list(BALLOTS)
    stored = []
    for turn in (0, 3):
        choices = dict(
            zip(seats, [*BALLOTS.values()][turn:] + [*BALLOTS.values()][:turn], strict=True)
        )
        before = connection.savepoint_ids[:]
        sid = _savepoint()
        _count_anew(Decision)
        for seat, choice in choices.items():
            cast_votes(vote=secret, choices={seat: choice}, by=user_of(HAND.get(seat, seat)))
        close_vote(vote=secret, at=datetime(2026, 6, 1, 10, tzinfo=UTC), by=cast.secretariat)
        record_decision(
            point=secret.agenda_item,
            vote=secret,
            at=datetime(2026, 6, 1, 10, 30, tzinfo=UTC),
            by=cast.secretariat,
        )
        close_session(
            session=secret.agenda_item.session,
            at=datetime(2026, 6, 1, 11, tzinfo=UTC),
            by=cast.secretariat,
        )
        stored.append(_without_times_and_keys(_everything_stored()))
        _rollback(sid)
        assert connection.savepoint_ids == before
    assert stored[0] == stored[1]


def _count_anew(model: type[models.Model]) -> None:
    """PostgreSQL gives no number twice, not even one whose row was rolled back."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(sql)


def _savepoint() -> Any:
    from django.db import transaction

    return transaction.savepoint()


def _rollback(sid: Any) -> None:
    from django.db import transaction

    transaction.savepoint_rollback(sid)


def _without_times_and_keys(stored: dict[str, list[dict[str, Any]]]) -> Any:
    """Event ids and times differ between two runs of anything; their order is kept."""
    return {
        table: [
            {
                key: value
                for key, value in row.items()
                if not (table == "audit.Event" and key in {"id", "at"})
                and not (table == "council.Turnout" and key == "id")
                and not (table == "council.Vote" and key == "box")  # the name of a file, by dice
            }
            for row in rows
        ]
        for table, rows in stored.items()
    }


def test_no_audit_event_of_a_secret_vote_holds_a_choice(
    secret: Vote, user_of: UserOf, cast: Cast
) -> None:
    before = Event.objects.count()
    _cast_all(secret, user_of)
    events = Event.objects.order_by("id")[before:]
    assert len(events) == len(BALLOTS)
    for event in events:
        assert set(event.after) == {"seats"}
        assert not event.before
        assert event.subject_type == "council.vote"


def test_roll_call_lists_every_name_in_the_audit(roll: Vote, cast: Cast) -> None:
    cast_votes(vote=roll, choices={"S09": Choice.FOR}, by=cast.delegate)
    event = Event.objects.order_by("-id")[0]
    assert event.after == {"choices": {"S09": "for"}}


def test_secret_weighted_vote_of_unequal_seats_is_refused(point: AgendaItem, cast: Cast) -> None:
    with pytest.raises(WeightNamesTheVoter):
        open_vote(point=point, text="T", is_secret=True, is_weighted=True, by=cast.secretariat)


def test_secret_weighted_vote_of_equal_seats_is_allowed(
    opened: Session, seats: dict[str, Seat], cast: Cast
) -> None:
    Seat.objects.update(weight=2)
    for code in ("S01", "S02", "S03", "S04", "S06", "S09"):
        mark_arrival(session=opened, seat=seats[code], by=cast.secretariat)
    vote = open_vote(
        point=opened.agenda.get(), text="T", is_secret=True, is_weighted=True, by=cast.secretariat
    )
    papers = {Choice.FOR: 2, Choice.AGAINST: 1}
    enter_paper_ballots(vote=vote, seats=["S02", "S03", "S09"], counts=papers, by=cast.secretariat)
    assert close_vote(vote=vote, by=cast.secretariat).result.weights["for"] == "4"


def test_secretariat_never_enters_a_named_choice_in_a_secret_vote(secret: Vote, cast: Cast) -> None:
    with pytest.raises(SecretBallot):
        enter_roll_call(vote=secret, choices={"S02": Choice.FOR}, by=cast.secretariat)


def test_paper_ballots_are_counted_without_names(secret: Vote, cast: Cast) -> None:
    enter_paper_ballots(
        vote=secret,
        seats=["S02", "S03", "S04", "S09"],
        counts={Choice.FOR: 2, Choice.AGAINST: 2, Choice.ABSTAIN: 0},
        by=cast.secretariat,
    )
    result = close_vote(vote=secret, by=cast.secretariat).result
    assert result.heads == {"for": 2, "against": 2, "abstain": 0}


@pytest.mark.parametrize(
    ("handed_in", "counts", "error"),
    [
        (["S02", "S03"], {Choice.FOR: 3}, PaperCountMismatch),
        (["S02"], {Choice.FOR: 1}, TooFewPapers),
        (["S02", "S03"], {Choice.FOR: 2}, TooFewPapers),
        (["S01", "S02", "S05"], {Choice.FOR: 3}, TooFewPapers),  # two hands, one with its proxy
        (["S02", "S09"], {Choice.FOR: 2}, AlreadyVoted),
    ],
)
def test_paper_ballots_that_are_refused(
    secret: Vote,
    cast: Cast,
    handed_in: list[str],
    counts: dict[Choice, int],
    error: type[Exception],
) -> None:
    cast_votes(vote=secret, choices={"S09": Choice.FOR}, by=cast.delegate)
    with pytest.raises(error):
        enter_paper_ballots(vote=secret, seats=handed_in, counts=counts, by=cast.secretariat)
    assert Turnout.objects.count() == 1


def test_papers_are_entered_only_as_many_as_can_be_counted(
    secret: Vote, cast: Cast, user_of: UserOf
) -> None:
    """Two were once taken, the third was refused for being alone, and closing asked for three."""
    for seat in ("S01", "S02", "S03"):
        cast_votes(vote=secret, choices={seat: Choice.FOR}, by=user_of(seat))
    with pytest.raises(TooFewPapers) as refused:
        enter_paper_ballots(
            vote=secret, seats=["S04", "S06"], counts={Choice.FOR: 2}, by=cast.secretariat
        )
    assert refused.value.values == {"least": 3}
    three = ["S04", "S06", "S09"]
    enter_paper_ballots(vote=secret, seats=three, counts={Choice.FOR: 3}, by=cast.secretariat)
    assert close_vote(vote=secret, by=cast.secretariat).result.heads["for"] == 6


def test_papers_are_refused_in_a_roll_call(roll: Vote, cast: Cast) -> None:
    with pytest.raises(RollCallVote):
        enter_paper_ballots(
            vote=roll, seats=["S02", "S03"], counts={Choice.FOR: 2}, by=cast.secretariat
        )


def test_mandates_of_the_fixtures_run_on_the_day_of_the_session(seats: dict[str, Seat]) -> None:
    assert seats["S09"].mandates.filter(starts_on__lte=date(2026, 6, 1)).exists()


def test_logs_of_a_secret_vote_name_no_choice(
    secret: Vote, user_of: UserOf, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    for seat in ("S09", "S01", "S04"):
        cast_votes(vote=secret, choices={seat: Choice.AGAINST}, by=user_of(seat))
    papers = {Choice.FOR: 2, Choice.ABSTAIN: 1}
    seats = ["S02", "S03", "S06"]
    enter_paper_ballots(vote=secret, seats=seats, counts=papers, by=cast.secretariat)
    close_vote(vote=secret, by=cast.secretariat)
    assert "against" not in caplog.text


def test_a_vote_in_which_all_abstained_says_so(point: AgendaItem, cast: Cast) -> None:
    """It once said: at least 1 of 0 were needed."""
    vote = open_vote(point=point, text="Texte", by=cast.secretariat)
    abstained = dict.fromkeys(("S01", "S02"), Choice.ABSTAIN)
    enter_roll_call(vote=vote, choices=abstained, by=cast.secretariat)
    vote = close_vote(vote=vote, by=cast.secretariat)
    page = cast.client("delegate").get(f"/fr/council/votes/{vote.pk}/").content.decode()
    assert vote.result.outcome == "rejected"
    assert "Personne n’a voté pour ni contre" in page
    assert "abstentions\u00a0: 2" in page
    assert "sur 0" not in page
