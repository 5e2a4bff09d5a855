"""What holds for every form of the site."""

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from django import forms
from django.core.validators import DecimalValidator
from django.utils.functional import Promise
from django.utils.translation import override

import nasij
from nasij.ui.forms import DayInput, NameField


def all_forms() -> list[type[forms.Form]]:
    found: set[type[forms.Form]] = set()
    for module in walk_packages(nasij.__path__, "nasij."):
        if ".forms" in module.name and "templates" not in module.name:
            members = inspect.getmembers(import_module(module.name), inspect.isclass)
            found |= {form for _, form in members if issubclass(form, forms.BaseForm)}
    return sorted(
        (form for form in found if form.__module__.startswith("nasij.")), key=lambda form: str(form)
    )


def _sentences(*places: str) -> set[str]:
    rooms = Path(nasij.__file__).parent
    files = [path for place in places for path in rooms.glob(f"*/{place}")]
    nodes = [node for path in files for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    constants = {str(node.value) for node in nodes if isinstance(node, ast.Constant)}
    return {text for text in constants if text.endswith(".") and " " in text}


def test_what_an_act_refuses_is_said_by_its_refusal_alone() -> None:
    """Which names the field at fault: written elsewhere too, the two sentences part one day."""
    refused = _sentences("errors.py")
    assert len(refused) > 200
    assert refused & _sentences("forms.py", "forms/*.py", "views.py", "views/*.py") == set()


def fields() -> list[tuple[str, forms.Field]]:
    return [
        (f"{form.__module__}.{form.__name__}.{name}", field)
        for form in all_forms()
        if not any(base.__module__.startswith("allauth") for base in form.__mro__)
        for name, field in form.base_fields.items()
    ]


def written(field: forms.Field) -> bool:
    """Whether people write words there: neither a secret nor a value that the page carries."""
    free = type(field) is forms.CharField or isinstance(field, NameField)
    return free and not isinstance(field.widget, forms.PasswordInput | forms.HiddenInput)


def test_every_text_has_a_limit() -> None:
    texts = [(name, field) for name, field in fields() if written(field)]
    assert len(texts) > 60
    endless = [name for name, field in texts if not field.max_length]
    assert not endless, endless


def test_every_day_is_asked_for_by_the_browsers_calendar() -> None:
    days = [(name, field) for name, field in fields() if isinstance(field, forms.DateField)]
    assert len(days) > 10
    others = [name for name, field in days if not isinstance(field.widget, DayInput)]
    assert not others, others


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Amina\r\nBcc: all", "Amina Bcc: all"),
        ("Amina \u202eanimA", "Amina animA"),
        ("\u2066Amina\u2069 \u200f", "Amina"),
        ("أمينة\u200f\u2028 العلوي", "أمينة العلوي"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # the joiner of letters is part of the word
    ],
)
def test_a_name_is_one_line_that_turns_nothing(typed: str, kept: str) -> None:
    assert NameField().clean(typed) == kept


def test_a_name_of_marks_alone_is_no_name() -> None:
    with pytest.raises(forms.ValidationError):
        NameField().clean("\u200f\n\u202e")


class _Given(dict[str, int]):
    """A value for every placeholder of a message."""

    def __missing__(self, name: str) -> int:
        return 3


def _refusals() -> Iterator[str]:
    """What any field may say of what was filled in, in the active language."""
    for _name, field in fields():
        found = list(field.error_messages.values())
        for validator in field.validators:
            is_decimal = isinstance(validator, DecimalValidator)
            found += validator.messages.values() if is_decimal else []
            found.append(getattr(validator, "message", ""))  # a function says a refusal of ours
        yield from {str(text % _Given()) for text in found if isinstance(text, Promise)}


@pytest.mark.parametrize(
    ("language", "foreign"),
    [
        ("fr", r"\w'\w|courriel|Assurez|Sélectionnez|Ensure"),
        ("ar", r"[\u064b-\u064d]|أدخ(?!لوا)|انتق|ت(?:حقق|أكد)|رجاء|نموذج|^[^\u0600-\u06ff]*$"),
    ],
)
def test_a_field_refuses_in_our_voice(language: str, foreign: str) -> None:
    with override(language):
        assert {text for text in _refusals() if re.search(foreign, text)} == set()
