"""A refusal is one sentence in the reader's language, wherever it is shown."""

from __future__ import annotations

import pytest
from django import forms
from django.contrib.messages import ERROR, get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import ngettext_lazy

from nasij.council.errors import AlreadyPresent
from nasij.work.errors import DiskFull, Refusal, refusals_on, refusals_to


class OneField(forms.Form):
    day = forms.CharField()


class TooManyDays(Refusal):
    template = ngettext_lazy("%(days)s day", "%(days)s days", "days")


@pytest.fixture
def request_with_messages(rf: RequestFactory) -> HttpRequest:
    request = rf.post("/")
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def test_the_sentence_is_made_in_the_language_of_who_reads_it() -> None:
    refusal = AlreadyPresent(seat="Oriental")
    said = set()
    for language in ("fr", "ar", "en"):
        with translation.override(language):
            said.add(str(refusal))
    assert len(said) == 3
    assert all("Oriental" in sentence for sentence in said)


def test_the_remedy_follows_the_problem() -> None:
    refusal = DiskFull(thing="a.csv")
    assert str(refusal) == f"{refusal.problem} {refusal.remedy}"


@pytest.mark.parametrize(("days", "said"), [(1, "1 day"), (3, "3 days")])
def test_a_template_with_a_number_takes_its_plural(days: int, said: str) -> None:
    with translation.override("en"):
        assert str(TooManyDays(days=days)) == said


def test_a_refusal_stands_above_the_form() -> None:
    form = OneField({"day": "x"})
    assert form.is_valid()
    with refusals_on(form):
        raise AlreadyPresent(seat="Oriental")
    assert "Oriental" in str(form.non_field_errors())


def test_a_refusal_is_told_instead_of_the_success(request_with_messages: HttpRequest) -> None:
    with refusals_to(request_with_messages):
        raise AlreadyPresent(seat="Oriental")
    (told,) = get_messages(request_with_messages)
    assert told.level == ERROR
    assert "Oriental" in str(told)


def test_other_errors_are_not_hidden() -> None:
    form = OneField({"day": "x"})
    with pytest.raises(ZeroDivisionError), refusals_on(form):
        _ = 1 / 0


def test_there_is_one_base_of_refusals() -> None:
    """A room that begins a base of its own would be shown by nobody."""
    from importlib import import_module
    from pathlib import Path

    import nasij

    rooms = [path.parent.name for path in Path(nasij.__path__[0]).glob("*/errors.py")]
    strangers = [
        f"{room}.{name}"
        for room in rooms
        for name, thing in vars(import_module(f"nasij.{room}.errors")).items()
        if isinstance(thing, type) and issubclass(thing, Exception)
        if not issubclass(thing, Refusal)
    ]
    assert strangers == []


def test_a_value_of_the_other_script_does_not_turn_the_refusal() -> None:
    class NotThere(Refusal):
        template = "«%(name)s» غير موجود."

    with translation.override("ar"):
        assert str(NotThere(name="Ailleurs")) == "«\u2068Ailleurs\u2069» غير موجود."
