"""Taking over who the firms of a file are, and looking for them in the registry.

Every step works in chunks, each a short transaction, and finds its work done when it is repeated:
a run that was killed is taken up by the next one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from nasij.datasets.acts import forget_named_firms
from nasij.datasets.enums import DatasetKind
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import firm_profiles, named_firms
from nasij.filings.enums import FilingState, MatchedBy
from nasij.filings.matching.registry import Registry
from nasij.filings.models import FiledFirm, Filing
from nasij.reference.queries import regions
from nasij.work.progress import Progress

One = TypeVar("One")
_CHUNK = 1000
_KINDS = ("identifier", "export_code", "tax_number", "register_number", "register_court", "firm")
NAMELESS: dict[str, Any] = {"name": "", "name_ar": "", "place": "", "identifiers": {}}


def take_over(snapshot: Snapshot) -> int:
    """Record the firms of a file, then remove the table that names them; how many were new."""
    named = named_firms(snapshot)
    if named is None:
        return 0
    places = {region.code: region for region in regions()}
    profiles = firm_profiles(snapshot).rename({"firm": "code"})
    rows = profiles.join(named, on="code", how="left")
    new = 0
    for chunk in chunked(rows.fill_null("").iter_rows(named=True)):
        new += _record(snapshot, chunk, places)
    _drop_unsaid(snapshot, set(profiles["code"]))
    forget_named_firms(snapshot)
    return new


def chunked(items: Iterable[One]) -> Iterator[list[One]]:
    walk = iter(items)
    while chunk := list(islice(walk, _CHUNK)):
        yield chunk


@transaction.atomic
def _record(snapshot: Snapshot, rows: list[dict[str, Any]], places: dict[str, Any]) -> int:
    known = FiledFirm.objects.select_related("region").in_bulk(
        [row["code"] for row in rows], field_name="code"
    )
    fresh = [
        FiledFirm(code=row["code"], region=places.get(row["region"]), **_who(row))
        for row in rows
        if row["code"] not in known
    ]
    FiledFirm.objects.bulk_create(fresh)
    news = [known[row["code"]] for row in rows if _tell(known.get(row["code"]), row, places)]
    FiledFirm.objects.bulk_update(news, ["region", "name", "name_ar", "place", "identifiers"])
    known |= {filed.code: filed for filed in fresh}
    Filing.objects.bulk_create(
        [
            Filing(
                filed_firm=known[row["code"]],
                snapshot=snapshot,
                value=row["value"] if snapshot.kind == DatasetKind.CUSTOMS else None,
                **{name: row[name] for name in _FIGURES},
            )
            for row in rows
        ],
        update_conflicts=True,  # a file may be read again with another year
        unique_fields=["snapshot", "filed_firm"],
        update_fields=["value", *_FIGURES],
    )
    return len(fresh)


def _drop_unsaid(snapshot: Snapshot, codes: Collection[str]) -> None:
    """Read again under other headings, a file no longer speaks of some firms: no name of them is
    kept, unless another file gives it."""
    told = snapshot.filings.order_by("pk").values_list("pk", "filed_firm", "filed_firm__code")
    for chunk in chunked((pk, firm) for pk, firm, code in told if code not in codes):
        with transaction.atomic():
            Filing.objects.filter(pk__in=[pk for pk, _firm in chunk]).delete()
            still = FiledFirm.objects.filter(filings__snapshot__is_current=True).values("pk")
            gone = FiledFirm.objects.filter(pk__in=[firm for _pk, firm in chunk])
            gone.exclude(pk__in=still).update(**NAMELESS)


def _tell(filed: FiledFirm | None, row: dict[str, Any], places: dict[str, Any]) -> bool:
    """The newest file knows best where an undecided firm is and what it is called; whether that
    is news."""
    if filed is None or not filed.is_undecided:
        return False
    told = {name: value for name, value in _who(row).items() if value}
    told["region"] = places.get(row["region"])
    before = {name: getattr(filed, name) for name in told}
    for name, value in told.items():
        setattr(filed, name, value)
    return before != told


_FIGURES = ("first_year", "last_year", "markets", "products")


def _who(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": row["name"][:250],
        "name_ar": row["name_ar"][:250],
        "place": row["place"][:120],
        "identifiers": {kind: row[kind][:60] for kind in _KINDS if row[kind]},
    }


def look_for_firms(progress: Progress) -> dict[str, int]:
    """Look for every undecided firm of the files in the registry. By identifier it is matched;
    by name and place only proposed."""
    undecided = FiledFirm.objects.filter(
        state__in=(FilingState.UNMATCHED, FilingState.PROPOSED), filings__snapshot__is_current=True
    ).distinct()
    keys = list(undecided.order_by("pk").values_list("pk", flat=True))
    counts = {"matched": 0, "proposed": 0}
    if not keys:
        return counts
    registry, refused = Registry.load(), _refused()
    for done, chunk in enumerate(chunked(keys)):
        found = FiledFirm.objects.select_related("region").in_bulk(chunk)
        changed = [
            filed for filed in found.values() if _look_for(filed, registry, refused[filed.pk])
        ]
        with transaction.atomic():
            FiledFirm.objects.bulk_update(changed, _DECIDED)
        counts["matched"] += sum(filed.state == FilingState.MATCHED for filed in changed)
        counts["proposed"] += sum(filed.state == FilingState.PROPOSED for filed in changed)
        progress(done * _CHUNK + len(chunk), len(keys), "")
    return counts


_DECIDED = [
    "state", "firm", "matched_by", "score", "reasons", "name", "name_ar", "place", "identifiers",
    "decided_at",
]  # fmt: skip


def _refused() -> defaultdict[int, set[int]]:
    refused: defaultdict[int, set[int]] = defaultdict(set)
    pairs = FiledFirm.not_firms.through.objects.values_list("filedfirm_id", "firm_id")
    for filed, firm in pairs:
        refused[filed].add(firm)
    return refused


def _look_for(filed: FiledFirm, registry: Registry, refused: set[int]) -> bool:
    """Set what was found; whether it differs from what was known."""
    before = (filed.state, filed.firm_id, filed.score)
    found = registry.find(filed, refused)
    if found is None:
        filed.state, filed.firm, filed.score, filed.reasons = FilingState.UNMATCHED, None, None, []
    elif found.surely:
        link(filed, found.firm.pk, MatchedBy.IDENTIFIER)
    else:
        filed.state, filed.firm_id = FilingState.PROPOSED, found.firm.pk
        filed.score = found.likeness.score
        filed.reasons = [reason.value for reason in found.likeness.reasons]
    return before != (filed.state, filed.firm_id, filed.score)


def link(filed: FiledFirm, firm: int, how: MatchedBy) -> None:
    """Say which firm it is; from then on its name is the registry's and is kept there alone."""
    filed.state, filed.firm_id, filed.matched_by = FilingState.MATCHED, firm, how
    filed.score, filed.reasons, filed.decided_at = None, [], timezone.now()
    for name, value in NAMELESS.items():
        setattr(filed, name, value)
