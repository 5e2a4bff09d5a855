"""Corrections, objections, consents: what a firm asks, what holds, and how it is answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from nasij.audit.models import Event
from nasij.exporters.acts import create_firm, merge_firms, remove_contact, save_contact
from nasij.exporters.consent import left_in_peace, may_be_listed, may_contact, may_reply
from nasij.exporters.enums import ConsentStep, ContactPurpose, ObjectionScope, Said
from nasij.exporters.errors import NotMergeable
from nasij.exporters.models import ConsentEntry, Contact, Firm
from nasij.needs.acts import record_visit, reply_to_need
from nasij.needs.enums import ReplyChannel
from nasij.needs.notices import REPLY
from nasij.needs.queries import silence_counts
from nasij.reference.days import DayOutOfReach
from nasij.rights.acts import (
    answer_correction,
    answer_request,
    ask_correction,
    ask_erasure,
    give_link,
    note_consent,
    raise_objection,
    withdraw_request,
)
from nasij.rights.enums import LinkChannel
from nasij.rights.errors import AnswerMissing, RequestSettled
from nasij.rights.models import ProposedChange, RightsRequest
from nasij.work.outbox import send_due_letters
from nasij.work.queries import letter_about
from tests.factories import make_firm, make_need, region
from tests.people import Cast
from tests.rooms.intake.files import make_ice

pytestmark = pytest.mark.django_db
RECORD = "/fr/rights/record/"


@pytest.fixture(autouse=True)
def no_limits_from_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def firm() -> Firm:
    made = create_firm(
        values={
            "name": "Argan Tiznit SARL",
            "region": region("09"),
            "email": "siege@argan.example",
            "employees": 12,
            "products": ["151590"],
        },
        by=None,
    )
    return Firm.objects.select_related("region").get(pk=made.pk)


def opened(firm: Firm) -> Client:
    client = Client()
    client.post(RECORD, {"code": give_link(firm=firm, channel=LinkChannel.SHOWN, by=None)[1]})
    return client


def form_of(firm: Firm, **changed: Any) -> dict[str, Any]:
    """The form as it comes filled, with some fields typed over."""
    filled = {
        "name": firm.name, "name_ar": "", "trade_names": "", "legal_form": "unknown",
        "region": firm.region.code, "commune": "", "activity": "", "kept_products": ["151590"],
        "products": "", "employees": "12", "founded_on": "", "identifier": "",
        "register_number": "", "register_court": "", "tax_number": "",
        "social_number": "", "export_code": "", "email": firm.email, "phone": "",
        "language": "fr", "remark": "",
    }  # fmt: skip
    return {**filled, **changed}


# --- corrections ----------------------------------------------------------------------------------


def test_only_what_was_changed_is_proposed(firm: Firm) -> None:
    answer = opened(firm).post(
        RECORD + "correct/", form_of(firm, employees="15", products="dattes", founded_on="2009")
    )
    assert answer.status_code == 302
    asked = firm.rights_requests.get()
    assert {one.field: one.value for one in asked.changes.all()} == {
        "products": ["080410", "151590"],
        "employees": 15,
        "founded_on": "2009",
    }
    assert asked.due_on == timezone.localdate() + timedelta(days=10)
    event = Event.objects.get(verb="rights.correction_asked")
    assert (event.actor_id, event.actor_label) == (None, firm.name)
    firm.refresh_from_db()
    assert firm.employees == 12  # nothing is written before somebody accepts


def test_a_wrong_field_is_refused_with_what_helps(firm: Firm) -> None:
    answer = opened(firm).post(
        RECORD + "correct/", form_of(firm, employees="beaucoup", products="licornes")
    )
    assert answer.status_code == 200
    assert "licornes" in answer.text
    assert not firm.rights_requests.exists()


def test_a_form_sent_unchanged_asks_for_nothing(firm: Firm) -> None:
    assert opened(firm).post(RECORD + "correct/", form_of(firm)).status_code == 200
    assert not firm.rights_requests.exists()


def test_sent_twice_it_is_asked_for_once(firm: Firm) -> None:
    client = opened(firm)
    for _ in range(2):
        client.post(RECORD + "correct/", form_of(firm, employees="15"))
    assert firm.rights_requests.count() == 1
    assert ProposedChange.objects.count() == 1
    assert Event.objects.filter(verb="rights.correction_asked").count() == 1


def test_each_field_is_accepted_or_refused_in_one_act(
    firm: Firm, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    ask_correction(firm=firm, values={"employees": 15, "email": "nouveau@argan.example"})
    asked = firm.rights_requests.get()
    one, two = asked.changes.order_by("id")
    before = Event.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        answer = cast.client("delegate").post(
            f"/fr/rights/requests/{asked.pk}/",
            {
                f"verdict_{one.pk}": "yes", f"reason_{one.pk}": "",
                f"verdict_{two.pk}": "no", f"reason_{two.pk}": "Le téléphone ne confirme pas",
                "answer": "Merci",
            },
        )  # fmt: skip
    assert answer.status_code == 302
    firm.refresh_from_db()
    assert (firm.employees, firm.email) == (15, "siege@argan.example")
    assert Event.objects.count() == before + 1
    event = Event.objects.get(verb="rights.correction_answered")
    assert (event.before, event.after) == ({"employees": 12}, {"employees": 15})
    (message,) = mail.outbox
    assert message.to == ["siege@argan.example"]
    assert "Le téléphone ne confirme pas" not in str(message.body)
    record = opened(firm).get(RECORD).text
    assert "Le téléphone ne confirme pas" in record
    page = cast.client("delegate").get(f"/fr/rights/requests/{asked.pk}/").text
    listed = cast.client("delegate").get("/fr/rights/requests/?state=closed").text
    assert "Réponse donnée" not in page  # that it was answered says not which way
    assert all("Acceptée en partie" in text for text in (record, page, listed))
    assert record.count("Acceptée en partie") == 2  # among the requests, and in what is held


def test_words_without_a_field_are_answered_in_words(firm: Firm, cast: Cast) -> None:
    client, secretary = opened(firm), cast.client("secretariat")
    for words in ("La salle 2 est fermée", "Et le gérant a changé", "Et le gérant a changé"):
        client.post(RECORD + "correct/", form_of(firm, remark=words))
    asked = firm.rights_requests.get()
    said = asked.changes.get()
    address = f"/fr/rights/requests/{asked.pk}/"
    shown = client.get(RECORD).text
    assert all(words in shown for words in ("La salle 2 est fermée", "Et le gérant a changé"))
    verdict, reason = f"verdict_{said.pk}", f"reason_{said.pk}"
    for empty in ({"answer": ""}, {verdict: "no"}, {verdict: "yes"}, {verdict: "yes", reason: " "}):
        assert secretary.post(address, empty).status_code == 200
        assert RightsRequest.objects.get().is_open
    assert secretary.post(address, {verdict: "no", reason: "Elle sert encore"}).status_code == 302
    read = client.get(RECORD).text
    assert read.count("La salle 2 est fermée") == 2  # among the requests, and in what is held
    assert read.count("Et le gérant a changé") == 2
    assert all(text in read for text in ("Refusée", "Elle sert encore"))
    assert "La salle 2 est fermée" in secretary.get(address).text


def test_words_beside_fields_have_their_own_verdict(firm: Firm, cast: Cast) -> None:
    client = opened(firm)
    client.post(RECORD + "correct/", form_of(firm, employees="15", remark="La salle 2 est fermée"))
    asked = firm.rights_requests.get()
    field, words = asked.changes.get(field="employees"), asked.changes.exclude(field="employees")
    verdicts = {field.pk: (True, ""), words.get().pk: (False, "Elle sert encore")}
    with pytest.raises(AnswerMissing):
        answer_correction(request=asked, verdicts={field.pk: (True, "")}, by=cast.delegate)
    answer_correction(request=asked, verdicts=verdicts, by=cast.delegate)
    asked.refresh_from_db()
    assert asked.outcome == "partly"
    page = cast.client("delegate").get(f"/fr/rights/requests/{asked.pk}/").text
    for read in (client.get(RECORD).text, page):
        assert all(text in read for text in ("La salle 2 est fermée", "Elle sert encore"))
    firm.refresh_from_db()
    assert firm.employees == 15


def test_words_that_are_accepted_say_what_was_done(firm: Firm, cast: Cast) -> None:
    asked = ask_correction(firm=firm, values={}, remark="La salle 2 est fermée")
    said = asked.changes.get()
    with pytest.raises(AnswerMissing):
        answer_correction(request=asked, verdicts={said.pk: (True, " ")}, by=cast.delegate)
    answer_correction(request=asked, verdicts={said.pk: (True, "Salle ôtée")}, by=cast.delegate)
    asked.refresh_from_db()
    assert asked.outcome == "granted"
    assert "Salle ôtée" in opened(firm).get(RECORD).text


def test_the_firm_reads_its_own_words_of_an_objection_and_an_erasure(firm: Firm) -> None:
    raise_objection(firm=firm, scope=ObjectionScope.OFFERS, reason="Trop de courrier")
    ask_erasure(firm=firm, reason="Nous avons fermé")
    read = opened(firm).get(RECORD).text
    assert [read.count(words) for words in ("Trop de courrier", "Nous avons fermé")] == [2, 2]


def test_a_new_address_is_told_to_the_old_one(
    firm: Firm, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    asked = ask_correction(firm=firm, values={"email": "voleur@example.org"})
    with django_capture_on_commit_callbacks(execute=True):
        answer_correction(
            request=asked, verdicts={asked.changes.get().pk: (True, "")}, by=cast.delegate
        )
    assert mail.outbox[0].to == ["siege@argan.example"]


def test_places_products_and_days_are_written_as_they_were_proposed(firm: Firm, cast: Cast) -> None:
    values = {
        "place": {"region": "08", "commune": ""}, "founded_on": "2009-03-01",
        "products": ["080410"], "register_number": ["123", "Agadir"], "identifier": make_ice(77),
    }  # fmt: skip
    asked = ask_correction(firm=firm, values=values)
    verdicts = {one.pk: (True, "") for one in asked.changes.all()}
    answer_correction(request=asked, verdicts=verdicts, by=cast.delegate)
    firm = Firm.objects.get(pk=firm.pk)
    assert firm.region.code == "08"
    assert firm.founded_on == date(2009, 3, 1)
    assert not firm.founded_year_only
    assert list(firm.products.values_list("code", flat=True)) == ["080410"]
    assert (firm.register_number, firm.register_court) == ("123", "Agadir")
    assert firm.identifier == make_ice(77)
    assert firm.sites.filter(is_seat=True).count() == 2  # a move, not an exit


def test_an_identifier_of_another_firm_is_refused_and_nothing_is_written(
    firm: Firm, cast: Cast
) -> None:
    make_firm(identifier=make_ice(5))
    asked = ask_correction(firm=firm, values={"identifier": make_ice(5), "employees": 99})
    posted = {f"verdict_{one.pk}": "yes" for one in asked.changes.all()}
    answer = cast.client("delegate").post(f"/fr/rights/requests/{asked.pk}/", posted)
    assert answer.status_code == 200
    firm.refresh_from_db()
    asked.refresh_from_db()
    assert (firm.employees, firm.identifier, asked.is_open) == (12, "", True)


REACHED_OR_KNOWN_BY: dict[str, Any] = {
    "name": "Argania", "name_ar": "أركانيا", "trade_names": "Argania", "email": "b@argan.example",
    "phone": "+212528000000", "identifier": make_ice(9), "register_number": ["4411", "Agadir"],
    "tax_number": "40112233", "social_number": "9988776", "export_code": "EX-5531",
}  # fmt: skip


def test_what_a_firm_is_known_or_reached_by_is_to_be_checked(firm: Firm, cast: Cast) -> None:
    ask_correction(firm=firm, values={**REACHED_OR_KNOWN_BY, "employees": 15, "activity": "Huile"})
    page = cast.client("delegate").get(f"/fr/rights/requests/{firm.rights_requests.get().pk}/")
    checked = {shown.change.field for shown in page.context["page"].changes if shown.reaches}
    assert checked == set(REACHED_OR_KNOWN_BY)
    assert page.text.count("vérifiez-la par un autre moyen") == len(checked)


def test_no_answer_grants_an_erasure(firm: Firm, cast: Cast) -> None:
    asked = ask_erasure(firm=firm, by=None)
    address, client = f"/fr/rights/requests/{asked.pk}/", cast.client("delegate")
    assert client.post(address, {"granted": "yes", "answer": "Oui"}).status_code == 200
    assert RightsRequest.objects.get().is_open
    assert client.post(address, {"granted": "no", "answer": "Elle exporte"}).status_code == 302
    assert RightsRequest.objects.get().outcome == "refused"


def test_a_refusal_needs_its_reason(firm: Firm, cast: Cast) -> None:
    asked = ask_correction(firm=firm, values={"employees": 15})
    change = asked.changes.get()
    with pytest.raises(AnswerMissing):
        answer_correction(request=asked, verdicts={change.pk: (False, " ")}, by=cast.delegate)
    with pytest.raises(AnswerMissing):
        answer_correction(request=asked, verdicts={}, by=cast.delegate)
    answer_correction(request=asked, verdicts={change.pk: (False, "Faux")}, by=cast.delegate)
    with pytest.raises(RequestSettled):
        answer_correction(request=asked, verdicts={change.pk: (True, "")}, by=cast.delegate)


def test_a_delegate_of_another_region_sees_no_request(firm: Firm, cast: Cast) -> None:
    asked = ask_correction(firm=firm, values={"employees": 15})
    other = cast.client("other_delegate")
    assert other.get(f"/fr/rights/requests/{asked.pk}/").status_code == 404
    assert firm.name not in other.get("/fr/rights/requests/").text
    assert firm.name not in other.get("/fr/desk/").text
    assert firm.name in cast.client("delegate").get("/fr/rights/requests/").text
    assert firm.name in cast.client("delegate").get("/fr/desk/").text


def test_a_firm_that_waits_for_an_answer_is_not_merged_away(firm: Firm) -> None:
    ask_correction(firm=firm, values={"employees": 15})
    with pytest.raises(NotMergeable):
        merge_firms(winner=make_firm(), loser=firm, by=None)


# --- objections and consents ----------------------------------------------------------------------


def contact_of(firm: Firm, **values: Any) -> Contact:
    given = {"name": "Aïcha", "email": "aicha@argan.example", "purpose": "replies"}
    return Contact.objects.create(firm=firm, **{**given, **values})


def note(contact: Contact, purpose: str, step: ConsentStep) -> None:
    note_consent(
        contact=contact, purpose=ContactPurpose(purpose), step=step, how=Said.PHONE,
        happened_on=timezone.localdate(), by=None,
    )  # fmt: skip


def test_each_purpose_needs_its_own_consent(firm: Firm, cast: Cast) -> None:
    contact = contact_of(firm)
    assert may_contact(contact, ContactPurpose.REPLIES)
    assert not may_contact(contact, ContactPurpose.OFFERS)
    page = cast.client("delegate").get(f"/fr/rights/firms/{firm.pk}/").text
    assert "Accepte les messages" not in page  # of who was never asked
    note(contact, "invitations", ConsentStep.GIVEN)
    assert may_contact(contact, ContactPurpose.INVITATIONS)
    assert not may_contact(contact, ContactPurpose.OFFERS)
    note(contact, "invitations", ConsentStep.ASKED)  # asking again takes nothing away
    last = Event.objects.filter(verb__startswith="rights.consent").latest("pk")
    assert last.verb == "rights.consent_asked"  # and is told as a question, not as an answer
    assert may_contact(contact, ContactPurpose.INVITATIONS)
    note(contact, "invitations", ConsentStep.WITHDRAWN)
    assert not may_contact(contact, ContactPurpose.INVITATIONS)


@pytest.mark.parametrize(
    ("scope", "stopped", "listed"),
    [
        ("offers", {"offers"}, True),
        ("publication", set(), False),
        ("all", {"offers", "invitations", "replies"}, False),
    ],
)
def test_an_objection_holds_at_once_until_it_is_refused_or_taken_back(
    firm: Firm, cast: Cast, scope: str, stopped: set[str], listed: bool
) -> None:
    contact = contact_of(firm)
    for purpose in ContactPurpose:
        note(contact, purpose, ConsentStep.GIVEN)
    opened(firm).post(RECORD + "objection/", {"objection-scope": scope})
    asked = firm.rights_requests.get()
    assert {one for one in ContactPurpose if not may_contact(contact, one)} == stopped
    assert may_be_listed(firm) is listed
    answer_request(request=asked, granted=True, answer="", by=cast.delegate)
    assert {one for one in ContactPurpose if not may_contact(contact, one)} == stopped
    asked.refresh_from_db()
    withdraw_request(request=asked)
    assert all(may_contact(contact, one) for one in ContactPurpose)
    again = raise_objection(firm=firm, scope=ObjectionScope(scope))
    answer_request(request=again, granted=False, answer="La loi l'exige", by=cast.delegate)
    assert all(may_contact(contact, one) for one in ContactPurpose)


def test_what_a_firm_objects_to_is_not_asked_again(firm: Firm, cast: Cast) -> None:
    """The whole list was offered still, and the same objection waited for another answer."""
    asked = raise_objection(firm=firm, scope=ObjectionScope.ALL)
    answer_request(request=asked, granted=True, answer="", by=cast.delegate)
    assert 'name="objection-scope"' not in opened(firm).get(RECORD + "choices/").text
    page = cast.client("delegate").get(f"/fr/rights/firms/{firm.pk}/").text
    assert 'name="objection-scope"' not in page
    for scope in (ObjectionScope.ALL, ObjectionScope.OFFERS):
        assert raise_objection(firm=firm, scope=scope) == asked


def test_a_firm_that_objects_to_everything_is_not_to_be_called(
    firm: Firm, cast: Cast, as_delegate: Client
) -> None:
    """Its page told the delegate to call it, with the buttons to do so, and so did the list."""
    Firm.objects.update(created_at=timezone.now() - timedelta(days=400), phone="+212528000000")
    quiet, page = "/fr/needs/silence/", f"/fr/exporters/{firm.pk}/"
    buttons = ("Appelez-la", ">Appeler</a>", ">Écrire</a>")
    assert all(word in as_delegate.get(page).text for word in buttons)
    raise_objection(firm=firm, scope=ObjectionScope.OFFERS)
    assert "Cette entreprise s’oppose à" in as_delegate.get(page).text
    assert firm.name in as_delegate.get(quiet).text
    today = timezone.localdate()
    record_visit(firm=firm, next_step="La rappeler", next_step_on=today, by=cast.delegate)
    no_longer = "ces étapes ne tiennent plus"
    assert no_longer not in as_delegate.get(page).text
    assert "La rappeler" in as_delegate.get("/fr/desk/").text
    raise_objection(firm=firm, scope=ObjectionScope.ALL)
    read = as_delegate.get(page).text
    assert no_longer in read
    assert "La rappeler" not in as_delegate.get("/fr/desk/").text
    assert "Tout ce que la loi n’exige pas" in read
    assert not [word for word in buttons if word in read]
    assert firm.name not in as_delegate.get(quiet).text
    assert silence_counts({"09"}, 180).total == 0


def test_a_reply_is_not_mailed_to_a_firm_that_objected(
    firm: Firm, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    need = make_need(firm=firm, reply_email="siege@argan.example")
    assert may_reply(firm, need.reply_email)
    client, page = cast.client("delegate"), f"/fr/needs/{need.pk}/"
    assert "la page de suivi seulement" not in client.get(page).text
    raise_objection(firm=firm, scope=ObjectionScope.ALL)
    assert "la page de suivi seulement" in client.get(page).text  # no mail is promised
    with django_capture_on_commit_callbacks(execute=True):
        reply = reply_to_need(need=need, text="Voici", by=cast.delegate)
    assert reply.channel == ReplyChannel.LINK
    assert mail.outbox == []


def test_an_objection_stops_a_reply_that_already_waits(firm: Firm, cast: Cast) -> None:
    need = make_need(firm=firm, reply_email="siege@argan.example")
    reply = reply_to_need(need=need, text="Voici", by=cast.delegate)
    raise_objection(firm=firm, scope=ObjectionScope.ALL)
    send_due_letters()
    letter = letter_about(REPLY, reply)
    assert letter is not None
    assert (letter.state, letter.text, mail.outbox) == ("withdrawn", "", [])


def test_the_firm_gives_and_takes_back_a_consent_by_its_link(firm: Firm) -> None:
    contact = contact_of(firm)
    client = opened(firm)
    for agree, step in (("1", "given"), ("0", "withdrawn")):
        posted = {"contact": contact.pk, "purpose": "offers", "agree": agree}
        assert client.post(RECORD + "consent/", posted).status_code == 302
        line = ConsentEntry.objects.order_by("-id").first()
        assert line is not None
        assert (line.step, line.how, line.recorded_by) == (step, "link", None)
    told = Event.objects.filter(verb__startswith="rights.consent").order_by("pk")
    # Whoever reads the life of the firm sees which it was.
    assert [event.verb for event in told] == ["rights.consent_noted", "rights.consent_withdrawn"]
    assert (
        client.post(RECORD + "consent/", {"contact": contact.pk, "purpose": "x"}).status_code == 404
    )


def test_the_log_is_only_added_to_and_outlives_the_contact(firm: Firm, cast: Cast) -> None:
    values = {"name": "A", "purpose": "offers", "consent": "given", "consent_on": date(2026, 1, 1)}
    contact = save_contact(firm=firm, values={**values, "consent_how": Said.WRITING}, by=None)
    line = ConsentEntry.objects.get()
    assert (line.step, line.how, line.happened_on) == ("given", "writing", date(2026, 1, 1))
    line.step = "withdrawn"
    with pytest.raises(TypeError):
        line.save()
    save_contact(firm=firm, contact=contact, values={"role": "Directrice"}, by=None)
    assert ConsentEntry.objects.count() == 1  # nothing was said about consent
    remove_contact(contact=contact, by=cast.delegate)
    line.refresh_from_db()
    assert (line.contact, line.step) == (None, "given")


# --- constraints ----------------------------------------------------------------------------------


def broken(name: str, make: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make()


def test_constraints_hold(firm: Firm) -> None:
    made = {"firm": firm, "said": "link", "due_on": timezone.localdate()}
    asked = RightsRequest.objects.create(kind="correction", **made)
    with pytest.raises(IntegrityError), transaction.atomic():  # rights_request_open_once
        RightsRequest.objects.create(kind="correction", **made)
    broken(
        "rights_request_answer_is_dated",
        lambda: RightsRequest.objects.create(kind="correction", state="answered", **made),
    )
    broken(
        "rights_request_objection_has_scope",
        lambda: RightsRequest.objects.create(kind="objection", **made),
    )
    broken(
        "rights_request_objection_has_scope",
        lambda: RightsRequest.objects.create(kind="erasure", scope="all", **made),
    )
    broken(
        "proposed_change_refusal_has_reason",
        lambda: ProposedChange.objects.create(request=asked, field="name", verdict="refused"),
    )
    ProposedChange.objects.create(request=asked, field="name", value="X")
    with pytest.raises(IntegrityError), transaction.atomic():  # proposed_change_once
        ProposedChange.objects.create(request=asked, field="name", value="Y")


@pytest.mark.parametrize("days", [1, -400 * 365])
def test_a_consent_of_a_day_that_cannot_be_is_refused_by_the_act(firm: Firm, days: int) -> None:
    contact = contact_of(firm)
    with pytest.raises(DayOutOfReach):
        note_consent(
            contact=contact,
            purpose=ContactPurpose.OFFERS,
            step=ConsentStep.GIVEN,
            how=Said.PHONE,
            happened_on=timezone.localdate() + timedelta(days=days),
            by=None,
        )
    assert not may_contact(contact, ContactPurpose.OFFERS)


def test_an_objection_that_cannot_be_read_counts_as_one_to_everything(
    firm: Firm, cast: Cast
) -> None:
    client = cast.client("secretariat")
    raise_objection(firm=firm, scope=ObjectionScope.OFFERS, said=Said.PHONE, reason="x", by=None)
    assert may_be_listed(firm)
    RightsRequest.objects.update(scope="lost")
    assert not may_be_listed(firm)
    assert not Firm.objects.filter(left_in_peace()).exclude(pk=firm.pk).exists()
    assert Firm.objects.filter(left_in_peace(), pk=firm.pk).exists()
    for page in (f"/fr/exporters/{firm.pk}/", f"/fr/rights/firms/{firm.pk}/"):
        assert client.get(page).status_code == 200, page


@pytest.mark.parametrize("purpose", ContactPurpose)
@pytest.mark.parametrize("damage", [{"step": "lost"}, {"purpose": "lost"}])
def test_a_line_of_consent_that_cannot_be_read_allows_nothing(
    damage: dict[str, str], purpose: ContactPurpose, firm: Firm, cast: Cast
) -> None:
    """Of a step or of a purpose: it may have been the withdrawal."""
    contact = Contact.objects.create(firm=firm, name="Amina", email="amina@argan.example")
    said: dict[str, Any] = {"how": Said.PHONE, "happened_on": date(2026, 1, 1), "by": None}
    for step in (ConsentStep.GIVEN, ConsentStep.WITHDRAWN):
        note_consent(contact=contact, purpose=purpose, step=step, **said)
    last = ConsentEntry.objects.order_by("-id")[0]
    ConsentEntry.objects.filter(pk=last.pk).update(**damage)
    assert not may_contact(contact, purpose)
    page = cast.client("secretariat").get(f"/fr/rights/firms/{firm.pk}/")
    assert page.status_code == 200
