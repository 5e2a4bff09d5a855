"""Two records made one: everything moves or the merge is refused, and it can be taken back."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nasij.accounts.models import User
from nasij.audit.models import Event
from nasij.exporters.acts import create_firm, merge_firms, say_distinct, undo_merge
from nasij.exporters.errors import NotMergeable, UndoTooLate
from nasij.exporters.holdings.tables import Holding, Merged, Relation, relations
from nasij.exporters.models import (
    ConsentEntry,
    Contact,
    Firm,
    FirmList,
    Follower,
    ListedFirm,
    MarketEvidence,
    Merge,
    Site,
    Standing,
)
from nasij.exporters.queries import find_firms, possible_duplicates, similar_firms
from nasij.filings.models import FiledFirm
from nasij.intake.models import ImportedRow, ImportRun
from nasij.needs.acts import put_off_firm, record_visit
from nasij.needs.models import Need
from nasij.rights.models import RetentionReview, RightsRequest
from nasij.rooms import everything as everything_told
from nasij.rooms import told
from nasij.sharing.models import Referral, Share
from tests.factories import make_firm, make_need, region
from tests.rooms.intake.files import make_ice

pytestmark = pytest.mark.django_db


def url(name: str, *args: Any) -> str:
    with translation.override("fr"):
        return reverse(f"exporters:{name}", args=args)


def firm(name: str, code: str = "09", **values: Any) -> Firm:
    return create_firm(values={"name": name, "region": region(code), **values}, by=None)


def moves(relation: Relation) -> bool:
    return relation.holding is not None and relation.holding.merged is not Merged.KEEP


def links_to(one: Firm) -> set[str]:
    """Tables with a row that points to a firm, but for the record of merges."""
    return {
        relation.key for relation in relations() if moves(relation) and relation.rows(one).exists()
    }


# Copies kept as JSON hold milliseconds; the keys of join tables mean nothing.
_TIMES = {"id", "declared_at", "since", "added_at"}


def everything() -> dict[str, Any]:
    """All rows of all tables that point to a firm, and the firms, without their dates of change."""
    state: dict[str, Any] = {
        "firms": [
            {k: v for k, v in row.items() if k != "changed_at"}
            for row in Firm.objects.order_by("pk").values()
        ]
    }
    for relation in relations():
        if moves(relation) and relation.model is not Firm:
            rows = relation.model._base_manager.order_by("pk")
            state[relation.key] = [
                {k: v for k, v in row.items() if k not in _TIMES} for row in rows.values()
            ]
            state[relation.key].sort(key=str)
    return state


def attach(one: Firm, kinds: list[str], user: User) -> None:
    """Something of each kind, as a firm gathers in its life."""
    later = timezone.localdate() + timedelta(days=90)
    makers: dict[str, Any] = {
        "need": lambda: make_need(firm=one),
        "site": lambda: Site.objects.create(firm=one, territory=one.region),
        "standing": lambda: Standing.objects.update_or_create(
            firm=one, definition_id="exporter_any", defaults={"status": "existing"}
        ),
        "market": lambda: MarketEvidence.objects.create(
            firm=one, country_id="FRA", standing="exports", source="declared",
            evidence_on=date(2026, 1, 1),
        ),
        "markets": lambda: one.markets.add("FRA"),
        "contact": lambda: Contact.objects.create(firm=one, name="x"),
        "follower": lambda: Follower.objects.get_or_create(firm=one, user=user),
        "products": lambda: one.products.add("151590"),
        "more products": lambda: one.products.add("0804"),
        "subsidiary": lambda: make_firm(group=one),
        "redirect": lambda: make_firm(merged_into=one),
        "visit": lambda: record_visit(firm=one, note="x", by=user),
        "snooze": lambda: put_off_firm(firm=one, until=later, reason="x", by=user),
        "share": lambda: Share.objects.create(firm=one, user=user),
        "referral": lambda: Referral.objects.create(firm=one, recipient=user, reason="x"),
        "listed": lambda: ListedFirm.objects.get_or_create(
            firm=one,
            list=FirmList.objects.get_or_create(name="Salon", owner=user, kind="picked")[0],
        ),
        "imported row": lambda: ImportedRow.objects.create(
            run=ImportRun.objects.create(file_name="f.csv", file_sha256="0", file_path="f"),
            firm=one, line=2,
        ),
        "line of a file": lambda: FiledFirm.objects.create(
            firm=one, code=secrets.token_hex(8), state="matched", matched_by="person"
        ),
        "refused line": lambda: FiledFirm.objects.get_or_create(code="k")[0].not_firms.add(one),
        "consent": lambda: ConsentEntry.objects.create(
            firm=one, purpose="replies", step="given", how="phone", happened_on=date(2026, 1, 1)
        ),
        "request": lambda: RightsRequest.objects.create(
            firm=one, kind="objection", scope="offers", state="withdrawn", said="phone",
            due_on=date(2026, 1, 1),
        ),
        "review": lambda: RetentionReview.objects.create(
            firm=one, reason="x", keep_until=later
        ),
    }  # fmt: skip
    for kind in kinds:
        makers[kind]()


_KINDS = [
    "need", "site", "standing", "market", "markets", "contact", "follower", "products",
    "more products", "subsidiary", "redirect", "imported row", "visit", "snooze", "share",
    "referral", "listed", "consent", "request", "review",
    "line of a file", "refused line",
]  # fmt: skip
KINDS = st.lists(st.sampled_from(_KINDS), max_size=8)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "activity": st.just("Huiles"),
        "employees": st.integers(1, 500),
        "email": st.just("a@example.org"),
        "name_ar": st.just("تعاونية تيسليوين"),
        "founded_on": st.just(date(2009, 1, 1)),
        "trade_names": st.just("Tissa\nTissa Or"),
    },
)


def test_the_kinds_attached_here_are_all_that_a_merge_moves(delegate: User) -> None:
    """So that a table named later in the rules is also merged and given back below."""
    one = firm("Pleine")
    attach(one, _KINDS, delegate)
    assert links_to(one) == {
        holding.key for holding in told(Holding) if holding.merged is not Merged.KEEP
    }


@pytest.fixture
def delegate(cast: Any) -> User:
    found: User = cast.delegate
    return found


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(KINDS, KINDS, FACTS, FACTS, st.booleans(), st.booleans())
def test_nothing_links_to_the_loser_and_undoing_gives_back_the_same_state(
    delegate: User,
    first: list[str],
    second: list[str],
    facts: dict[str, Any],
    others: dict[str, Any],
    with_ice: bool,
    in_a_group: bool,
) -> None:
    with transaction.atomic():
        winner = firm("Gardée", **facts)
        loser = firm("Fondue", **others, identifier=make_ice(8) if with_ice else "")
        attach(winner, first, delegate)
        attach(loser, second, delegate)
        if in_a_group:
            Firm.objects.filter(pk=winner.pk).update(group=loser)
        before, needs = everything(), Need.objects.count()
        merge = merge_firms(winner=winner, loser=loser, by=delegate)
        assert links_to(loser) == set()
        assert Need.objects.count() == needs
        assert Firm.objects.get(pk=loser.pk).merged_into_id == winner.pk
        undo_merge(merge=merge, by=delegate)
        assert everything() == before
        transaction.set_rollback(True)


def test_a_table_nobody_spoke_of_stops_the_merge(monkeypatch: pytest.MonkeyPatch) -> None:
    winner, loser = make_firm(), make_firm()
    make_need(firm=loser)
    told_of = [one for one in everything_told() if getattr(one, "key", "") != "needs.need.firm"]
    monkeypatch.setattr("nasij.rooms.everything", lambda: told_of)
    with pytest.raises(NotMergeable, match="need"):
        merge_firms(winner=winner, loser=loser, by=None)
    assert Need.objects.get().firm_id == loser.pk


def test_every_table_that_points_to_a_firm_is_told_of_and_no_other() -> None:
    assert sorted(one.key for one in relations()) == sorted(one.key for one in told(Holding))


def test_gaps_are_filled_and_what_is_known_stays() -> None:
    winner = firm("Gardée", activity="Huiles")
    loser = firm("Fondue", activity="Cuir", identifier=make_ice(3), employees=4)
    merge_firms(winner=winner, loser=loser, by=None)
    winner.refresh_from_db()
    assert (winner.activity, winner.identifier, winner.employees) == ("Huiles", make_ice(3), 4)
    assert winner.trade_names == "Fondue"
    assert [one.pk for one in find_firms("fondue", None)] == [winner.pk]


def test_a_commune_of_another_region_fills_no_gap() -> None:
    from nasij.files.places import Places

    agadir = Places.load().commune("Agadir", region("09"))
    winner, loser = firm("Gardée", "01"), firm("Fondue", "09", commune=agadir)
    merge_firms(winner=winner, loser=loser, by=None)
    winner.refresh_from_db()
    assert winner.commune is None


def test_what_was_changed_since_stays_when_a_merge_is_taken_back() -> None:
    winner, loser = firm("Gardée"), firm("Fondue", activity="Cuir")
    merge = merge_firms(winner=winner, loser=loser, by=None)
    Firm.objects.filter(pk=winner.pk).update(activity="Sacs")
    undo_merge(merge=merge, by=None)
    winner.refresh_from_db()
    assert winner.activity == "Sacs"


def test_a_merge_is_taken_back_once_and_within_thirty_days() -> None:
    merge = merge_firms(winner=make_firm(), loser=make_firm(), by=None)
    Merge.objects.update(merged_at=timezone.now() - timedelta(days=31))
    merge.refresh_from_db()
    with pytest.raises(UndoTooLate):
        undo_merge(merge=merge, by=None)
    Merge.objects.update(merged_at=timezone.now() - timedelta(days=29))
    merge.refresh_from_db()
    undo_merge(merge=merge, by=None)
    with pytest.raises(NotMergeable):
        undo_merge(merge=merge, by=None)


def test_a_firm_is_not_merged_into_itself_nor_twice() -> None:
    winner, loser = make_firm(), make_firm()
    with pytest.raises(NotMergeable):
        merge_firms(winner=winner, loser=winner, by=None)
    merge_firms(winner=winner, loser=loser, by=None)
    with pytest.raises(NotMergeable):
        merge_firms(winner=make_firm(), loser=loser, by=None)


def test_one_event_says_who_merged_what(cast: Any) -> None:
    winner, loser = firm("Gardée"), firm("Fondue")
    merge_firms(winner=winner, loser=loser, by=cast.delegate)
    event = Event.objects.get(verb="exporters.firms_merged")
    assert event.after == {"loser": "Fondue", "loser_id": loser.pk}


def test_the_same_firm_in_two_scripts_is_proposed_with_a_score_and_why() -> None:
    latin = firm("Sté Aït Melloul Export SARL")
    arabic = firm("آيت ملول إكسبور", name_ar="آيت ملول إكسبور")
    upper = firm("AIT MELLOUL EXPORT")
    firm("Aït Baha Export")
    found = similar_firms(latin, None)
    assert {pair.second.pk for pair in found} == {arabic.pk, upper.pk}
    assert all(0.72 <= pair.likeness.score <= 1 and pair.likeness.reasons for pair in found)
    pairs = {(one.first.pk, one.second.pk) for one in possible_duplicates(None)}
    assert pairs == {(latin.pk, arabic.pk), (latin.pk, upper.pk), (arabic.pk, upper.pk)}


def test_what_was_told_apart_is_not_proposed_again() -> None:
    one, other = firm("Aït Melloul Export"), firm("AIT MELLOUL EXPORT SA")
    say_distinct(one=other, other=one, by=None)
    assert similar_firms(one, None) == []
    assert possible_duplicates(None) == []


def test_another_region_is_never_proposed_to_a_delegate() -> None:
    one = firm("Aït Melloul Export")
    firm("AIT MELLOUL EXPORT SA", "01")
    assert similar_firms(one, {"09"}) == []
    assert possible_duplicates({"09"}) == []
    assert len(possible_duplicates(None)) == 1


def test_the_pages_merge_and_take_back(
    as_delegate: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nasij.exporters.tables.merging.UNDO_DAYS", 77)
    winner, loser = firm("Aït Melloul Export"), firm("AIT MELLOUL EXPORT SA", employees=3)
    make_need(firm=loser)
    assert "MELLOUL" in as_delegate.get(url("duplicates")).content.decode()
    for language in ("fr", "ar", "en"):
        page = as_delegate.get(f"/{language}/exporters/{winner.pk}/merge/{loser.pk}/")
        assert "77" in page.content.decode()
    as_delegate.post(url("merge", winner.pk, loser.pk))
    assert Need.objects.get().firm_id == winner.pk
    page = as_delegate.get(url("detail", winner.pk)).content.decode()
    merge = Merge.objects.get()
    assert url("merge_undo", merge.pk) in page
    assert page.count("77 jours") == 2  # said of what was done, and beside the merge
    as_delegate.post(url("merge_undo", merge.pk))
    assert Need.objects.get().firm_id == loser.pk


def test_a_delegate_cannot_merge_with_a_firm_of_another_region(as_delegate: Client) -> None:
    own, elsewhere = firm("Une"), firm("Autre", "01")
    for one, other in ((own, elsewhere), (elsewhere, own)):
        for name in ("merge", "distinct"):
            assert as_delegate.post(url(name, one.pk, other.pk)).status_code == 404
    merge = Merge.objects.create(winner=elsewhere, loser=own)
    assert as_delegate.post(url("merge_undo", merge.pk)).status_code == 404
