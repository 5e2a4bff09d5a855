"""Reads of other rooms, and lists that stay quick when there is much to read."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from nasij.needs import acts, queries
from nasij.needs.enums import ReplyChannel
from nasij.needs.models import Need
from nasij.needs.queries import NeedFilter
from tests.factories import make_firm, make_item, make_need, region
from tests.people import Cast

pytestmark = pytest.mark.django_db


def test_escalated_items_wait_in_the_order_they_came(cast: Cast) -> None:
    items = [make_item(), make_item(), make_item("01")]
    for item in reversed(items):
        make_need(item.region.code, item=item)
        acts.escalate_item(item=item, reason="x", by=cast.secretariat)
    acts.move_item(item=items[0], state="on_agenda", by=cast.secretariat)
    assert list(queries.escalated_items()) == [items[2], items[1]]


def test_items_that_a_region_has_yet_to_escalate_come_by_their_needs(cast: Cast) -> None:
    few, many, gone = make_item(), make_item(), make_item()
    for item in (few, many, many, gone):
        make_need(item=item)
    make_item("01")
    acts.escalate_item(item=gone, reason="x", by=cast.secretariat)
    assert list(queries.open_items({"09"})) == [many, few]
    assert list(queries.escalated_items({"09"})) == [gone]
    assert not queries.escalated_items({"01"})


def test_unended_items_are_those_not_done_or_declined() -> None:
    going = make_item(state="in_action")
    make_item(state="done")
    make_item(state="declined")
    make_item("01")
    assert list(queries.unended_items({"09"})) == [going]


def test_need_by_token_brings_item_and_replies(django_assert_num_queries: Any) -> None:
    need = make_need(item=make_item())
    acts.reply_to_need(need=need, text="Nous y travaillons", by=None)
    with django_assert_num_queries(2):
        found = queries.need_by_token(need.token)
        assert found is not None
        assert found.item is not None
        assert found.item.region.code == found.region.code
        assert [reply.text for reply in found.replies.all()] == ["Nous y travaillons"]
    assert queries.need_by_token("") is None
    assert queries.need_by_token("no-such-token") is None


def test_listening_counts_sum_by_theme_and_by_region(django_assert_max_num_queries: Any) -> None:
    make_need(theme_id="sea_lines")
    make_need(state="answered")
    make_need("01", theme_id="customs", state="closed")
    with django_assert_max_num_queries(4):
        counts = queries.listening_counts(None)
    assert (counts.needs, counts.answered, counts.waiting) == (3, 2, 1)
    for lines in (counts.by_theme, counts.by_region):
        assert sum(line.needs for line in lines) == 3
        assert all(line.answered + line.waiting == line.needs for line in lines)
    assert {line.key: line.needs for line in counts.by_theme} == {"logistics": 2, "customs": 1}
    assert queries.listening_counts({"09"}).needs == 2


def by_letter(need: Need, cast: Cast) -> None:
    acts.reply_to_need(need=need, text="Nous y travaillons", by=cast.delegate)


def by_phone(need: Need, cast: Cast) -> None:
    acts.reply_to_need(need=need, text="Dit au salon", channel=ReplyChannel.PHONE, by=cast.delegate)


def with_its_item(need: Need, cast: Cast) -> None:
    item = acts.group_needs(needs=[need], title="Fret", theme=need.theme, by=cast.delegate)
    acts.escalate_item(item=item, reason="x", by=cast.delegate)


def as_not_retained(need: Need, cast: Cast) -> None:
    item = acts.group_needs(needs=[need], title="Fret", theme=need.theme, by=cast.delegate)
    acts.move_item(item=item, state="declined", reason="Impossible ici", by=cast.delegate)


def by_joining_an_item_that_moved(need: Need, cast: Cast) -> None:
    item = make_item(state="decided")
    acts.add_needs(item=item, needs=[need], by=cast.delegate)


def and_taken_out_of_its_item(need: Need, cast: Cast) -> None:
    with_its_item(need, cast)
    assert need.item is not None
    acts.remove_need(item=need.item, need=need, by=cast.delegate)


def before_this_site(need: Need, cast: Cast) -> None:
    """Answered on paper before the site was there: the state says so, no reply is kept."""
    Need.objects.filter(pk=need.pk).update(state="answered")


@pytest.mark.parametrize(
    "answer",
    [
        by_letter, by_phone, with_its_item, as_not_retained, by_joining_an_item_that_moved,
        and_taken_out_of_its_item, before_this_site,
    ],
)  # fmt: skip
@pytest.mark.parametrize("email", ["", "firm@example.org"])
def test_every_page_counts_an_answered_need_alike(
    answer: Callable[[Need, Cast], None], email: str, cast: Cast, as_delegate: Client
) -> None:
    need = make_need(reply_email=email)
    grouped = make_need()
    acts.group_needs(needs=[grouped], title="Groupé", theme=grouped.theme, by=cast.delegate)
    answer(need, cast)
    public = queries.listening_counts(None).total
    start = Client().get("/fr/").context["page"].listening
    desk = as_delegate.get("/fr/desk/").context["page"].desk.listening
    region_page = as_delegate.get("/fr/regions/09/").context["page"].listening
    assert (public.answered, public.waiting) == (1, 1)
    for page in (start, desk, region_page):
        assert (page.heard, page.answered, page.waiting) == (2, 1, 1)
    listed = as_delegate.get("/fr/needs/", {"waiting": "on"}).context["page"].needs.paginator
    assert [one.pk for one in listed.object_list] == [grouped.pk]


def test_counts_of_the_desk_open_lists_of_as_many(cast: Cast, as_delegate: Client) -> None:
    acts.reply_to_need(need=make_need(), text="Nous y travaillons", by=cast.delegate)
    grouped = make_need()
    acts.group_needs(needs=[grouped], title="Groupé", theme=grouped.theme, by=cast.delegate)
    make_need(heard_on=timezone.localdate())
    page = as_delegate.get("/fr/desk/")
    listening = page.context["page"].desk.listening
    assert (listening.ungrouped, listening.waiting) == (2, 2)
    for name in ("ungrouped", "waiting"):
        address = f"/fr/needs/?{name}=on"
        assert f'href="{address}"' in page.content.decode()
        assert as_delegate.get(address).context["page"].needs.paginator.count == 2


def test_an_item_history_reads_as_sentences(cast: Cast) -> None:
    need = make_need()
    item = acts.group_needs(needs=[need], title="Fret", theme=need.theme, by=cast.delegate)
    acts.escalate_item(item=item, reason="Trois provinces", by=cast.delegate)
    history = queries.item_history(item)
    assert [one.reason for one in history] == ["", "Trois provinces"]
    assert all("Fret" in one.sentence and "%" not in one.sentence for one in history)


@pytest.mark.parametrize("page", ["", "?theme=logistics&text=fret", "items/", "group/"])
def test_lists_ask_the_same_whatever_their_length(
    as_secretariat: Client, django_assert_num_queries: Any, page: str
) -> None:
    def queries_of_page() -> int:
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            as_secretariat.get(f"/en/needs/{page}")
        return len(asked)

    for _turn in range(2):
        make_need(item=make_item(), firm=make_firm())
        make_need(firm=make_firm())
    queries_of_page()  # what the site reads once and keeps
    few = queries_of_page()
    for _turn in range(12):
        make_need(item=make_item(), firm=make_firm())
        make_need(firm=make_firm())
    assert queries_of_page() == few


def test_the_page_of_an_item_asks_the_same_whatever_its_length(as_secretariat: Client) -> None:
    from django.test.utils import CaptureQueriesContext

    item = make_item()
    counts = []
    for size in (2, 12):
        for _turn in range(size):
            need = make_need(item=item, firm=make_firm())
            acts.reply_to_need(need=need, text="Oui", by=None)
        with CaptureQueriesContext(connection) as asked:
            as_secretariat.get(f"/en/needs/items/{item.pk}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def _hear_ten_thousand() -> None:
    places = [region(code) for code in ("01", "06", "09")]
    start = date(2021, 1, 1)
    Need.objects.bulk_create(
        [
            Need(
                text="Fret",
                search_text="fret",
                theme_id="logistics" if number % 3 else "customs",
                region=places[number % len(places)],
                heard_on=start + timedelta(days=number % 1500),
                state="received" if number % 4 == 0 else "answered",
            )
            for number in range(10_000)
        ],
        batch_size=2_000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


LISTS: list[tuple[NeedFilter, set[str] | None]] = [
    (NeedFilter(), None),
    (NeedFilter(), {"09"}),
    (NeedFilter(state="received"), {"09"}),
    (NeedFilter(theme="customs", theme_only=True), None),
]


@pytest.mark.slow
def test_ten_thousand_needs_are_listed_by_an_index(as_secretariat: Client) -> None:
    _hear_ten_thousand()
    for wanted, regions in LISTS:
        plan = queries.needs_matching(wanted, regions)[:25].explain()
        assert "USING INDEX needs_need" in plan or "Index Scan" in plan, plan
        assert "TEMP B-TREE FOR ORDER BY" not in plan, plan  # read in the order of the index
        assert "Sort" not in plan or "Incremental" in plan, plan
    context = as_secretariat.get("/en/needs/?page=400").context
    assert context["page"].needs.paginator.count == context["page"].by_theme.foot[1] == 10_000
    assert len(context["page"].needs.object_list) == 25
