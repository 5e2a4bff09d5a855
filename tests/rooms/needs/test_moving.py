"""Items move in order, and each exporter behind them is answered once per station."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from nasij.audit.models import Event
from nasij.needs import acts
from nasij.needs.acts import NEXT_STATES
from nasij.needs.enums import ItemState, ReplyChannel
from nasij.needs.errors import ItemHasNoNeed, StateNotAllowed
from nasij.needs.models import Item, Need, Reply
from nasij.needs.notices import REPLY
from nasij.needs.signals import item_moved
from nasij.work.errors import ReasonMissing
from nasij.work.models import Letter
from nasij.work.outbox import send_due_letters
from nasij.work.queries import letters_about
from tests.factories import make_item, make_need
from tests.people import Cast

pytestmark = pytest.mark.django_db
LANGUAGES = ("fr", "fr", "fr", "ar", "ar", "en", "en")


@pytest.fixture
def item() -> Item:
    return make_item(title="Fret vers Dakar", state="in_action")


@pytest.fixture
def seven(item: Item) -> list[Need]:
    """Seven exporters of three languages; the first of each language left an address."""
    return [
        make_need(item=item, language=language, reply_email=f"firm{number}@example.org")
        for number, language in enumerate(LANGUAGES)
    ]


def test_closing_an_item_answers_each_exporter_in_their_language_once(
    cast: Cast, item: Item, seven: list[Need], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        acts.move_item(
            item=item, state="done", by=cast.secretariat, context={"result": "12 conteneurs"}
        )
    replies = Reply.objects.filter(station="done").order_by("need_id")
    assert [reply.language for reply in replies] == list(LANGUAGES)
    for reply, need in zip(replies, seven, strict=True):
        assert need.token in reply.text
        assert f"/{need.language}/" in reply.text
        assert "12 conteneurs" in reply.text
        is_arabic = len(re.findall("[\u0621-\u064a]", reply.text)) > 40
        assert is_arabic == (need.language == "ar")
    assert {message.to[0] for message in mail.outbox} == {need.reply_email for need in seven}
    assert len(mail.outbox) == 7
    assert len({message.subject for message in mail.outbox}) == 3
    assert {letter.state for letter in letters_about(REPLY, Reply.objects.all()).values()} == {
        "sent"
    }


def test_the_record_proves_the_seven_replies(cast: Cast, item: Item, seven: list[Need]) -> None:
    acts.move_item(item=item, state="done", by=cast.secretariat)
    event = Event.objects.get(verb="needs.item_done")
    assert event.after["replies"] == {"ar": 2, "en": 2, "fr": 3}
    assert event.before == {"state": "in_action"}


def test_saying_it_twice_answers_once(cast: Cast, item: Item, seven: list[Need]) -> None:
    acts.move_item(item=item, state="done", by=cast.secretariat)
    acts.move_item(item=item, state="done", by=cast.secretariat)
    assert Reply.objects.count() == 7
    assert Event.objects.filter(verb="needs.item_done").count() == 1


def test_a_station_passed_twice_is_told_once_but_an_agenda_each_time(cast: Cast) -> None:
    item = make_item(state="escalated")
    need = make_need(item=item)
    for state in ("on_agenda", "escalated", "on_agenda"):
        acts.move_item(item=item, state=state, by=cast.secretariat)
    stations = need.replies.order_by("pk").values_list("station", flat=True)
    assert list(stations) == ["on_agenda", "escalated", "on_agenda"]


def test_what_the_caller_does_not_know_is_left_out(cast: Cast) -> None:
    item = make_item(state="escalated")
    need = make_need(item=item, language="en")
    acts.move_item(item=item, state="on_agenda", by=cast.secretariat)
    text = need.replies.get().text
    assert "%" not in text
    assert "None" not in text
    assert "agenda of the council of regions." in text


def test_what_the_caller_knows_is_said(cast: Cast) -> None:
    item = make_item(state="escalated")
    need = make_need(item=item, language="en")
    context = {"session": "Second session", "session_date": "2026-06-01"}
    acts.move_item(item=item, state="on_agenda", by=cast.secretariat, context=context)
    assert "Second session, 1 June 2026." in need.replies.get().text


@pytest.mark.parametrize("address", ["firm@example.org", ""])
def test_a_letter_is_promised_only_where_letters_go(cast: Cast, address: str) -> None:
    """“We will write to you” stood on the page of who had left no address."""
    item = make_item(state="open")
    need = make_need(item=item, language="en", reply_email=address)
    for state in ("escalated", "on_agenda"):
        acts.move_item(item=item, state=state, by=cast.secretariat, reason="x")
    promises = ("You will have a word from us", "We will write to you")
    said = " ".join(need.replies.values_list("text", flat=True))
    assert [promise in said for promise in promises] == [bool(address)] * 2


def test_dates_are_written_in_moroccan_months(cast: Cast) -> None:
    item = make_item(state="decided")
    need = make_need(item=item, language="ar")
    context = {"action": "Ligne", "owner": "CCIS", "due": "2026-07-15"}
    acts.move_item(item=item, state="in_action", by=cast.secretariat, context=context)
    assert "15 يوليوز 2026" in need.replies.get().text


@pytest.mark.parametrize("before", list(ItemState))
@pytest.mark.parametrize("after", list(ItemState))
def test_states_have_an_order(cast: Cast, before: ItemState, after: ItemState) -> None:
    item = make_item(state=before)
    if after == before or after in NEXT_STATES[before]:
        acts.move_item(item=item, state=after, by=cast.secretariat)
        assert Item.objects.get().state == item.state == after
        return
    with pytest.raises(StateNotAllowed) as refused:
        acts.move_item(item=item, state=after, by=cast.secretariat)
    for allowed in NEXT_STATES[before]:
        assert str(allowed.label) in str(refused.value)
    assert Item.objects.get().state == before
    assert not Event.objects.filter(verb__startswith="needs.").exists()


def test_escalating_needs_a_reason_and_a_need(cast: Cast) -> None:
    item = make_item()
    with pytest.raises(ReasonMissing):
        acts.escalate_item(item=item, reason=" ", by=cast.delegate)
    with pytest.raises(ItemHasNoNeed):
        acts.escalate_item(item=item, reason="Trois régions", by=cast.delegate)


def test_escalating_keeps_reason_and_day(cast: Cast) -> None:
    item = make_item()
    make_need(item=item)
    acts.escalate_item(item=item, reason="Trois régions le disent", by=cast.delegate)
    assert item.state == "escalated"
    assert item.reason == "Trois régions le disent"
    assert item.escalated_at is not None
    assert Event.objects.get(verb="needs.item_escalated").after["reason"] == item.reason


def test_declining_tells_the_reason_and_closes(cast: Cast) -> None:
    item = make_item(state="on_agenda")
    need = make_need(item=item)
    acts.move_item(item=item, state="declined", by=cast.secretariat, reason="Hors compétence")
    need.refresh_from_db()
    assert need.state == "closed"
    assert "Hors compétence" in need.replies.get().text


def test_rooms_above_hear_after_commit(
    cast: Cast, item: Item, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[dict[str, Any]] = []

    def listen(**sent: Any) -> None:
        heard.append(sent)

    item_moved.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            acts.move_item(item=item, state="done", by=cast.secretariat)
            assert heard == []
    finally:
        item_moved.disconnect(listen)
    assert [(one["item"], one["previous"], one["state"]) for one in heard] == [
        (item, ItemState.IN_ACTION, ItemState.DONE)
    ]


def test_a_mail_server_that_refuses_loses_no_reply(
    cast: Cast,
    item: Item,
    as_secretariat: Client,
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    need = make_need(item=item, reply_email="firm@example.org")

    def refuse(*_given: object) -> bool:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken, django_capture_on_commit_callbacks(execute=True):
        broken.setattr(EmailBackend, "open", refuse)
        acts.move_item(item=item, state="done", by=cast.secretariat)
    page = as_secretariat.get(f"/fr/needs/{need.pk}/").content.decode()
    assert "E-mail pas encore parti" in page
    assert mail.outbox == []
    Letter.objects.update(due_at=timezone.now())
    assert send_due_letters().sent == 1
    assert send_due_letters().sent == 0
    assert len(mail.outbox) == 1
    page = as_secretariat.get(f"/fr/needs/{need.pk}/").content.decode()
    assert "E-mail pas encore parti" not in page


def test_the_same_words_sent_twice_are_one_reply(as_delegate: Client) -> None:
    """Two tabs, or two taps on a slow line, wrote to the exporter twice."""
    need = make_need()
    address = f"/fr/needs/{need.pk}/reply/"
    for _time in range(2):
        assert as_delegate.post(address, {"text": "Nous y travaillons"}).status_code == 302
    assert need.replies.filter(text="Nous y travaillons").count() == 1
    as_delegate.post(address, {"text": "C’est réglé"})
    as_delegate.post(address, {"text": "Nous y travaillons"})
    assert need.replies.count() == 3


def test_a_free_reply_is_in_the_language_of_the_need_and_counts_as_answer(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    need = make_need(language="ar", reply_email="firm@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        reply = acts.reply_to_need(need=need, text="سنتصل بكم", by=cast.adviser)
    assert (reply.language, reply.channel, reply.station) == ("ar", "email", "")
    assert need.state == "answered"
    assert [message.body for message in mail.outbox] == ["سنتصل بكم"]
    event = Event.objects.get(verb="needs.reply_sent")
    assert "firm@example.org" not in f"{event.subject_label}{event.after}"


def test_what_was_told_by_phone_sends_no_mail(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    need = make_need(reply_email="firm@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        reply = acts.reply_to_need(
            need=need, text="Dit hier", channel=ReplyChannel.PHONE, by=cast.adviser
        )
    assert reply.channel == "phone"
    assert mail.outbox == []


def test_letters_quote_the_words_of_who_spoke_and_not_the_title_of_a_delegate(cast: Cast) -> None:
    item = make_item(state="open", title="Fret vers Dakar")
    need = make_need(item=item, language="fr", text="Le bateau ne vient plus " + "jamais " * 30)
    for state in ("escalated", "on_agenda", "decided", "in_action", "done"):
        acts.move_item(item=item, state=state, by=cast.secretariat, reason="x")
    first, *others = need.replies.order_by("pk").values_list("text", flat=True)
    assert "porté" in first
    assert "Fret vers Dakar" in first
    for text in others:
        assert "Le bateau ne vient plus" in text
        assert "…" in text
        assert "Fret vers Dakar" not in text
