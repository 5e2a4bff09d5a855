"""Closed lists of the ground under every room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class JobState(TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", pgettext_lazy("job", "Done")
    FAILED = "failed", _("Failed")


class LetterState(TextChoices):
    WAITING = "waiting", pgettext_lazy("letter", "Waiting")
    SENDING = "sending", pgettext_lazy("letter", "Being sent")
    SENT = "sent", pgettext_lazy("letter", "Sent")
    FAILED = "failed", pgettext_lazy("letter", "Not sent")
    WITHDRAWN = "withdrawn", pgettext_lazy("letter", "Withdrawn")


class LetterProblem(TextChoices):
    NO_SERVER = "no_server", _("The mail server could not be used")
    NOT_NOW = "not_now", _("The mail server asks to wait")
    ADDRESS = "address", _("The address is refused")
    REFUSED = "refused", _("The mail server refuses the letter")
    BROKEN = "broken", _("The line broke while it was sent: it may have arrived")
    LOST = "lost", _("The site was stopped while it was sent: it may have arrived")


class Queue:
    """Each queue has a worker of its own: a file of an hour keeps no letter waiting."""

    QUICK = "default"  # letters, reminders, figures: seconds, at most a few minutes
    FILES = "files"  # reading what people bring
    ALL = (QUICK, FILES)
