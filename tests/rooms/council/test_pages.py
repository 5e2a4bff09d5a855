"""The council through its pages, with forms only: who may, from the agenda to the minutes."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pytest_django.fixtures import DjangoAssertNumQueries

from nasij.accounts.models import Membership, User
from nasij.council import downloads
from nasij.council.acts import (
    annul_vote,
    cast_votes,
    close_session,
    close_vote,
    convene_session,
    enter_roll_call,
    fill_seat,
    give_proxy,
    mark_arrival,
    mark_departure,
    open_session,
    open_vote,
    record_decision,
    state_no_action,
)
from nasij.council.enums import Choice, MandateKind
from nasij.council.minutes import minutes_of
from nasij.council.minutes.text import minutes_text
from nasij.council.models import (
    AgendaItem,
    Ballot,
    Decision,
    Mandate,
    Presence,
    Seat,
    Session,
    Vote,
)
from nasij.needs.acts import escalate_item
from nasij.needs.enums import ItemState
from nasij.work.models import Letter
from tests import factories
from tests.people import Cast, make_user
from tests.rooms.council.answering import mark_in
from tests.rooms.council.conftest import PRESENT

LANGUAGES = ("fr", "ar", "en")


def _post(client: Client, name: str, *args: Any, **data: Any) -> str:
    """Post a form of a page and read the page it leads to."""
    answer = client.post(reverse(f"council:{name}", args=args), data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def _get(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"council:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def closed(point: AgendaItem, cast: Cast) -> Vote:
    vote = open_vote(point=point, text="Le texte voté", by=cast.secretariat)
    enter_roll_call(vote=vote, choices={"S01": Choice.FOR}, by=cast.secretariat)
    return close_vote(vote=vote, by=cast.secretariat)


def _pages(vote: Vote) -> list[tuple[str, list[Any]]]:
    point = vote.agenda_item
    return [
        ("sessions", []),
        ("seats", []),
        ("seat", ["S09"]),
        ("session", [point.session_id]),
        ("agenda_item", [point.pk]),
        ("vote", [vote.pk]),
        ("minutes", [point.session_id]),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_for_secretariat_and_members(
    closed: Vote, cast: Cast, language: str
) -> None:
    with override(language):
        for who in ("secretariat", "delegate", "other_delegate", "partner", "analyst"):
            client = cast.client(who)
            for name, args in _pages(closed):
                _get(client, name, *args)


def test_visitor_is_sent_to_sign_in(closed: Vote, cast: Cast) -> None:
    for name, args in _pages(closed):
        answer = cast.visitor.get(reverse(f"council:{name}", args=args))
        assert answer.status_code == 302
        assert "login" in answer["Location"]


def test_person_without_a_role_does_not_see_that_a_session_exists(closed: Vote, cast: Cast) -> None:
    cast.partner.memberships.all().delete()
    for name, args in _pages(closed):
        answer = cast.client("partner").get(reverse(f"council:{name}", args=args))
        assert answer.status_code == 404


@pytest.mark.parametrize("who", ["delegate", "other_delegate", "partner", "analyst"])
def test_only_the_secretariat_runs_a_session(closed: Vote, cast: Cast, who: str) -> None:
    client, point = cast.client(who), closed.agenda_item
    session = point.session_id
    assert client.get(reverse("council:session_create")).status_code == 403
    mandate = Mandate.objects.get(seat="S09")
    for name, args in (
        ("session_edit", [session]),
        ("session_convene", [session]),
        ("session_open", [session]),
        ("session_close", [session]),
        ("place", [session]),
        ("add_point", [session]),
        ("arrive", [session]),
        ("leave", [session]),
        ("give_proxy", [session]),
        ("point_move", [point.pk]),
        ("point_remove", [point.pk]),
        ("vote_open", [point.pk]),
        ("decision_record", [point.pk]),
        ("vote_roll", [closed.pk]),
        ("vote_papers", [closed.pk]),
        ("vote_close", [closed.pk]),
        ("erratum", [session]),
        ("seat", ["S09"]),
        ("vacate", [mandate.pk]),
    ):
        assert client.post(reverse(f"council:{name}", args=args)).status_code == 403, name


@pytest.mark.parametrize("who", ["partner", "analyst", "secretariat"])
def test_only_members_cast_votes(closed: Vote, cast: Cast, who: str) -> None:
    answer = cast.client(who).post(reverse("council:vote_cast", args=[closed.pk]), {"S01": "for"})
    assert answer.status_code == 403


def test_a_get_changes_nothing(closed: Vote, cast: Cast) -> None:
    for name in ("session_convene", "session_close", "arrive", "add_point"):
        url = reverse(f"council:{name}", args=[closed.agenda_item.session_id])
        assert cast.client("secretariat").get(url).status_code == 405


def test_a_page_shown_where_a_form_was_refused_can_be_read_again(
    closed: Vote, cast: Cast, as_secretariat: Client
) -> None:
    """By a reload or a change of language; where the page above takes forms too, one further up."""
    pages = {
        reverse("council:vote_roll", args=[closed.pk]): reverse("council:vote", args=[closed.pk]),
        reverse("council:vacate", args=[1]): reverse("council:sessions"),
    }
    for refused, page in pages.items():
        answer = as_secretariat.get(refused, headers={"accept": "text/html"})
        assert (answer.status_code, answer["Location"]) == (302, page)


def test_session_is_prepared_corrected_and_its_number_refused_twice(
    as_secretariat: Client, seats: dict[str, Seat]
) -> None:
    given = {
        "number": "3",
        "title": "Troisième session",
        "kind": "plenary",
        "starts_at": "2026-06-01T09:30",
        "place": "Dakhla",
        "quorum_share": "0.6667",
    }
    long_ago = {**given, "starts_at": "1990-06-01T09:30"}
    assert "error-summary" in _post(as_secretariat, "session_create", **long_ago)
    assert "Troisième session" in _post(as_secretariat, "session_create", **given)
    session = Session.objects.get()
    step = _next_step(as_secretariat, session.pk)
    assert reverse("council:session_convene", args=[session.pk]) not in step
    assert "L’ordre du jour est vide" in step
    assert "error-summary" in _post(as_secretariat, "session_create", **given)
    assert Session.objects.count() == 1
    form = _get(as_secretariat, "session_edit", session.pk)
    assert "2026-06-01T09:30" in form
    _post(as_secretariat, "session_edit", session.pk, **{**given, "place": "Laâyoune"})
    session.refresh_from_db()
    assert session.place == "Laâyoune"


def test_the_whole_way_from_an_escalated_item_to_sealed_minutes(
    seats: dict[str, Seat], cast: Cast
) -> None:
    """As the secretariat and two delegates do it, on their phones, with forms only."""
    office = cast.client("secretariat")
    item = factories.make_item("09", title="Fret vers Dakar", state=ItemState.ESCALATED)
    _post(
        office,
        "session_create",
        number="1",
        title="Première session",
        kind="plenary",
        starts_at=timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        quorum_share="0.5",
    )
    session = Session.objects.get()
    assert "Fret vers Dakar" in _get(office, "session", session.pk)
    _post(office, "place", session.pk, item=item.pk)
    _post(office, "add_point", session.pk, title="Divers", note="")
    point = session.agenda.get(item=item)
    _post(office, "point_move", session.agenda.get(title="Divers").pk, way="up")
    asked = _post(office, "session_convene", session.pk)
    _post(office, "session_convene", session.pk, confirmed=mark_in(asked))
    _post(office, "session_open", session.pk)

    refused = _post(office, "vote_open", point.pk, text="Ouvrir une ligne", majority="simple")
    assert "6" in refused
    assert not Vote.objects.exists()

    for code in ("S01", "S02", "S03", "S04", "S06", "S09"):
        mandate = seats[code].mandates.get()
        _post(office, "arrive", session.pk, seat=code, mandate=mandate.pk)
        _post(office, "arrive", session.pk, seat=code, mandate=mandate.pk)  # a second tap
    assert Presence.objects.count() == 6
    _post(office, "give_proxy", session.pk, giver="S07", holder="S09")
    _post(office, "vote_open", point.pk, text="Ouvrir une ligne", majority="two_thirds")
    vote = Vote.objects.get()

    delegate, other = cast.client("delegate"), cast.client("other_delegate")
    waiting = _get(delegate, "session", session.pk)
    assert reverse("council:vote", args=[vote.pk]) in waiting
    page = _get(delegate, "vote", vote.pk)
    assert 'name="S09"' in page
    assert 'name="S07"' in page
    assert 'name="S01"' not in page
    _post(delegate, "vote_cast", vote.pk, S09="for", S07="for")
    again = _post(delegate, "vote_cast", vote.pk, S09="against", S07="against")
    assert "notice--bad" in again
    assert set(Ballot.objects.values_list("choice", flat=True)) == {"for"}
    assert "notice--bad" in _post(other, "vote_cast", vote.pk, S09="against")
    _post(other, "vote_cast", vote.pk, S01="abstain")
    refused = _post(office, "vote_roll", vote.pk, S01="for", S02="abstain")  # S01 has voted
    called = refused.split('<details class="dialog" open><summary>Saisir les votes', 1)[1]
    assert re.search(r'name="S02" value="abstain"[^>]* checked', called)
    _post(office, "vote_roll", vote.pk, S02="for", S03="against", S04="for")
    assert Ballot.objects.count() == 6
    _post(office, "vote_close", vote.pk)
    vote.refresh_from_db()
    assert vote.result.outcome == "adopted"

    url = reverse("council:decision_record", args=[point.pk]) + f"?vote={vote.pk}"
    office.post(url, {"text": "Ouvrir une autre ligne"})  # nobody asked for another text
    office.post(url)  # sent twice
    decision = Decision.objects.get()
    assert decision.text == "Ouvrir une ligne"
    item.refresh_from_db()
    assert item.state == ItemState.DECIDED
    before_closing = _get(office, "session", session.pk)
    assert reverse("council:decision", args=[decision.pk]) in before_closing
    _post(office, "no_action", decision.pk, reason="Déjà en cours ailleurs")
    _post(office, "session_close", session.pk)
    session.refresh_from_db()
    minutes = _get(delegate, "minutes", session.pk)
    for said in ("Ouvrir une ligne", "Déjà en cours ailleurs", session.minutes_sha256):
        assert said in minutes
    assert "Lire" in _post(office, "erratum", session.pk, text="Lire « Dakar »")


def test_a_decision_without_a_vote_is_offered_only_where_it_is_taken(
    point: AgendaItem, as_secretariat: Client, cast: Cast
) -> None:
    decide = reverse("council:decision_record", args=[point.pk])
    form = _get(as_secretariat, "decision_record", point.pk)
    assert "s’accorde par consensus pour adopter ou pour rejeter" in form
    assert 'name="reason"' not in form  # the council's own point: nobody would read it
    point.item = factories.make_item("09", state=ItemState.ON_AGENDA)
    point.save()
    assert "Les exportateurs concernés la liront" in _get(
        as_secretariat, "decision_record", point.pk
    )
    vote_page = reverse("council:vote_open", args=[point.pk])
    page = _get(as_secretariat, "agenda_item", point.pk)
    assert decide in page
    assert vote_page in page
    presences = Presence.objects.filter(seat__in=("S01", "S02", "S09"))
    presences.update(left_at=timezone.now())  # a vote would be refused: none is offered
    page = _get(as_secretariat, "agenda_item", point.pk)
    assert vote_page not in page
    assert "Quorum non atteint" in page
    assert "<form class" not in _get(as_secretariat, "vote_open", point.pk)
    presences.update(left_at=None)
    vote = open_vote(point=point, text="Texte", by=cast.secretariat)
    page = _get(as_secretariat, "agenda_item", point.pk)
    assert decide not in page
    assert vote_page not in page
    enter_roll_call(vote=vote, choices={"S01": Choice.AGAINST}, by=cast.secretariat)
    given = {"text": "Retenu", "outcome": "adopted"}
    assert "Clôturez le vote avant" in as_secretariat.post(decide, given).content.decode()
    close_vote(vote=vote, by=cast.secretariat)
    assert "a fait l’objet d’un vote" in as_secretariat.post(decide, given).content.decode()
    page = _get(as_secretariat, "agenda_item", point.pk)
    assert f'{decide}"' not in page
    assert vote_page in page  # another text may be put to the vote
    assert not Decision.objects.exists()


def test_after_a_counted_vote_its_decision_is_the_first_thing_to_do(
    closed: Vote, as_secretariat: Client, as_delegate: Client, cast: Cast
) -> None:
    """The page of the point led to another vote, and not to the decision."""
    point = closed.agenda_item
    record = f"{reverse('council:decision_record', args=[point.pk])}?vote={closed.pk}"
    another = reverse("council:vote_open", args=[point.pk])
    page = _get(as_secretariat, "agenda_item", point.pk)
    assert page.index(f'class="button" href="{record}"') < page.index(another)
    assert f'class="button" href="{another}"' not in page
    assert record not in _get(as_delegate, "agenda_item", point.pk)
    again = open_vote(point=point, text="Un autre texte", by=cast.secretariat)
    for name, pk in (("agenda_item", point.pk), ("vote", closed.pk)):
        assert record not in _get(as_secretariat, name, pk)  # not while another vote runs
    close = reverse("council:vote_close", args=[again.pk])
    page = _get(as_secretariat, "vote", again.pk)
    assert close not in page
    assert "Personne n’a voté" in page
    annul_vote(vote=again, reason="Retiré", by=cast.secretariat)
    as_secretariat.post(record)
    assert record not in _get(as_secretariat, "agenda_item", point.pk)


def test_convening_says_how_many_are_written_to_and_how_many_cannot_be(
    prepared: Session, as_secretariat: Client
) -> None:
    """Twelve seats: one vacant, two held by people without an account."""
    Mandate.objects.filter(seat__in=["S02", "S03"]).update(user=None)
    prepared.starts_at = timezone.now() + timedelta(days=20)
    prepared.save()
    page = _post(as_secretariat, "session_convene", prepared.pk)
    assert "on écrit à 9 membres" in page
    assert "3 sièges n’ont personne à qui écrire" in page


def _next_step(client: Client, session: int) -> str:
    page = _get(client, "session", session)
    return page.split("Prochaine étape", 1)[1].split("</section>", 1)[0]


def test_next_step_of_an_open_session_goes_from_presence_to_closing(
    opened: Session, seats: dict[str, Seat], cast: Cast, as_secretariat: Client
) -> None:
    """It offered to close a session that had just opened with nobody marked present."""
    close = reverse("council:session_close", args=[opened.pk])
    step = _next_step(as_secretariat, opened.pk)
    assert "#attendance" in step
    assert close not in step
    for code in PRESENT:
        mark_arrival(session=opened, seat=seats[code], by=cast.secretariat)
    point = opened.agenda.get()
    step = _next_step(as_secretariat, opened.pk)
    assert reverse("council:agenda_item", args=[point.pk]) in step
    assert close not in step
    vote = open_vote(point=point, text="Texte", by=cast.secretariat)
    assert reverse("council:vote", args=[vote.pk]) in _next_step(as_secretariat, opened.pk)
    enter_roll_call(vote=vote, choices={"S01": Choice.FOR}, by=cast.secretariat)
    close_vote(vote=vote, by=cast.secretariat)
    record_decision(point=point, vote=vote, by=cast.secretariat)
    assert close in _next_step(as_secretariat, opened.pk)


def test_closing_early_names_every_point_that_was_not_reached(
    seated: Session, as_secretariat: Client, as_delegate: Client
) -> None:
    """Points of the council’s own got no word."""
    item = factories.make_item("09", state=ItemState.ON_AGENDA)
    factories.make_agenda_item(seated, title="Dossier de la région", item=item)
    page = _get(as_secretariat, "session", seated.pk)
    closing = page.split("Clôture avant la fin", 1)[1]
    assert "Chaque décision adoptée" not in closing  # nothing was adopted
    assert reverse("council:session_close", args=[seated.pk]) in closing
    assert "ils attendront une autre session" in closing
    waits, own = closing.split("Rien n’a été décidé sur ces points propres au conseil", 1)
    assert "Dossier de la région" in waits
    assert "Fret maritime" in own
    assert "Clôture avant la fin" not in _get(as_delegate, "session", seated.pk)


def test_nothing_is_judged_before_the_session_opens(
    prepared: Session, seats: dict[str, Seat], cast: Cast, as_secretariat: Client
) -> None:
    """Six days before, the quorum was “not reached”, and every delegate “absent”."""
    convene_session(session=prepared, confirmed=True, notify=False, by=cast.secretariat)
    give_proxy(session=prepared, giver=seats["S07"], holder=seats["S09"], by=cast.secretariat)
    page = _get(as_secretariat, "session", prepared.pk)
    for judged in ("Non atteint", "Quorum non atteint", "Absent", "ne compte pas", "Sur seconde"):
        assert judged not in page
    assert "présents ou représentés\u00a0: la moitié." in page  # once “: La moitié.”
    with override("en"):
        page = _get(as_secretariat, "session", prepared.pk)
    assert "present or represented: half." in page
    assert "Titulaire S09" in page
    assert "Vacant" in page
    open_session(session=prepared, confirmed=True, by=cast.secretariat)
    page = _get(as_secretariat, "session", prepared.pk)
    assert "Quorum non atteint" in page
    assert "Absent" in page
    # Nothing is missed yet: of a second call only closing now speaks, to who may close.
    before, closing = page.split("Clôture avant la fin")
    assert "la seconde garde le quorum entier" in closing
    for early in (before, _get(cast.client("delegate"), "session", prepared.pk)):
        assert "seconde" not in early


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Aucune action, et aucune raison donnée pour s’en passer."),
        ("ar", "لا إجراء، ولم يُذكر سبب للاستغناء عنه."),
        ("en", "No action, and no reason given why none is needed."),
    ],
)
def test_minutes_show_a_decision_that_nothing_follows(
    closed: Vote, cast: Cast, language: str, said: str
) -> None:
    """Closing said that the minutes would show it, and they said nothing."""
    decision = record_decision(point=closed.agenda_item, vote=closed, by=cast.secretariat)
    session = closed.agenda_item.session
    with override(language):
        url = reverse("council:minutes", args=[session.pk])
        assert said in cast.client("delegate").get(url).content.decode()
        printed = _printed(session)
        assert said in printed
        state_no_action(decision=decision, reason="Déjà en cours", by=cast.secretariat)
        assert said not in cast.client("delegate").get(url).content.decode()
        assert said not in _printed(session)
        assert "Déjà en cours" in _printed(session)


def _printed(session: Session) -> str:
    """What the minutes hand over to be printed."""
    handed: list[str] = []
    with mock.patch.object(downloads, "render_pdf", lambda *given: handed.append(str(given))):
        downloads.minutes_pdf(session)
    return handed[0]


def test_minutes_make_the_outcome_agree_with_the_decision(closed: Vote, cast: Cast) -> None:
    """“Décision : Adopté”, it said."""
    record_decision(point=closed.agenda_item, vote=closed, by=cast.secretariat)
    page = _get(cast.client("delegate"), "minutes", closed.agenda_item.session_id)
    assert "Décision : Adoptée" in page.replace("\u00a0", " ")


def test_minutes_say_of_everybody_as_what_they_sit(
    seated: Session, seats: dict[str, Seat], as_delegate: Client, cast: Cast
) -> None:
    """Of those who came it said when, of those who did not as what they sit."""
    fill_seat(
        seat=seats["S06"],
        person_name="Suppléante S06",
        kind=MandateKind.SUBSTITUTE,
        starts_on=date(2025, 1, 1),
        by=cast.secretariat,
    )
    mark_departure(session=seated, seat=seats["S06"], by=cast.secretariat)
    substitute = Mandate.objects.get(person_name="Suppléante S06")
    mark_arrival(session=seated, seat=seats["S06"], mandate=substitute, by=cast.secretariat)
    details = {line.seat: line.detail for line in minutes_text(minutes_of(seated)).seats}
    said = [details[seats[code].name] for code in ("S01", "S05", "S08", "S12")]
    assert said[0].startswith("Titulaire · arrivée à ")
    assert said[1].startswith("Titulaire · procuration donnée à ")
    assert said[2:] == ["Titulaire", ""]
    assert re.fullmatch(
        r"Titulaire · de \S+ à \S+ · Suppléante? · arrivée à \S+", details[seats["S06"].name]
    )


def test_session_page_says_what_is_left_to_do_before_closing(
    closed: Vote, as_secretariat: Client
) -> None:
    session = closed.agenda_item.session_id
    close = reverse("council:session_close", args=[session])
    before = _get(as_secretariat, "session", session)
    assert "À faire avant la clôture" in before
    assert "<bdi>Fret maritime</bdi>\u00a0: " in before
    assert reverse("council:vote", args=[closed.pk]) in before
    assert close not in before
    assert "1. Fret maritime" in _post(as_secretariat, "session_close", session)
    assert Session.objects.get().state == "open"
    url = reverse("council:decision_record", args=[closed.agenda_item_id]) + f"?vote={closed.pk}"
    as_secretariat.post(url)
    after = _get(as_secretariat, "session", session)
    assert "À faire avant la clôture" not in after
    assert close in after


def test_unsettled_decision_is_named_before_closing_and_closing_still_works(
    closed: Vote, as_secretariat: Client
) -> None:
    url = reverse("council:decision_record", args=[closed.agenda_item_id]) + f"?vote={closed.pk}"
    as_secretariat.post(url)
    session = closed.agenda_item.session_id
    assert reverse("council:decision", args=[Decision.objects.get().pk]) in _get(
        as_secretariat, "session", session
    )
    assert "n’a ni action ni raison" in _get(as_secretariat, "session", session)
    closed_page = _post(as_secretariat, "session_close", session)
    assert Session.objects.get().state == "closed"
    assert reverse("council:decision", args=[Decision.objects.get().pk]) in closed_page
    assert "Décisions sans suite" in closed_page


def test_secret_vote_shows_no_count_while_open_and_no_names_after(
    point: AgendaItem, cast: Cast, user_of: Callable[[str], User]
) -> None:
    vote = open_vote(point=point, text="Élection", is_secret=True, by=cast.secretariat)
    delegate = cast.client("delegate")
    _post(delegate, "vote_cast", vote.pk, S09="against")
    page = _get(delegate, "vote", vote.pk)
    assert 'name="S09"' not in page
    # One ballot beside the one seat that voted: closing is refused, and nothing is counted.
    assert "notice--bad" in _post(cast.client("secretariat"), "vote_close", vote.pk)
    vote.refresh_from_db()
    assert not vote.result
    for seat in ("S01", "S02"):
        cast_votes(vote=vote, choices={seat: Choice.FOR}, by=user_of(seat))
    _post(cast.client("secretariat"), "vote_close", vote.pk)
    vote.refresh_from_db()
    assert vote.result.heads == {"for": 2, "against": 1, "abstain": 0}
    from nasij.council.minutes import minutes_record

    assert minutes_record(point.session).points[0].votes[0].roll == ()


def test_seat_is_filled_and_vacated_from_its_page(
    as_secretariat: Client, seats: dict[str, Seat], cast: Cast
) -> None:
    today = timezone.localdate()
    given = {
        "person_name": "Titulaire fictive",
        "kind": "holder",
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=900)).isoformat(),
        "basis": "Lettre de désignation",
    }
    assert "Titulaire fictive" in _post(as_secretariat, "seat", "S12", **given)
    refused = _post(as_secretariat, "seat", "S12", **given)
    assert "Titulaire fictive" in refused
    mandate = Mandate.objects.get(seat="S12")
    _post(as_secretariat, "vacate", mandate.pk, ends_on=today.isoformat())
    mandate.refresh_from_db()
    assert mandate.ends_on == today
    assert "notice--bad" in _post(as_secretariat, "vacate", mandate.pk, ends_on="2001-01-01")


def test_a_seat_is_offered_to_who_votes_in_its_region_today(
    as_secretariat: Client, seats: dict[str, Seat], cast: Cast
) -> None:
    """Who voted elsewhere by now was still offered the seat of the region they had left, and who
    only advises there too."""
    today, seat = timezone.localdate(), seats["S09"]
    moved = make_user("moved", "delegate", "01")
    for role, ends_on in (("delegate", today - timedelta(days=1)), ("adviser", None)):
        Membership.objects.create(
            user=moved, role=role, region=seat.region, starts_on=date(2020, 1, 1), ends_on=ends_on
        )
    url = reverse("council:seat", args=[seat.pk])
    offered = as_secretariat.get(url).context["form"].fields["user"].queryset
    assert cast.delegate in offered
    assert moved not in offered


def test_empty_council_says_what_to_do_next(as_secretariat: Client, as_delegate: Client) -> None:
    assert reverse("council:session_create") in _get(as_secretariat, "sessions")
    assert reverse("council:session_create") not in _get(as_delegate, "sessions")
    assert "S12" in _get(as_delegate, "seats")


def test_the_list_leads_to_the_provisional_minutes_as_the_page_of_the_session_does(
    opened: Session, as_secretariat: Client
) -> None:
    minutes = reverse("council:minutes", args=[opened.pk])
    assert minutes in _get(as_secretariat, "session", opened.pk)
    assert minutes in _get(as_secretariat, "sessions")


def test_list_of_sessions_has_a_constant_number_of_queries(
    as_secretariat: Client, django_assert_max_num_queries: DjangoAssertNumQueries, seats: Any
) -> None:
    for _ in range(12):
        factories.make_agenda_item()
    with django_assert_max_num_queries(12):
        _get(as_secretariat, "sessions")


def test_session_page_has_a_constant_number_of_queries(
    point: AgendaItem,
    as_secretariat: Client,
    cast: Cast,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for index in range(12):
        item = factories.make_item("09")
        factories.make_agenda_item(point.session, title=f"Point {index}", item=item)
        factories.make_item("01", state=ItemState.ESCALATED)
    with django_assert_max_num_queries(26):
        _get(as_secretariat, "session", point.session_id)


def test_broken_seal_is_said(closed: Vote, as_delegate: Client, cast: Cast) -> None:
    record_decision(point=closed.agenda_item, vote=closed, by=cast.secretariat)
    session = close_session(session=closed.agenda_item.session, by=cast.secretariat)
    assert "pill--bad" not in _get(as_delegate, "minutes", session.pk)
    session.minutes_record["session"]["chair"] = "Quelqu'un d'autre"
    session.save()
    assert "pill--bad" in _get(as_delegate, "minutes", session.pk)


@pytest.mark.parametrize("language", LANGUAGES)
def test_minutes_are_a_pdf_in_each_language(closed: Vote, cast: Cast, language: str) -> None:
    record_decision(point=closed.agenda_item, vote=closed, by=cast.secretariat)
    session = close_session(session=closed.agenda_item.session, by=cast.secretariat)
    with override(language):
        url = reverse("council:minutes_pdf", args=[session.pk])
    first = cast.client("delegate").get(url)
    assert first["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF-")
    assert cast.client("secretariat").get(url).content == first.content  # the same record


def test_a_name_is_text_on_the_ballot(point: AgendaItem, as_delegate: Client, cast: Cast) -> None:
    marked = '<b id="x">Amina</b>'
    Mandate.objects.filter(seat__code="S09").update(person_name=marked)
    Presence.objects.filter(seat__code="S09").update(person_name=marked)
    vote = open_vote(point=point, text="Texte", by=cast.secretariat)
    page = _get(as_delegate, "vote", vote.pk)
    assert marked not in page
    assert (
        page.count("&lt;b id=&quot;x&quot;&gt;Amina&lt;/b&gt;") >= 2
    )  # on the ballot, in the list


def test_the_ballot_is_cast_by_a_verb(point: AgendaItem, as_delegate: Client, cast: Cast) -> None:
    vote = open_vote(point=point, text="Texte", by=cast.secretariat)
    page = _get(as_delegate, "vote", vote.pk)
    assert re.search(r'<button class="button" type="submit">\s*Voter\s*</button>', page)


def test_a_text_longer_than_can_be_read_is_refused(
    point: AgendaItem, as_secretariat: Client
) -> None:
    page = _post(as_secretariat, "vote_open", point.pk, text="a" * 40_000, majority="simple")
    assert "10000" in page
    assert not Vote.objects.exists()


def test_without_a_quorum_the_page_says_what_the_rules_ask_next(
    opened: Session, as_secretariat: Client
) -> None:
    said = "Sur seconde convocation, 8 jours plus tard au moins, aucun quorum n’est exigé."
    assert said in _get(as_secretariat, "session", opened.pk)


def test_a_session_on_second_call_says_that_no_quorum_is_asked(
    seated: Session, as_secretariat: Client
) -> None:
    """It once read: “No quorum (second call) of the seats held”."""
    Session.objects.filter(pk=seated.pk).update(quorum_share=0)
    page = _get(as_secretariat, "session", seated.pk)
    assert "aucun quorum, un membre présent suffit" in page
    assert "Sur seconde convocation" not in page


def test_the_council_reads_why_a_region_asks_it_to_take_an_item_up(
    prepared: Session, cast: Cast
) -> None:
    """“The council will read it” said the form, and no page of the council showed it."""
    item = factories.make_item("09", title="Fret vers Dakar")
    factories.make_need(item=item)
    cast.client("delegate").post(
        reverse("needs:escalate", args=[item.pk]), {"reason": "Trois régions attendent."}
    )
    office = cast.client("secretariat")
    _post(office, "place", prepared.pk, item=item.pk)
    point = prepared.agenda.get(item=item)
    Session.objects.update(starts_at=timezone.now() + timedelta(days=40))
    _post(office, "session_convene", prepared.pk)
    member = cast.client("other_delegate")
    for page in (_get(member, "agenda_item", point.pk), _get(member, "session", prepared.pk)):
        assert "Trois régions attendent." in page
    assert "Pourquoi la région l’a remonté" in _get(member, "agenda_item", point.pk)
    letters = [letter.text for letter in Letter.objects.filter(kind="council.convocation")]
    assert letters
    assert all("Trois régions attendent." in text for text in letters)


def test_an_item_taken_off_the_agenda_keeps_why_it_was_escalated(
    prepared: Session, cast: Cast
) -> None:
    item = factories.make_item("09", title="Fret vers Dakar")
    factories.make_need(item=item)
    escalate_item(item=item, reason="Trois régions attendent.", by=cast.delegate)
    office = cast.client("secretariat")
    _post(office, "place", prepared.pk, item=item.pk)
    _post(office, "point_remove", prepared.agenda.get(item=item).pk)
    item.refresh_from_db()
    assert (item.state, item.reason) == (ItemState.ESCALATED, "Trois régions attendent.")


def test_the_text_put_to_the_vote_is_written_and_not_the_title(
    point: AgendaItem, as_secretariat: Client
) -> None:
    """A title decides nothing."""
    page = _get(as_secretariat, "vote_open", point.pk)
    field = re.search(r"<textarea[^>]*name=\"text\"[^>]*>([^<]*)<", page)
    assert field is not None
    assert field[1].strip() == ""
    assert "ce qui est décidé" in page
    _post(as_secretariat, "vote_open", point.pk, text="", majority="simple")
    assert not Vote.objects.exists()


def test_the_chair_of_a_closed_session_is_told_as_before(
    seated: Session, seats: dict[str, Seat], as_secretariat: Client, cast: Cast
) -> None:
    Session.objects.update(chair="", chair_seat=seats["S09"])

    def chair() -> str:
        found = re.search(
            r"Présidence\s*:\s*<bdi>([^<]+)", _get(as_secretariat, "session", seated.pk)
        )
        assert found is not None
        return found[1]

    before = chair()
    assert seats["S09"].name_fr in before
    mark_departure(session=seated, seat=seats["S09"], by=cast.secretariat)
    close_session(session=seated, by=cast.secretariat)
    assert chair() == before
