"""The minutes as a PDF, in the language of the page, with their seal."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from nasij.council.enums import SessionState
from nasij.council.minutes import errata_of, minutes_of, seal_holds
from nasij.council.minutes.text import (
    DecisionText,
    Line,
    MinutesText,
    PointText,
    VoteText,
    minutes_text,
)
from nasij.council.models import Session
from nasij.council.queries import session_day
from nasij.council.words import changed_erratum_sentence
from nasij.reference.queries import organisation
from nasij.sentences import filled
from nasij.ui import formats
from nasij.ui.documents import blocks, render_pdf
from nasij.ui.documents.blocks import Block
from nasij.ui.parts import Column, Table


def minutes_pdf_response(session: Session) -> HttpResponse:
    answer = HttpResponse(minutes_pdf(session), content_type="application/pdf")
    name = f"minutes-{session.number}-{formats.language()}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def minutes_pdf(session: Session) -> bytes:
    """The same record gives the same bytes: the date is that of the session, not of printing."""
    text = minutes_text(minutes_of(session))
    body = organisation(session_day(session))
    data = {
        "title": text.title,
        "kicker": _("Council of regions"),
        "organisation": body.name if body else "",
        "date": session_day(session),
        "contents": False,
        "warning": _warning(session),
        "seal": session.minutes_sha256 if seal_holds(session) else "",
        "sections": [
            blocks.section(_("Session"), _facts(text.lines)),
            blocks.section(_("Attendance"), blocks.paragraphs(text.attendance), _attendance(text)),
            *[_point(point) for point in text.points],
            *_errata(session),
            blocks.section(_("Signatures"), _signatures(text)),
            *_broken_seal(session),
        ],
    }
    return render_pdf("note", data, formats.language())


def _warning(session: Session) -> str:
    if session.state != SessionState.CLOSED:
        return _("Provisional minutes: the session is not closed")
    if not seal_holds(session):
        return _("Seal broken: this text is not the one that was sealed. Do not rely on it.")
    return _("Demonstration: fictitious firms, people and meetings") if session.is_demo else ""


def _broken_seal(session: Session) -> list[Block]:
    """Where the number would stand."""
    if session.state != SessionState.CLOSED or seal_holds(session):
        return []
    return [blocks.section(_("Seal"), blocks.note(_warning(session), _("Broken"), tone="bad"))]


def _facts(lines: list[Line]) -> Block:
    return blocks.facts([(line.label, line.text) for line in lines])


def _attendance(text: MinutesText) -> Block:
    weight = [Column(_("Weight"), "number")] if text.by_weight else []
    columns = [Column(_("Seat")), Column(_("Person")), *weight, Column(_("State"))]
    columns.append(Column(_("Details")))
    rows = [
        (line.seat, line.person, *([line.weight] if weight else []), line.state, line.detail)
        for line in text.seats
    ]
    return blocks.table(Table(_("Attendance"), columns, rows), formats.language())


def _point(point: PointText) -> Block:
    said: list[Block] = []
    if point.region:
        said.append(
            blocks.paragraphs(_("Raised by the region %(region)s.") % {"region": point.region})
        )
    if point.late:
        said.append(blocks.paragraphs(point.late))
    if point.note:
        why = _("Why the region escalated it")
        said.append(blocks.note(point.note, why) if point.region else blocks.paragraphs(point.note))
    for vote in point.votes:
        said += _vote(vote)
    for decision in point.decisions:
        said += _decision(decision)
    if not point.votes and not point.decisions:
        said.append(blocks.paragraphs(_("No vote and no decision.")))
    named = {"number": point.position, "title": point.title}
    return blocks.section(filled(_("Point %(number)s: %(title)s"), named), *said)


def _vote(vote: VoteText) -> list[Block]:
    said = _warned(vote.warning)
    said += [blocks.note(vote.text, _("Text put to the vote")), _facts(vote.lines)]
    if vote.roll:
        weight = [Column(_("Weight"), "number")] if any(row.weight for row in vote.roll) else []
        columns = [Column(_("Seat")), Column(_("Person")), *weight, Column(_("Vote"))]
        rows = [
            (row.seat, row.person, *([row.weight] if weight else []), row.choice)
            for row in vote.roll
        ]
        said.append(blocks.table(Table(_("Roll call"), columns, rows), formats.language()))
    return said


def _warned(warning: str) -> list[Block]:
    return [blocks.note(warning, tone="bad")] if warning else []


def _decision(decision: DecisionText) -> list[Block]:
    title = _("Decision: %(outcome)s") % {"outcome": decision.outcome}
    said = [*_warned(decision.warning), blocks.note(decision.text, title)]
    if decision.actions:
        columns = [Column(_("Action")), Column(_("Owner")), Column(_("Due date"))]
        columns.append(Column(_("Budget")))
        rows = [
            (action.title, action.owner, action.due, action.budget) for action in decision.actions
        ]
        said.append(blocks.table(Table(_("What follows"), columns, rows), formats.language()))
    if decision.nothing_follows:
        said.append(blocks.paragraphs(decision.nothing_follows))
    if decision.no_action_reason:
        because = {"reason": decision.no_action_reason}
        said.append(
            blocks.paragraphs(filled(_("No action is needed, because: %(reason)s"), because))
        )
    return said


def _signatures(text: MinutesText) -> Block:
    """Two lines to sign on: the chair's and the secretary's."""
    named = {line.label: line.text for line in text.lines}
    roles = (_("Chair"), _("Secretary"))
    return blocks.facts([(role, f"{named.get(role, '')} " + "." * 40) for role in roles])


def _errata(session: Session) -> list[Block]:
    notes = [
        " · ".join(
            [
                formats.day_for_reader(erratum.added_at),
                erratum.text,
                *([] if is_as_recorded else [changed_erratum_sentence()]),
            ]
        )
        for erratum, is_as_recorded in errata_of(session)
    ]
    return [blocks.section(_("Errata"), blocks.bullet_list(notes))] if notes else []
