"""What others share: shown through one reach everywhere, and nothing more than that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from nasij.accounts.enums import Permission
from nasij.accounts.models import Membership
from nasij.audit.models import Event
from nasij.exporters import acts
from nasij.exporters.enums import ObjectionScope
from nasij.exporters.models import Firm
from nasij.exporters.permissions import firms_visible_to, reach_of
from nasij.needs.acts import record_visit
from nasij.needs.models import Reply
from nasij.rights import acts as rights_acts
from nasij.sharing import acts as sharing
from nasij.sharing.errors import (
    CannotReceive,
    FirmObjects,
    LastDayOutOfReach,
    ReferralSettled,
    ReferralWaits,
)
from nasij.sharing.models import Referral, Share
from nasij.ui import formats
from tests.factories import make_need, region
from tests.people import Cast, make_user

pytestmark = pytest.mark.django_db
NAME = "Zarbia partagee"


def url(name: str, *args: Any, room: str = "exporters") -> str:
    with translation.override("fr"):
        return reverse(f"{room}:{name}", args=args)


def shared(name: str, *args: Any) -> str:
    return url(name, *args, room="sharing")


@pytest.fixture
def firm(db: None) -> Firm:
    values = {"name": NAME, "region": region("09"), "products": ["570110"], "phone": "0528000000"}
    return acts.create_firm(values=values, by=None)


@pytest.fixture
def other(cast: Cast) -> Client:
    """The delegate of region 01."""
    return cast.client("other_delegate")


def places_that_name_firms(firm: Firm) -> Iterator[str]:
    """Every address that lists firms."""
    yield url("list")
    yield url("list") + "?text=zarbia"
    yield url("list") + "?region=09"
    yield url("download") + "?format=csv"
    yield url("suggestions") + "?q=zarbia"
    yield url("names") + "?q=zarbia"
    yield url("firm_suggestions", room="needs") + "?q=zarbia"
    yield url("search", room="home") + "?q=zarbia"
    yield url("detail", firm.pk)


def told(client: Client, address: str) -> bool:
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    answer.close()
    return answer.status_code == 200 and NAME in body.decode()


def seen_in(client: Client, firm: Firm) -> set[bool]:
    return {told(client, address) for address in places_that_name_firms(firm)}


def test_nothing_is_seen_before_and_everything_lists_it_while_shared(
    cast: Cast, firm: Firm, other: Client
) -> None:
    assert seen_in(other, firm) == {False}
    share = sharing.share_firm(firm=firm, user=cast.other_delegate, by=cast.delegate)
    assert seen_in(other, firm) == {True}
    sharing.withdraw_share(share=share, by=cast.delegate)
    assert seen_in(other, firm) == {False}
    assert other.get(url("detail", firm.pk)).status_code == 404


def test_a_share_with_a_region_reaches_its_people_and_no_others(cast: Cast, firm: Firm) -> None:
    colleague = make_user("adviser_01", "adviser", "01")
    third = make_user("delegate_02", "delegate", "02")
    sharing.share_firm(firm=firm, region=region("01"), by=cast.delegate)
    view = Permission.FIRM_VIEW
    assert firms_visible_to(cast.other_delegate, view).filter(pk=firm.pk).exists()
    assert firms_visible_to(colleague, view).filter(pk=firm.pk).exists()
    assert not firms_visible_to(third, view).filter(pk=firm.pk).exists()


@pytest.mark.parametrize("role", ["analyst", "partner"])
def test_a_share_gives_nobody_a_right_that_their_role_has_not(
    cast: Cast, firm: Firm, role: str
) -> None:
    with pytest.raises(CannotReceive):
        sharing.share_firm(firm=firm, user=cast.users[role], by=cast.delegate)
    # Written behind the acts' back it still opens nothing.
    Share.objects.create(firm=firm, user=cast.users[role])
    assert cast.client(role).get(url("detail", firm.pk)).status_code == 404


def test_the_last_day_counts_and_the_next_does_not(cast: Cast, firm: Firm) -> None:
    share = sharing.share_firm(
        firm=firm, user=cast.other_delegate, ends_on=timezone.localdate(), by=cast.delegate
    )
    assert reach_of(cast.other_delegate, Permission.FIRM_VIEW).holds(firm)
    Share.objects.filter(pk=share.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert not reach_of(cast.other_delegate, Permission.FIRM_VIEW).holds(firm)
    for day in (date(2020, 1, 1), date(2926, 1, 1)):
        with pytest.raises(LastDayOutOfReach):
            sharing.share_firm(firm=firm, region=region("01"), ends_on=day, by=cast.delegate)


def test_reading_is_not_writing(cast: Cast, firm: Firm, other: Client) -> None:
    sharing.share_firm(firm=firm, user=cast.other_delegate, by=cast.delegate)
    assert other.get(url("edit", firm.pk)).status_code == 403
    assert other.post(url("contact_add", firm.pk), {}).status_code == 403
    sharing.share_firm(firm=firm, user=cast.other_delegate, may_edit=True, by=cast.delegate)
    assert Share.objects.count() == 1  # the same share, changed
    page = other.get(url("edit", firm.pk))
    form = page.context["form"]
    data = {name: form.initial.get(name) or "" for name in form.fields}
    assert other.post(url("edit", firm.pk), {**data, "activity": "Tapis"}).status_code == 302
    firm.refresh_from_db()
    assert (firm.activity, firm.region.code) == ("Tapis", "09")


@pytest.mark.parametrize("name", ["exporters:move", "sharing:share", "sharing:refer"])
def test_what_belongs_to_the_region_is_not_shared(
    cast: Cast, firm: Firm, other: Client, name: str
) -> None:
    sharing.share_firm(firm=firm, user=cast.other_delegate, may_edit=True, by=cast.delegate)
    room, page = name.split(":")
    assert other.get(url(page, firm.pk, room=room)).status_code == 403
    assert other.post(url(page, firm.pk, room=room), {}).status_code == 403


def test_a_shared_firm_is_never_merged_by_who_borrowed_it(
    cast: Cast, firm: Firm, other: Client
) -> None:
    sharing.share_firm(firm=firm, user=cast.other_delegate, may_edit=True, by=cast.delegate)
    own = acts.create_firm(values={"name": "A moi", "region": region("01")}, by=None)
    for pair in ((own.pk, firm.pk), (firm.pk, own.pk)):
        assert other.post(url("merge", *pair)).status_code in {403, 404}
    firm.refresh_from_db()
    assert firm.merged_into_id is None


def test_what_the_firm_said_stays_with_its_region(cast: Cast, firm: Firm, other: Client) -> None:
    make_need("09", firm=firm, text="Phrase secrete du besoin")
    record_visit(
        firm=firm, note="Note secrete", people="Personne secrete", next_step="Pas secret",
        by=cast.delegate,
    )  # fmt: skip
    sharing.share_firm(firm=firm, user=cast.other_delegate, by=cast.delegate)
    page = other.get(url("detail", firm.pk)).content.decode()
    for secret in ("Phrase secrete", "Note secrete", "Personne secrete", "Pas secret"):
        assert secret not in page
    assert "Visite" in page  # that somebody went is no secret to a colleague
    own = cast.client("delegate").get(url("detail", firm.pk)).content.decode()
    for secret in ("Phrase secrete", "Note secrete", "Personne secrete", "Pas secret"):
        assert secret in own


def test_the_day_of_words_that_one_may_not_read_is_not_told(
    cast: Cast, firm: Firm, other: Client
) -> None:
    """“Last contact” told a colleague the day on which the firm had spoken, or was replied to."""
    heard, went = (timezone.localdate() - timedelta(days=days) for days in (41, 73))
    need = make_need("09", firm=firm, heard_on=heard)
    Reply.objects.create(need=need, text="x", language="fr", channel="phone")
    record_visit(firm=firm, happened_on=went, by=cast.delegate)
    refer(cast, firm)
    said = last_contact(other, firm)
    assert said == formats.day(went, "fr")
    assert last_contact(cast.client("delegate"), firm) == formats.day(timezone.localdate(), "fr")


def test_nobody_is_told_that_a_firm_was_never_met_whose_words_they_may_not_read(
    cast: Cast, firm: Firm, other: Client
) -> None:
    make_need("09", firm=firm, heard_on=timezone.localdate() - timedelta(days=41))
    refer(cast, firm)
    assert last_contact(other, firm) is None
    assert last_contact(cast.client("delegate"), firm)


def last_contact(client: Client, firm: Firm) -> str | None:
    glances = client.get(url("detail", firm.pk)).context["page"].glances
    return {str(glance.label): str(glance.value) for glance in glances}.get("Dernier échange")


def test_a_share_names_one_of_the_two(firm: Firm, cast: Cast) -> None:
    for wrong in ({}, {"region": region("01"), "user": cast.other_delegate}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Share.objects.create(firm=firm, **wrong)


def test_the_page_shares_and_withdraws(cast: Cast, firm: Firm, other: Client) -> None:
    own = cast.client("delegate")
    page = shared("share", firm.pk)
    both = {"region": "01", "user": cast.other_delegate.pk}
    assert own.post(page, both).context["form"].errors
    assert own.post(page, {"region": ""}).context["form"].errors
    assert own.post(page, {"region": "01", "ends_on": "2020-01-01"}).context["form"].errors
    assert own.post(page, {"region": "01", "may_edit": "on", "reason": "Salon"}).status_code == 302
    assert told(other, url("detail", firm.pk))
    share = Share.objects.get()
    assert other.post(shared("share_withdraw", share.pk)).status_code == 404
    assert own.post(shared("share_withdraw", share.pk)).status_code == 302
    assert not told(other, url("detail", firm.pk))
    verbs = Event.objects.filter(subject_id=str(firm.pk)).values_list("verb", flat=True)
    assert {"sharing.firm_shared", "sharing.share_withdrawn"} <= set(verbs)


def test_the_region_of_the_firm_is_not_offered_and_readers_are(cast: Cast, firm: Firm) -> None:
    form = cast.client("delegate").get(shared("share", firm.pk)).context["form"]
    assert "09" not in dict(form.fields["region"].choices)
    people = str(form.fields["user"].choices)
    assert "other_delegate" in people
    assert "analyst" not in people
    assert "partner" not in people


def test_a_colleague_is_offered_under_the_regions_they_hold_today(cast: Cast, firm: Firm) -> None:
    """Who had left a region was still offered under it, and who is to come already was."""
    today = timezone.localdate()
    for code, starts_on, ends_on in (
        ("02", date(2020, 1, 1), today - timedelta(days=1)),
        ("03", today + timedelta(days=1), None),
    ):
        Membership.objects.create(
            user=cast.other_delegate, role="delegate", region=region(code),
            starts_on=starts_on, ends_on=ends_on,
        )  # fmt: skip
    form = cast.client("delegate").get(shared("refer", firm.pk)).context["form"]
    key = str(cast.other_delegate.pk)
    places = {
        str(place)
        for place, people in form.fields["recipient"].choices
        if place and key in dict(people)
    }
    assert places == {region("01").name}


# --- referrals ------------------------------------------------------------------------------------


def refer(cast: Cast, firm: Firm, **more: Any) -> Referral:
    given = {"reason": "Cherche un acheteur", "question": "Qui ?", **more}
    return sharing.refer_firm(firm=firm, recipient=cast.other_delegate, **given, by=cast.delegate)


def test_a_referral_shows_one_firm_until_it_is_answered(
    cast: Cast, firm: Firm, other: Client
) -> None:
    hidden = acts.create_firm(values={"name": "Autre", "region": region("09")}, by=None)
    referral = refer(cast, firm)
    assert seen_in(other, firm) == {True}
    assert other.get(url("detail", hidden.pk)).status_code == 404
    assert other.get(url("edit", firm.pk)).status_code == 403
    assert NAME in other.get(url("dashboard", room="home")).content.decode()
    other.post(shared("referral_accept", referral.pk))
    assert told(other, url("detail", firm.pk))
    other.post(shared("referral_answer", referral.pk), {"answer-words": "Chez Untel"})
    assert seen_in(other, firm) == {False}
    referral.refresh_from_db()
    assert (referral.state, referral.outcome) == ("answered", "Chez Untel")
    page = cast.client("delegate").get(shared("referral", referral.pk)).content.decode()
    assert "Chez Untel" in page
    assert NAME not in other.get(url("dashboard", room="home")).content.decode()


def test_who_asked_finds_the_answer_on_their_desk_and_in_the_menu(
    cast: Cast, firm: Firm, other: Client
) -> None:
    """It stood on one page, to which no page of theirs led."""
    referral = refer(cast, firm)
    own, page = cast.client("delegate"), shared("referral", referral.pk)
    assert page not in own.get(url("dashboard", room="home")).text
    other.post(shared("referral_answer", referral.pk), {"answer-words": "Chez Untel"})
    desk = own.get(url("dashboard", room="home")).text
    assert page in desk
    assert shared("referrals") in desk
    Referral.objects.update(closed_at=timezone.now() - timedelta(days=15))
    assert page not in own.get(url("dashboard", room="home")).text


def test_declining_asks_for_a_reason_and_closes(cast: Cast, firm: Firm, other: Client) -> None:
    referral = refer(cast, firm)
    page = other.post(shared("referral_decline", referral.pk), {"decline-words": ""})
    assert page.context["decline_form"].errors
    other.post(shared("referral_decline", referral.pk), {"decline-words": "Pas mon domaine"})
    referral.refresh_from_db()
    assert referral.state == "declined"
    assert other.get(url("detail", firm.pk)).status_code == 404
    with pytest.raises(ReferralSettled):
        sharing.answer_referral(referral=referral, answer="trop tard", by=cast.other_delegate)


def test_each_does_only_their_own_part(cast: Cast, firm: Firm, other: Client) -> None:
    referral = refer(cast, firm)
    own = cast.client("delegate")
    own.post(shared("referral_answer", referral.pk), {"answer-words": "à ma place"})
    other.post(shared("referral_withdraw", referral.pk))
    referral.refresh_from_db()
    assert referral.state == "sent"
    own.post(shared("referral_withdraw", referral.pk))
    referral.refresh_from_db()
    assert referral.state == "withdrawn"
    assert other.get(url("detail", firm.pk)).status_code == 404


def test_a_referral_is_between_two_people(cast: Cast, firm: Firm) -> None:
    referral = refer(cast, firm)
    for role in ("adviser", "secretariat", "analyst"):
        client = cast.client(role)
        assert client.get(shared("referral", referral.pk)).status_code == 404, role
        assert client.post(shared("referral_accept", referral.pk)).status_code == 404, role


@pytest.mark.parametrize("who", ["recipient", "sender"])
def test_who_lost_their_role_reads_no_referral(
    cast: Cast, firm: Firm, other: Client, who: str
) -> None:
    """The page asked only who the two people were: they read on, and answered, without a role."""
    referral = refer(cast, firm)
    sender = (cast.delegate, cast.client("delegate"))
    person, client = (cast.other_delegate, other) if who == "recipient" else sender
    person.memberships.all().delete()
    assert client.get(shared("referral", referral.pk)).status_code == 404
    for how in ("accept", "answer", "decline", "withdraw"):
        words = {f"{how}-words": "sans droit"}
        assert client.post(shared(f"referral_{how}", referral.pk), words).status_code == 404
    assert NAME not in client.get(url("dashboard", room="home"), follow=True).text
    referral.refresh_from_db()
    assert referral.state == "sent"


def test_who_changed_region_leaves_the_answers_behind(
    cast: Cast, firm: Firm, other: Client
) -> None:
    referral, own = refer(cast, firm), cast.client("delegate")
    cast.delegate.memberships.update(region=region("02"))
    other.post(shared("referral_answer", referral.pk), {"answer-words": "Chez Untel"})
    assert own.get(shared("referral", referral.pk)).status_code == 404
    for page in (shared("referrals"), url("dashboard", room="home")):
        assert NAME not in own.get(page).text


def test_the_region_sees_to_whom_its_firm_is_handed_and_ends_it(
    cast: Cast, firm: Firm, other: Client
) -> None:
    """The sender had left: nobody could end it, and the recipient saw the firm for ever."""
    referral = refer(cast, firm)
    adviser = cast.client("secretariat")
    page = adviser.get(shared("share", firm.pk)).text
    assert shared("referral_end", referral.pk) in page
    assert "other_delegate" in adviser.get(url("detail", firm.pk)).text
    assert other.post(shared("referral_end", referral.pk)).status_code == 404
    assert adviser.post(shared("referral_end", referral.pk)).status_code == 302
    assert seen_in(other, firm) == {False}


def test_a_referral_runs_out(cast: Cast, firm: Firm, other: Client) -> None:
    referral = refer(cast, firm, ends_on=timezone.localdate() + timedelta(days=1))
    assert told(other, url("detail", firm.pk))
    Referral.objects.update(ends_on=timezone.localdate() - timedelta(days=2))
    assert other.get(url("detail", firm.pk)).status_code == 404
    assert "Échue" in other.get(shared("referral", referral.pk)).content.decode()
    refer(cast, firm)  # and may be sent anew
    assert told(other, url("detail", firm.pk))


def test_who_cannot_receive_and_who_has_it_already(cast: Cast, firm: Firm) -> None:
    for person in (cast.analyst, cast.delegate):
        with pytest.raises(CannotReceive):
            sharing.refer_firm(firm=firm, recipient=person, reason="x", by=cast.delegate)
    refer(cast, firm)
    with pytest.raises(ReferralWaits):
        refer(cast, firm)


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""},
        {"reason": "x", "state": "answered"},
        {"reason": "x", "state": "declined"},
        {"reason": "x", "sender": "recipient"},
    ],
)
def test_referrals_say_why_how_and_to_whom(cast: Cast, firm: Firm, wrong: dict[str, Any]) -> None:
    if wrong.get("sender"):
        wrong = {**wrong, "sender": cast.other_delegate}
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.create(firm=firm, recipient=cast.other_delegate, **wrong)


def test_the_page_refers(cast: Cast, firm: Firm, other: Client) -> None:
    own = cast.client("delegate")
    assert own.post(shared("refer", firm.pk), {"reason": "x"}).context["form"].errors
    data = {"recipient": cast.other_delegate.pk, "reason": "Voir ensemble"}
    assert own.post(shared("refer", firm.pk), data).status_code == 302
    assert (
        "Voir ensemble" in other.get(shared("referral", Referral.objects.get().pk)).content.decode()
    )
    for client in (own, other):
        assert NAME in client.get(shared("referrals")).content.decode()
    events = Event.objects.filter(verb="sharing.firm_referred")
    assert events.get().after["recipient"] == "other_delegate"


@pytest.mark.parametrize("scope", [ObjectionScope.PUBLICATION, ObjectionScope.ALL])
def test_a_firm_that_objects_is_handed_to_nobody_else(
    cast: Cast, firm: Firm, other: Client, scope: ObjectionScope
) -> None:
    """Its shares ended with the objection; its referrals went on."""
    referral = refer(cast, firm)
    request = rights_acts.raise_objection(firm=firm, scope=scope)
    assert seen_in(other, firm) == {False}
    assert other.get(shared("referral", referral.pk)).status_code == 404
    assert NAME not in other.get(shared("referrals")).text
    assert "Arrêtée" in cast.client("delegate").get(shared("referral", referral.pk)).text
    assert Event.objects.filter(verb="sharing.showing_stopped").count() == 1
    with pytest.raises(FirmObjects):
        refer(cast, firm)
    rights_acts.withdraw_request(request=request)
    refer(cast, firm)
    assert seen_in(other, firm) == {True}


@pytest.mark.parametrize("scope", [ObjectionScope.PUBLICATION, ObjectionScope.ALL])
@pytest.mark.parametrize("end", ["answer", "decline", "withdraw"])
def test_a_closed_referral_names_no_firm_that_objects(
    cast: Cast, firm: Firm, other: Client, end: str, scope: ObjectionScope
) -> None:
    """Only those that waited were taken from their recipient: who had answered read on."""
    referral = refer(cast, firm)
    who = cast.client("delegate") if end == "withdraw" else other
    who.post(shared(f"referral_{end}", referral.pk), {f"{end}-words": "Chez Untel"})
    page, listed = shared("referral", referral.pk), shared("referrals")
    assert NAME in other.get(page).text
    request = rights_acts.raise_objection(firm=firm, scope=scope)
    assert other.get(page).status_code == 404
    assert NAME not in other.get(listed).text
    assert cast.client("delegate").get(page).status_code == 200
    rights_acts.withdraw_request(request=request)
    assert NAME in other.get(page).text
    assert NAME in other.get(listed).text


def test_who_follows_the_firm_reads_what_they_were_asked_of_it(cast: Cast, firm: Firm) -> None:
    """An objection to being shown to others takes nothing from its own region."""
    referral = sharing.refer_firm(firm=firm, recipient=cast.adviser, reason="x", by=cast.delegate)
    sharing.answer_referral(referral=referral, answer="Vu", by=cast.adviser)
    rights_acts.raise_objection(firm=firm, scope=ObjectionScope.PUBLICATION)
    own = cast.client("adviser")
    assert own.get(shared("referral", referral.pk)).status_code == 200
    assert NAME in own.get(shared("referrals")).text


@pytest.mark.parametrize("scope", [ObjectionScope.PUBLICATION, ObjectionScope.ALL])
def test_a_firm_that_objects_is_shown_to_nobody_else(
    cast: Cast, firm: Firm, scope: ObjectionScope
) -> None:
    sharing.share_firm(firm=firm, region=region("01"), by=cast.delegate)
    assert reach_of(cast.other_delegate, Permission.FIRM_VIEW).holds(firm)
    request = rights_acts.raise_objection(firm=firm, scope=scope)
    assert not reach_of(cast.other_delegate, Permission.FIRM_VIEW).holds(firm)
    with pytest.raises(FirmObjects):
        sharing.share_firm(firm=firm, region=region("01"), by=cast.delegate)
    rights_acts.withdraw_request(request=request)
    sharing.share_firm(firm=firm, region=region("01"), by=cast.delegate)
    assert reach_of(cast.other_delegate, Permission.FIRM_VIEW).holds(firm)
