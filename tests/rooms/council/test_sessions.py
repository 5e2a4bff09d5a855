"""A session from preparation to sealed minutes."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from nasij.audit.models import Event
from nasij.council import downloads
from nasij.council.acts import (
    add_erratum,
    add_point,
    annul_vote,
    close_session,
    close_vote,
    convene_session,
    create_session,
    enter_roll_call,
    mark_arrival,
    move_point,
    open_session,
    open_vote,
    place_item,
    record_decision,
    remove_point,
    state_no_action,
)
from nasij.council.enums import Choice, DecisionOutcome, SessionState
from nasij.council.errors import (
    AgendaEmpty,
    AgendaFixed,
    AlreadyOnAgenda,
    DecidedByVote,
    DecidedWithoutVote,
    DecisionAlreadyRecorded,
    DecisionsMissing,
    ItemNotEscalated,
    NobodyPresent,
    NumberTaken,
    OutcomeContradictsVote,
    QuorumNotReached,
    SessionSealed,
    TextMissing,
    TextNotVoted,
    VotesStillOpen,
    VoteStillOpen,
    WrongSessionState,
)
from nasij.council.minutes import seal_holds
from nasij.council.models import AgendaItem, Decision, Proxy, Seat, Session, Vote
from nasij.council.queries import agenda
from nasij.home.thread import stations_of
from nasij.needs.enums import ItemState
from nasij.needs.models import Item
from nasij.work.errors import ReasonMissing
from tests import factories
from tests.people import Cast


@pytest.fixture
def item(db: None) -> Item:
    return factories.make_item("09", state=ItemState.ESCALATED)


def _titles(session: Session) -> list[str]:
    return [f"{point.position} {point.title}" for point in agenda(session)]


def test_session_number_is_taken_once(prepared: Session, cast: Cast) -> None:
    with pytest.raises(NumberTaken):
        create_session(number=7, title="Autre", starts_at=prepared.starts_at, by=cast.secretariat)


def test_every_act_leaves_one_event_of_its_room(prepared: Session, cast: Cast) -> None:
    before = Event.objects.count()
    add_point(session=prepared, title="Divers", by=cast.secretariat)
    convene_session(session=prepared, confirmed=True, notify=False, by=cast.secretariat)
    open_session(session=prepared, confirmed=True, by=cast.secretariat)
    close_session(session=prepared, by=cast.secretariat)
    assert Event.objects.count() == before + 4


def test_escalated_item_is_put_on_an_agenda_in_preparation_and_taken_off(
    prepared: Session, item: Item, cast: Cast
) -> None:
    point = place_item(session=prepared, item=item, by=cast.secretariat)
    with pytest.raises(AlreadyOnAgenda):
        place_item(session=prepared, item=item, by=cast.secretariat)
    remove_point(point=point, by=cast.secretariat)
    item.refresh_from_db()
    assert item.state == ItemState.ESCALATED


def test_item_not_escalated_is_refused(prepared: Session, cast: Cast) -> None:
    with pytest.raises(ItemNotEscalated):
        place_item(session=prepared, item=factories.make_item("09"), by=cast.secretariat)


def test_points_are_reordered_and_renumbered(prepared: Session, cast: Cast) -> None:
    add_point(session=prepared, title="Deux", by=cast.secretariat)
    third = add_point(session=prepared, title="Trois", by=cast.secretariat)
    move_point(point=third, up=True, by=cast.secretariat)
    assert _titles(prepared) == ["1 Fret maritime", "2 Trois", "3 Deux"]
    first = prepared.agenda.get(position=1)
    move_point(point=first, up=True, by=cast.secretariat)
    remove_point(point=first, by=cast.secretariat)
    assert _titles(prepared) == ["1 Trois", "2 Deux"]


def test_convened_agenda_grows_but_is_not_reordered(opened: Session, cast: Cast) -> None:
    added = add_point(session=opened, confirmed=True, title="Point urgent", by=cast.secretariat)
    with pytest.raises(AgendaFixed):
        move_point(point=added, up=True, by=cast.secretariat)
    with pytest.raises(AgendaFixed):
        remove_point(point=added, by=cast.secretariat)


def test_empty_agenda_is_not_convened(cast: Cast) -> None:
    session = create_session(
        number=1, title="Vide", starts_at=datetime(2026, 6, 1, tzinfo=UTC), by=cast.secretariat
    )
    with pytest.raises(AgendaEmpty):
        convene_session(session=session, confirmed=True, by=cast.secretariat)


def test_session_opens_only_after_it_was_convened(prepared: Session, cast: Cast) -> None:
    with pytest.raises(WrongSessionState):
        open_session(session=prepared, confirmed=True, by=cast.secretariat)


def plan_ahead(session: Session) -> None:
    session.starts_at = timezone.now() + timedelta(days=20)
    session.save()


def test_convening_twice_writes_once(
    prepared: Session, cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    plan_ahead(prepared)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        convene_session(session=prepared, confirmed=True, by=cast.secretariat)
        with pytest.raises(WrongSessionState):
            convene_session(session=prepared, confirmed=True, by=cast.secretariat)
    assert len(mail.outbox) == 11


def test_members_are_written_to_in_their_language(
    prepared: Session, cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    cast.delegate.language = "ar"
    cast.delegate.save()
    plan_ahead(prepared)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        convene_session(session=prepared, confirmed=True, by=cast.secretariat)
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert "/ar/council/" in letters["delegate@example.org"].body
    assert "/fr/council/" in letters["other_delegate@example.org"].body
    assert "Fret maritime" in letters["delegate@example.org"].body


def test_nobody_is_written_to_when_the_change_is_undone(
    prepared: Session, cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    def undone() -> None:
        with transaction.atomic():
            convene_session(session=prepared, confirmed=True, by=cast.secretariat)
            raise ZeroDivisionError

    callbacks = django_capture_on_commit_callbacks(execute=True)  # type: ignore[operator]
    with callbacks, pytest.raises(ZeroDivisionError):
        undone()
    assert mail.outbox == []


def _counted(point: AgendaItem, cast: Cast, choice: Choice) -> Vote:
    vote = open_vote(point=point, text="Le texte voté", by=cast.secretariat)
    enter_roll_call(
        vote=vote, choices=dict.fromkeys(("S01", "S02", "S03"), choice), by=cast.secretariat
    )
    return close_vote(vote=vote, by=cast.secretariat)


def _voted(point: AgendaItem, cast: Cast, choice: Choice) -> Decision:
    vote = _counted(point, cast, choice)
    return record_decision(point=point, vote=vote, by=cast.secretariat)


@pytest.mark.parametrize(
    ("choice", "outcome", "state"),
    [
        (Choice.FOR, DecisionOutcome.ADOPTED, ItemState.DECIDED),
        (Choice.AGAINST, DecisionOutcome.REJECTED, ItemState.DECLINED),
    ],
)
def test_decision_follows_the_vote_and_moves_the_item(
    seated: Session,
    item: Item,
    cast: Cast,
    choice: Choice,
    outcome: DecisionOutcome,
    state: ItemState,
) -> None:
    point = place_item(session=seated, confirmed=True, item=item, by=cast.secretariat)
    decision = _voted(point, cast, choice)
    item.refresh_from_db()
    assert decision.outcome == outcome
    assert item.state == state


@pytest.mark.parametrize("reason", ["", "Une autre commission s'en charge."])
def test_a_refused_exporter_reads_what_was_voted_and_only_a_reason_written_as_such(
    seated: Session, item: Item, cast: Cast, reason: str
) -> None:
    """The text of the decision was once given as the reason: “the council retains …”."""
    factories.make_need(item=item)
    point = place_item(session=seated, confirmed=True, item=item, by=cast.secretariat)
    vote = open_vote(point=point, text="Le conseil retient le label", by=cast.secretariat)
    against = dict.fromkeys(("S01", "S02"), Choice.AGAINST)
    enter_roll_call(vote=vote, choices=against, by=cast.secretariat)
    vote = close_vote(vote=vote, by=cast.secretariat)
    record_decision(point=point, vote=vote, reason=reason, by=cast.secretariat)
    item.refresh_from_db()
    told = item.needs.get().replies.latest("pk").text
    assert item.reason == reason
    assert "« Le conseil retient le label », n’a pas été adopté" in told.replace("\u00a0", " ")
    assert ("La raison" in told) == bool(reason)
    page = Client().get(f"/fr/follow/{item.needs.get().token}/").text
    told = page.split("Ce que le conseil a décidé")[1].split("Le conseil retient le label")[0]
    assert "Rejetée" in told
    assert "Texte mis aux voix" in told
    assert Event.objects.get(verb="council.decision_recorded").subject_label == point.title


def test_a_session_opened_on_another_day_is_told_by_the_day_it_was_held(
    prepared: Session, seats: dict[str, Seat], item: Item, cast: Cast
) -> None:
    """Exporters were told that the council had met on a day that was still to come."""
    factories.make_need(item=item, language="fr")
    by = cast.secretariat
    point = place_item(session=prepared, item=item, by=by)
    convene_session(session=prepared, confirmed=True, notify=False, by=by)
    held = datetime(2026, 5, 20, 10, tzinfo=UTC)  # planned for 1 June
    session = open_session(session=prepared, at=held, confirmed=True, by=by)
    mark_arrival(session=session, seat=seats["S01"], by=by)
    decision = record_decision(point=point, text="Pris acte", by=by)
    told = item.needs.get().replies.get(station="decided").text
    assert "20 mai 2026" in told.replace("\u00a0", " ")
    agenda_station = next(one for one in stations_of(decision, by) if one.kind == "agenda")
    assert agenda_station.at == held.date()
    page = cast.client("secretariat").get(f"/fr/council/{session.pk}/").text
    assert "20 mai 2026" in page.replace("\u00a0", " ")
    with mock.patch.object(downloads, "render_pdf") as printed:
        downloads.minutes_pdf(session)
    assert printed.call_args.args[1]["date"] == held.date()


def test_decision_cannot_contradict_its_vote_nor_be_recorded_twice(
    point: AgendaItem, cast: Cast
) -> None:
    vote = open_vote(point=point, text="Texte", by=cast.secretariat)
    with pytest.raises(VoteStillOpen):
        record_decision(point=point, vote=vote, by=cast.secretariat)
    enter_roll_call(vote=vote, choices={"S01": Choice.FOR}, by=cast.secretariat)
    close_vote(vote=vote, by=cast.secretariat)
    with pytest.raises(OutcomeContradictsVote):
        record_decision(
            point=point,
            vote=vote,
            outcome=DecisionOutcome.REJECTED,
            by=cast.secretariat,
        )
    record_decision(point=point, vote=vote, by=cast.secretariat)
    with pytest.raises(DecisionAlreadyRecorded):
        record_decision(point=point, vote=vote, by=cast.secretariat)
    assert Decision.objects.count() == 1


def test_the_text_of_a_decision_is_the_one_voted_on(point: AgendaItem, cast: Cast) -> None:
    """Another text, unmarked, once became the decision, in the minutes and under their seal."""
    with pytest.raises(TextMissing):
        record_decision(point=point, text=" ", by=cast.secretariat)
    vote = open_vote(point=point, text="Ouvrir deux départs par mois", by=cast.secretariat)
    enter_roll_call(vote=vote, choices={"S01": Choice.FOR}, by=cast.secretariat)
    vote = close_vote(vote=vote, by=cast.secretariat)
    with pytest.raises(TextNotVoted):
        record_decision(point=point, vote=vote, text="Ouvrir un départ", by=cast.secretariat)
    assert record_decision(point=point, vote=vote, by=cast.secretariat).text == vote.text


def test_the_same_text_may_be_voted_again_and_decided_again(point: AgendaItem, cast: Cast) -> None:
    against, in_favour = (_voted(point, cast, one) for one in (Choice.AGAINST, Choice.FOR))
    assert (against.outcome, in_favour.outcome) == ("rejected", "adopted")


@pytest.mark.parametrize("is_secret", [False, True])
def test_nothing_is_decided_while_a_vote_is_open(
    point: AgendaItem, cast: Cast, is_secret: bool
) -> None:
    """A decision “adopted” was once recorded over an open vote, which was lost after it."""
    lost = _counted(point, cast, Choice.AGAINST)
    open_vote(point=point, text="Encore", is_secret=is_secret, by=cast.secretariat)
    adopted = DecisionOutcome.ADOPTED
    with pytest.raises(VoteStillOpen):
        record_decision(point=point, text="Retenu", outcome=adopted, by=cast.secretariat)
    with pytest.raises(VoteStillOpen):
        record_decision(point=point, vote=lost, by=cast.secretariat)
    assert not Decision.objects.exists()


def test_a_point_voted_on_has_no_decision_beside_that_of_its_vote(
    point: AgendaItem, cast: Cast
) -> None:
    lost = _counted(point, cast, Choice.AGAINST)
    adopted = DecisionOutcome.ADOPTED
    for _before_and_after in range(2):
        with pytest.raises(DecidedByVote):
            record_decision(point=point, text="Retenu", outcome=adopted, by=cast.secretariat)
        if not Decision.objects.exists():
            record_decision(point=point, vote=lost, by=cast.secretariat)
    assert Decision.objects.get().outcome == "rejected"


def test_a_point_is_decided_once_without_a_vote_and_then_not_voted_on(
    point: AgendaItem, cast: Cast
) -> None:
    annulled = open_vote(point=point, text="Texte", by=cast.secretariat)
    annul_vote(vote=annulled, reason="Retiré", by=cast.secretariat)
    record_decision(point=point, text="Pris acte", by=cast.secretariat)
    with pytest.raises(DecidedWithoutVote):
        record_decision(point=point, text="Pris acte, autrement", by=cast.secretariat)
    with pytest.raises(DecidedWithoutVote):
        open_vote(point=point, text="Texte", by=cast.secretariat)
    assert Decision.objects.get().text == "Pris acte"


@pytest.mark.parametrize("outcome", [DecisionOutcome.ADOPTED, DecisionOutcome.REJECTED])
def test_a_consensus_needs_the_quorum_of_a_vote_and_noting_somebody(
    opened: Session, seats: dict[str, Seat], cast: Cast, outcome: DecisionOutcome
) -> None:
    """A council with nobody in the room once adopted, sealed and published."""
    point, by = opened.agenda.get(), cast.secretariat
    for given in (outcome, DecisionOutcome.NOTED):
        with pytest.raises(NobodyPresent):
            record_decision(point=point, text="Retenu", outcome=given, by=by)
    for code in ("S01", "S02", "S03", "S04", "S06"):  # of eleven
        mark_arrival(session=opened, seat=seats[code], by=by)
    with pytest.raises(QuorumNotReached, match=r"5 .* 11 .* 6"):
        record_decision(point=point, text="Retenu", outcome=outcome, by=by)
    other = add_point(session=opened, confirmed=True, title="Divers", by=by)
    record_decision(point=other, text="Pris acte", by=by)
    Session.objects.update(quorum_share="0.3333")  # as on second call
    record_decision(point=point, text="Retenu", outcome=outcome, by=by)


def test_no_action_needs_its_reason(point: AgendaItem, cast: Cast) -> None:
    decision = record_decision(point=point, text="Pris acte", by=cast.secretariat)
    with pytest.raises(ReasonMissing):
        state_no_action(decision=decision, reason="  ", by=cast.secretariat)
    state_no_action(decision=decision, reason="Simple information", by=cast.secretariat)
    decision.refresh_from_db()
    assert decision.no_action_reason == "Simple information"


def test_session_does_not_close_on_an_open_vote(point: AgendaItem, cast: Cast) -> None:
    open_vote(point=point, text="Texte", by=cast.secretariat)
    with pytest.raises(VotesStillOpen):
        close_session(session=point.session, by=cast.secretariat)


@pytest.mark.parametrize("choice", [Choice.FOR, Choice.AGAINST])
def test_session_does_not_close_on_a_vote_without_its_decision(
    seated: Session, item: Item, cast: Cast, choice: Choice
) -> None:
    """Sealed over it, the session took no decision any more, and its item was lost."""
    point = place_item(session=seated, confirmed=True, item=item, by=cast.secretariat)
    vote = open_vote(point=point, text="Texte", by=cast.secretariat)
    enter_roll_call(vote=vote, choices={"S01": choice}, by=cast.secretariat)
    vote = close_vote(vote=vote, by=cast.secretariat)
    with pytest.raises(DecisionsMissing) as refusal:
        close_session(session=seated, by=cast.secretariat)
    assert f"2. {item.title}" in str(refusal.value)
    record_decision(point=point, vote=vote, by=cast.secretariat)
    assert close_session(session=seated, by=cast.secretariat).state == SessionState.CLOSED


def test_an_item_not_decided_can_be_placed_on_another_agenda(
    seated: Session, item: Item, cast: Cast
) -> None:
    decided = place_item(session=seated, confirmed=True, item=item, by=cast.secretariat)
    _voted(decided, cast, Choice.FOR)
    left = factories.make_item("01", state=ItemState.ESCALATED)
    left_point = place_item(session=seated, confirmed=True, item=left, by=cast.secretariat)
    annul_vote(
        vote=open_vote(point=left_point, text="Texte", by=cast.secretariat),
        reason="Reporté",
        by=cast.secretariat,
    )
    before = Event.objects.count()
    close_session(session=seated, by=cast.secretariat)
    closing = Event.objects.order_by("pk").last()
    assert closing is not None
    assert Event.objects.count() == before + 1
    assert closing.after["items_put_back"] == [left.pk]
    states = dict(Item.objects.values_list("pk", "state"))
    assert states == {item.pk: ItemState.DECIDED, left.pk: ItemState.ESCALATED}
    later = create_session(
        number=8, title="Huitième", starts_at=seated.starts_at, by=cast.secretariat
    )
    place_item(session=later, item=left, by=cast.secretariat)


def test_minutes_equal_the_records_and_are_sealed(point: AgendaItem, cast: Cast) -> None:
    _voted(point, cast, Choice.FOR)
    session = close_session(session=point.session, by=cast.secretariat)
    session.refresh_from_db()
    assert session.state == SessionState.CLOSED
    assert len(session.minutes_sha256) == 64
    assert seal_holds(session)
    minutes = session.minutes_record
    states = [seat["state"] for seat in minutes["seats"]]
    assert {state: states.count(state) for state in sorted(set(states))} == {
        "absent": 3,
        "present": 6,
        "represented": 2,
        "vacant": 1,
    }
    vote = minutes["points"][0]["votes"][0]
    assert vote["quorum"]["heads_present"] == 8
    assert vote["result"]["heads"]["for"] == 3
    assert [row["choice"] for row in vote["roll"]].count("for") == 3
    assert minutes["points"][0]["decisions"][0]["outcome"] == "adopted"


def test_changed_record_breaks_the_seal(point: AgendaItem, cast: Cast) -> None:
    session = close_session(session=point.session, by=cast.secretariat)
    session.minutes_record["session"]["place"] = "Ailleurs"
    session.save()
    session.refresh_from_db()
    assert not seal_holds(session)


def test_closed_session_takes_an_erratum_and_nothing_else(
    point: AgendaItem, seats: dict[str, Seat], cast: Cast
) -> None:
    session = point.session
    with pytest.raises(WrongSessionState):
        add_erratum(session=session, text="Trop tôt", by=cast.secretariat)
    sealed = close_session(session=session, by=cast.secretariat).minutes_sha256
    for change in (
        lambda: mark_arrival(session=session, seat=seats["S08"], by=cast.secretariat),
        lambda: add_point(session=session, confirmed=True, title="Après", by=cast.secretariat),
        lambda: open_vote(point=point, text="Après", by=cast.secretariat),
        lambda: record_decision(point=point, text="Après", by=cast.secretariat),
        lambda: close_session(session=session, by=cast.secretariat),
    ):
        with pytest.raises(SessionSealed):
            change()
    add_erratum(session=session, text="Lire « Agadir »", by=cast.secretariat)
    session.refresh_from_db()
    assert session.minutes_sha256 == sealed
    assert session.errata.get().text == "Lire « Agadir »"


def test_constraints_hold_without_the_acts(seated: Session, seats: dict[str, Seat]) -> None:
    broken = (
        lambda: Proxy.objects.create(session=seated, giver=seats["S08"], holder=seats["S08"]),
        lambda: Proxy.objects.create(session=seated, giver=seats["S05"], holder=seats["S02"]),
        lambda: AgendaItem.objects.create(session=seated, position=1, title="Même place"),
        lambda: Session.objects.filter(pk=seated.pk).update(quorum_share="1.5"),
    )
    for change in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
