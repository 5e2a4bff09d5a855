"""Items are made by a person, of free needs of one region."""

import pytest

from nasij.audit.models import Event
from nasij.needs import acts, analysis
from nasij.needs.errors import (
    ItemIsClosed,
    NeedAlreadyGrouped,
    NeedNotInItem,
    NeedsOfSeveralRegions,
    NothingToGroup,
)
from nasij.needs.models import Item, Need, Theme
from tests.factories import make_item, make_need
from tests.people import Cast

pytestmark = pytest.mark.django_db


def _theme(key: str = "logistics") -> Theme:
    return Theme.objects.get(pk=key)


def test_grouping_makes_an_item_and_marks_its_needs(cast: Cast) -> None:
    needs = [make_need(), make_need()]
    item = acts.group_needs(needs=needs, title="Fret", theme=_theme(), by=cast.delegate)
    assert item.state == "open"
    assert set(item.needs.all()) == set(needs)
    assert set(Need.objects.values_list("state", flat=True)) == {"grouped"}
    event = Event.objects.get(verb="needs.needs_grouped")
    assert event.after == {"needs": [need.pk for need in needs], "count": 2}


def test_grouping_nothing_is_refused(cast: Cast) -> None:
    with pytest.raises(NothingToGroup):
        acts.group_needs(needs=[], title="Fret", theme=_theme(), by=cast.delegate)


def test_needs_of_two_regions_are_refused(cast: Cast) -> None:
    with pytest.raises(NeedsOfSeveralRegions):
        acts.group_needs(
            needs=[make_need("09"), make_need("01")], title="F", theme=_theme(), by=cast.secretariat
        )


def test_a_need_of_another_item_is_refused_and_nothing_is_left(cast: Cast) -> None:
    taken = make_need(item=make_item())
    with pytest.raises(NeedAlreadyGrouped):
        acts.group_needs(needs=[make_need(), taken], title="Fret", theme=_theme(), by=cast.delegate)
    assert Item.objects.count() == 1
    assert Need.objects.filter(item=None).count() == 1


def test_a_need_added_late_is_told_where_its_item_stands(cast: Cast) -> None:
    item = make_item(state="on_agenda")
    need = make_need()
    acts.add_needs(item=item, needs=[need], by=cast.delegate)
    reply = need.replies.get()
    assert reply.station == "on_agenda"
    assert need.text in reply.text


def test_a_need_added_to_an_open_item_is_told_nothing_yet(cast: Cast) -> None:
    need = make_need()
    acts.add_needs(item=make_item(), needs=[need], by=cast.delegate)
    assert not need.replies.exists()
    assert need.state == "grouped"


def test_a_closed_item_keeps_its_needs(cast: Cast) -> None:
    item = make_item(state="done")
    need = make_need(item=item)
    with pytest.raises(ItemIsClosed):
        acts.remove_need(item=item, need=need, by=cast.delegate)
    with pytest.raises(ItemIsClosed):
        acts.add_needs(item=item, needs=[make_need()], by=cast.delegate)


def test_a_need_taken_out_is_free_again(cast: Cast) -> None:
    need = make_need()
    item = acts.group_needs(needs=[need], title="Fret", theme=_theme(), by=cast.delegate)
    acts.remove_need(item=item, need=need, by=cast.delegate)
    need.refresh_from_db()
    assert (need.item, need.state) == (None, "received")


def test_a_need_of_another_item_cannot_be_taken_out(cast: Cast) -> None:
    with pytest.raises(NeedNotInItem):
        acts.remove_need(item=make_item(), need=make_need(), by=cast.delegate)


def test_near_identical_needs_are_proposed_within_region_and_theme() -> None:
    text = "Le fret maritime vers Dakar est trop cher pour nos coopératives"
    first = make_need(text=text)
    twin = make_need(text="Fret maritime vers Dakar trop cher pour nos coopératives d'argan")
    make_need(text="Il manque des formations en douane pour les PME")
    make_need("01", text=text)
    make_need(text=text, theme_id="customs")
    proposals = analysis.propose_groups(list(Need.objects.order_by("id")))
    assert [proposal.needs for proposal in proposals] == [(first, twin)]
    assert 0.5 <= proposals[0].others[0].score <= 1


def test_a_proposal_changes_nothing() -> None:
    for _twin in range(2):
        make_need(text="Le fret maritime vers Dakar est trop cher pour nous")
    analysis.propose_groups(list(Need.objects.order_by("id")))
    assert not Item.objects.exists()


def test_a_theme_is_proposed_only_when_the_words_say_it() -> None:
    keys = list(Theme.objects.filter(parent=None).values_list("pk", flat=True))
    clear = analysis.propose_theme("Le fret maritime et les conteneurs sont trop chers", keys)
    assert clear is not None
    assert clear.key == "logistics"
    assert clear.words
    assert analysis.propose_theme("Bonjour à tous", keys) is None
