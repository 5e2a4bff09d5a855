"""What the house will not do, said to the person who asked; and the one place that says it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nasij.sentences import filled


class Refusal(Exception):
    """Base of all: a template and what fills it; `str()` is the sentence for the reader.

    `template` says what is wrong, `remedy_template` what helps. Either may be a `ngettext_lazy`
    whose number is named by one of the values.
    """

    template: ClassVar[Any] = _("This cannot be done.")
    remedy_template: ClassVar[Any] = ""
    field: ClassVar[str | None] = None  # of the form, where it is at fault

    def __init__(self, **values: Any) -> None:
        self.values = values
        super().__init__(type(self).__name__)

    @property
    def problem(self) -> str:
        return filled(self.template, self.values)

    @property
    def remedy(self) -> str:
        return filled(self.remedy_template, self.values)

    def __str__(self) -> str:
        return f"{self.problem} {self.remedy}".strip()


class ReasonMissing(Refusal):
    template = _("Write the reason: it is kept, and those whom it concerns read it.")
    field = "reason"


def reason_in(text: str, refusal: type[Refusal] = ReasonMissing) -> str:
    """What a person wrote as a reason, or a refusal where nothing was written."""
    if not text.strip():
        raise refusal
    return text.strip()


class DiskFull(Refusal):
    template = _("%(thing)s could not be written: the disk is full.")
    remedy_template = _("Free some space and start again; nothing half-written was left.")


@contextmanager
def refusals_on(form: BaseForm, field: str | None = None) -> Iterator[None]:
    """Say a refusal beside the field at fault, or above the form; the block ends there."""
    try:
        yield
    except Refusal as refusal:
        at_fault = field or (refusal.field if refusal.field in form.fields else None)
        form.add_error(at_fault, str(refusal))


@contextmanager
def refusals_to(request: HttpRequest) -> Iterator[None]:
    """Say a refusal on the next page the person sees; the block ends there."""
    try:
        yield
    except Refusal as refusal:
        messages.error(request, str(refusal))


def say_errors(request: HttpRequest, form: BaseForm) -> None:
    """The same for a form that stands on another page than the one that answers."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for error in errors:
            told = gettext("%(label)s: %(text)s") % {"label": label, "text": error}
            messages.error(request, told if label else str(error))
