"""Which years of the customs files in use are not compared with each other, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from nasij.datasets.kept import Break
from nasij.datasets.queries import ExporterCounts
from nasij.datasets.remarks import NOT_COMPARED
from nasij.files.remarks import Note, note
from nasij.reference.identifiers import identifier_rules
from nasij.sentences import in_every_language

# Each without an article, as a pack names its numbers.
_KNOWN_BY: dict[str, object] = {
    **identifier_rules(),
    "register_number_here": _("Number and court of the trade register"),
    "firm": _("Identifier of the firm"),
    "name": _("Name alone"),
    "name_here": _("Name and town"),
    "name_region": _("Name and region"),
    "": _("Not noted (load the file again)"),
}


def breaks_told(counts: ExporterCounts) -> list[Note]:
    """Of the nation, and so of the regions."""
    return [*map(_of_firms, counts.breaks), *_of_means(counts, counts.breaks)]


def regional_breaks_told(counts: ExporterCounts) -> list[Note]:
    """Of the regions alone, and the years that their table leaves out; and what is told of the
    nation where it empties the entries and exits of the newest year, or parts years of means."""
    years = {row.year for row in counts.region} or {0}
    breaks = [found for found in counts.regional_breaks if found.year not in counts.unplaced]
    inside = [found for found in counts.breaks if min(years) < found.year <= max(years)]
    return [
        *(_of_firms(found) for found in counts.breaks if found.year == max(years)),
        *_of_means(counts, inside),
        *map(_of_regions, breaks),
        *map(_unplaced, counts.unplaced),
    ]


def _of_firms(found: Break) -> Note:
    text = gettext_noop(
        "What firms are known by changes from %(before)s to %(year)s. More often: %(gained)s. Less "
        "often: %(lost)s. A firm that is known by one, then by the other, would count as two: "
        "entries, exits, returns and survival are not counted between these years."
    )
    gained, lost = (in_every_language(_KNOWN_BY[kind]) for kind in (found.gained, found.lost))
    year, before = str(found.year), str(found.before)
    return note(NOT_COMPARED, text, year=year, before=before, gained=gained, lost=lost)


def _of_means(counts: ExporterCounts, breaks: Sequence[Break]) -> list[Note]:
    """Under a threshold on its mean year a firm that is known by one thing, then by another, has
    two means: who counts as an exporter changes with what firms are known by."""
    if not breaks or counts.threshold == 0:
        return []
    text = gettext_noop(
        "Where a firm counts by its mean year, the mean is of the years in which it is known by "
        "the same thing alone: exporters and exports do not compare over a change of it "
        "(%(years)s)."
    )
    return [note(NOT_COMPARED, text, years=[str(found.year) for found in breaks])]


def _of_regions(found: Break) -> Note:
    text = gettext_noop(
        "In %(year)s not the same share of the firms has a region as in %(before)s: entries and "
        "exits of the regions are not counted between these years."
    )
    return note(NOT_COMPARED, text, year=str(found.year), before=str(found.before))


def _unplaced(year: int) -> Note:
    text = gettext_noop("No firm of %(year)s has a region: the year is not in this table.")
    return note("year_unplaced", text, year=str(year))
