"""What runs in the background."""

from __future__ import annotations

import logging

from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from nasij.accounts.models import User
from nasij.intake.acts.applying import apply_import
from nasij.intake.acts.checking import check_import
from nasij.intake.enums import ImportState
from nasij.intake.errors import ImportRunsElsewhere
from nasij.intake.models import ImportRun
from nasij.work.enums import Queue
from nasij.work.errors import Refusal

logger = logging.getLogger(__name__)


@task(queue_name=Queue.FILES)
def check_in_background(run_id: int, language: str) -> None:
    """Foresee the rows of a large file. A failure is written on the run."""
    with translation.override(language):
        try:
            check_import(run=ImportRun.objects.get(pk=run_id))
        except Refusal as refusal:
            _mark_failed(run_id, str(refusal))
        except Exception:
            _mark_failed(run_id, _("The check stopped before its end; bring the file again."))
            raise


@task(queue_name=Queue.FILES)
def apply_in_background(run_id: int, user_id: int | None, language: str) -> None:
    """Apply a confirmed import. A failure is written on the run, which can be started again."""
    run = ImportRun.objects.get(pk=run_id)
    user = User.objects.filter(pk=user_id).first() if user_id is not None else None
    with translation.override(language):
        try:
            apply_import(run=run, by=user)
        except ImportRunsElsewhere:
            logger.warning("import %s is running elsewhere", run_id)
        except Refusal as refusal:
            _mark_failed(run_id, str(refusal))
        except Exception:
            _mark_failed(run_id, _("The import stopped before its end; start it again to go on."))
            raise


def _mark_failed(run_id: int, message: str) -> None:
    ImportRun.objects.filter(pk=run_id).update(state=ImportState.FAILED, message=message)
