"""A field one writes in: a firm or a commune, found by a part of its name.

With script, the field proposes as one types; each proposal carries its key in brackets, so that
two firms of one name stay apart. Without script, a part of the name is enough: one match is taken,
several become a list to choose from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nasij.reference.folding import fold
from nasij.reference.models import Territory

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
        # The reader's first.
        self.names: Callable[[Thing], Sequence[str]] = lambda thing: [str(thing)]

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
        if self.required:
            raise ValidationError(_("None found. Write another part of the name."))
        raise ValidationError(_("None found. Write another part of the name, or leave it empty."))

    def _matches(self, text: str) -> Sequence[Thing]:
        """A whole name wins over names that only contain it."""
        found = self.find(text)
        whole = [thing for thing in found if fold(text) in map(fold, self.names(thing))]
        return whole or found

    def _offer(self, matches: Sequence[Thing]) -> None:
        named = [(self.key(thing), self.names(thing)) for thing in matches]
        rows = [(proposal(names[0], key), " · ".join(names)) for key, names in named]
        self.widget = forms.Select(choices=[("", "—"), *rows])


def communes(regions: Collection[str] | None) -> QuerySet[Territory]:
    """Places below the provinces, as they are today; `regions` None means everywhere."""
    today = timezone.localdate()
    places = Territory.objects.filter(role="", parent__role="", valid_from__lte=today).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=today)
    )
    return places if regions is None else places.filter(region_code__in=regions)


def place_of(code: str, regions: Collection[str] | None) -> Territory | None:
    """One commune of today by its code, if it is in these regions."""
    return communes(regions).filter(code=code).first()


def places_matching(
    text: str, regions: Collection[str] | None, *, limit: int = 8
) -> list[Territory]:
    """Communes of today by a part of their name, in any of the three languages."""
    wanted = fold(text)
    if not wanted:
        return []
    ranked = []
    for place in communes(regions).order_by("lineage", "pk"):
        names = [fold(name) for name in (place.name_fr, place.name_ar, place.name_en) if name]
        if any(wanted in name for name in names):
            ranked.append((wanted not in names, place.lineage, place))
    return [place for *_rank, place in sorted(ranked, key=lambda row: row[:2])[:limit]]
