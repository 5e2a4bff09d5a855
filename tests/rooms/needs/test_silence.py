"""Firms nobody has spoken with: who is on the list, in which order, and the weekly message."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from nasij.exporters import acts as registry
from nasij.exporters.models import Firm
from nasij.needs import acts, queries
from nasij.needs.acts.reminders import send_reminders
from nasij.needs.errors import PutOffIntoThePast
from nasij.needs.models import ReminderChoice, Reply, Snooze, Visit
from nasij.needs.weekly import plan_reminders, weekly_reminders
from nasij.reference.days import DayOutOfReach
from nasij.sharing.acts import answer_referral, share_firm
from nasij.sharing.models import Referral
from nasij.work.errors import ReasonMissing
from nasij.work.outbox import send_due_letters
from tests.factories import make_firm, make_need
from tests.people import Cast

pytestmark = pytest.mark.django_db


def url(name: str, *args: Any) -> str:
    with translation.override("fr"):
        return reverse(f"needs:{name}", args=args)


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def met(firm: Firm, days: int) -> Firm:
    Visit.objects.create(firm=firm, region=firm.region, happened_on=ago(days))
    return firm


def names(days: int = 180, **more: Any) -> list[str]:
    return [firm.name for firm in queries.silent_firms({"09"}, days, **more)]


def test_every_kind_of_contact_breaks_the_silence(cast: Cast) -> None:
    old = make_firm(name="Visite ancienne")
    met(old, 181)
    met(make_firm(name="Visite récente"), 180)
    make_need("09", firm=make_firm(name="Besoin récent"), heard_on=ago(10))
    replied = make_need("09", firm=make_firm(name="Réponse récente"), heard_on=ago(400))
    Reply.objects.create(need=replied, text="x", language="fr", channel="phone")
    asked = Referral.objects.create(
        firm=make_firm(name="Demande entre collègues"), recipient=cast.adviser, reason="x"
    )
    answer_referral(referral=asked, answer="oui", by=cast.adviser)
    make_need("09", text="Sans entreprise")  # must not hide everybody (NOT IN with a NULL)
    make_firm(name="Jamais vue")
    make_firm("01", name="Ailleurs")
    assert set(names()) == {"Visite ancienne", "Jamais vue", "Demande entre collègues"}
    assert set(names(days=365)) == {"Jamais vue", "Demande entre collègues"}
    counts = queries.silence_counts({"09"}, 180)
    assert (counts.silent, counts.never) == (1, 2)


def test_what_only_stands_on_the_tracking_page_is_no_contact() -> None:
    """The council decided, and firms that nobody had called left the list for half a year."""
    firm = make_firm(name="Jamais appelée")
    need = make_need("09", firm=firm, heard_on=ago(400))
    Reply.objects.create(need=need, text="x", language="fr", channel="link", station="decided")
    assert names() == ["Jamais appelée"]
    assert queries.last_contacts([firm.pk]) == {firm.pk: ago(400)}


def test_the_last_contact_is_the_latest_of_all_kinds() -> None:
    one, none = make_firm(), make_firm()
    met(one, 300)
    make_need("09", firm=one, heard_on=ago(200))
    assert queries.last_contacts([one.pk, none.pk]) == {one.pk: ago(200)}


def test_a_firm_registered_today_is_not_said_to_be_silent_for_long(as_delegate: Client) -> None:
    """Until nobody spoke with it for as long after it was registered."""
    firm = make_firm()
    page = as_delegate.get(f"/fr/exporters/{firm.pk}/").text
    assert "Personne n’a encore parlé à cette entreprise." in page
    assert "Appelez-la, ou dites" not in page
    assert url("put_off", firm.pk) not in page
    Firm.objects.update(created_at=timezone.now() - timedelta(days=181))
    page = as_delegate.get(f"/fr/exporters/{firm.pk}/").text
    assert "Appelez-la, ou dites" in page
    assert url("put_off", firm.pk) in page
    assert "depuis longtemps" not in page
    assert "depuis longtemps" in as_delegate.get(f"/fr/exporters/{met(firm, 181).pk}/").text


def test_the_order_is_silence_times_importance_and_says_why(cast: Cast) -> None:
    """Worked by hand: (1 + points) × level."""
    met(make_firm(name="Petite, longtemps", status="unknown"), 800)  # 3 × 1 = 3
    met(make_firm(name="Exporte, peu", status="existing"), 200)  # 1 × 4 = 4
    met(make_firm(name="Exporte, double", status="existing", employees=10), 400)  # 2 × 5 = 10
    make_firm(name="Jamais, pourrait", status="potential")  # 3 × 3 = 9
    waiting = met(make_firm(name="Attend", status="past"), 200)  # 1 × (1 + 2 + 2) = 5
    make_need("09", firm=waiting, heard_on=ago(190))
    followed = met(make_firm(name="Suivie", status="past"), 200)  # 1 × (1 + 2 + 1) = 4
    registry.follow_firm(firm=followed, by=cast.adviser)
    rows = queries.explained(queries.silent_firms({"09"}, 180))
    assert [(row.firm.name, row.level, row.importance, row.score) for row in rows] == [
        ("Exporte, double", 2, 5, 10),
        ("Jamais, pourrait", 3, 3, 9),
        ("Attend", 1, 5, 5),
        ("Exporte, peu", 1, 4, 4),
        ("Suivie", 1, 4, 4),
        ("Petite, longtemps", 3, 1, 3),
    ]
    assert rows[1].last is None
    assert rows[2].days == 190
    assert {str(weight) for weight in rows[2].weights} == {"exported", "waits"}


def test_a_firm_is_put_off_until_its_day(cast: Cast, as_delegate: Client) -> None:
    firm = make_firm(name="Fermée l'été")
    for wrong in ({"until": "", "reason": "x"}, {"until": ago(1).isoformat(), "reason": "x"},
                  {"until": ago(-30).isoformat(), "reason": ""}):  # fmt: skip
        as_delegate.post(url("put_off", firm.pk), wrong)
    assert not Snooze.objects.exists()
    as_delegate.post(
        url("put_off", firm.pk), {"until": ago(-30).isoformat(), "reason": "Récolte finie"}
    )
    assert names() == []
    page = as_delegate.get(url("silence")).content.decode()
    assert "Récolte finie" in page
    assert "Récolte finie" in as_delegate.get(f"/fr/exporters/{firm.pk}/").content.decode()
    acts.put_off_firm(firm=firm, until=ago(-1), reason="Plus tôt", by=cast.delegate)
    assert [one.reason for one in queries.put_off_firms({"09"})] == ["Plus tôt"]
    Snooze.objects.update(until=ago(0), put_off_on=ago(40))
    assert names() == ["Fermée l'été"]


def test_putting_off_is_the_regions_own(cast: Cast, as_other_delegate: Client) -> None:
    firm = make_firm()
    good = {"until": ago(-30).isoformat(), "reason": "x"}
    assert as_other_delegate.post(url("put_off", firm.pk), good).status_code == 404
    share_firm(firm=firm, user=cast.other_delegate, may_edit=True, by=cast.delegate)
    assert as_other_delegate.post(url("put_off", firm.pk), good).status_code == 403
    with pytest.raises(ReasonMissing):
        acts.put_off_firm(firm=firm, until=ago(-2), reason=" ", by=cast.delegate)
    with pytest.raises(PutOffIntoThePast):
        acts.put_off_firm(firm=firm, until=ago(0), reason="x", by=cast.delegate)
    with pytest.raises(DayOutOfReach):
        acts.put_off_firm(firm=firm, until=ago(-900 * 365), reason="x", by=cast.delegate)


def test_who_puts_off_for_centuries_is_told_which_days_there_are(as_delegate: Client) -> None:
    """“Give a day and a reason” was the answer to who had given both."""
    given = {"until": "2926-01-01", "reason": "Fermée"}
    page = as_delegate.post(url("put_off", make_firm().pk), given, follow=True).text
    assert "Choisissez un jour du" in page


@pytest.mark.parametrize(("reason", "days"), [("", 3), ("x", 0)])
def test_a_snooze_says_why_and_ends(reason: str, days: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Snooze.objects.create(firm=make_firm(), put_off_on=ago(0), reason=reason, until=ago(-days))


def test_the_page_lists_one_region_and_takes_other_days(as_delegate: Client) -> None:
    met(make_firm(name="Il y a cent jours"), 100)
    make_firm("01", name="Ailleurs")
    assert "Il y a cent jours" not in as_delegate.get(url("silence")).content.decode()
    page = as_delegate.get(url("silence"), {"days": 60}).content.decode()
    assert "Il y a cent jours" in page
    assert "Ailleurs" not in page
    assert as_delegate.get(url("silence"), {"days": "nonsense"}).status_code == 200


def test_a_shared_firm_is_not_mine_to_call(cast: Cast, as_other_delegate: Client) -> None:
    firm = make_firm(name="Pas à moi")
    share_firm(firm=firm, user=cast.other_delegate, by=cast.delegate)
    assert "Pas à moi" not in as_other_delegate.get(url("silence")).content.decode()


def test_the_list_asks_a_constant_number_of_queries(as_secretariat: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert as_secretariat.get(url("silence")).status_code == 200
        return len(found)

    make_firm()
    once = asked()
    for _ in range(30):
        met(make_firm(), 400)
    assert asked() <= once + 1  # the pages
    assert once <= 16


# --- the weekly message ---------------------------------------------------------------------------


def test_one_message_a_week_with_numbers_and_no_names(cast: Cast) -> None:
    firm = met(make_firm(name="Nom Secret", status="existing"), 400)
    make_firm("01", name="Autre Secret")
    acts.record_visit(
        firm=make_firm(), next_step="Promesse secrète", next_step_on=ago(0), by=cast.adviser
    )
    assert send_reminders() == 3  # delegate and adviser of 09, delegate of 01
    send_due_letters()
    to = {message.to[0]: message for message in mail.outbox}
    assert set(to) == {f"{who}@example.org" for who in ("delegate", "adviser", "other_delegate")}
    body = to["adviser@example.org"].body
    assert "1 entreprise sans échange depuis plus de 180 jours" in body
    assert "1 prochaine étape" in body
    assert "/fr/needs/reminders/" in body
    for message in mail.outbox:
        assert "Secret" not in message.body
        assert "secrète" not in message.body
    assert send_reminders() == 0
    assert send_reminders(today=ago(-6)) == 0
    assert send_reminders(today=ago(-7)) == 3
    assert firm.name == "Nom Secret"


def test_nothing_to_say_is_not_said(cast: Cast) -> None:
    met(make_firm(), 3)
    met(make_firm("01"), 3)
    assert send_reminders() == 0
    send_due_letters()
    assert mail.outbox == []


def test_one_stops_it_and_chooses_the_days(cast: Cast, as_delegate: Client) -> None:
    met(make_firm(), 100)
    met(make_firm("01"), 3)
    assert as_delegate.post(url("reminders"), {"silent_after": 3}).context["form"].errors
    as_delegate.post(url("reminders"), {"silent_after": 60})  # the box is not ticked
    assert send_reminders() == 0
    as_delegate.post(url("reminders"), {"silent_after": 60, "is_weekly": "on"})
    assert send_reminders() == 1
    send_due_letters()
    assert "plus de 60 jours" in mail.outbox[0].body
    assert as_delegate.get(url("silence")).context["days"] == 60
    assert as_delegate.get("/fr/desk/").context["firms"].silence.silent == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderChoice.objects.update(silent_after=2)


def test_who_works_for_the_nation_is_written_to_only_if_they_ask(
    cast: Cast, as_secretariat: Client
) -> None:
    make_firm("02")
    assert send_reminders() == 0
    as_secretariat.post(url("reminders"), {"silent_after": 180, "is_weekly": "on"})
    assert send_reminders() == 1


def test_it_is_written_in_the_language_of_the_person(cast: Cast) -> None:
    make_firm()
    cast.delegate.language = "ar"
    cast.delegate.save()
    send_reminders()
    send_due_letters()
    message = next(one for one in mail.outbox if one.to == ["delegate@example.org"])
    assert "مقاول" in message.subject
    assert "/ar/needs/silence/" in message.body


def test_the_worker_plans_its_own_next_time_and_once(settings: Any, cast: Cast) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    due = plan_reminders()
    assert (due.weekday(), due.hour, due > timezone.now()) == (0, 7, True)
    plan_reminders()
    planned = DBTaskResult.objects.filter(task_path=weekly_reminders.module_path)
    assert planned.count() == 1
    DBTaskResult.objects.update(run_after=timezone.now())  # its hour has come
    make_firm()
    assert weekly_reminders.func() == 2
    assert planned.count() == 2
    assert planned.filter(run_after__gt=timezone.now()).count() == 1
