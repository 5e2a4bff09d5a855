"""A firm and the link to its own record: who gets in, who does not, and what leaks nowhere."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation

from nasij.accounts.models import User
from nasij.audit.models import Event
from nasij.exporters.acts import create_firm, merge_firms, undo_merge
from nasij.exporters.models import Contact, Firm, MarketEvidence
from nasij.files.phones import shown_phone
from nasij.rights.acts import give_link, revoke_link
from nasij.rights.enums import LinkChannel
from nasij.rights.errors import NoAddress
from nasij.rights.law.codes import code_hash, link_of, new_code
from nasij.rights.law.record import record_of
from nasij.rights.models import AccessLink
from nasij.sharing.acts import answer_referral, refer_firm, share_firm, withdraw_share
from nasij.sharing.models import Share
from nasij.ui import formats
from tests.factories import make_firm, make_need, region
from tests.people import Cast, make_user

pytestmark = pytest.mark.django_db
RECORD = "/fr/rights/record/"


@pytest.fixture(autouse=True)
def no_limits_from_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def firm() -> Firm:
    return create_firm(
        values={
            "name": "Argan Tiznit SARL",
            "region": region("09"),
            "email": "siege@argan.example",
            "phone": "+212 528 00 00 01",
            "activity": "Huile d'argan",
        },
        by=None,
    )


def shown_link(firm: Firm, **more: Any) -> tuple[AccessLink, str]:
    return give_link(firm=firm, channel=LinkChannel.SHOWN, by=None, **more)


def opened(firm: Firm) -> Client:
    """A browser in which the firm has opened its record."""
    client = Client()
    answer = client.post(RECORD, {"code": shown_link(firm)[1]})
    assert answer.status_code == 302
    return client


# --- the code -----------------------------------------------------------------------------------


def test_a_code_is_read_as_people_write_it() -> None:
    code = "01AB-CDEF-GHJK-MNPQ"
    for written in ("01ab cdef ghjk mnpq", "OIABCDEFGHJKMNPQ", " 0lab–cdef-ghjk-mnpq "):
        assert code_hash(written) == code_hash(code)
    assert code_hash("01AB-CDEF-GHJK-MNPR") != code_hash(code)


def test_codes_have_eighty_bits_and_no_letter_that_is_taken_for_a_digit() -> None:
    drawn = {new_code() for _ in range(500)}
    assert len(drawn) == 500
    assert all(
        re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", one) for one in drawn
    )


def test_the_database_keeps_the_hash_alone(firm: Firm) -> None:
    link, code = shown_link(firm)
    kept = " ".join(str(getattr(link, field.attname)) for field in AccessLink._meta.concrete_fields)
    assert code not in kept
    assert code.replace("-", "") not in kept


def test_the_code_stands_where_no_server_sees_it(firm: Firm) -> None:
    _link, code = shown_link(firm)
    before, _, after = link_of(code, "ar").partition("#")
    assert before.endswith("/ar/rights/record/")
    assert after == code


# --- getting in ---------------------------------------------------------------------------------


def test_the_firm_sees_everything_that_is_held(firm: Firm) -> None:
    Contact.objects.create(firm=firm, name="Aïcha Contact", email="aicha@argan.example")
    MarketEvidence.objects.create(
        firm=firm,
        country_id="FRA",
        standing="exports",
        source="customs",
        evidence_on=date(2026, 1, 5),
    )
    make_need(firm=firm, text="Le fret est trop cher pour l'argan")
    text = opened(firm).get(RECORD).text
    for held in (
        "Argan Tiznit SARL", "siege@argan.example", shown_phone("+212528000001"),
        "Huile d&#x27;argan",
        "Aïcha Contact", "France", "Le fret est trop cher", "Souss-Massa",
    ):  # fmt: skip
        assert held in text, held


def test_people_of_the_team_are_told_by_role(cast: Cast, firm: Firm) -> None:
    cast.delegate.name = "Nom Du Delegue"
    cast.delegate.save()
    give_link(firm=firm, channel=LinkChannel.SHOWN, by=cast.delegate)
    # Those to whom the record was handed or shown, too; a region is no person.
    User.objects.filter(pk=cast.adviser.pk).update(name="Nom De La Conseillere")
    User.objects.filter(pk=cast.other_delegate.pk).update(name="Nom De L Autre")
    refer_firm(firm=firm, recipient=User.objects.get(pk=cast.adviser.pk), reason="Salon",
               by=cast.delegate)  # fmt: skip
    for reader in (
        {"user": User.objects.get(pk=cast.other_delegate.pk)},
        {"region": region("01")},
    ):
        share_firm(firm=firm, **reader, by=cast.delegate)
    text = opened(firm).get(RECORD).text
    for name in ("Nom Du Delegue", "Nom De La Conseillere", "Nom De L Autre"):
        assert name not in text, name
    assert "Délégation régionale" in text
    assert region("01").name in text


def told_of(firm: Firm, key: str) -> list[Any]:
    (section,) = (found for found in record_of(firm) if found.key == key)
    return list(section.entries)


def test_a_share_with_a_region_names_it_and_a_person_inside_the_sentence(
    cast: Cast, firm: Firm
) -> None:
    share_firm(firm=firm, region=region("01"), by=cast.delegate)
    share_firm(firm=firm, user=cast.other_delegate, by=cast.delegate)
    for language, name in (("fr", "un membre de l’équipe"), ("ar", "عضو في الفريق")):
        with translation.override(language):
            acts = " ".join(entry.value for entry in told_of(firm, "acts"))
            assert region("01").name in acts
            assert f" {name}" in acts
            assert "avec Un membre" not in acts


def test_a_share_tells_until_when_it_counts_or_counted(cast: Cast, firm: Firm) -> None:
    today = timezone.localdate()
    ended = share_firm(firm=firm, region=region("01"), by=cast.delegate)
    withdraw_share(share=ended, by=cast.delegate)
    run_out = share_firm(firm=firm, region=region("02"), ends_on=today, by=cast.delegate)
    Share.objects.filter(pk=run_out.pk).update(ends_on=today - timedelta(days=3))
    share_firm(firm=firm, region=region("03"), ends_on=today, by=cast.delegate)
    share_firm(firm=firm, region=region("04"), by=cast.delegate)
    asked = refer_firm(firm=firm, recipient=cast.adviser, reason="Salon", by=cast.delegate)
    answer_referral(referral=asked, answer="Vu", by=cast.adviser)
    with translation.override("fr"):
        told = told_of(firm, "sharing")
        day, earlier = (formats.day(at, "fr") for at in (today, today - timedelta(days=3)))
    assert [entry.value for entry in told[:4]] == [
        f"terminé le {day}", f"terminé le {earlier}", f"jusqu’au {day}", "Partagée",
    ]  # fmt: skip
    assert f"terminé le {day}" in told[4].note


def test_the_firm_reads_why_it_was_shown_and_what_was_asked_and_answered(
    cast: Cast, firm: Firm
) -> None:
    """Of a share the reason was left out, of a referral the question and the answer."""
    share_firm(firm=firm, region=region("01"), reason="Salon de Lyon", may_edit=True,
               by=cast.delegate)  # fmt: skip
    asked = refer_firm(firm=firm, recipient=cast.adviser, reason="Cherche un acheteur",
                       question="Qui achète en vrac", by=cast.delegate)  # fmt: skip
    answer_referral(referral=asked, answer="Chez Untel", by=cast.adviser)
    client = opened(firm)
    for page in (client.get(RECORD), client.get(RECORD + "download/?format=json")):
        for words in ("Salon de Lyon", "Cherche un acheteur", "Qui achète en vrac", "Chez Untel"):
            assert words in page.text, words


def test_who_can_read_counts_those_it_is_shown_to_today(cast: Cast, firm: Firm) -> None:
    def readers() -> int:
        with translation.override("en"):
            told = told_of(firm, "people")
        return sum(int(entry.value.split()[0]) for entry in told)

    before, elsewhere = readers(), region("01")
    colleague = make_user("elsewhere", "adviser", "01")
    assert readers() == before
    share = share_firm(firm=firm, region=elsewhere, by=cast.delegate)
    with_region = readers()
    assert with_region > before
    withdraw_share(share=share, by=cast.delegate)
    assert readers() == before
    share_firm(firm=firm, user=colleague, by=cast.delegate)
    assert readers() == before + 1
    refer_firm(firm=firm, recipient=colleague, reason="Salon", by=cast.delegate)
    assert readers() == before + 1  # one person, by two roads


def test_opening_is_recorded_as_by_the_firm(firm: Firm) -> None:
    opened(firm)
    event = Event.objects.get(verb="rights.record_opened")
    assert (event.actor_id, event.actor_label) == (None, "Argan Tiznit SARL")
    assert AccessLink.objects.get().opened_at is not None


def test_the_page_is_kept_by_nobody_and_found_by_nobody(firm: Firm) -> None:
    for client in (opened(firm), Client()):
        answer = client.get(RECORD)
        assert "no-store" in answer.headers["Cache-Control"]
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    ["correct/", "choices/", "download/", "download/?format=json"],
)
def test_without_a_link_every_page_asks_for_the_code(firm: Firm, path: str) -> None:
    answer = Client().get(RECORD + path)
    assert answer.status_code == 302
    assert answer.headers["Location"] == RECORD


def refused(code: str) -> None:
    client = Client()
    answer = client.post(RECORD, {"code": code})
    assert answer.status_code == 200
    assert "firm_record" not in client.session
    assert client.get(RECORD + "correct/").status_code == 302


def test_an_expired_link_opens_nothing(firm: Firm) -> None:
    link, code = shown_link(firm)
    AccessLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    refused(code)


def test_a_revoked_link_opens_nothing_and_closes_what_it_had_opened(firm: Firm) -> None:
    link, code = shown_link(firm)
    client = Client()
    client.post(RECORD, {"code": code})
    assert client.get(RECORD + "correct/").status_code == 200
    revoke_link(link=link, by=None)
    assert client.get(RECORD + "correct/").status_code == 302
    refused(code)


def test_an_opened_record_closes_after_an_hour_without_use(firm: Firm) -> None:
    client = opened(firm)

    def until(moment: float) -> None:
        session = client.session
        session["firm_record"] = {**session["firm_record"], "until": moment}
        session.save()

    until(time.time() + 60)
    assert client.get(RECORD + "correct/").status_code == 200
    assert client.session["firm_record"]["until"] > time.time() + 3000  # in use
    until(time.time() - 1)
    assert client.get(RECORD + "correct/").status_code == 302


def test_guessing_is_slowed_down_and_a_right_code_is_not(firm: Firm, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "unknown_link": "3/m/ip"}
    _link, code = shown_link(firm)
    client = Client()
    for _ in range(3):
        assert client.post(RECORD, {"code": new_code()}).status_code == 200
    answer = client.post(RECORD, {"code": new_code()})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert client.post(RECORD, {"code": code}).status_code == 302


def test_every_refusal_says_the_same(firm: Firm) -> None:
    revoked, code = shown_link(firm)
    revoke_link(link=revoked, by=None)
    said = {
        re.findall(r"errorlist.*?</ul>", Client().post(RECORD, {"code": one}).text, re.DOTALL)[0]
        for one in (code, new_code(), "x")
    }
    assert len(said) == 1


def test_the_link_of_a_merged_firm_does_not_open_what_the_other_said(firm: Firm) -> None:
    other = make_firm(name="Autre Firme", email="autre@example.org")
    _link, code = shown_link(firm)
    merge = merge_firms(winner=other, loser=firm, by=None)
    refused(code)
    undo_merge(merge=merge, by=None)
    client = Client()
    assert client.post(RECORD, {"code": code}).status_code == 302
    assert "autre@example.org" not in client.get(RECORD).text


def test_things_of_another_firm_cannot_be_touched(firm: Firm) -> None:
    other = make_firm(name="Autre Firme")
    theirs = Contact.objects.create(firm=other, name="Leur contact")
    their_client = opened(other)
    their_client.post(RECORD + "objection/", {"objection-scope": "offers"})
    asked = other.rights_requests.get()
    client = opened(firm)
    posted = {"contact": theirs.pk, "purpose": "offers", "agree": "1"}
    assert client.post(RECORD + "consent/", posted).status_code == 404
    assert client.post(f"{RECORD}requests/{asked.pk}/withdraw/").status_code == 404
    asked.refresh_from_db()
    assert asked.is_open
    assert not theirs.consent_entries.exists()


# --- giving the link ----------------------------------------------------------------------------


def test_a_link_is_mailed_to_the_registered_address(
    firm: Firm, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = cast.client("delegate").post(
            f"/fr/rights/firms/{firm.pk}/link/",
            {"link-channel": "email", "link-language": "ar"},
        )
    assert answer.status_code == 302
    (message,) = mail.outbox
    assert message.to == ["siege@argan.example"]
    code = re.search(r"/ar/rights/record/#(\S+)", str(message.body))
    assert code is not None
    assert Client().post("/ar/rights/record/", {"code": code.group(1)}).status_code == 302
    assert code.group(1) not in answer.text
    assert not Event.objects.filter(after__icontains=code.group(1)).exists()


def test_a_link_is_shown_once_with_its_square(firm: Firm, cast: Cast) -> None:
    client = cast.client("delegate")
    answer = client.post(
        f"/fr/rights/firms/{firm.pk}/link/", {"link-channel": "shown", "link-language": "fr"}
    )
    code = re.search(r'access-code">([0-9A-Z-]{19})<', answer.text)
    assert code is not None
    assert "<svg" in answer.text
    assert code.group(1) not in client.get(f"/fr/rights/firms/{firm.pk}/").text


@pytest.mark.parametrize(
    ("address", "warned"), [("http://127.0.0.1:8000", True), ("https://nasij.example", False)]
)
def test_a_link_that_opens_here_only_is_not_given_without_a_word(
    address: str, warned: bool, firm: Firm, cast: Cast, settings: Any
) -> None:
    settings.SITE_URL = address
    answer = cast.client("delegate").post(
        f"/fr/rights/firms/{firm.pk}/link/", {"link-channel": "shown", "link-language": "fr"}
    )
    assert ("ne s’ouvre que sur cette machine" in answer.text) == warned


def test_the_paper_speaks_the_language_of_the_firm(firm: Firm, cast: Cast) -> None:
    answer = cast.client("delegate").post(
        f"/fr/rights/firms/{firm.pk}/link/", {"link-channel": "shown", "link-language": "ar"}
    )
    assert "امسحوا المربع بالهاتف" in answer.text
    assert "/ar/rights/record/" in answer.text


def test_no_address_no_mail(cast: Cast) -> None:
    with pytest.raises(NoAddress):
        give_link(firm=make_firm(), channel=LinkChannel.EMAIL, by=cast.delegate)


@pytest.mark.parametrize(
    ("who", "status"), [("other_delegate", 404), ("analyst", 403), ("partner", 403)]
)
def test_who_may_not_work_on_the_firm_gives_no_link(
    firm: Firm, cast: Cast, who: str, status: int
) -> None:
    link, _code = shown_link(firm)
    client = cast.client(who)
    posted = {"link-channel": "shown", "link-language": "fr"}
    assert client.post(f"/fr/rights/firms/{firm.pk}/link/", posted).status_code == 404
    assert client.post(f"/fr/rights/links/{link.pk}/revoke/").status_code == 404
    assert client.get(f"/fr/rights/firms/{firm.pk}/").status_code == 404
    assert client.get(f"/fr/rights/firms/{firm.pk}/record/").status_code == 404
    assert client.get(f"/fr/rights/firms/{firm.pk}/download/").status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None
    assert AccessLink.objects.count() == 1


# --- from the page of a need ----------------------------------------------------------------------


def ask_from(need: Any, callbacks: Any, language: str = "fr") -> Any:
    with callbacks(execute=True):
        return Client().post(f"/{language}/follow/{need.token}/record/", follow=True)


def test_who_holds_a_needs_address_gets_no_record(
    firm: Firm, django_capture_on_commit_callbacks: Any
) -> None:
    need = make_need(firm=firm)
    answer = ask_from(need, django_capture_on_commit_callbacks)
    assert "siege@argan.example" not in answer.text
    assert "Argan Tiznit" not in answer.text
    (message,) = mail.outbox
    assert message.to == ["siege@argan.example"]
    ask_from(need, django_capture_on_commit_callbacks)  # twice within the hour: one message
    assert len(mail.outbox) == 1
    assert Event.objects.filter(verb="rights.link_asked").count() == 1


@pytest.mark.parametrize(
    ("language", "subject"), [("ar", "ما يُحتفظ به عنكم"), ("en", "What is held about you")]
)
def test_a_firm_gets_its_link_in_the_language_of_the_page_it_asked_on(
    firm: Firm, language: str, subject: str, django_capture_on_commit_callbacks: Any
) -> None:
    """The letter came in the language of the registry, which the firm had never chosen."""
    ask_from(make_need(firm=firm), django_capture_on_commit_callbacks, language)
    (message,) = mail.outbox
    assert f"/{language}/rights/record/#" in str(message.body)
    assert message.subject == subject


def test_the_answer_does_not_tell_whether_there_is_an_address(
    firm: Firm, django_capture_on_commit_callbacks: Any
) -> None:
    silent = make_need(firm=make_firm(name="Sans Adresse"))
    reached = make_need(firm=firm)
    said = [
        re.findall(
            r'class="messages".*?</ul>',
            ask_from(need, django_capture_on_commit_callbacks).text,
            re.DOTALL,
        )
        for need in (silent, reached)
    ]
    assert said[0] == said[1] != []
    assert len(mail.outbox) == 1


def test_an_unknown_need_and_one_without_firm_give_nothing() -> None:
    assert Client().post("/fr/follow/nothing/record/").status_code == 404
    assert Client().post(f"/fr/follow/{make_need().token}/record/").status_code == 404


# --- taking it away -------------------------------------------------------------------------------


def test_the_record_is_taken_away_in_the_layout_that_goes_in(firm: Firm) -> None:
    client = opened(firm)
    answer = client.get(RECORD + "download/?format=json").json()
    assert answer["registry"]["name"] == "Argan Tiznit SARL"
    assert {"facts", "identifiers", "contacts", "needs", "people"} <= {
        section["key"] for section in answer["record"]
    }
    assert all(section["why"] and section["kept"] for section in answer["record"])
    sheet = client.get(RECORD + "download/")
    assert b"".join(sheet.streaming_content).startswith(b"PK")
    sheet.close()


def test_a_user_of_the_site_keeps_their_session(firm: Firm, cast: Cast) -> None:
    client = cast.client("secretariat")
    client.post(RECORD, {"code": shown_link(firm)[1]})
    assert client.get(RECORD).status_code == 200
    assert client.get("/fr/desk/").status_code == 200
    client.post(RECORD + "close/")
    assert client.get(RECORD + "correct/").status_code == 302
    assert User.objects.count() == len(cast.users)


def test_the_record_costs_as_many_queries_whatever_it_holds(
    firm: Firm, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        contact = Contact.objects.create(firm=firm, name=f"Contact {number}")
        contact.consent_entries.create(
            firm=firm, purpose="offers", step="given", how="phone", happened_on=date(2026, 1, 1)
        )
        make_need(firm=firm)
    client = opened(firm)
    for path in ("", "choices/"):
        with django_assert_max_num_queries(32):
            assert client.get(RECORD + path).status_code == 200


def test_a_staff_page_of_a_merged_firm_leads_on(firm: Firm, cast: Cast) -> None:
    other = make_firm(name="Autre Firme")
    merge_firms(winner=other, loser=firm, by=None)
    answer = cast.client("delegate").get(f"/fr/rights/firms/{firm.pk}/")
    assert answer.headers["Location"].endswith(f"/rights/firms/{other.pk}/")


def test_a_post_without_its_token_is_refused(firm: Firm) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(RECORD, {"code": shown_link(firm)[1]}).status_code == 403
    assert not Event.objects.filter(verb="rights.record_opened").exists()


def test_reading_writes_nothing(firm: Firm) -> None:
    client = opened(firm)
    before = Event.objects.count()
    for path in ("", "correct/", "choices/", "download/?format=json"):
        assert client.get(RECORD + path).status_code == 200
    for path in ("consent/", "objection/", "erasure/", "close/"):
        assert client.get(RECORD + path).status_code == 405
    assert Event.objects.count() == before
