"""On which lists of the team a firm stands, and which lists and searches name it, as a part of its
record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nasij.exporters.holdings.cleaning import clean_rows
from nasij.exporters.holdings.parts import Entry, Part, nobody
from nasij.exporters.identity.redaction import MARK, Words
from nasij.exporters.models import Firm, FirmList, ListedFirm
from nasij.reference.firm_names import key_words, match_key
from nasij.reference.queries import find_products


@dataclass(frozen=True, slots=True)
class _Sought:
    """What firms are known by in a few words: what means them anywhere, and the names in one word
    that stand in the name of no other firm and of no product."""

    words: Words
    keys: frozenset[str]

    @classmethod
    def of(cls, firms: Sequence[Firm], words: Words) -> _Sought:
        names = {name for firm in firms for name in (firm.name, *firm.trade_names.splitlines())}
        keys = {*map(match_key, names), *(firm.match_key_ar for firm in firms)} - {""}
        others = Firm.objects.exclude(pk__in=[firm.pk for firm in firms])
        return cls(
            words,
            frozenset(
                key
                for key in keys
                if not others.filter(name_key__contains=key).exists()
                and not find_products(key, limit=1)
            ),
        )

    def is_told_in(self, text: str) -> bool:
        typed = f" {key_words(text)} "
        return self.words.named_in(text) or any(f" {key} " in typed for key in self.keys)

    def is_asked_by(self, found: FirmList) -> bool:
        return any(self.is_told_in(str(value)) for value in found.conditions.values())

    def lists(self) -> list[FirmList]:
        return [
            found
            for found in FirmList.objects.order_by("pk")
            if self.is_told_in(found.name) or self.is_asked_by(found)
        ]

    def out_of(self, name: str) -> str:
        for cleaned in (self.words.clean_elsewhere(name), self.words.clean(name)):
            if not self.is_told_in(cleaned):
                return cleaned
        return MARK


def _listed(firm: Firm) -> list[Entry]:
    rows = ListedFirm.objects.filter(firm=firm).select_related("list").order_by("id")
    standing = [Entry(_("On a list of the team"), row.list.name, row.note) for row in rows]
    told = {row.list_id for row in rows}
    named = _Sought.of([firm], Words.of([firm])).lists()
    return [
        *standing,
        *(
            Entry(_("Named by a list of the team"), found.name)
            for found in named
            if found.pk not in told
        ),
    ]


def _count(firms: Sequence[Firm], words: Words) -> int:
    named = _Sought.of(firms, words).lists()
    return ListedFirm.objects.filter(firm__in=firms).count() + len(named)


def _take_off(firms: Sequence[Firm], words: Words) -> int:
    """A search for the firm itself finds nobody any more, and goes; a list keeps its other firms,
    under a name without this one's."""
    done = ListedFirm.objects.filter(firm__in=firms).delete()[0]
    clean_rows(ListedFirm.objects.all(), words, "note")
    sought = _Sought.of(firms, words)
    named = sought.lists()
    for found in named:
        if sought.is_asked_by(found):
            found.delete()
        else:
            found.name = _free_name(sought.out_of(found.name), found)
            found.save(update_fields=["name"])
    return done + len(named)


def _free_name(name: str, found: FirmList) -> str:
    """Two lists of one person may have had the same firm in their names."""
    others = FirmList.objects.filter(owner=found.owner_id).exclude(pk=found.pk)
    taken = set(others.values_list("name", flat=True))
    numbered = (f"{name[:110]} ({number})" for number in count(2))
    return next(free for free in chain([name], numbered) if free not in taken)


LISTED = Part(
    "lists",
    gettext_lazy("Lists it stands on"),
    gettext_lazy("Places on lists, and lists and searches that name it"),
    _listed,
    _count,
    _take_off,
    nobody,
)
