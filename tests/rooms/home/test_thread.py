"""From any station one can walk to both ends; the exporter's page needs no account."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client

from nasij.accounts.models import User
from nasij.council import acts as council
from nasij.council.enums import Choice, DecisionOutcome
from nasij.council.models import Seat
from nasij.home.thread import chain_of, stations_of
from nasij.needs.acts import escalate_item, group_needs, record_need
from nasij.needs.models import Need, Theme
from nasij.plans import acts as plans
from nasij.plans.enums import ActionState, EvidenceKind
from nasij.plans.models import Action
from tests.again import again
from tests.factories import region
from tests.people import Cast

STATIONS = [
    *("statement", "theme", "item", "agenda", "vote"),
    *("decision", "action", "result", "reply"),
]


def hear(by: User, language: str, text: str) -> Need:
    return record_need(
        region=region("09"),
        text=text,
        theme=Theme.objects.get(pk="logistics"),
        language=language,
        heard_on=date(2026, 2, 1),
        by=by,
    )


def whole_thread(cast: Cast) -> None:
    needs = [
        hear(cast.delegate, "fr", "Le fret coûte trop cher"),
        hear(cast.delegate, "ar", "الشحن مكلف جدا"),
    ]
    item = group_needs(
        needs=needs, title="Fret vers l'Afrique", theme=needs[0].theme, by=cast.delegate
    )
    escalate_item(item=item, reason="Dépasse la région", by=cast.delegate)
    by = cast.secretariat
    session = council.create_session(
        number=7, title="Session 7", starts_at=datetime(2026, 6, 1, 9, tzinfo=UTC), by=by
    )
    seats = list(Seat.objects.order_by("order"))
    for seat in seats:
        council.fill_seat(seat=seat, person_name="Siège", starts_on=date(2020, 1, 1), by=by)
    point = council.place_item(session=session, item=item, by=by)
    council.convene_session(session=session, confirmed=True, notify=False, by=by)
    session = council.open_session(session=session, confirmed=True, by=by)
    for seat in seats[:8]:
        council.mark_arrival(session=session, seat=seat, by=by)
    vote = council.open_vote(point=point, text="Ouvrir une ligne", by=by)
    choices = {entry["seat"]: Choice.FOR for entry in vote.entitled}
    council.enter_roll_call(vote=vote, choices=choices, by=by)
    vote = council.close_vote(vote=vote, by=by)
    decision = council.record_decision(
        point=point, outcome=DecisionOutcome.ADOPTED, vote=vote, by=by
    )
    action = plans.create_action(
        decision=decision,
        title="Deux départs par mois",
        owner_name="Délégation",
        due_on=date(2027, 1, 1),
        budget_lcu=Decimal(100_000),
        shares={region("09"): Decimal(1)},
        by=by,
    )
    action = plans.start_action(action=action, by=by)
    plans.add_evidence(action=action, kind=EvidenceKind.DECLARED, text="Deux départs", by=by)
    plans.mark_done(action=action, by=by)


@pytest.fixture
def action(cast: Cast, django_capture_on_commit_callbacks: Any) -> Action:
    def live() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            whole_thread(cast)

    again("whole thread", live)
    return Action.objects.get()


def test_nine_stations_are_done_from_wherever_one_starts(action: Action, cast: Cast) -> None:
    decision = action.decision
    assert decision is not None
    point = decision.agenda_item
    assert point.item is not None
    need = point.item.needs.order_by("pk").first()
    for thing in (action, decision, decision.vote, point, point.item, need):
        stations = stations_of(thing, cast.secretariat)
        assert [station.kind for station in stations] == STATIONS
        assert {station.state for station in stations} == {"done"}, thing
        assert all(station.url for station in stations)
        assert sum(station.current for station in stations) == 1


def test_thread_of_a_fresh_need_waits(cast: Cast) -> None:
    need = hear(cast.delegate, "fr", "Rien encore")
    states = [station.state for station in stations_of(need, cast.delegate)]
    assert states == ["done", "done", *["to-come"] * 7]


def test_exporter_follows_in_their_language_without_account(action: Action) -> None:
    need = Need.objects.get(language="ar")
    page = Client().get(f"/ar/follow/{need.token}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "الشحن مكلف جدا" in text
    assert "Deux départs par mois" in text
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert all(reply.language == "ar" for reply in need.replies.all())
    assert need.replies.filter(station="done").count() == 1


def test_wrong_token_is_404(db: None) -> None:
    assert Client().get("/fr/follow/not-a-token/").status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_reply_does_not_lead_to_the_page_on_which_it_is_read(
    action: Action, language: str
) -> None:
    """In whatever language the page is read: a reply keeps its own."""
    need = Need.objects.get(language=language)
    page = Client().get(f"/en/follow/{need.token}/")
    assert all(need.token in reply.text for reply in need.replies.all())
    said = [text for _reply, text in page.context["page"].replies]
    assert said
    assert all(text.strip() and "http" not in text for text in said)


def test_tracking_page_gives_no_inner_links(action: Action) -> None:
    need = Need.objects.get(language="fr")
    text = Client().get(f"/fr/follow/{need.token}/").content.decode()
    assert "/fr/needs/" not in text
    assert "/fr/council/" not in text


def test_chain_counts_who_was_answered(action: Action) -> None:
    chain = chain_of(action)
    assert chain is not None
    assert (chain.needs_count, chain.replies_count) == (2, 2)


def test_a_station_leads_only_where_its_reader_may_go(action: Action, cast: Cast) -> None:
    """Who may read a point was once sent by its thread to pages that answered 403 and 404."""
    assert action.decision is not None
    pages = [
        f"/fr/council/points/{action.decision.agenda_item_id}/",
        f"/fr/council/decisions/{action.decision.pk}/",
    ]
    for name in ("secretariat", "delegate", "other_delegate", "analyst", "partner"):
        client, shown = cast.client(name), set()
        for page in pages:
            main = client.get(page).content.decode().split("<main", 1)[1].split("</main>")[0]
            shown |= {unescape(address) for address in re.findall(r'href="(/fr/[^"#]*)"', main)}
        for address in sorted(shown):
            assert client.get(address).status_code == 200, (name, address)


def test_a_station_that_is_closed_to_the_reader_keeps_its_name(action: Action, cast: Cast) -> None:
    assert action.decision is not None
    point = action.decision.agenda_item
    shut = [one.kind for one in stations_of(point, cast.partner) if not one.url]
    assert shut == ["theme"]
    abroad = [one for one in stations_of(point, cast.other_delegate) if not one.url]
    assert [one.kind for one in abroad] == ["statement", "item", "reply"]
    assert all(one.title for one in abroad)


def test_a_thread_says_nothing_of_stations_it_never_passes(action: Action, cast: Cast) -> None:
    """A point of the council’s own once showed “need, theme, item: to come” before its agenda."""
    assert action.decision is not None
    session = action.decision.agenda_item.session
    own = council.add_point(session=session, title="Divers", confirmed=True, by=cast.secretariat)
    assert [one.kind for one in stations_of(own, cast.secretariat)] == [
        *("agenda", "vote", "decision", "action", "result")
    ]
    noted = council.record_decision(point=own, text="Pris acte", by=cast.secretariat)
    kinds = [one.kind for one in stations_of(noted, cast.secretariat)]
    assert kinds == ["agenda", "decision"]


@pytest.mark.parametrize("end", ["noted", "rejected", "no action"])
def test_nothing_is_to_come_on_a_thread_that_has_ended(
    action: Action, cast: Cast, end: str
) -> None:
    assert action.decision is not None
    session = action.decision.agenda_item.session
    item = group_needs(
        needs=[hear(cast.delegate, "fr", "Un quai trop court")],
        title="Quai",
        theme=Theme.objects.get(pk="logistics"),
        by=cast.delegate,
    )
    escalate_item(item=item, reason="Dépasse la région", by=cast.delegate)
    by = cast.secretariat
    decision = council.record_decision(
        point=council.place_item(session=session, item=item, confirmed=True, by=by),
        text="Le quai",
        outcome=DecisionOutcome.ADOPTED if end == "no action" else DecisionOutcome(end),
        by=by,
    )
    if end == "no action":
        council.state_no_action(decision=decision, reason="Un quai neuf ouvre", by=by)
    need = Need.objects.get(item=item)
    for stations in (stations_of(need, by), stations_of(decision, by)):
        kinds = [one.kind for one in stations]
        assert kinds == ["statement", "theme", "item", "agenda", "decision", "reply"]
    stops = [one.kind for one in stations_of(need, by) if one.state == "refused"]
    assert stops == (["decision"] if end == "rejected" else [])
    page = Client().get(f"/fr/follow/{need.token}/").content.decode()
    assert ("Un quai neuf ouvre" in page) is (end == "no action")


def test_a_thread_stops_where_its_actions_were_abandoned_and_says_why(
    action: Action, cast: Cast
) -> None:
    """The exporter read “in progress” and “to come” for ever, and never the reason."""
    need = Need.objects.get(language="fr")
    why = {"state": ActionState.ABANDONED, "abandoned_reason": "Le budget est refusé."}
    Action.objects.update(**why)
    states = {one.kind: one.state for one in stations_of(need, cast.secretariat)}
    assert states["action"] == "refused"
    assert "result" not in states
    page = Client().get(f"/fr/follow/{need.token}/").content.decode()
    assert "Ce que la décision est devenue" in page
    assert "Ce qui est en cours" not in page
    assert "Le budget est refusé." in page
    assert "au plus tard le 1er janvier 2027" not in page  # nothing is due any more
    assert "<bdi>Session 7</bdi>" in page

    Action.objects.update(state=ActionState.DONE, abandoned_reason="")
    action.pk, action.title = None, "Une autre"
    for name, value in why.items():
        setattr(action, name, value)
    action.save()
    states = {one.kind: one.state for one in stations_of(need, cast.secretariat)}
    assert (states["action"], states["result"]) == ("done", "done")
