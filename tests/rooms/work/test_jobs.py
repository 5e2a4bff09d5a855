"""Work away from the page: whose it is, how it ends, and what is said when its worker dies."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nasij.council.errors import AlreadyPresent
from nasij.datasets.tasks import load_in_background
from nasij.intake.acts.background import apply_in_background, check_in_background
from nasij.intake.enums import ImportState
from nasij.intake.models import ImportRun
from nasij.needs.weekly import weekly_reminders
from nasij.work.enums import JobState, Queue
from nasij.work.jobs import fail_lost_jobs, followed
from nasij.work.models import Job
from nasij.work.outbox import deliver_letters
from tests.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_analyst(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.analyst)
    return client


def make_job(cast: Cast, **fields: object) -> Job:
    given = {"what": {"en": "Loading"}, "started_by": cast.analyst, "language": "fr", **fields}
    return Job.objects.create(**given)


def test_job_of_another_person_is_not_there(cast: Cast, as_delegate: Client) -> None:
    job = make_job(cast)
    assert as_delegate.get(f"/fr/jobs/{job.pk}/").status_code == 404
    assert as_delegate.get(f"/fr/jobs/{job.pk}/state.json").status_code == 404


def test_a_refusal_ends_the_job_with_its_sentence(cast: Cast) -> None:
    job = make_job(cast)
    with followed(job.pk):
        raise AlreadyPresent(seat="Oriental")
    job.refresh_from_db()
    assert (job.state, "Oriental" in job.outcome) == (JobState.FAILED, True)
    assert job.ended_at is not None


def test_a_job_leads_on_in_the_language_of_the_page(cast: Cast, as_analyst: Client) -> None:
    job = make_job(cast, state=JobState.DONE, url="/fr/targets/#projection")
    assert (
        as_analyst.get(f"/ar/jobs/{job.pk}/state.json").json()["url"] == "/ar/targets/#projection"
    )
    assert "/ar/targets/#projection" in as_analyst.get(f"/ar/jobs/{job.pk}/").content.decode()


def test_what_nobody_foresaw_ends_the_job_too(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    job = make_job(cast)
    with followed(job.pk):
        _ = 1 / 0
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "ZeroDivisionError" in caplog.text


def test_job_whose_worker_died_says_so_as_soon_as_the_next_one_starts(
    cast: Cast, as_analyst: Client
) -> None:
    job = make_job(cast, state=JobState.RUNNING, queue=Queue.FILES)
    assert fail_lost_jobs(Queue.FILES) == 1
    state = as_analyst.get(f"/fr/jobs/{job.pk}/state.json").json()
    assert state["state"] == "failed"
    assert "arrêté" in state["text"]  # in the language of who started it
    assert state["text"] in as_analyst.get(f"/fr/jobs/{job.pk}/").content.decode()


@pytest.mark.parametrize("state", [JobState.WAITING, JobState.DONE, JobState.FAILED])
def test_work_that_was_not_cut_off_is_left_as_it_is(cast: Cast, state: JobState) -> None:
    job = make_job(cast, state=state, queue=Queue.FILES, message={"fr": "as before"})
    assert fail_lost_jobs(Queue.FILES) == 0
    job.refresh_from_db()
    assert (job.state, job.outcome) == (state, "as before")


def test_the_worker_of_another_queue_is_alive(cast: Cast) -> None:
    job = make_job(cast, state=JobState.RUNNING, queue=Queue.FILES)
    assert fail_lost_jobs(Queue.QUICK) == 0
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def running_task(task: Any, *given: object) -> DBTaskResult:
    return DBTaskResult.objects.create(
        task_path=task.module_path,
        queue_name=task.queue_name,
        backend_name="default",
        status=TaskResultStatus.RUNNING,
        run_after=timezone.now(),
        args_kwargs={"args": list(given), "kwargs": {}},
    )


def test_the_task_behind_it_is_closed_too() -> None:
    result = running_task(load_in_background, 1, "trade", "BACI.zip", {}, None)
    fail_lost_jobs(Queue.FILES)
    result.refresh_from_db()
    assert result.status == TaskResultStatus.FAILED


def test_an_import_whose_worker_died_can_be_started_again_at_once(cast: Cast) -> None:
    """Another one, confirmed and waiting for its turn, is not touched."""
    cut_off, waiting = (
        ImportRun.objects.create(
            file_name="a.xlsx",
            state=ImportState.RUNNING,
            job=make_job(cast, state=state, queue=Queue.FILES),
        )
        for state in (JobState.RUNNING, JobState.WAITING)
    )
    fail_lost_jobs(Queue.FILES)
    cut_off, waiting = (ImportRun.objects.get(pk=run.pk) for run in (cut_off, waiting))
    assert (cut_off.has_stopped, waiting.has_stopped) == (True, False)


def test_a_long_file_keeps_no_letter_waiting() -> None:
    long = {load_in_background, check_in_background, apply_in_background}
    assert {task.queue_name for task in long} == {Queue.FILES}
    assert {task.queue_name for task in (deliver_letters, weekly_reminders)} == {Queue.QUICK}
