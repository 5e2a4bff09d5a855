"""What goes when a firm is erased, room by room, by what each tells of its tables and files.

`docs/privacy.md` tells the same in words; the two are kept together.
"""

from __future__ import annotations

from collections.abc import Sequence

from nasij.exporters.holdings.files import Close, KeptFiles
from nasij.exporters.holdings.parts import parts
from nasij.exporters.holdings.tables import Erased, relations
from nasij.exporters.identity.redaction import Words
from nasij.exporters.models import Firm
from nasij.rights.models import ProposedChange, RightsRequest
from nasij.rooms import told
from nasij.work.progress import Progress


def whole(firm: Firm) -> list[Firm]:
    """The record with those that were merged into it, however often."""
    found, last = [firm], [firm]
    while last:
        inside = Firm.objects.select_related("region").filter(merged_into__in=last)
        last = list(inside.order_by("pk"))
        found += last
    return found


def counts(group: Sequence[Firm], words: Words) -> dict[str, int]:
    """How many rows go or are emptied, by what they are: for the preview and for the proof."""
    found = {
        relation.key: sum(relation.rows(firm).count() for firm in group)
        for relation in relations()
        if relation.holding and relation.holding.erased is Erased.GO
    }
    found |= {part.key: part.count(group, words) for part in parts()}
    return {key: number for key, number in found.items() if number}


def owned_by(group: Sequence[Firm]) -> set[tuple[str, str]]:
    """What points to the firm, as events name their subjects; asked before its rows go."""
    return {
        (relation.model._meta.label_lower, str(key))
        for relation in relations()
        if relation.model is not Firm  # another of its house
        for firm in group
        for key in relation.rows(firm).values_list("pk", flat=True)
    }


def files_holding(group: Sequence[Firm], progress: Progress) -> list[Close]:
    """Look for the files that name the firm, of each room that keeps files: it may take minutes."""
    return [kept.holding(group, progress) for kept in told(KeptFiles)]


def empty_requests(group: Sequence[Firm]) -> None:
    """That it asked and was answered stays in this room, no longer what."""
    requests = RightsRequest.objects.filter(firm__in=group)
    ProposedChange.objects.filter(request__in=requests).delete()
    requests.update(reason="", answer="")
