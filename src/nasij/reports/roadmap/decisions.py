"""What the council decided: sessions, then decisions with their votes."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nasij.council.minutes import changed
from nasij.council.models import Decision, Session
from nasij.council.queries import decisions, session_day, sessions, unsettled
from nasij.council.words import result_sentence
from nasij.reports.roadmap.pen import Block, Pen
from nasij.ui import parts
from nasij.ui.documents import blocks

_NOT_AS_RECORDED = gettext_lazy("This decision is not as it was voted and recorded.")


def every_decision() -> list[Decision]:
    found = decisions().select_related("vote", "agenda_item__item__region__parent")
    return list(found)


def chapter(pen: Pen) -> Block:
    title = _("What the council decided")
    held = list(sessions())
    if not held:
        text = _("No session has been held or prepared yet: this chapter will fill itself.")
        return pen.chapter(title, blocks.note(text))
    made = every_decision()
    return pen.chapter(
        title,
        _sessions(pen, held),
        decisions_table(pen, made, _("Decisions"))
        if made
        else blocks.note(_("No decision has been recorded yet.")),
    )


def _sessions(pen: Pen, held: list[Session]) -> list[Block]:
    mark = pen.notes.record(
        "sessions",
        what=_("Sessions of the council"),
        definition=_("sessions prepared, convened or held, as recorded by the secretariat"),
    )
    table = parts.Table(
        caption=_("Sessions"),
        columns=[
            parts.Column(_("No."), kind="code"),
            parts.Column(_("Session")),
            parts.Column(_("Date"), kind="date"),
            parts.Column(_("Place")),
            parts.Column(_("Points"), kind="number"),
            parts.Column(_("State")),
        ],
        rows=[
            [
                str(session.number),
                session.title,
                pen.date(session_day(session)),
                session.place,
                session.points,  # type: ignore[attr-defined]
                session.get_state_display(),
            ]
            for session in held
        ],
    )
    return pen.table(table, mark)


def mark_of(pen: Pen) -> str:
    return pen.notes.record(
        "decisions",
        what=_("Decisions and votes"),
        definition=_("decisions as recorded in session; votes as counted and closed"),
    )


def decisions_table(pen: Pen, made: list[Decision], caption: str) -> list[Block]:
    mark = mark_of(pen)
    wrong = changed(made)
    table = parts.Table(
        caption=caption,
        columns=[
            parts.Column(_("Date"), kind="date"),
            parts.Column(_("Point")),
            parts.Column(_("Decision")),
            parts.Column(_("Vote")),
        ],
        rows=[
            [
                pen.date(timezone.localdate(decision.decided_at)),
                _point(decision),
                decision.text,
                str(_NOT_AS_RECORDED) if decision.pk in wrong else vote_text(decision),
            ]
            for decision in made
        ],
    )
    return pen.table(table, mark)


def without_follow_up() -> list[str]:
    """Adopted, with neither an action nor a reason; one that was changed says so instead."""
    found = unsettled(decisions())
    wrong = changed(found)
    return [
        f"{_point(decision)} · {_NOT_AS_RECORDED}" if decision.pk in wrong else decision.text
        for decision in found
    ]


def _point(decision: Decision) -> str:
    point = decision.agenda_item
    region = point.item.region.name if point.item else ""
    return " · ".join(part for part in (point.title, region) if part)


def vote_text(decision: Decision) -> str:
    """The result with its rule, or the outcome where nobody voted."""
    vote = decision.vote
    if vote is not None and vote.result is not None:
        return result_sentence(vote.result)
    said = {"outcome": decision.get_outcome_display()}
    if decision.is_by_consensus:
        return _("%(outcome)s by consensus") % said
    return _("%(outcome)s, without a vote") % said
