"""Closed lists of the ground under every room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class JobState(TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", pgettext_lazy("job", "Done")
    FAILED = "failed", _("Failed")


class Queue:
    """Each queue has a worker of its own: a file of an hour keeps no letter waiting."""

    QUICK = "default"  # letters, reminders, figures: seconds, at most a few minutes
    FILES = "files"  # reading what people bring
    ALL = (QUICK, FILES)
