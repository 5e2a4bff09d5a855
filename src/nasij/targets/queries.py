"""Reading the target: for this room's page, and for the rooms above."""

from __future__ import annotations

from dataclasses import dataclass

from nasij.accounts.models import User
from nasij.accounts.permissions import Person
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import exporter_counts
from nasij.kept import unless_damaged
from nasij.plans.enums import ActionState
from nasij.plans.models import Action
from nasij.plans.permissions import visible_actions
from nasij.reference.models import Definition, Territory
from nasij.reference.queries import regions
from nasij.targets.kept import Asked, Found, FuturePath, UsedFigure
from nasij.targets.models import Projection, Target
from nasij.targets.published import (
    Count,
    DefinitionBreak,
    RegionFlow,
    StockAndFlow,
    breaks,
    counts,
    entries_by_region,
    entry_rates,
    headline,
    other_targets,
    stock_and_flow,
    tier_names,
    tiers,
    yearly_entries_target,
)
from nasij.targets.questions import questions, used_figure
from nasij.targets.recovery import Recovery, RecoveryYear, recovery

__all__ = [
    "Contributions",
    "Count",
    "DefinitionBreak",
    "ProjectionRead",
    "Recovery",
    "RecoveryYear",
    "RegionFlow",
    "StockAndFlow",
    "breaks",
    "contributions",
    "contributions_of_all",
    "counts",
    "entries_by_region",
    "entry_rates",
    "headline",
    "other_targets",
    "projection_summary",
    "recovery",
    "stock_and_flow",
    "tier_names",
    "tiers",
    "yearly_entries_target",
]


@dataclass(frozen=True, slots=True)
class RegionRead:
    region: Territory
    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class ProjectionRead:
    """The latest stored projection under one definition."""

    projection: Projection
    definition: Definition
    target: Target
    asked: Asked
    found: Found
    regions: list[RegionRead]
    borrowed: bool  # its growth is another definition's
    is_stale: bool  # a figure it was computed from has changed since
    back_test_is_stale: bool  # so has the customs series, or which of its files are in use

    @property
    def main(self) -> FuturePath:
        return self.found.paths[0]

    @property
    def gap(self) -> float:
        """What is missing at the median, in firms; negative when the target is passed."""
        return float(self.target.value) - self.main.median[-1]


def projection_summary() -> list[ProjectionRead]:
    """The latest projection under each definition, the target's own first; none if not computed.
    One that was kept damaged is passed over: it is computed again like one that is not there."""
    target = headline()
    if target is None:
        return []
    stored = target.projections.select_related("definition", "computed_by", "target")
    latest: dict[str, tuple[Projection, Asked, Found]] = {}
    for projection in stored.order_by("-computed_at", "-id"):
        if projection.definition_id not in latest:
            kept = _kept(projection)
            if kept is not None:
                latest[projection.definition_id] = kept
    if not latest:
        return []
    now = _figures_now(target)
    customs = {counts.definition: counts.files for counts in exporter_counts()}
    places = {place.code: place for place in regions()}
    reads = [_read(*kept, target, now, customs, places) for kept in latest.values()]
    own = target.definition_id
    return sorted(reads, key=lambda read: (read.definition.pk != own, -read.asked.start.value))


def _kept(projection: Projection) -> tuple[Projection, Asked, Found] | None:
    return unless_damaged(lambda: (projection, projection.asked, projection.found))


def _figures_now(target: Target) -> dict[str, tuple[UsedFigure, ...]]:
    return {
        question.definition.pk: tuple(used_figure(figure) for figure in question.figures)
        for question in questions(target)
    }


def _read(
    projection: Projection,
    asked: Asked,
    found: Found,
    target: Target,
    now: dict[str, tuple[UsedFigure, ...]],
    customs: dict[str, list[Snapshot]],
    places: dict[str, Territory],
) -> ProjectionRead:
    moved = (asked.target.value, asked.target.year) != (float(target.value), target.year)
    return ProjectionRead(
        projection=projection,
        definition=projection.definition,
        target=target,
        asked=asked,
        found=found,
        regions=[
            RegionRead(places[end.code], end.low, end.median, end.high)
            for end in found.paths[0].by_region
            if end.code in places
        ],
        borrowed=asked.growth_from != (projection.definition_id,),
        is_stale=moved or asked.figures != now.get(projection.definition_id),
        back_test_is_stale=_is_of_others(
            projection, found, customs.get(projection.definition_id, [])
        ),
    )


def _is_of_others(projection: Projection, found: Found, files: list[Snapshot]) -> bool:
    changes = [file.options_changed_at for file in files]
    is_older = any(at is not None and at > projection.computed_at for at in changes)
    return is_older or found.back_test.files != (tuple(file.pk for file in files) or None)


@dataclass(frozen=True, slots=True)
class Contributions:
    """What signed actions promise. Words are not turned into numbers of exporters."""

    signed: int  # all actions that are not abandoned
    with_result: int
    listed: list[Action]  # those the person may see


def contributions_of_all() -> Contributions:
    """For documents of the council: the counts, whoever reads."""
    signed = Action.objects.exclude(state=ActionState.ABANDONED)
    return Contributions(signed.count(), signed.exclude(expected_result="").count(), [])


def contributions(user: Person) -> Contributions:
    every = contributions_of_all()
    shown: list[Action] = []
    if isinstance(user, User):
        shown = list(
            visible_actions(user)
            .exclude(state=ActionState.ABANDONED)
            .exclude(expected_result="")
            .prefetch_related("shares__region")
            .order_by("due_on", "id")[:20]
        )
    return Contributions(every.signed, every.with_result, shown)
