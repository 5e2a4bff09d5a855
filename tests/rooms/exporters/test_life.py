"""One timeline of a firm across rooms, for each reader what they may read; and the desk's news."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from nasij.council.models import Decision
from nasij.exporters import acts, life
from nasij.exporters.enums import EvidenceSource, FirmStatus, MarketStanding, SiteKind
from nasij.exporters.models import Firm, Follower
from nasij.files.phones import shown_phone
from nasij.needs.acts import record_visit, reply_to_need
from nasij.needs.models import Need
from nasij.plans.models import Action, ActionShare, Evidence
from nasij.reference.models import Country, Product
from nasij.sharing.acts import share_firm
from tests.factories import make_agenda_item, make_firm, make_item, make_need, region
from tests.people import Cast

pytestmark = pytest.mark.django_db


def url(name: str, *args: Any) -> str:
    with translation.override("fr"):
        return reverse(f"exporters:{name}", args=args)


@pytest.fixture
def firm(db: None) -> Firm:
    return acts.create_firm(
        values={"name": "Tissaliwine", "region": region("09"), "products": ["151590"]}, by=None
    )


def thread(firm: Firm) -> Need:
    """A need, its item, a decision, an action done with a result."""
    item = make_item("09", title="Fret", state="done", escalated_at=timezone.now())
    need = make_need("09", firm=firm, item=item, text="Le fret est trop cher")
    decision = Decision.objects.create(
        agenda_item=make_agenda_item(item=item, title="Le fret"), text="x", outcome="adopted",
        decided_at=timezone.now(),
    )  # fmt: skip
    action = Action.objects.create(
        decision=decision, title="Louer un quai", owner_name="Port", first_due_on=date(2026, 9, 1),
        due_on=date(2026, 9, 1), budget_lcu=0, state="done", done_at=timezone.now(),
    )  # fmt: skip
    ActionShare.objects.create(action=action, region=region("09"), share=1)
    Evidence.objects.create(
        action=action, kind="confirmed", text="Le quai est loué", source="La gérante, le 3 mai"
    )
    return need


def titles(firm: Firm, user: Any, kind: str = "") -> str:
    with translation.override("fr"):
        return told_of(firm, user, kind)


def told_of(firm: Firm, user: Any, kind: str = "") -> str:
    return " | ".join(f"{one.title} {one.text}" for one in life.life_of(firm, user, kind=kind))


def test_everything_stands_on_one_line_the_latest_first(cast: Cast, firm: Firm) -> None:
    need = thread(firm)
    reply_to_need(need=need, text="Voici la réponse", by=cast.delegate)
    record_visit(firm=firm, happened_on=date(2026, 2, 1), note="Atelier plein", by=cast.delegate)
    share_firm(firm=firm, region=region("01"), by=cast.delegate)
    told = titles(firm, cast.delegate)
    for words in (
        "Le fret est trop cher", "Voici la réponse", "Décision du conseil", "Louer un quai",
        "Le quai est loué", "La gérante, le 3 mai", "Atelier plein",
        "a partagé", "a ajouté l’entreprise",
    ):  # fmt: skip
        assert words.replace("’", "'") in told.replace("’", "'"), words
    moments = [one.moment for one in life.life_of(firm, cast.delegate)]
    assert moments == sorted(moments, reverse=True)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_life_is_told_in_the_words_of_its_reader(cast: Cast, firm: Firm, language: str) -> None:
    """It once showed “unknown → past”, and the names of places as who had acted read them."""
    far, market = region("01"), Country.objects.get(pk="DEU")
    with translation.override("fr"):
        changed = {"status": FirmStatus.PAST, "employees": 1240, "products": ["080410"],
                   "phone": "+212661234567"}  # fmt: skip
        acts.change_firm(firm=firm, values=changed, by=cast.delegate)
        acts.note_market(
            firm=firm, country=market, standing=MarketStanding.EXPORTS,
            source=EvidenceSource.DECLARED, evidence_on=date(2026, 1, 5), by=cast.delegate,
        )  # fmt: skip
        share_firm(firm=firm, region=far, by=cast.delegate)
        acts.add_site(firm=firm, territory=far, kind=SiteKind.STORE, by=cast.delegate)
        acts.move_firm(firm=firm, region=far, commune=None, by=cast.secretariat)
    client = cast.client("secretariat")
    with translation.override(language):
        told = told_of(firm, cast.secretariat)
        record = client.get(reverse("accounts:events")).content.decode()
        name, other = far.name, far.name_ar if language == "fr" else far.name_fr
        words = (str(FirmStatus.PAST.label), market.name, Product.objects.get(pk="080410").name)
    for page in (told, record):
        assert name in page
        assert other not in page
    assert [word for word in words if word not in told] == []
    assert "past" not in told
    assert shown_phone("+212661234567") in told  # one writing: the record's own
    assert ">01<" not in record


@pytest.mark.parametrize(
    ("kind", "there", "not_there"),
    [
        ("contact", "Atelier plein", "trop cher"),
        ("need", "trop cher", "Atelier plein"),
        ("action", "Louer un quai", "trop cher"),
        ("sharing", "a partagé", "Louer un quai"),
        ("record", "Tissaliwine", "a partagé"),
    ],
)
def test_a_kind_shows_itself_alone(
    cast: Cast, firm: Firm, as_delegate: Client, kind: str, there: str, not_there: str
) -> None:
    thread(firm)
    record_visit(firm=firm, note="Atelier plein", by=cast.delegate)
    share_firm(firm=firm, region=region("01"), by=cast.delegate)
    told = titles(firm, cast.delegate, kind)
    assert there in told
    assert not_there not in told
    shown = as_delegate.get(url("detail", firm.pk), {"life": kind}).context["page"].life.moments
    assert any(there in f"{one.title} {one.text}" for one in shown)


def test_an_unknown_kind_is_no_filter(firm: Firm, as_delegate: Client) -> None:
    answer = as_delegate.get(url("detail", firm.pk), {"life": "nonsense"})
    assert answer.context["page"].life.moments


def test_an_anonymous_need_is_never_beside_the_firm(cast: Cast, firm: Firm) -> None:
    """Nor one whose firm was written beside it behind the acts' back."""
    make_need("09", text="Parole anonyme", is_anonymous=True)
    assert "Parole anonyme" not in titles(firm, cast.delegate)


