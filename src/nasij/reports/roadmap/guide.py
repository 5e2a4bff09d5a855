"""How to read the document."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nasij.reports.roadmap.pen import Block, Pen
from nasij.ui.documents import blocks


def chapter(pen: Pen) -> Block:
    return pen.chapter(
        _("How to read this document"),
        blocks.paragraphs(
            _(
                "This is the strategic plan of the regions: what exporters said, what the council "
                "decided, who does what by when and with what money, and where the target stands. "
                "It is written from the record each time it is asked for; nothing in it is typed "
                "twice."
            )
        ),
        blocks.bullet_list(
            [
                _(
                    "A number in square brackets is a note: it says what the figure counts, who "
                    "published it or how it was computed, and of what date. All notes stand at "
                    "the end."
                ),
                _(
                    "Figures under different definitions are never joined in one line nor added; "
                    "growth is printed inside one definition only."
                ),
                _("“Not computable” comes with its reason, and never stands for zero."),
                _(
                    "A projection is a range with its assumptions; a potential is a benchmark, "
                    "not a ceiling and not a forecast."
                ),
                _(
                    "Counts of needs are rounded to the nearest five and those below three are not "
                    "told, so that nobody can be recognised, nor from one edition to the next; no "
                    "exporter is quoted."
                ),
                _("A national total counts an action of several regions once."),
            ]
        ),
    )
