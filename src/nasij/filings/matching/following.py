"""What follows from a matched line: evidence on markets, standing under definitions, status.

People's words are never overwritten: files speak under their own source, and a firm's status is
moved only from “not known”, or from what files had made of it before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.datasets.enums import DatasetKind
from nasij.datasets.queries import FirmYears, firm_sums, firm_years
from nasij.exporters.enums import EvidenceSource, FirmStatus, MarketStanding
from nasij.exporters.models import Firm, MarketEvidence, Standing
from nasij.exporters.queries.evidence import statuses_of
from nasij.filings.enums import FilingState
from nasij.filings.matching.definitions import is_any_export, rules
from nasij.filings.matching.looking import chunked
from nasij.filings.models import FiledFirm
from nasij.reference.models import Country
from nasij.reference.pack import current_pack
from nasij.work.progress import Progress

SOURCES = {
    DatasetKind.CUSTOMS: EvidenceSource.CUSTOMS,
    DatasetKind.ASSOCIATION: EvidenceSource.ASSOCIATION,
}
Values = dict[int, dict[str, dict[int, float]]]  # firm → market → year → value


@dataclass(frozen=True, slots=True)
class Said:
    """What the files in use of one kind say of some firms of the registry."""

    source: EvidenceSource
    files: FirmYears
    values: Values

    @property
    def day(self) -> date:
        ends_on = self.files.ends_on
        assert ends_on is not None
        return min(ends_on, timezone.localdate())

    def standing(self, years: Iterable[int]) -> MarketStanding:
        newest = self.files.years[-1]
        return MarketStanding.EXPORTS if max(years) == newest else MarketStanding.EXPORTED


def follow(firms: Iterable[int] | None, progress: Progress, by: User | None = None) -> Counter[str]:
    """Bring what files say of these firms up to date; None: of all that are matched.

    Repeating it changes nothing: what is there already is not written again.
    """
    matched = FiledFirm.objects.filter(state=FilingState.MATCHED)
    if firms is not None:
        matched = matched.filter(firm__in=list(firms))
    of_code = dict(matched.values_list("code", "firm_id"))
    changes: Counter[str] = Counter()
    kinds = [kind for kind in SOURCES if (firm_years(kind).snapshots)]
    for number, kind in enumerate(kinds):
        said = _said(kind, of_code)
        for chunk in chunked(sorted(said.values)):
            with transaction.atomic():
                changes += _write(said, chunk, by)
        progress(number + 1, len(kinds), "")
    return changes


def _said(kind: DatasetKind, of_code: dict[str, int]) -> Said:
    files = firm_years(kind)
    rows = firm_sums(files.folders, ("firm", "market"), set(of_code))
    values: Values = defaultdict(lambda: defaultdict(dict))
    for year, code, market, value in rows.iter_rows():
        of_market = values[of_code[code]][market]
        of_market[year] = of_market.get(year, 0.0) + value
    return Said(SOURCES[kind], files, values)


def _write(said: Said, firms: list[int], by: User | None) -> Counter[str]:
    changes = Counter(evidence=_write_evidence(said, firms, by))
    if said.source == EvidenceSource.CUSTOMS:
        changes += _write_standings(said, firms)
    return changes


def _write_evidence(said: Said, firms: list[int], by: User | None) -> int:
    latest: dict[tuple[int, str], MarketEvidence] = {}
    known = MarketEvidence.objects.filter(firm__in=firms, source=said.source).order_by("id")
    for row in known:
        latest[row.firm_id, row.country_id] = row
    countries = set(Country.objects.values_list("code", flat=True))
    new = [
        MarketEvidence(
            firm_id=firm,
            country_id=market,
            standing=said.standing(years),
            source=said.source,
            evidence_on=said.day,
            recorded_by=by,
        )
        for firm in firms
        for market, years in sorted(said.values[firm].items())
        if market in countries and _is_news(said, latest.get((firm, market)), said.standing(years))
    ]
    MarketEvidence.objects.bulk_create(new)
    keep_markets({standing.firm_id for standing in new})
    return len(new)


def _is_news(said: Said, latest: MarketEvidence | None, standing: MarketStanding) -> bool:
    """What a person removed does not come back, and older files do not speak over newer ones."""
    if latest is None:
        return True
    if latest.is_removed or latest.evidence_on > said.day:
        return False
    return (latest.standing, latest.evidence_on) != (standing, said.day)


def keep_markets(firms: Iterable[int]) -> None:
    """`Firm.markets` of these firms: where the evidence that counts says that they export."""
    wanted = set(firms)
    if not wanted:
        return
    link = Firm.markets.through
    exports = {
        (firm, status.country.pk)
        for firm, statuses in statuses_of(wanted).items()
        for status in statuses
        if status.standing == MarketStanding.EXPORTS
    }
    rows = link.objects.filter(firm_id__in=wanted).values_list("pk", "firm_id", "country_id")
    there = {(firm, country): pk for pk, firm, country in rows}
    link.objects.filter(pk__in=[there[pair] for pair in set(there) - exports]).delete()
    link.objects.bulk_create(
        link(firm_id=firm, country_id=country) for firm, country in sorted(exports - set(there))
    )


def _write_standings(said: Said, firms: list[int]) -> Counter[str]:
    years = said.files.years
    own = said.files.currency == current_pack().settings["currency"]
    tests = rules(years, in_own_currency=own)
    found = Standing.objects.filter(firm__in=firms, source=EvidenceSource.CUSTOMS)
    known = {(standing.firm_id, standing.definition_id): standing for standing in found}
    before = {key: standing.status for key, standing in known.items()}
    created, updated = [], []
    for firm in firms:
        totals = _totals(said.values[firm])
        for rule in tests:
            status = rule.status(totals, years)
            if status is None:
                continue
            standing = known.pop((firm, rule.definition.pk), None)
            if standing is None:
                created.append(_standing(firm, rule.definition.pk, status, max(totals)))
            elif (standing.status, standing.year) != (status, max(totals)):
                standing.status, standing.year = status, max(totals)
                updated.append(standing)
    Standing.objects.filter(pk__in=[standing.pk for standing in known.values()]).delete()
    Standing.objects.bulk_create(created)
    Standing.objects.bulk_update(updated, ["status", "year"])
    widest = next((rule.definition.pk for rule in tests if is_any_export(rule)), "")
    ours = {firm: before[firm, widest] for firm in firms if (firm, widest) in before}
    moved = _move_statuses({firm: _status(said, firm) for firm in firms}, ours)
    return Counter(standings=len(created) + len(updated) + len(known), statuses=moved)


def _status(said: Said, firm: int) -> FirmStatus:
    exports = max(_totals(said.values[firm])) == said.files.years[-1]
    return FirmStatus.EXISTING if exports else FirmStatus.PAST


def _move_statuses(now: Mapping[int, str], ours: Mapping[int, str]) -> int:
    """A status that nobody said, or that files had given, follows the files."""
    changed = []
    for firm in Firm.objects.filter(pk__in=now).only("status"):
        free = firm.status in {FirmStatus.UNKNOWN, ours.get(firm.pk)}
        if free and firm.status != now[firm.pk]:
            firm.status, firm.changed_at = now[firm.pk], timezone.now()
            changed.append(firm)
    Firm.objects.bulk_update(changed, ["status", "changed_at"])
    return len(changed)


def take_back(firm: Firm) -> None:
    """Forget what files said of a firm: a match was wrong. What is still matched is said again."""
    sources = list(SOURCES.values())
    evidence = MarketEvidence.objects.filter(firm=firm, source__in=sources, is_removed=False)
    evidence.delete()
    given = Standing.objects.filter(firm=firm, source=EvidenceSource.CUSTOMS)
    if given.filter(status=firm.status).exists():
        firm.status = FirmStatus.UNKNOWN
        firm.save(update_fields=["status", "changed_at"])
    given.delete()
    keep_markets([firm.pk])


def _standing(firm: int, definition: str, status: FirmStatus, year: int) -> Standing:
    return Standing(
        firm_id=firm,
        definition_id=definition,
        status=status,
        year=year,
        source=EvidenceSource.CUSTOMS,
    )


def _totals(by_market: dict[str, dict[int, float]]) -> dict[int, float]:
    totals: dict[int, float] = {}
    for years in by_market.values():
        for year, value in years.items():
            totals[year] = totals.get(year, 0.0) + value
    return totals
