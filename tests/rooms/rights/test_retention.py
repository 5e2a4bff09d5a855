"""What has been kept long enough: found by the pack's rules, let go with an event, or reviewed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from nasij.audit.models import Event
from nasij.exporters.enums import ConsentStep, ContactPurpose, Said
from nasij.exporters.models import ConsentEntry, Contact, Firm
from nasij.intake.acts import cancel_import, import_file, start_import
from nasij.intake.models import ImportRun
from nasij.rights.acts import (
    answer_correction,
    ask_correction,
    give_link,
    keep_firm,
    let_go,
    note_consent,
)
from nasij.rights.enums import LinkChannel
from nasij.rights.law.policy import RetentionRule, policy
from nasij.rights.law.retention import Due, due
from nasij.rights.models import AccessLink, RightsRequest
from nasij.work.errors import ReasonMissing
from nasij.work.models import Job
from tests.factories import make_firm, make_need
from tests.people import Cast

pytestmark = pytest.mark.django_db
TODAY = date(2033, 6, 30)


def found(key: str) -> list[Due]:
    return [one for one in due(TODAY) if one.rule.key == key]


def silent(**fields: Any) -> Firm:
    """Known since 2026, and nothing since."""
    firm = make_firm(**fields)
    Firm.objects.filter(pk=firm.pk).update(created_at=_at(date(2026, 1, 1)))
    return firm


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_current_timezone())


@pytest.mark.parametrize(
    ("months", "today", "limit"),
    [
        (1, date(2026, 3, 31), date(2026, 2, 28)),
        (12, date(2028, 2, 29), date(2027, 2, 28)),
        (60, date(2033, 6, 30), date(2028, 6, 30)),
        (3, date(2026, 1, 15), date(2025, 10, 15)),
        (1, date(2026, 1, 1), date(2025, 12, 1)),
    ],
)
def test_months_are_counted_back(months: int, today: date, limit: date) -> None:
    assert RetentionRule("x", "firms", months, "review", {}).limit(today) == limit


def test_every_rule_of_the_pack_has_a_finder() -> None:
    assert {rule.of for rule in policy().retention} == {
        "firms", "contacts", "files", "links", "requests"
    }  # fmt: skip
    list(due(TODAY))


def test_a_silent_firm_is_reviewed_and_signs_of_life_count() -> None:
    quiet, heard, seen, changed, younger = (silent() for _ in range(5))
    make_need(firm=heard, heard_on=date(2030, 1, 1))
    seen.market_evidence.create(
        country_id="FRA", standing="exports", source="customs", evidence_on=date(2031, 1, 1)
    )
    for firm, who in ((changed, "Quelqu'un"), (quiet, "")):  # the system is no sign of life
        Event.objects.create(
            verb="x", subject_type="exporters.firm", subject_id=str(firm.pk), actor_label=who
        )
    Event.objects.update(at=_at(date(2032, 1, 1)))
    Firm.objects.filter(pk=younger.pk).update(created_at=_at(date(2031, 1, 1)))
    make_need(firm=quiet, heard_on=date(2026, 3, 1))
    assert [one.old.thing for one in found("silent_firm")] == [quiet]


def test_a_rule_alone_never_erases_a_firm(cast: Cast) -> None:
    silent()
    (one,) = found("silent_firm")
    with pytest.raises(ValueError, match="a person"):
        let_go(due=one, by=cast.secretariat)


def test_a_firm_is_kept_with_a_reason_for_some_years(cast: Cast) -> None:
    firm = silent()
    with pytest.raises(ReasonMissing):
        keep_firm(firm=firm, reason=" ", keep_until=TODAY, by=cast.delegate)
    client = cast.client("delegate")
    assert firm.name not in client.get("/fr/rights/retention/").text  # heard of this year
    posted = {
        "number": firm.pk,
        f"{firm.pk}-reason": "Coopérative en sommeil",
        f"{firm.pk}-years": 2,
    }
    assert client.post("/fr/rights/retention/keep/", posted).status_code == 302
    review = firm.retention_reviews.get()
    assert review.keep_until.year == timezone.localdate().year + 2
    assert Event.objects.filter(verb="rights.firm_kept").count() == 1
    assert (
        cast.client("other_delegate").post("/fr/rights/retention/keep/", posted).status_code == 404
    )
    Event.objects.all().delete()
    type(review).objects.update(keep_until=TODAY + timedelta(days=1))
    assert found("silent_firm") == []
    type(review).objects.update(keep_until=TODAY)
    assert [one.old.thing for one in found("silent_firm")] == [firm]


def said(contact: Contact, purpose: ContactPurpose, step: ConsentStep, on: date) -> None:
    today = timezone.localdate()  # no day to come can be noted
    entry = note_consent(
        contact=contact, purpose=purpose, step=step, how=Said.PHONE, happened_on=today, by=None
    )
    ConsentEntry.objects.filter(pk=entry.pk).update(happened_on=on)


def withdrawn(firm: Firm, on: date) -> Contact:
    contact = Contact.objects.create(firm=firm, name="Aïcha", purpose="offers")
    said(contact, ContactPurpose.OFFERS, ConsentStep.WITHDRAWN, on)
    return contact


def test_a_contact_goes_three_months_after_consent_is_withdrawn() -> None:
    firm = make_firm()
    old = withdrawn(firm, date(2033, 3, 30))
    withdrawn(firm, date(2033, 3, 31))
    still = withdrawn(firm, date(2033, 1, 1))
    said(still, ContactPurpose.REPLIES, ConsentStep.GIVEN, date(2033, 1, 2))
    (one,) = found("withdrawn_contact")
    assert one.old.thing == old
    let_go(due=one, by=None)
    assert not Contact.objects.filter(pk=old.pk).exists()
    event = Event.objects.get(verb="exporters.contact_removed")
    assert event.after == {"rule": "withdrawn_contact"}
    assert found("withdrawn_contact") == []


def test_a_file_goes_a_year_after_its_import(
    data_folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    def brought(name: str, day: date) -> ImportRun:
        path = data_folder / f"{name}.csv"
        path.write_text(f"name;region;ice\n{name};09;123\n;09;\n", encoding="utf-8")
        run = import_file(path, by=None)
        ImportRun.objects.filter(pk=run.pk).update(finished_at=_at(day))
        return run

    old, _young = brought("Vieille", date(2032, 6, 1)), brought("Jeune", date(2032, 7, 2))
    assert old.rejects_path
    assert old.problems.exclude(value="").exists()
    (one,) = found("old_file")
    assert one.old.thing == old
    with django_capture_on_commit_callbacks(execute=True):
        let_go(due=one, by=None)
    assert not (data_folder / old.file_path).exists()
    assert not (data_folder / old.rejects_path).exists()
    old.refresh_from_db()
    assert (old.preview, old.rows_read, old.created) == ({}, 2, 1)
    assert not old.problems.exclude(value="").exists()
    assert found("old_file") == []


def test_an_import_that_nobody_confirmed_is_let_go_with_its_check(
    data_folder: Path, django_capture_on_commit_callbacks: Any, cast: Cast, settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    settings.TASKS = {
        "default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}
    }
    monkeypatch.setattr("nasij.intake.acts.imports.AT_ONCE", 0)  # checked in the background
    path = data_folder / "a.csv"
    path.write_text("name;region\nAutre Une;09\n", encoding="utf-8")
    with django_capture_on_commit_callbacks(execute=True):
        run = start_import(path=path, file_name="a.csv", region=None, by=cast.secretariat)
    assert (run.state, DBTaskResult.objects.count()) == ("checking", 1)
    ImportRun.objects.filter(pk=run.pk).update(started_at=_at(date(2032, 6, 1)))
    (one,) = found("old_file")
    with django_capture_on_commit_callbacks(execute=True):
        let_go(due=one, by=None)
    run.refresh_from_db()
    assert (run.state, run.job) == ("cancelled", None)
    assert not (DBTaskResult.objects.exists())
    assert not (Job.objects.exists())
    assert not (data_folder / run.file_path).exists()
    assert found("old_file") == []


def test_what_was_foreseen_of_a_file_that_is_gone_is_let_go(
    data_folder: Path, django_capture_on_commit_callbacks: Any, cast: Cast
) -> None:
    path = data_folder / "a.csv"
    path.write_text("name;region\nAutre Une;09\n", encoding="utf-8")
    run = start_import(path=path, file_name="a.csv", region=None, by=cast.secretariat)
    with django_capture_on_commit_callbacks(execute=True):
        cancel_import(run=run, by=cast.secretariat)
    assert not (data_folder / run.file_path).exists()  # of no use to anybody
    ImportRun.objects.filter(pk=run.pk).update(finished_at=_at(date(2032, 6, 1)))
    assert "Autre Une" in str(ImportRun.objects.get().preview)
    (one,) = found("old_file")
    let_go(due=one, by=None)
    assert ImportRun.objects.get().preview == {}
    assert found("old_file") == []


def test_dead_links_and_old_requests_go(cast: Cast) -> None:
    firm = make_firm()
    link, _code = give_link(firm=firm, channel=LinkChannel.SHOWN, by=None)
    AccessLink.objects.filter(pk=link.pk).update(expires_at=_at(date(2032, 6, 1)))
    asked = ask_correction(firm=firm, values={"employees": 3}, remark="Je corrige")
    waiting = ask_correction(firm=make_firm(), values={"employees": 3}, remark="Je corrige")
    verdicts = {change.pk: (True, "Écrit") for change in asked.changes.all()}
    answer_correction(request=asked, verdicts=verdicts, by=cast.delegate)
    RightsRequest.objects.filter(pk=asked.pk).update(answered_at=_at(date(2028, 1, 1)))
    RightsRequest.objects.filter(pk=waiting.pk).update(made_at=_at(date(2027, 1, 1)))
    for key in ("dead_link", "old_request"):
        (one,) = found(key)
        let_go(due=one, by=None)
        assert found(key) == []
    assert not AccessLink.objects.exists()
    asked.refresh_from_db()
    assert (asked.reason, asked.changes.count(), asked.state) == ("", 0, "answered")
    assert waiting.changes.exists()
    assert Event.objects.filter(verb="rights.retention_applied").count() == 2
