"""What the figures of this room say, in sentences of the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nasij.reference.words import period, source_line
from nasij.targets import analysis
from nasij.targets.kept import FuturePath
from nasij.targets.models import Target
from nasij.targets.published import DefinitionBreak, StockAndFlow
from nasij.targets.queries import Contributions, ProjectionRead
from nasij.targets.recovery import BASE_YEAR, Recovery
from nasij.targets.solver import POINT, Solution
from nasij.targets.words import numbers
from nasij.targets.words.numbers import BILLION, span
from nasij.ui import formats
from nasij.ui.parts import Fact

__all__ = ["span"]


def break_sentence(change: DefinitionBreak) -> str:
    return _(
        "%(before_year)s: %(before)s under “%(first)s” · %(after_year)s: %(after)s under "
        "“%(second)s”. The difference is not a change of the economy."
    ) % {
        "before_year": change.before.year,
        "before": numbers.span(change.before_values),
        "first": change.before.definition.name,
        "after_year": change.after.year,
        "after": numbers.span(change.after_values),
        "second": change.after.definition.name,
    }


def net_sentence(flow: StockAndFlow) -> str:
    return _(
        "%(years)s: %(entries)s new exporters, %(net)s net. %(exits)s exits are deduced from the "
        "two, %(share)s of the entries: the exit rate that links the published counts is "
        "%(rate)s a year."
    ) % {
        "years": period(flow.regions[0].figure),
        "entries": numbers.count(flow.entries),
        "net": numbers.count(flow.net),
        "exits": numbers.count(flow.exits),
        "share": numbers.share(flow.cancelled, 0),
        "rate": numbers.share(flow.flows.exit_rate),
    }


def flow_note(flow: StockAndFlow) -> str:
    return _("A year: %(entries)s entries, %(exits)s exits, %(net)s net") % {
        "entries": numbers.count(flow.flows.entries_per_year),
        "exits": numbers.count(flow.flows.exits_per_year),
        "net": numbers.count(flow.flows.net_per_year),
    }


def point_sentence(solution: Solution) -> str:
    """Empty where exits are less than a point, or where none of them costs an entry."""
    if solution.asked.exit_rate < POINT or solution.point_of_exits < 0.5:
        return ""
    return ngettext(
        "One point less of exits saves %(saved)s entry every year until %(year)s: survival "
        "weighs more than most recruiting campaigns.",
        "One point less of exits saves %(saved)s entries every year until %(year)s: survival "
        "weighs more than most recruiting campaigns.",
        round(solution.point_of_exits),
    ) % {
        "saved": numbers.count(solution.point_of_exits),
        "year": solution.asked.target_year,
    }


def solution_sentences(solution: Solution, state: Target | None) -> list[str]:
    asked = solution.asked
    said = []
    if asked.is_reached:
        said.append(_("With these entries and exits the target is reached."))
    else:
        said.append(
            ngettext(
                "%(extra)s more new exporter is needed every year than the %(entries)s given.",
                "%(extra)s more new exporters are needed every year than the %(entries)s given.",
                solution.extra_entries,
            )
            % {
                "extra": numbers.count(solution.extra_entries),
                "entries": numbers.given(asked.entries),
            }
        )
    if point := point_sentence(solution):
        said.append(point)
    if state is not None and solution.entries_needed:
        said.append(
            ngettext(
                "The state aims at %(aimed)s new exporter a year (%(source)s): gross entries, "
                "%(part)s of the %(needed)s needed here.",
                "The state aims at %(aimed)s new exporters a year (%(source)s): gross entries, "
                "%(part)s of the %(needed)s needed here.",
                int(state.value),
            )
            % {
                "aimed": numbers.count(float(state.value)),
                "source": source_line(state.source),
                "part": numbers.share(float(state.value) / solution.entries_needed, 0),
                "needed": numbers.count(solution.entries_needed),
            }
        )
    return said


def assumptions(read: ProjectionRead) -> list[str]:
    said = []
    own = [figure for figure in read.asked.figures if figure.definition == read.definition.pk]
    if len(own) == 2:
        said.append(_("Only two counts are published: nothing is known of the years between."))
    for path in read.found.paths:
        said += _of_flows(path.assumptions) if path.method == "flows" else _of_growth(read, path)
    return said


def _of_flows(values: Mapping[str, float]) -> list[str]:
    return [
        _(
            "Entries (%(entries)s a year) and exits (%(rate)s a year) go on at the published "
            "level; the level to come is known to within %(spread)s, which is how far published "
            "entry rates moved. The same is assumed of exits, of which no year is published."
        )
        % {
            "entries": numbers.amount(values["entries_per_year"], 0),
            "rate": numbers.share(values["exit_rate"]),
            "spread": numbers.share(values["spread"], 0),
        },
        _("Regions hold the stock in the proportion of their entries and share one exit rate."),
    ]


def _of_growth(read: ProjectionRead, path: FuturePath) -> list[str]:
    growth = numbers.share(path.assumptions["growth"])
    said = [
        _(
            "Growth (%(growth)s a year) goes on; one year may differ from the next by as much as "
            "the growth itself, since two counts say nothing of that."
        )
        % {"growth": growth}
    ]
    if read.borrowed:
        said.append(
            _(
                "The growth is borrowed from the definitions that have two counts: under this one "
                "a single count is published."
            )
        )
    return said


def record_sentence(read: ProjectionRead) -> str:
    return _(
        "Computed on %(day)s: version %(version)s, %(draws)s futures drawn, seed %(seed)s; the "
        "same figures give the same answer."
    ) % {
        "day": formats.day_for_reader(read.projection.computed_at),
        "version": read.asked.version,
        "draws": numbers.count(read.asked.draws),
        "seed": read.asked.seed,
    }


def actions_sentence(found: Contributions) -> str:
    return ngettext(
        "%(count)s action is signed; of these, with an expected result: %(stated)s.",
        "%(count)s actions are signed; of these, with an expected result: %(stated)s.",
        found.signed,
    ) % {"count": numbers.count(found.signed), "stated": numbers.count(found.with_result)}


def owned_by_nobody(solution: Solution, found: Contributions) -> str:
    """The gap that no signed action promises to fill. Words are not turned into numbers."""
    if solution.asked.is_reached:
        return ""
    gap = numbers.count(solution.extra_entries)
    if not found.with_result:
        return ngettext(
            "%(gap)s more new exporter a year is needed than appear today, and no signed action "
            "says what it brings: the whole gap is owned by nobody.",
            "%(gap)s more new exporters a year are needed than appear today, and no signed action "
            "says what it brings: the whole gap is owned by nobody.",
            solution.extra_entries,
        ) % {"gap": gap}
    return ngettext(
        "%(gap)s more new exporter a year is needed than appear today. Signed actions state "
        "their results in words, not in exporters: none of the gap can be counted as owned.",
        "%(gap)s more new exporters a year are needed than appear today. Signed actions state "
        "their results in words, not in exporters: none of the gap can be counted as owned.",
        solution.extra_entries,
    ) % {"gap": gap}


def method_name(path: FuturePath) -> str:
    if path.method == "flows":
        return _("If entries and exits go on")
    return _("If growth goes on")


def path_facts(read: ProjectionRead) -> list[Fact]:
    """Each way into the future: median, interval, chance of the target."""
    return [Fact(_supposed(path), path_end(path)) for path in read.found.paths]


def path_end(path: FuturePath) -> str:
    low, median, high = path.end
    return _("%(median)s (%(low)s to %(high)s) · chance of the target: %(chance)s") % {
        "median": numbers.count(median),
        "low": numbers.count(low),
        "high": numbers.count(high),
        "chance": numbers.chance(path.probability),
    }


def _supposed(path: FuturePath) -> str:
    """A way into the future by what it holds: two of them may end far apart."""
    values = path.assumptions
    if path.method == "flows":
        return situation(values["entries_per_year"], values["exit_rate"])
    return _("If growth of %(growth)s a year goes on") % {"growth": numbers.share(values["growth"])}


def situation(entries: float, exit_rate: float) -> str:
    return _("If entries stay at %(entries)s a year and exits at %(rate)s") % {
        "entries": numbers.given(entries),
        "rate": numbers.rate(exit_rate),
    }


def recovery_choice(found: Recovery) -> str:
    """The years chosen for the trend decide the answer: both choices are said."""
    return _(
        "The trend rests on %(count)s published years (%(years)s), %(growth)s a year, and is known "
        "to no better than %(low)s to %(high)s for %(year)s (interval of %(level)s, Student’s t; "
        "degrees of freedom left by so few years: %(freedom)s). On the last leg alone "
        "(%(leg)s–%(base)s, %(leg_growth)s a year) the same year stands at %(leg_index)s: the "
        "choice of the years decides, so both are said. Values are nominal: prices of phosphates "
        "and energy move them."
    ) % {
        "count": len(found.before),
        "years": formats.row((row.year for row in found.before), formats.language()),
        "growth": numbers.share(found.growth),
        "low": numbers.amount(found.latest.index.trend_low / BILLION, 0),
        "high": numbers.amount(found.latest.index.trend_high / BILLION, 0),
        "year": found.latest.year,
        "level": formats.percent(analysis.LEVEL, formats.language(), 0),
        "freedom": len(found.before) - 2,
        "leg": found.last_leg_from,
        "base": BASE_YEAR,
        "leg_growth": numbers.share(found.last_leg_growth),
        "leg_index": numbers.amount(found.last_leg_on_trend, 0),
    }
