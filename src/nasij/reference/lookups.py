"""A field one writes in: a firm or a commune, found by a part of its name.

With script, the field proposes as one types; each proposal carries its key in brackets, so that
two firms of one name stay apart. Without script, a part of the name is enough: one match is taken,
several become a list to choose from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nasij.reference.words import fold

Thing = TypeVar("Thing")
_KEY = re.compile(r"\[([\w.]+)\]\s*$")


def proposal(name: str, key: object) -> str:
    return f"{name} [{key}]"


class LookupField(forms.CharField, Generic[Thing]):
    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=300, **options)
        self.find: Callable[[str], Sequence[Thing]] = lambda _text: []
        self.get: Callable[[str], Thing | None] = lambda _key: None
        self.key: Callable[[Thing], object] = lambda thing: thing

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if not text:
            return None
        if keyed := _KEY.search(text):
            found = self.get(keyed.group(1))
            matches: Sequence[Thing] = [found] if found else []
        else:
            matches = self._matches(text)
        if len(matches) == 1:
            return matches[0]
        if matches:
            self._offer(matches)
            raise ValidationError(_("Several match: choose one."))
        raise ValidationError(_("None found. Write another part of the name, or leave it empty."))

    def _matches(self, text: str) -> Sequence[Thing]:
        """A whole name wins over names that only contain it."""
        found = self.find(text)
        whole = [thing for thing in found if fold(str(thing)) == fold(text)]
        return whole or found

    def _offer(self, matches: Sequence[Thing]) -> None:
        rows = [(proposal(str(thing), self.key(thing)), str(thing)) for thing in matches]
        self.widget = forms.Select(choices=[("", "—"), *rows])
