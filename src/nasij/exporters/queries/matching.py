"""Records that may mean one firm: found by sound, scored, explained. A person decides."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from django.db.models import Q
from django.utils import timezone
from rapidfuzz import fuzz, process

from nasij.exporters.holdings.tables import Merged, relations
from nasij.exporters.identity.likeness import PROPOSED, Likeness, likeness
from nasij.exporters.merging import UNDO_DAYS, filled_fields
from nasij.exporters.models import Distinct, Firm, Merge
from nasij.exporters.reach import Regions, firms, in_regions

_LOOKED_AT = 40
# A word borne by more firms than this names a trade or a place, not a firm.
_COMMON = 60
_PAIRS_SCORED = 20_000


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records and how alike they are; `first` is the older one."""

    first: Firm
    second: Firm
    likeness: Likeness

    @property
    def percent(self) -> int:
        return round(100 * self.likeness.score)


def similar_firms(firm: Firm, allowed: Regions, limit: int = 5) -> list[Pair]:
    """The records most like this one, above the threshold, best first."""
    others = in_regions(firms(), allowed).exclude(pk=firm.pk)
    sounds = dict(others.exclude(sound_key="").values_list("pk", "sound_key"))
    near = process.extract(
        firm.sound_key, sounds, scorer=fuzz.token_set_ratio, limit=_LOOKED_AT, score_cutoff=60
    )
    by_key = Q(pk__in=[pk for _sound, _score, pk in near])
    for name in ("email", "identifier"):
        if getattr(firm, name):
            by_key |= Q(**{name: getattr(firm, name)})
    told_apart = _told_apart([firm.pk])
    pairs = [
        Pair(firm, other, likeness(firm, other))
        for other in others.filter(by_key).order_by("pk")
        if frozenset((firm.pk, other.pk)) not in told_apart
    ]
    return _proposed(pairs)[:limit]


def possible_duplicates(allowed: Regions, limit: int = 50) -> list[Pair]:
    """Pairs of records of these regions that may be one firm, best first."""
    found = {
        firm.pk: firm
        for firm in in_regions(firms(), allowed)
        .only(
            "name", "name_ar", "trade_names", "identifier", "identifier_doubtful",
            "region_id", "commune_id", "email", "phone", "sound_key",
        )
        .order_by("pk")
    }  # fmt: skip
    told_apart = _told_apart(found)
    shared = _sharing_words(found)
    pairs = [
        Pair(found[first], found[second], likeness(found[first], found[second]))
        for (first, second), _words in shared.most_common(_PAIRS_SCORED)
        if frozenset((first, second)) not in told_apart
    ]
    best = _proposed(pairs)[:limit]
    full = (
        firms()
        .select_related("region", "commune")
        .in_bulk({firm.pk for pair in best for firm in (pair.first, pair.second)})
    )
    return [Pair(full[pair.first.pk], full[pair.second.pk], pair.likeness) for pair in best]


def _sharing_words(found: dict[int, Firm]) -> Counter[tuple[int, int]]:
    """Pairs of firms that share a telling word, with how many they share."""
    bearers: dict[str, list[int]] = defaultdict(list)
    for pk, firm in found.items():
        words = firm.sound_key.split()
        for word in {*words, "+".join(sorted(words))}:
            bearers[word].append(pk)
        if firm.email:
            bearers[firm.email].append(pk)
    pairs: Counter[tuple[int, int]] = Counter()
    for keys in bearers.values():
        if 1 < len(keys) <= _COMMON:
            pairs.update(combinations(keys, 2))
    return pairs


def _told_apart(keys: Iterable[int]) -> set[frozenset[int]]:
    wanted = set(keys)
    rows = Distinct.objects.values_list("first_id", "second_id")
    return {frozenset(row) for row in rows if row[0] in wanted or row[1] in wanted}


def _proposed(pairs: list[Pair]) -> list[Pair]:
    good = [pair for pair in pairs if pair.likeness.score >= PROPOSED]
    return sorted(good, key=lambda pair: (-pair.likeness.score, pair.first.pk, pair.second.pk))


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What would move, by table, and which gaps would be filled."""

    moves: dict[str, int]
    fills: dict[str, object]


def merge_preview(winner: Firm, loser: Firm) -> MergePreview:
    counts = {
        relation.key: relation.rows(loser).count()
        for relation in relations()
        if relation.holding and relation.holding.merged is not Merged.KEEP
    }
    return MergePreview(
        {key: number for key, number in counts.items() if number}, filled_fields(winner, loser)
    )


def undoable_merges(firm: Firm) -> list[Merge]:
    """Merges into this firm that can still be taken back, newest first."""
    since = timezone.now() - timedelta(days=UNDO_DAYS)
    return list(
        Merge.objects.filter(winner=firm, undone_at=None, merged_at__gte=since)
        .select_related("loser")
        .order_by("-merged_at", "-id")
    )
