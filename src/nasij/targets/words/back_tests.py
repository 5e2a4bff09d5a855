"""What is said of a back-test, and of what changed since a projection was computed."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nasij.datasets.counting import is_countable
from nasij.targets.queries import ProjectionRead
from nasij.ui import formats


def back_test_sentence(read: ProjectionRead) -> str:
    tested = read.found.back_test
    known = tested.years_given
    if tested.years is not None:
        first, last = tested.years
        return _(
            "Back-test on a yearly customs series (%(first)s–%(last)s; firms in the last year: "
            "%(firms)s): of %(count)s past forecasts, %(covered)s fell inside their interval, "
            "where %(level)s should; their middle was %(error)s off on average."
        ) % {
            "first": first,
            "last": last,
            "firms": formats.number(tested.firms, formats.language()),
            "count": tested.forecasts,
            "covered": formats.percent(tested.covered, formats.language(), 0),
            "level": formats.percent(read.asked.level, formats.language(), 0),
            "error": formats.percent(tested.error, formats.language(), 1),
        }
    needed = {"known": known, "needed": tested.years_needed}
    if tested.files is not None:
        said = ngettext(
            "Back-test: not computable. The customs series in use has %(known)s year in a row "
            "that may be shown and compared; %(needed)s are needed.",
            "Back-test: not computable. The customs series in use has %(known)s years in a row "
            "that may be shown and compared; %(needed)s are needed.",
            known,
        )
        return said % needed
    said = ngettext(
        "Back-test: not computable, because %(known)s yearly count is published under this "
        "definition and %(needed)s in a row are needed, with their entries.",
        "Back-test: not computable, because %(known)s yearly counts are published under this "
        "definition and %(needed)s in a row are needed, with their entries.",
        known,
    )
    if is_countable(read.definition):
        return f"{said % needed} {_('A yearly customs series would give it.')}"
    return said % needed


def changes_since(read: ProjectionRead) -> list[str]:
    """What is not as it was when the projection was computed."""
    said = []
    if read.is_stale:
        said.append(_("A figure behind this projection has changed since it was computed."))
    if read.back_test_is_stale:
        said.append(_("The customs series in use has changed since the back-test was computed."))
    return said
