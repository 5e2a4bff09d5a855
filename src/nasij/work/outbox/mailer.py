"""Speaking to the mail server, and understanding what it says."""

from __future__ import annotations

import logging
import smtplib
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from nasij import standing
from nasij.work.enums import LetterProblem
from nasij.work.models import Letter

log = logging.getLogger(__name__)
_FOR_GOOD = 500  # answers from here on are final; lower ones mean: not now


@dataclass(frozen=True, slots=True)
class Failure:
    problem: LetterProblem
    said: str = ""  # by the server, in its words

    @property
    def may_pass(self) -> bool:
        """Whether it is certain that nothing has left, and worth another try."""
        return self.problem in {LetterProblem.NO_SERVER, LetterProblem.NOT_NOW}


class Mailer:
    """A line to the mail server: opened for the first letter, and again after any failure."""

    def __init__(self) -> None:
        self._line: Any = None

    def hand_over(self, letter: Letter, text: str) -> Failure | None:
        """None when the server took it. Logs say why it did not, never to whom."""
        failure = self.open() or self._send(_message(letter, text))
        if failure is not None:
            log.warning("letter %s was not sent: %s", letter.pk, failure.problem)
            self.close()
        return failure

    def close(self) -> None:
        """What was taken is taken: a server that hangs up rudely changes nothing."""
        line, self._line = self._line, None
        if line is not None:
            with suppress(OSError):
                line.close()

    def make(self) -> Failure | None:
        try:
            if self._line is None:
                self._line = get_connection()
        except Exception as error:  # a wrong folder
            return Failure(LetterProblem.NO_SERVER, _words(error))
        return None

    def open(self) -> Failure | None:
        if failure := self.make():
            return failure
        try:
            self._line.open()
        except Exception as error:  # a wrong name, password …: nothing was said yet
            return Failure(LetterProblem.NO_SERVER, _words(error))
        return None

    def _send(self, message: EmailMessage) -> Failure | None:
        try:
            self._line.send_messages([message])
        except smtplib.SMTPRecipientsRefused as refused:
            code, answer = next(iter(refused.recipients.values()))
            return _refused(LetterProblem.ADDRESS, code, answer)
        except smtplib.SMTPSenderRefused as refused:  # the address is ours: all letters have it
            return Failure(LetterProblem.NO_SERVER, _words(refused))
        except smtplib.SMTPResponseException as refused:
            return _refused(LetterProblem.REFUSED, refused.smtp_code, refused.smtp_error)
        except smtplib.SMTPNotSupportedError as refused:  # letters of an address beyond ASCII
            return Failure(LetterProblem.ADDRESS, _words(refused))
        except OSError as error:
            return Failure(LetterProblem.BROKEN, _words(error))
        except Exception:  # an address or a text of which no message can be made
            log.exception("a letter could not be written")
            return Failure(LetterProblem.ADDRESS)
        return None


def mail_answers() -> bool:
    """Whether letters can leave at this moment. A folder is asked when its line is made: opened,
    it would hold an empty letter."""
    mailer = Mailer()
    failure = mailer.make() if standing.mail_goes_to_files() else mailer.open()
    mailer.close()
    return failure is None


def _message(letter: Letter, text: str) -> EmailMessage:
    """Sent again by a person, it has the same number: programs that know it show it once."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    number = f"<{letter.pk}.{letter.created_at:%Y%m%d%H%M%S%f}@{domain}>"
    headers = {"Message-ID": number, "Auto-Submitted": "auto-generated"}
    return EmailMessage(letter.subject, text, to=[letter.to], headers=headers)


def _refused(problem: LetterProblem, code: int, answer: bytes | str) -> Failure:
    told = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    said = f"{code} {' '.join(told.split())}"[:300]
    return Failure(problem if code >= _FOR_GOOD else LetterProblem.NOT_NOW, said)


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _refused(LetterProblem.REFUSED, error.smtp_code, error.smtp_error).said
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]
