"""Firms of files as the records that the components of the pages are given."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nasij.exporters.identity.likeness import Reason
from nasij.exporters.tables.merging import reasons_told
from nasij.filings.enums import FilingState
from nasij.filings.models import FiledFirm, Filing
from nasij.filings.queries import FiledExports
from nasij.kept import readable
from nasij.reference.identifiers import prefix_of
from nasij.ui import formats
from nasij.ui.parts import Cell, Column, Fact, Tab, Table

_BANDS = (100_000, 1_000_000, 10_000_000, 100_000_000)


def band(value: float | None, currency: str) -> str:
    """A value as a band: lists need the size of an exporter, not its turnover."""
    if not value:
        return formats.NOTHING
    language = formats.language()
    low = max((edge for edge in _BANDS if value >= edge), default=0)
    high = next((edge for edge in _BANDS if value < edge), None)
    if high is None:
        text = _("over %(low)s million %(currency)s")
    elif low == 0:
        text = _("under %(high)s million %(currency)s")
    else:
        text = _("%(low)s to %(high)s million %(currency)s")
    return text % {
        "low": formats.number(low / 1_000_000, language),
        "high": formats.number((high or 0) / 1_000_000, language),
        "currency": formats.currency_name(currency, language),
    }


_LABELS = {
    FilingState.PROPOSED: gettext_lazy("To confirm"),
    FilingState.UNMATCHED: gettext_lazy("Not found"),
    FilingState.MATCHED: pgettext_lazy("firms", "Matched"),
    FilingState.LEFT: pgettext_lazy("firms", "Left aside"),
}


def _address(state: FilingState, query: str = "") -> str:
    return f"{reverse('filings:list')}?state={state.value}{query and f'&{query}'}"


def state_tabs(counts: dict[str, int], current: str, query: str) -> list[Tab]:
    return [
        Tab(label, _address(state, query), state == current, counts[state.value])
        for state, label in _LABELS.items()
    ]


def undecided_facts(counts: dict[str, int]) -> list[Fact]:
    """How many firms wait for a person, in the states in which some do; each with its list."""
    return [
        Fact(_LABELS[state], counts[state.value], _address(state))
        for state in (FilingState.PROPOSED, FilingState.UNMATCHED)
        if counts[state.value]
    ]


def shown_name(filed: FiledFirm) -> str:
    if filed.state == FilingState.MATCHED and filed.firm is not None:
        return filed.firm.name
    return filed.name or filed.name_ar or _("Code %(code)s") % {"code": filed.code[:8]}


def filed_table(rows: Iterable[Any], currency: str, allowed: Collection[str] | None) -> Table:
    return Table(
        caption=_("Firms of files"),
        caption_hidden=True,
        columns=[
            Column(_("Firm in the file")),
            Column(_("Place")),
            Column(_("Last year"), "number"),
            Column(_("Exports of that year")),
            Column(_("Markets"), "number"),
            Column(_("Products"), "number"),
            Column(_("In the registry")),
        ],
        rows=[
            [
                Cell(
                    shown_name(filed),
                    reverse("filings:firm", args=[filed.pk]),
                    hint=numbers_of(filed),
                ),
                filed.place or (filed.region.name if filed.region else None),
                Cell(str(filed.last_year)),
                band(filed.value, currency),
                filed.markets,
                filed.products,
                _in_registry(filed, allowed),
            ]
            for filed in rows
        ],
    )


def numbers_of(filed: FiledFirm) -> str:
    return " · ".join(
        f"{prefix_of(kind)} {number}".strip()
        for kind, number in filed.identifiers.items()
        if kind != "register_court"
    )


def _in_registry(filed: FiledFirm, allowed: Collection[str] | None) -> Cell:
    if filed.state == FilingState.PROPOSED and filed.firm is not None:
        if not may_see_proposal(filed, allowed):
            return Cell(_("Perhaps a firm of another region"), tone=filed.state_tone)
        return Cell(filed.firm.shown_name, tone=filed.state_tone, hint=likeness_of(filed))
    if filed.state == FilingState.MATCHED:
        return Cell(filed.get_matched_by_display(), tone=filed.state_tone)
    return Cell(filed.get_state_display(), tone=filed.state_tone)


def may_see_proposal(filed: FiledFirm, allowed: Collection[str] | None) -> bool:
    """A firm of another region is not shown, not even as a proposal: the secretariat decides."""
    return allowed is None or (filed.firm is not None and filed.firm.region.code in allowed)


def likeness_of(filed: FiledFirm) -> str:
    language = formats.language()
    reasons = reasons_told(readable(tuple[Reason, ...], filed.reasons) or ())
    percent = formats.percent(filed.score, language, 0)
    return f"{percent} · {reasons}" if reasons else percent


def filed_facts(filed: FiledFirm, filing: Filing | None, currency: str) -> list[Fact]:
    facts = [
        Fact(_("State"), filed.get_state_display()),
        Fact(_("Region"), filed.region.name if filed.region else _("Not said in the file")),
        Fact(_("Place"), filed.place),
        Fact(_("Name in Arabic"), filed.name_ar),
        Fact(_("Identifiers"), numbers_of(filed)),
    ]
    if filing is not None:
        facts.append(Fact(_("File"), str(filing.snapshot)))
        years = sorted({filing.first_year, filing.last_year})
        facts.append(Fact(_("Years"), "–".join(map(str, years))))
        if filing.value:
            facts.append(Fact(_("Exports of the last year"), band(filing.value, currency)))
    if filed.decided_at is not None:
        day = formats.day_for_reader(filed.decided_at)
        who = filed.decided_by or _("The system")
        facts.append(Fact(_("Decided"), formats.dated(str(who), day, formats.language())))
    return [fact for fact in facts if fact.value]


def exports_tables(exports: FiledExports) -> list[Table]:
    """Shares of the last year by market and product: enough to know a firm by what it sells."""
    return [
        _shares(_("Markets"), _("Market"), exports.markets),
        _shares(_("Products"), _("Product"), exports.products),
    ]


def _shares(caption: str, label: str, rows: list[tuple[str, float]]) -> Table:
    language = formats.language()
    total = sum(value for _name, value in rows)
    return Table(
        caption=caption,
        columns=[Column(label), Column(_("Share of those listed"), "number")],
        rows=[
            [name or _("Not said"), formats.percent(value / total, language, 0)]
            for name, value in rows
        ],
        empty=_("The files say nothing of it."),
    )
