"""Letters: stored with their act, leaving after it, at most once; over a real line to a server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from nasij.accounts.acts import invite_person
from nasij.accounts.notices import INVITATION
from nasij.council.notices import CONVOCATION
from nasij.work.enums import LetterProblem, LetterState
from nasij.work.models import Letter
from nasij.work.outbox import post, post_again, rounds, send_due_letters, withdraw
from nasij.work.outbox.mailer import Failure, Mailer
from nasij.work.queries import counts_of_letters, letter_about
from tests.people import Cast, make_cast
from tests.rooms.work.mail_server import HANG_UP, MailServer, running

pytestmark = pytest.mark.django_db
TO = "nadia@example.org"


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with running() as mail:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", mail.port, 5
        yield mail


@pytest.fixture
def no_server(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there


def write(cast: Cast, to: str = TO, text: str = "مرحبا, Séance du 3.") -> Letter:
    return post(
        CONVOCATION, to=to, about=cast.delegate, language="fr", subject="Séance\n n° 3", text=text
    )


def as_stored(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


# --- with the act, after the act ---------------------------------------------------------------


def test_a_letter_is_rolled_back_with_its_act(cast: Cast, server: MailServer) -> None:
    with transaction.atomic():
        write(cast)
        transaction.set_rollback(True)
    send_due_letters()
    assert (Letter.objects.count(), server.taken) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_a_letter_leaves_when_its_act_is_safe_and_not_before(server: MailServer) -> None:
    cast = make_cast()
    with transaction.atomic():
        letter = write(cast)
        assert server.taken == []
    assert server.to() == [TO]
    assert as_stored(letter).state == LetterState.SENT


def test_what_arrives_is_what_was_written(cast: Cast, server: MailServer) -> None:
    write(cast)
    send_due_letters()
    (message,) = server.taken
    text = message.get_payload(decode=True)
    assert isinstance(text, bytes)
    assert text.decode().strip() == "مرحبا, Séance du 3."
    assert message["Auto-Submitted"] == "auto-generated"
    assert "@localhost>" in message["Message-ID"]


def test_of_a_letter_that_has_left_nothing_is_kept(cast: Cast, server: MailServer) -> None:
    letter = as_stored(write(cast))
    assert (letter.to, letter.subject, letter.state) == (TO, "Séance n° 3", LetterState.WAITING)
    send_due_letters()
    sent = as_stored(letter)
    assert (sent.state, sent.to, sent.subject, sent.text) == (LetterState.SENT, "", "", "")
    assert sent.ended_at is not None


@pytest.mark.parametrize("field", ["to", "subject", "text", "said"])
def test_the_database_keeps_no_word_of_a_letter_that_has_left(
    cast: Cast, server: MailServer, field: str
) -> None:
    letter = write(cast)
    send_due_letters()
    with pytest.raises(IntegrityError, match="letter_empty_when_ended"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**{field: "x@example.org"})


def test_the_database_keeps_no_letter_that_is_never_due(cast: Cast) -> None:
    letter = write(cast)
    with pytest.raises(IntegrityError, match="letter_on_its_way_is_due"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(due_at=None)


def test_twelve_letters_take_one_line(cast: Cast, server: MailServer) -> None:
    for number in range(12):
        write(cast, to=f"seat-{number}@example.org")
    assert send_due_letters().sent == 12
    assert (len(server.taken), server.lines_opened) == (12, 1)


# --- failures ----------------------------------------------------------------------------------


def test_without_a_server_one_letter_asks_and_the_others_lose_no_try(
    cast: Cast, no_server: None
) -> None:
    first, second = write(cast), write(cast)
    assert (send_due_letters().failed, as_stored(second).tries) == (1, 0)
    waiting = as_stored(first)
    assert (waiting.state, waiting.problem, waiting.tries) == ("waiting", "no_server", 1)
    assert waiting.due_at is not None
    assert waiting.due_at > timezone.now()


@pytest.mark.parametrize(
    ("answers", "state", "problem"),
    [
        ({"RCPT": "550 5.1.1 no such person"}, "failed", LetterProblem.ADDRESS),
        ({"RCPT": "451 4.7.1 greylisted, come back"}, "waiting", LetterProblem.NOT_NOW),
        ({"MAIL": "530 5.7.0 sign in first"}, "waiting", LetterProblem.NO_SERVER),
        ({"DATA": "554 5.7.1 this is spam"}, "failed", LetterProblem.REFUSED),
        ({"END": "552 5.2.2 mailbox full"}, "failed", LetterProblem.REFUSED),
        ({"END": "450 4.3.1 disk full"}, "waiting", LetterProblem.NOT_NOW),
        ({"END": HANG_UP}, "failed", LetterProblem.BROKEN),
        ({"GREETING": HANG_UP}, "waiting", LetterProblem.NO_SERVER),
        ({"GREETING": "421 4.3.2 too many lines"}, "waiting", LetterProblem.NO_SERVER),
    ],
)
def test_what_a_server_says_is_understood(
    cast: Cast, server: MailServer, answers: dict[str, str], state: str, problem: str
) -> None:
    server.answers = answers
    letter = write(cast)
    assert send_due_letters().failed == 1
    found = as_stored(letter)
    assert (found.state, found.problem) == (state, problem)
    said = next(iter(answers.values()))
    assert said in found.said if said else True
    assert found.text  # it may be sent again


def test_a_refused_letter_holds_no_other_back(cast: Cast, server: MailServer) -> None:
    server.answers = {"END": "554 5.7.1 this is spam"}
    write(cast)
    send_due_letters()
    server.answers = {}
    write(cast, to="second@example.org")
    send_due_letters()
    assert server.to() == ["second@example.org"]


@pytest.mark.parametrize("to", ["a@b@c@example.org", "not an address"])
def test_an_address_of_which_no_letter_can_be_made_is_said(
    cast: Cast, server: MailServer, to: str
) -> None:
    letter = write(cast, to=to)
    other = write(cast, to="second@example.org")
    send_due_letters()
    assert as_stored(letter).state in {LetterState.FAILED, LetterState.SENT}
    assert as_stored(other).state == LetterState.SENT


def test_pauses_grow_and_end(cast: Cast, no_server: None, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = write(cast)
    waits = []
    while as_stored(letter).state == LetterState.WAITING:
        Letter.objects.filter(pk=letter.pk).update(due_at=timezone.now())
        before = timezone.now()
        send_due_letters()
        due = as_stored(letter).due_at
        if due is not None:
            waits.append(timedelta(seconds=round((due - before).total_seconds())))
    assert waits == sorted(waits)
    assert timedelta(days=3) < sum(waits, timedelta()) < timedelta(days=6)
    given_up = as_stored(letter)
    assert (given_up.state, given_up.tries) == (LetterState.FAILED, len(waits) + 1)


def test_no_log_names_who_was_written_to(
    cast: Cast, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.answers = {"RCPT": f"550 <{TO}> unknown"}
    write(cast)
    send_due_letters()
    assert "was not sent" in caplog.text
    assert TO not in caplog.text


def test_what_could_not_be_sent_is_emptied_after_a_month(cast: Cast, server: MailServer) -> None:
    server.answers = {"RCPT": f"550 <{TO}> unknown"}
    letter = write(cast)
    send_due_letters()
    long_ago = timezone.now() - rounds.KEPT - timedelta(hours=1)
    Letter.objects.filter(pk=letter.pk).update(ended_at=long_ago)
    send_due_letters()
    assert (as_stored(letter).to, as_stored(letter).said) == ("", "")


# --- at most once ------------------------------------------------------------------------------


def test_a_letter_whose_process_died_is_not_sent_again_by_itself(
    cast: Cast, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = write(cast)
    with monkeypatch.context() as dying:

        def die(*given: object, **named: object) -> None:
            raise SystemExit  # the server took it, and nobody could write that down

        dying.setattr(rounds, "_note", die)
        with pytest.raises(SystemExit):
            send_due_letters()
    send_due_letters()
    assert as_stored(letter).state == LetterState.SENDING
    Letter.objects.filter(pk=letter.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    send_due_letters()
    lost = as_stored(letter)
    assert (lost.state, lost.problem) == (LetterState.FAILED, LetterProblem.LOST)
    assert len(server.taken) == 1


def test_sent_again_by_a_person_it_has_the_same_number(cast: Cast, server: MailServer) -> None:
    server.answers = {"END": HANG_UP}
    letter = write(cast)
    send_due_letters()
    server.answers = {}
    assert post_again(letter)
    send_due_letters()
    assert [m["Message-ID"].partition(".")[0] for m in server.taken] == [f"<{letter.pk}"]
    assert not post_again(letter)  # it has left


def test_a_letter_that_is_withdrawn_never_leaves(cast: Cast, server: MailServer) -> None:
    letter = write(cast)
    assert withdraw(letter)
    send_due_letters()
    assert (as_stored(letter).text, server.taken) == ("", [])
    assert not withdraw(letter)


def test_a_round_in_the_middle_of_another_takes_no_letter_twice(
    cast: Cast, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        write(cast, to=f"seat-{number}@example.org")
    hand_over, meanwhile = Mailer.hand_over, []

    def slowly(self: Mailer, letter: Letter, text: str) -> Failure | None:
        if not meanwhile:
            meanwhile.append("begun")
            meanwhile.append(str(send_due_letters().sent))
        return hand_over(self, letter, text)

    monkeypatch.setattr(Mailer, "hand_over", slowly)
    assert send_due_letters().sent == 1
    assert meanwhile == ["begun", "5"]
    assert sorted(server.to()) == [f"seat-{number}@example.org" for number in range(6)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the others are not read in threads")
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_no_letter_twice(server: MailServer) -> None:
    cast = make_cast()
    Letter.objects.bulk_create(
        Letter(
            kind=CONVOCATION.key,
            about=str(cast.delegate.pk),
            to=f"seat-{number:02}@example.org",
            language="fr",
            text="…",
            due_at=timezone.now(),
        )
        for number in range(20)
    )
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        send_due_letters()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(server.to()) == [f"seat-{number:02}@example.org" for number in range(20)]


# --- secret links ------------------------------------------------------------------------------


def invited(cast: Cast) -> tuple[Any, str]:
    return invite_person(
        email=TO,
        name="Nadia",
        role="analyst",
        region_code="",
        language="fr",
        by=cast.administrator,
    )


def test_a_secret_link_is_in_no_table(
    cast: Cast, server: MailServer, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invitation, link = invited(cast)
        token = link.rstrip("/").rpartition("/")[2]
        held = [letter.text for letter in Letter.objects.order_by("id")]
        assert not any(token in text for text in held)
    letter = letter_about(INVITATION, invitation)
    assert letter is not None
    assert letter.state == LetterState.SENT
    (message,) = server.taken
    assert link in message.get_payload(decode=True).decode()  # type: ignore[union-attr]


def test_a_worker_leaves_a_letter_with_a_secret_to_who_wrote_it(
    cast: Cast, server: MailServer
) -> None:
    invited(cast)
    send_due_letters()
    assert server.taken == []


def test_a_secret_link_that_cannot_be_sent_is_said_to_who_asked(
    cast: Cast, no_server: None, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invitation, _link = invited(cast)
    letter = letter_about(INVITATION, invitation)
    assert letter is not None
    assert (letter.state, letter.text) == (LetterState.FAILED, "")
    assert not post_again(letter)


# --- the clock, and what is told of it ---------------------------------------------------------


def test_one_round_is_planned_at_a_time_and_no_later_than_needed(
    cast: Cast, settings: Any, no_server: None
) -> None:
    settings.TASKS = {
        "default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}
    }
    rounds.plan_round()
    rounds.plan_round()
    planned = DBTaskResult.objects.filter(task_path=rounds.deliver_letters.module_path)
    assert planned.count() == 1
    assert planned.get().run_after > timezone.now() + timedelta(minutes=50)
    write(cast)
    send_due_letters()
    rounds.plan_round()
    assert planned.order_by("run_after")[0].run_after < timezone.now() + timedelta(minutes=2)


def test_the_postman_is_called_once_for_all_letters_of_an_act(
    cast: Cast, settings: Any, no_server: None, django_capture_on_commit_callbacks: Any
) -> None:
    settings.TASKS = {
        "default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}
    }
    with django_capture_on_commit_callbacks(execute=True):
        for _each in range(12):
            write(cast)
    called = DBTaskResult.objects.filter(task_path=rounds.deliver_letters.module_path)
    assert called.count() == 1


def test_letters_are_counted_for_who_runs_the_site(cast: Cast, no_server: None) -> None:
    for _each in range(3):
        write(cast)
    send_due_letters()
    counts = counts_of_letters()
    assert (counts.late, counts.failed) == (1, 0)


def test_after_a_year_nothing_says_that_a_letter_was_sent(cast: Cast) -> None:
    fresh, old = (
        Letter.objects.create(
            kind=INVITATION.key, language="fr", state=LetterState.SENT, ended_at=at
        )
        for at in (timezone.now(), timezone.now() - rounds.TRACED - timedelta(hours=1))
    )
    send_due_letters()
    assert list(Letter.objects.all()) == [fresh]
    assert old != fresh
