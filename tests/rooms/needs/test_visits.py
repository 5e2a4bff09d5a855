"""Contacts with firms: recorded in a minute, read by the region, with a next step."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from nasij.audit.models import Event
from nasij.exporters.models import Firm
from nasij.needs import acts
from nasij.needs.errors import KeyOfAnotherPerson, StepBeforeContact, StepWithoutWords
from nasij.needs.models import Need, Visit
from nasij.reference.days import DayOutOfReach
from nasij.sharing.acts import share_firm
from tests.factories import make_firm, make_need, region
from tests.people import Cast

pytestmark = pytest.mark.django_db


def ahead(days: int = 0) -> date:
    return timezone.localdate() + timedelta(days=days)


def url(name: str, *args: Any) -> str:
    with translation.override("fr"):
        return reverse(f"needs:{name}", args=args)


@pytest.fixture
def firm(db: None) -> Firm:
    return make_firm("09", name="Tissaliwine", name_key="tissaliwine")


def data(one: Firm, **more: Any) -> dict[str, Any]:
    given = {"firm": f"{one.name} [{one.pk}]", "kind": "visit", "happened_on": ahead().isoformat()}
    return {**given, **more}


def test_firm_kind_and_day_are_enough(firm: Firm, as_delegate: Client, cast: Cast) -> None:
    page = as_delegate.get(url("visit_record"), {"firm": firm.pk})
    assert page.context["form"].initial["firm"] == f"Tissaliwine [{firm.pk}]"
    answer = as_delegate.post(url("visit_record"), data(firm))
    assert answer["Location"].startswith(f"/fr/exporters/{firm.pk}/")
    visit = Visit.objects.get()
    assert (visit.firm, visit.region.code, visit.recorded_by) == (firm, "09", cast.delegate)
    event = Event.objects.get(verb="needs.visit_recorded")
    assert (event.subject_label, event.region_code) == (str(visit.pk), "09")


def test_a_part_of_the_name_is_enough_without_script(firm: Firm, as_delegate: Client) -> None:
    as_delegate.post(url("visit_record"), data(firm, firm="tissali"))
    assert Visit.objects.get().firm == firm


def test_sending_twice_records_once(firm: Firm, as_delegate: Client, cast: Cast) -> None:
    for _ in range(2):
        answer = as_delegate.post(url("visit_record"), data(firm, client_key="k1", note="x"))
        assert "recorded=k1" in answer["Location"]
    assert Visit.objects.count() == 1
    with pytest.raises(KeyOfAnotherPerson):
        acts.record_visit(firm=firm, client_key="k1", note="x", by=cast.adviser)


def test_other_notes_from_the_same_form_are_another_contact(
    firm: Firm, as_delegate: Client
) -> None:
    for note in ("first", "second", "second"):
        answer = as_delegate.post(url("visit_record"), data(firm, client_key="k1", note=note))
        assert "recorded=k1" in answer["Location"]
    assert sorted(Visit.objects.values_list("note", flat=True)) == ["first", "second"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"firm": ""}, {"firm": "inconnue"}, {"kind": "nonsense"}, {"happened_on": ""},
        {"happened_on": 1}, {"next_step_on": 0}, {"happened_on": "1890-01-01"},
        {"happened_on": "0026-11-28"}, {"next_step": "x", "next_step_on": "2020-12-10"},
        {"next_step": "x", "next_step_on": "2926-12-10"},
    ],
)  # fmt: skip
def test_a_wrong_form_says_so_and_writes_nothing(
    firm: Firm, as_delegate: Client, wrong: dict[str, str | int]
) -> None:
    given = {name: ahead(v) if isinstance(v, int) else v for name, v in wrong.items()}
    answer = as_delegate.post(url("visit_record"), data(firm, note="gardé", **given))
    assert answer.context["form"].errors
    assert "laissez vide" not in str(answer.context["form"].errors)  # what must be filled
    assert "gardé" in answer.content.decode()
    assert not Visit.objects.exists()


def test_the_acts_refuse_what_cannot_be(firm: Firm) -> None:
    for never in (ahead(1), date(1890, 1, 1)):
        with pytest.raises(DayOutOfReach):
            acts.record_visit(firm=firm, happened_on=never, by=None)
    with pytest.raises(StepBeforeContact):
        acts.record_visit(firm=firm, next_step="x", next_step_on=ahead(-1), by=None)
    with pytest.raises(StepWithoutWords):
        acts.record_visit(firm=firm, next_step_on=ahead(), by=None)


@pytest.mark.parametrize("wrong", [{"next_step_on": date(2026, 11, 30)}, {"client_key": "same"}])
def test_invariants_are_the_databases(firm: Firm, wrong: dict[str, Any]) -> None:
    base = {"firm": firm, "region": firm.region, "happened_on": ahead()}
    Visit.objects.create(**base, client_key="same")
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.create(**base, **wrong)


def test_another_region_finds_neither_page_nor_firm(
    firm: Firm, cast: Cast, as_other_delegate: Client
) -> None:
    visit = acts.record_visit(firm=firm, note="secret", by=cast.delegate)
    assert as_other_delegate.get(url("visit", visit.pk)).status_code == 404
    assert as_other_delegate.post(url("visit", visit.pk), {}).status_code == 404
    assert as_other_delegate.post(url("step_done", visit.pk)).status_code == 404
    assert as_other_delegate.get(url("visit_record"), {"firm": firm.pk}).status_code == 404
    answer = as_other_delegate.post(url("visit_record"), data(firm))
    assert "firm" in answer.context["form"].errors
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("role", ["analyst", "partner"])
def test_who_records_no_need_records_no_contact(cast: Cast, role: str, firm: Firm) -> None:
    for name in ("visit_record", "silence", "reminders"):
        assert cast.client(role).get(url(name)).status_code == 403


def test_a_colleague_of_the_region_reads_and_corrects(
    firm: Firm, cast: Cast, as_delegate: Client
) -> None:
    visit = acts.record_visit(firm=firm, note="faute", next_step="Rappeler", by=cast.adviser)
    acts.finish_step(visit=visit, by=cast.adviser)
    assert "faute" in as_delegate.get(url("visit", visit.pk)).content.decode()
    answer = as_delegate.post(
        url("visit", visit.pk),
        {"kind": "call", "happened_on": "2026-01-02", "note": "juste", "next_step": "Écrire"},
    )
    assert answer.status_code == 302
    visit.refresh_from_db()
    assert (visit.kind, visit.note, visit.happened_on) == ("call", "juste", date(2026, 1, 2))
    assert visit.step_waits  # another step, not yet done
    event = Event.objects.get(verb="needs.visit_changed")
    assert "juste" not in str(event.after)


def test_who_helps_with_a_shared_firm_records_for_its_region(
    firm: Firm, cast: Cast, as_other_delegate: Client
) -> None:
    earlier = acts.record_visit(firm=firm, note="à nous", by=cast.delegate)
    share_firm(firm=firm, user=cast.other_delegate, by=cast.delegate)
    as_other_delegate.post(url("visit_record"), data(firm, note="de loin"))
    visit = Visit.objects.get(note="de loin")
    assert visit.region.code == "09"
    assert as_other_delegate.get(url("visit", visit.pk)).status_code == 200
    assert as_other_delegate.get(url("visit", earlier.pk)).status_code == 404


def test_who_left_reads_and_changes_no_contact_they_recorded(
    firm: Firm, cast: Cast, as_delegate: Client
) -> None:
    steps = {"next_step": "Rappeler Fatima", "next_step_on": ahead()}
    visit = acts.record_visit(firm=firm, note="gardé", **steps, by=cast.delegate)
    cast.delegate.memberships.update(ends_on=ahead(-1))
    assert as_delegate.get(url("visit", visit.pk)).status_code == 404
    change = {"kind": "call", "happened_on": "2026-01-02", "note": "réécrit"}
    assert as_delegate.post(url("visit", visit.pk), change).status_code == 404
    assert as_delegate.post(url("step_done", visit.pk)).status_code == 404
    assert "Rappeler Fatima" not in as_delegate.get("/fr/desk/").text
    visit.refresh_from_db()
    assert (visit.note, visit.step_waits) == ("gardé", True)


def test_who_moved_keeps_their_own_contacts_and_changes_them_only_while_they_record(
    firm: Firm, cast: Cast, as_delegate: Client
) -> None:
    visit = acts.record_visit(firm=firm, note="gardé", by=cast.delegate)
    colleague = acts.record_visit(firm=firm, note="d'une collègue", by=cast.adviser)
    cast.delegate.memberships.update(region=region("01"))
    change = {"kind": "call", "happened_on": "2026-01-02", "note": "corrigé"}
    assert as_delegate.post(url("visit", visit.pk), change).status_code == 302
    assert as_delegate.get(url("visit", colleague.pk)).status_code == 404
    cast.delegate.memberships.update(role="partner")  # reads no needs
    assert as_delegate.get(url("visit", visit.pk)).status_code == 404


def test_the_next_step_waits_on_the_desk_until_it_is_done(
    firm: Firm, cast: Cast, as_delegate: Client
) -> None:
    visit = acts.record_visit(
        firm=firm, next_step="Envoyer la liste", next_step_on=ahead(), by=cast.delegate
    )
    far = {"next_step": "Plus tard", "next_step_on": ahead(60)}
    acts.record_visit(firm=firm, **far, by=cast.delegate)
    page = as_delegate.get("/fr/desk/").content.decode()
    assert "Envoyer la liste" in page
    assert "Plus tard" not in page
    assert "Plus tard" in as_delegate.get(f"/fr/exporters/{firm.pk}/").content.decode()
    for _ in range(2):
        as_delegate.post(url("step_done", visit.pk), {"back": "desk"})
    assert "Envoyer la liste" not in as_delegate.get("/fr/desk/").content.decode()
    assert Event.objects.filter(verb="needs.step_done").count() == 1


def test_needs_heard_in_a_contact_link_to_it(firm: Firm, cast: Cast, as_delegate: Client) -> None:
    answer = as_delegate.post(url("visit_record"), data(firm, need="1"))
    visit = Visit.objects.get()
    assert answer["Location"].startswith(f"{url('record')}?visit={visit.pk}")
    form = as_delegate.get(answer["Location"]).context["form"]
    assert form.initial["firm"] == f"Tissaliwine [{firm.pk}]"
    need = {
        "region": "09", "text": "Le fret est cher", "theme": "logistics",
        "firm": form.initial["firm"], "visit": visit.pk,
    }  # fmt: skip
    as_delegate.post(url("record"), need)
    assert Need.objects.get().visit == visit
    assert "Le fret est cher" in as_delegate.get(url("visit", visit.pk)).content.decode()
    # Another firm, or none, was not heard there; an anonymous need never names it.
    as_delegate.post(url("record"), {**need, "firm": "", "text": "Sans entreprise"})
    as_delegate.post(url("record"), {**need, "firm": "", "is_anonymous": "on", "text": "Sans nom"})
    assert list(Need.objects.filter(visit=visit).values_list("text", flat=True)) == [
        "Le fret est cher"
    ]


def test_a_contact_of_another_region_is_no_contact(
    firm: Firm, cast: Cast, as_other_delegate: Client
) -> None:
    visit = acts.record_visit(firm=firm, by=cast.delegate)
    page = as_other_delegate.get(url("record"), {"visit": visit.pk, "firm": firm.pk})
    assert "Tissaliwine" not in page.content.decode()
    as_other_delegate.post(
        url("record"),
        {"region": "01", "text": "Autre", "theme": "logistics", "visit": visit.pk},
    )
    assert Need.objects.get().visit is None


def test_an_anonymous_need_has_no_contact(firm: Firm, cast: Cast) -> None:
    visit = acts.record_visit(firm=firm, by=cast.delegate)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_need("09", is_anonymous=True, visit=visit)


def test_the_needs_of_one_firm_are_a_list(firm: Firm, as_delegate: Client) -> None:
    make_need("09", firm=firm, text="De cette entreprise")
    make_need("09", text="D'une autre")
    page = as_delegate.get(url("list"), {"firm": firm.pk}).content.decode()
    assert "De cette entreprise" in page
    assert "D&#x27;une autre" not in page


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_pages_read_in_three_languages(
    firm: Firm, cast: Cast, as_delegate: Client, language: str
) -> None:
    visit = acts.record_visit(firm=firm, note="x", next_step="y", by=cast.delegate)
    for path in (
        "needs/visits/record/", f"needs/visits/{visit.pk}/", "needs/silence/", "needs/reminders/",
        f"exporters/{firm.pk}/", f"exporters/{firm.pk}/move/", f"sharing/firms/{firm.pk}/share/",
        f"sharing/firms/{firm.pk}/refer/", "exporters/lists/", "exporters/moves/",
        "sharing/referrals/", "desk/",
    ):  # fmt: skip
        assert as_delegate.get(f"/{language}/{path}").status_code == 200, path
    assert region("09").name_fr
