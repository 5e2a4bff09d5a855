"""Recording a need: least to type, never twice, never naming who asked for silence."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from nasij.audit.models import Event
from nasij.exporters.errors import PlaceElsewhere
from nasij.needs import acts
from nasij.needs.answers import first_message
from nasij.needs.errors import (
    AnonymousNeedNamesFirm,
    EmptyText,
    KeyOfAnotherPerson,
)
from nasij.needs.models import Need, Theme, Visit
from nasij.reference.days import DayOutOfReach
from nasij.reference.firm_names import in_arabic
from nasij.reference.lookups import proposal
from nasij.reference.models import Territory
from tests.factories import make_firm, make_need, region
from tests.people import Cast

pytestmark = pytest.mark.django_db
ARABIC = "الشحن البحري مكلف جدا بالنسبة لتعاونيتنا"


def _logistics() -> Theme:
    return Theme.objects.get(pk="logistics")


def test_region_text_and_theme_are_enough(cast: Cast) -> None:
    need = acts.record_need(
        region=region(), text="Le fret est trop cher", theme=_logistics(), by=cast.delegate
    )
    assert need.state == "received"
    assert need.language == "fr"
    assert need.recorded_by == cast.delegate
    assert len(need.token) >= 20


def test_recording_writes_one_event_without_the_words(cast: Cast) -> None:
    need = acts.record_need(
        region=region(), text="Le fret est trop cher", theme=_logistics(), by=cast.delegate
    )
    event = Event.objects.get(verb="needs.need_recorded")
    assert event.subject_id == str(need.pk)
    assert event.region_code == "09"
    assert "fret" not in f"{event.subject_label}{event.before}{event.after}"


def test_an_arabic_need_is_known_as_arabic_and_found_by_another_spelling(cast: Cast) -> None:
    from nasij.needs.queries import NeedFilter, needs_matching

    need = acts.record_need(region=region(), text=ARABIC, theme=_logistics(), by=cast.delegate)
    assert need.language == "ar"
    assert list(needs_matching(NeedFilter(text="البحرى"), None)) == [need]


@pytest.mark.parametrize("road", ["", "?firm={firm}", "?visit={visit}"])
def test_words_of_a_firm_are_answered_in_the_language_they_are_in(cast: Cast, road: str) -> None:
    firm = make_firm(language="fr")
    visit = Visit.objects.create(
        firm=firm, region=firm.region, happened_on=date(2026, 1, 1), recorded_by=cast.delegate
    )
    address = "/fr/needs/record/" + road.format(firm=firm.pk, visit=visit.pk)
    client = cast.client("delegate")
    form = client.get(address).context["form"]
    posted = {name: form[name].value() or "" for name in form.fields if name != "is_anonymous"}
    named = proposal(firm.shown_name, firm.pk)
    client.post(address, {**posted, "firm": named, "text": ARABIC, "theme": "logistics"})
    need = Need.objects.get()
    assert (need.firm, need.language) == (firm, "ar")
    assert in_arabic(first_message(need))


def test_words_that_show_no_language_are_answered_in_that_of_the_firm(cast: Cast) -> None:
    firm = make_firm(language="ar")
    told = {"region": region(), "theme": _logistics(), "by": cast.delegate}
    assert acts.record_need(firm=firm, text="Fret ++", **told).language == "ar"


def test_an_item_tells_the_language_of_each_text(cast: Cast) -> None:
    need = acts.record_need(
        region=region(), text=ARABIC, theme=_logistics(), language="fr", by=cast.delegate
    )
    item = acts.group_needs(needs=[need], title="Fret", theme=_logistics(), by=cast.delegate)
    table = cast.client("delegate").get(f"/fr/needs/items/{item.pk}/").context["page"].needs_table
    assert table.rows[0][3].text == "Arabe"


def test_accents_and_case_are_forgiven_in_search(cast: Cast) -> None:
    from nasij.needs.queries import NeedFilter, needs_matching

    need = make_need(text="Délais de dédouanement à Agadir")
    make_need(text="Autre chose")
    assert list(needs_matching(NeedFilter(text="DEDOUANEMENT delai"), None)) == [need]


def test_sending_twice_records_once(cast: Cast) -> None:
    given = {"region": region(), "text": "Fret", "theme": _logistics(), "by": cast.delegate}
    first = acts.record_need(**given, client_key="phone-1")
    for _again in range(5):
        assert acts.record_need(**given, client_key="phone-1") == first
    assert Need.objects.count() == 1
    assert Event.objects.filter(verb="needs.need_recorded").count() == 1


def test_sendings_that_cross_each_other_record_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nasij.needs.acts import needs as recording

    given = {"region": region(), "text": "Fret", "theme": _logistics(), "by": cast.delegate}
    first = acts.record_need(**given, client_key="phone-1")
    look = recording.sent_before
    blind = iter([True])  # the second sending looked before the first was written
    monkeypatch.setattr(
        recording, "sent_before", lambda *key: None if next(blind, False) else look(*key)
    )
    assert acts.record_need(**given, client_key="phone-1") == first
    assert Need.objects.count() == 1


def test_the_key_of_another_person_opens_nothing(cast: Cast) -> None:
    given = {"region": region(), "text": "Fret", "theme": _logistics(), "client_key": "phone-1"}
    acts.record_need(**given, by=cast.delegate)
    with pytest.raises(KeyOfAnotherPerson):
        acts.record_need(**given, by=cast.other_delegate)


def test_anonymity_refuses_a_firm(cast: Cast) -> None:
    with pytest.raises(AnonymousNeedNamesFirm):
        acts.record_need(
            region=region(),
            text="Fret",
            theme=_logistics(),
            firm=make_firm(),
            is_anonymous=True,
            by=cast.delegate,
        )
    assert not Need.objects.exists()


def test_the_database_refuses_an_anonymous_need_with_a_firm() -> None:
    with pytest.raises(IntegrityError, match="need_anonymous_without_firm"), transaction.atomic():
        make_need(is_anonymous=True, firm=make_firm())


def test_empty_words_are_refused(cast: Cast) -> None:
    with pytest.raises(EmptyText):
        acts.record_need(region=region(), text="  \n", theme=_logistics(), by=cast.delegate)


def test_words_of_a_day_to_come_are_refused(cast: Cast) -> None:
    """The form asked for it; a file or a command did not pass there."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    given = {"region": region(), "text": "Fret", "theme": _logistics(), "heard_on": tomorrow}
    with pytest.raises(DayOutOfReach):
        acts.record_need(**given, by=cast.delegate)


def test_a_commune_of_another_region_is_refused(cast: Cast) -> None:
    elsewhere = Territory.objects.filter(level="commune", region_code="01").first()
    with pytest.raises(PlaceElsewhere):
        acts.record_need(
            region=region(), text="Fret", theme=_logistics(), commune=elsewhere, by=cast.delegate
        )


def test_recording_sends_no_mail(cast: Cast) -> None:
    acts.record_need(
        region=region(),
        text="Fret",
        theme=_logistics(),
        reply_email="firm@example.org",
        heard_on=date(2026, 3, 2),
        by=cast.delegate,
    )
    assert mail.outbox == []


def test_changing_the_theme_is_traced(cast: Cast) -> None:
    need = make_need()
    acts.change_theme(need=need, theme=Theme.objects.get(pk="customs"), by=cast.delegate)
    event = Event.objects.get(verb="needs.need_themed")
    assert (event.before, event.after) == ({"theme": "logistics"}, {"theme": "customs"})
