"""An action that ends without a result, or whose date moves: who learns of it, and where."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from nasij.council.models import Decision
from nasij.council.queries import decisions_of, unsettled
from nasij.exporters.life import life_of
from nasij.needs.enums import ItemState
from nasij.needs.models import Item, Need
from nasij.plans.acts import add_evidence, create_action, mark_done, move_due_date
from nasij.plans.enums import EvidenceKind
from nasij.plans.models import Action
from tests import factories
from tests.people import Cast

WHY = "Le partenaire s’est retiré."


@pytest.fixture
def need(item: Item) -> Need:
    return factories.make_need(item=item, language="fr", firm=factories.make_firm())


def _abandon(client: Client, action: Action, reason: str = WHY) -> str:
    url = reverse("plans:abandon", args=[action.pk])
    return client.post(url, {"reason": reason}, follow=True).content.decode()


def _page(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def _another(decision: Decision, title: str) -> Action:
    return create_action(
        decision=decision,
        title=title,
        owner_name="Responsable fictif",
        due_on=date(2027, 6, 30),
        budget_lcu=Decimal(0),
        shares={factories.region("09"): Decimal(1)},
        by=None,
    )


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "est abandonnée"), ("ar", "التخلي"), ("en", "is abandoned")]
)
def test_exporters_are_told_of_an_abandoned_action_in_their_language(
    action: Action, item: Item, as_delegate: Client, language: str, said: str
) -> None:
    """The thread stayed “in action” for ever, and nobody who asked had a word."""
    need = factories.make_need(item=item, language=language)
    _abandon(as_delegate, action)
    item.refresh_from_db()
    assert item.state == ItemState.ABANDONED
    reply = need.replies.get(station=ItemState.ABANDONED)
    assert (reply.language, said in reply.text) == (language, True), reply.text
    for told in (action.title, WHY.rstrip("."), need.text):
        assert told in reply.text


def test_item_says_that_its_action_was_abandoned_and_why(
    action: Action, item: Item, need: Need, as_delegate: Client
) -> None:
    _abandon(as_delegate, action)
    for page in (
        _page(as_delegate, "needs:item", item.pk),
        _page(Client(), "home:track", need.token),
    ):
        assert "Devenu une action" not in page
        assert WHY in page
    assert "Action abandonnée" in _page(as_delegate, "needs:item", item.pk)


def test_decision_without_a_live_action_is_to_be_settled_again(
    action: Action, decision: Decision, as_secretariat: Client, as_delegate: Client
) -> None:
    address = reverse("council:decision", args=[decision.pk])
    session = decision.agenda_item.session
    assert address not in _page(as_secretariat, "home:dashboard")
    _abandon(as_secretariat, action)
    assert unsettled(decisions_of(session)) == [decision]
    for client in (as_secretariat, as_delegate):  # the delegate of its region may act on it too
        desk = _page(client, "home:dashboard")
        assert "Décisions adoptées, sans action" in desk
        assert address in desk
    page = _page(as_secretariat, "council:decision", decision.pk)
    for said in (action.title, WHY, "L’action est abandonnée et aucune autre ne suit encore"):
        assert said in page
    assert "Aucune action ne suit encore" not in page
    assert reverse("council:no_action", args=[decision.pk]) in page
    as_secretariat.post(
        reverse("council:no_action", args=[decision.pk]), {"reason": "Un autre s’en charge"}
    )
    assert "Un autre s’en charge" in _page(as_secretariat, "council:decision", decision.pk)
    assert "Un autre s’en charge" in _page(Client(), "council:public_decision", decision.pk)
    assert unsettled(decisions_of(session)) == []
    assert address not in _page(as_secretariat, "home:dashboard")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Une action suivait cette décision\u00a0: elle est abandonnée."),
        ("ar", "كان إجراء يترتب على هذا القرار، ثم تم التخلي عنه."),
        ("en", "An action followed from this decision: it is abandoned."),
    ],
)
def test_everybody_reads_what_was_abandoned_but_neither_its_title_nor_why(
    action: Action, decision: Decision, as_delegate: Client, language: str, said: str
) -> None:
    """A bare « Abandonnée » told of nothing; title and reason are not written for everybody."""
    _abandon(as_delegate, action)
    page = Client().get(f"/{language}/council/public/{decision.pk}/").text
    assert said in page
    assert action.title not in page
    assert WHY not in page


def test_no_action_is_not_said_while_one_is_under_way(
    action: Action, decision: Decision, as_secretariat: Client
) -> None:
    """From a tab that was opened before: after an abandonment the public page said both."""
    address = reverse("council:no_action", args=[decision.pk])
    page = as_secretariat.post(address, {"reason": "Rien"}, follow=True).text
    assert "Une action de cette décision est en cours" in page
    decision.refresh_from_db()
    assert decision.no_action_reason == ""


def test_a_reason_for_no_action_is_silent_once_an_action_followed(
    decision: Decision, need: Need, as_secretariat: Client
) -> None:
    """The minutes of a running session told of the action, and that none is needed."""
    address = reverse("council:no_action", args=[decision.pk])
    as_secretariat.post(address, {"reason": "Un autre s’en charge"})
    session = decision.agenda_item.session
    pages = (
        (as_secretariat, "council:decision", decision.pk),
        (as_secretariat, "council:minutes", session.pk),
        (Client(), "council:public_decision", decision.pk),
        (Client(), "home:track", need.token),
    )
    for client, name, key in pages:
        assert "Un autre s’en charge" in _page(client, name, key), name
    action = _another(decision, "Ouvrir un quai")
    for client, name, key in pages:
        assert "Un autre s’en charge" not in _page(client, name, key), name
    add_evidence(action=action, kind=EvidenceKind.DECLARED, text="Fait", source="x", by=None)
    mark_done(action=action, by=None)
    for client, name, key in pages:
        assert "Un autre s’en charge" not in _page(client, name, key), name


def test_desk_of_a_person_who_makes_no_actions_has_no_decision_to_settle(
    decision: Decision, as_other_delegate: Client
) -> None:
    assert "Décisions adoptées, sans action" not in _page(as_other_delegate, "home:dashboard")


def test_a_new_action_after_an_abandoned_one_is_told_too(
    action: Action, decision: Decision, item: Item, need: Need, as_delegate: Client
) -> None:
    _another(decision, "Louer un entrepôt")
    _abandon(as_delegate, action)
    item.refresh_from_db()
    assert item.state == ItemState.IN_ACTION  # the other goes on
    assert not need.replies.filter(station=ItemState.ABANDONED).exists()
    _abandon(as_delegate, Action.objects.get(title="Louer un entrepôt"), "Trop cher")
    told = need.replies.get(station=ItemState.ABANDONED).text
    assert "Négocier une ligne (Le partenaire s’est retiré), Louer un entrepôt (Trop cher)" in told
    _another(decision, "Un troisième essai")
    item.refresh_from_db()
    assert (item.state, item.reason) == (ItemState.IN_ACTION, "")
    assert "Un troisième essai" in need.replies.order_by("-id")[0].text
    assert WHY not in _page(as_delegate, "needs:item", item.pk).split("Historique")[0]
    assert "Un troisième essai" in _page(as_delegate, "needs:item", item.pk)


def test_an_action_done_and_another_abandoned_end_the_item_as_done(
    action: Action, joint: Action, need: Need, item: Item, as_secretariat: Client
) -> None:
    add_evidence(action=action, kind=EvidenceKind.DECLARED, text="Signé", by=None)
    mark_done(action=action, by=None)
    _abandon(as_secretariat, joint)
    assert not need.replies.filter(station=ItemState.ABANDONED).exists()
    assert need.replies.filter(station=ItemState.DONE).exists()


@pytest.mark.parametrize("asked", [True, False])
def test_form_promises_exporters_only_where_there_are(
    action: Action, item: Item, as_delegate: Client, asked: bool
) -> None:
    """It said that exporters read the reason, also where nobody had asked for the action."""
    if asked:
        factories.make_need(item=item)
    for name in ("plans:detail", "plans:move"):
        page = _page(as_delegate, name, action.pk)
        assert ("exportateurs qui" in page) is asked
    assert ("et ceux qui l’ont demandée" in _abandon(as_delegate, action)) is asked


def test_form_promises_a_word_only_when_it_is_the_last_action(
    action: Action, joint: Action, need: Need, as_secretariat: Client
) -> None:
    assert "la lisent sur leur page" in _page(as_secretariat, "plans:detail", action.pk)
    said = _abandon(as_secretariat, action)
    assert "en sont informés" not in said
    assert "en sont alors informés" in _page(as_secretariat, "plans:detail", joint.pk)


def test_a_moved_date_stands_on_the_page_of_who_asked_and_in_the_thread(
    action: Action, need: Need, cast: Cast
) -> None:
    """Told “by 31 December”, the exporter never learned that it was not to be, nor why."""
    move_due_date(action=action, to_date=date(2027, 2, 28), reason="Grève", by=cast.secretariat)
    page = _page(Client(), "home:track", need.token)
    for said in ("31 décembre 2026", "28 février 2027", "Grève", "(échéance changée)"):
        assert said in page
    assert "(échéance changée)" in _page(cast.client("delegate"), "needs:item", need.item_id)


def test_news_of_a_firm_tell_of_dates_moved_and_actions_abandoned(
    action: Action, need: Need, cast: Cast
) -> None:
    move_due_date(action=action, to_date=date(2027, 2, 28), reason="Grève", by=cast.secretariat)
    _abandon(cast.client("secretariat"), action)
    assert need.firm is not None
    with translation.override("fr"):
        told = " | ".join(f"{one.title} {one.text}" for one in life_of(need.firm, cast.delegate))
    assert "Échéance changée" in told
    assert "28 février 2027" in told
    assert "Grève" in told
    assert "Action abandonnée\u00a0: Négocier une ligne Le partenaire s’est retiré." in told


def test_an_action_abandoned_before_the_seal_is_not_in_the_minutes_as_due(
    action: Action, joint: Action, decision: Decision, as_secretariat: Client
) -> None:
    _abandon(as_secretariat, action)
    page = _page(as_secretariat, "council:minutes", decision.agenda_item.session_id)
    assert action.title not in page
    assert joint.title in page
