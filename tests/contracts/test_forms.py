"""What holds for every form of the site."""

import inspect
from importlib import import_module
from pkgutil import walk_packages

import pytest
from django import forms

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
    days = [(name, field) for name, field in fields() if type(field) is forms.DateField]
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
