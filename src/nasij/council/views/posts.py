"""What every button of the council does: try one act, say what happened, go back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language

from nasij.accounts.models import User
from nasij.council.errors import CouncilError
from nasij.ui import formats


def attempt(request: HttpRequest, change: Callable[[], object], done: str | Promise) -> bool:
    """Make the change and say `done`, or say why it is refused."""
    try:
        change()
    except CouncilError as refusal:
        messages.error(request, refusal.message)
        return False
    messages.success(request, str(done))
    return True


def attempt_form(form: Form, change: Callable[[], object]) -> bool:
    """Make the change, or write the refusal above the form."""
    if not form.is_valid():
        return False
    try:
        change()
    except CouncilError as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def say_errors(request: HttpRequest, form: Form) -> None:
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for error in errors:
            told = formats.labelled(label, error, get_language() or "fr") if label else str(error)
            messages.error(request, told)


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # every page of the council asks for an account
    return request.user