def test_needs_of_a_region_one_does_not_read_are_not_told(cast: Cast, firm: Firm) -> None:
    """The firm moved: what it said in its old region stays there."""
    make_need("09", firm=firm, text="Dit avant le départ")
    acts.move_firm(firm=firm, region=region("01"), commune=None, by=None)
    assert "Dit avant" not in titles(firm, cast.other_delegate)
    assert "Dit avant" in titles(firm, cast.secretariat)
    make_need("01", firm=firm, text="Dit après")
    assert "Dit après" in titles(firm, cast.other_delegate)


def test_who_follows_is_nobody_elses_concern(cast: Cast, firm: Firm) -> None:
    acts.follow_firm(firm=firm, by=cast.delegate)
    assert "suit" not in titles(firm, cast.adviser, "record")


def test_a_long_life_is_cut_and_shown_whole_when_asked(
    cast: Cast, firm: Firm, as_delegate: Client
) -> None:
    for number in range(20):
        record_visit(firm=firm, note=f"Visite {number}", by=cast.delegate)
    address = url("detail", firm.pk)
    life = as_delegate.get(address).context["page"].life
    assert len(life.moments) == 8
    assert life.more_url
    whole = as_delegate.get(address + life.more_url.split("#")[0]).context["page"].life
    assert len(whole.moments) == 21
    assert not whole.more_url


def test_the_page_asks_few_questions_however_long_the_life(
    cast: Cast, firm: Firm, as_delegate: Client
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert as_delegate.get(url("detail", firm.pk)).status_code == 200
        return len(found)

    thread(firm)
    once = asked()
    for number in range(12):
        record_visit(firm=firm, note=f"v{number}", next_step="x", by=cast.delegate)
        make_need("09", firm=firm)
        share_firm(firm=firm, region=region("02"), by=cast.delegate)
    make_firm(group=firm)
    assert asked() <= once + 3
    assert once <= 37


# --- followers ------------------------------------------------------------------------------------


def desk(client: Client) -> list[tuple[Firm, life.Happening]]:
    with translation.override("fr"):
        found = client.get(reverse("home:dashboard")).context["firms"].news
    return list(found)


def test_followers_read_what_others_did_until_they_have_seen_it(
    cast: Cast, firm: Firm, as_delegate: Client
) -> None:
    acts.follow_firm(firm=firm, by=cast.delegate)
    record_visit(firm=firm, note="par moi", by=cast.delegate)
    assert desk(as_delegate) == []
    record_visit(firm=firm, note="par l'autre", happened_on=date(2026, 1, 5), by=cast.adviser)
    make_need("09", firm=firm, recorded_by=cast.adviser)
    assert {one.kind for _firm, one in desk(as_delegate)} == {"contact", "need"}
    as_delegate.post(url("followed_seen"))
    assert desk(as_delegate) == []
    reply_to_need(need=Need.objects.get(), text="Réponse", by=cast.adviser)
    assert [one.kind for _firm, one in desk(as_delegate)] == ["need"]


def test_news_are_bounded_and_only_of_firms_one_may_still_see(
    cast: Cast, firm: Firm, as_delegate: Client
) -> None:
    acts.follow_firm(firm=firm, by=cast.delegate)
    Follower.objects.update(since=timezone.now() - timedelta(days=30))
    for number in range(30):
        record_visit(firm=firm, note=str(number), by=cast.adviser)
    assert len(desk(as_delegate)) == 12
    acts.move_firm(firm=firm, region=region("01"), commune=None, by=cast.secretariat)
    assert desk(as_delegate) == []
