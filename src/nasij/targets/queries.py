"""Reading the target: for this room's page, and for the rooms above."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nasij.accounts.models import User
from nasij.accounts.permissions import Person
from nasij.plans.enums import ActionState
from nasij.plans.models import Action
from nasij.plans.permissions import visible_actions
from nasij.reference.models import Definition, Territory
from nasij.reference.queries import regions
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
from nasij.targets.questions import figure_record, questions
from nasij.targets.recovery import Recovery, RecoveryYear, recovery

__all__ = [
    "Contributions",
    "Count",
    "DefinitionBreak",
    "PathRead",
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
class PathRead:
    """One way into the future: its years, an 80 % interval, the chance of the target."""

    method: str  # "flows": entries and exits go on; "growth": the growth goes on
    years: list[int]
    low: list[float]
    median: list[float]
    high: list[float]
    probability: float
    assumptions: dict[str, float]

    @property
    def end(self) -> tuple[float, float, float]:
        return self.low[-1], self.median[-1], self.high[-1]


@dataclass(frozen=True, slots=True)
class RegionEnd:
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
    start_year: int
    start_value: float
    paths: list[PathRead]
    regions: list[RegionEnd]
    borrowed: bool  # its growth is another definition's
    years_known: int
    is_stale: bool  # a figure it was computed from has changed since

    @property
    def main(self) -> PathRead:
        return self.paths[0]

    @property
    def gap(self) -> float:
        """What is missing at the median, in firms; negative when the target is passed."""
        return float(self.target.value) - self.main.median[-1]


def projection_summary() -> list[ProjectionRead]:
    """The latest projection under each definition, the target's own first; none if not computed."""
    target = headline()
    if target is None:
        return []
    latest: dict[str, Projection] = {}
    stored = target.projections.select_related("definition", "computed_by", "target")
    for projection in stored.order_by("-computed_at", "-id"):
        latest.setdefault(projection.definition_id, projection)
    if not latest:
        return []
    now = _figures_now(target)
    places = {place.code: place for place in regions()}
    found = [_read(projection, target, now, places) for projection in latest.values()]
    own = target.definition_id
    return sorted(found, key=lambda reading: (reading.definition.pk != own, -reading.start_value))


def _figures_now(target: Target) -> dict[str, list[dict[str, Any]]]:
    return {
        question.definition.pk: [_content(figure_record(figure)) for figure in question.figures]
        for question in questions(target)
    }


def _content(figure: dict[str, Any]) -> dict[str, Any]:
    """Without its key: a pack loaded again gives the same figure another one."""
    return {name: value for name, value in figure.items() if name != "id"}


def _read(
    projection: Projection,
    target: Target,
    now: dict[str, list[dict[str, Any]]],
    places: dict[str, Territory],
) -> ProjectionRead:
    asked, answer = projection.request, projection.result
    used = [_content(figure) for figure in asked["figures"]]
    ends = answer["paths"][0]["by_region"]
    moved = (
        asked["target"]["value"] != float(target.value) or asked["target"]["year"] != target.year
    )
    return ProjectionRead(
        projection=projection,
        definition=projection.definition,
        target=target,
        start_year=asked["start"]["year"],
        start_value=asked["start"]["value"],
        paths=[_path(row) for row in answer["paths"]],
        regions=[
            RegionEnd(places[row["code"]], row["low"], row["median"], row["high"])
            for row in ends
            if row["code"] in places
        ],
        borrowed=asked["growth_from"] != [projection.definition_id],
        years_known=answer["back_test"]["years_given"],
        is_stale=moved or used != now.get(projection.definition_id),
    )


def _path(row: dict[str, Any]) -> PathRead:
    return PathRead(
        row["method"],
        row["years"],
        row["low"],
        row["median"],
        row["high"],
        row["probability"],
        row["assumptions"],
    )


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
