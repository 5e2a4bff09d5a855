"""Requests, links, consents and erasures, as records of the ui."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nasij.exporters.fields import Kind
from nasij.exporters.holdings.parts import parts
from nasij.exporters.holdings.tables import table_label
from nasij.exporters.identity.redaction import Words
from nasij.exporters.models import ConsentEntry, Erasure, Firm
from nasij.rights.enums import RequestState
from nasij.rights.law.correcting import ASKED
from nasij.rights.law.erasing import counts
from nasij.rights.law.policy import RetentionRule
from nasij.rights.models import AccessLink, ProposedChange, RightsRequest
from nasij.rights.queries import ConsentRow
from nasij.ui import formats
from nasij.ui.parts import Cell, Column, Fact, Progress, Tab, Table
from nasij.work.models import Job
from nasij.work.pages import waiting_text


def list_tabs(current: str, waiting: int) -> list[Tab]:
    """The four lists: what waits, what was answered, what is kept long, what was erased."""
    answered = reverse("rights:requests") + "?state=closed"
    return [
        Tab(_("Waiting"), reverse("rights:requests"), current == "requests", waiting),
        Tab(_("Answered"), answered, current == "answered"),
        Tab(_("Kept for long"), reverse("rights:retention"), current == "retention"),
        Tab(_("Erased firms"), reverse("rights:erased"), current == "erased"),
    ]


def deadline_cell(request: RightsRequest) -> Cell:
    """How long is left, in words; red when the day has passed."""
    days = (request.due_on - timezone.localdate()).days
    tone = "bad" if days < 0 else "warn" if days <= 3 else "neutral"
    said = formats.deadline(request.due_on, timezone.localdate(), formats.language())
    return Cell(said, tone=tone, hint=formats.day_for_reader(request.due_on))


def _address(request: RightsRequest) -> str:
    return reverse("rights:request", args=[request.pk])


def asked(request: RightsRequest) -> str:
    scope = f" – {request.get_scope_display()}" if request.scope else ""
    return f"{request.get_kind_display()}{scope}"


def state_cell(request: RightsRequest) -> Cell:
    """What became of a request; that it was answered alone would not say which way."""
    if request.is_being_erased:
        return Cell(_("Being erased"), tone="info")
    if request.has_stopped:
        return Cell(_("Erasure not finished"), tone="bad")
    if request.state == RequestState.ANSWERED:
        outcome = request.outcome
        return Cell(str(outcome.label), tone=outcome.tone)
    return Cell(request.get_state_display(), tone=request.state_tone)


def standing_cell(request: RightsRequest) -> Cell:
    """While nobody has answered, how long is left; while the firm is being erased, that it is."""
    waits = request.is_open and not request.erasing
    return deadline_cell(request) if waits else state_cell(request)


def erasing_progress(request: RightsRequest) -> Progress:
    job = request.job
    return Progress(
        label=_("Erasure of the firm"),
        done=job.done if job else 0,
        total=job.total if job else 0,
        text=_read_so_far(job) if job else "",
        state=str(job.state) if job and not request.has_stopped else "failed",
        url=reverse("rights:request_state", args=[request.pk]),
    )


def _read_so_far(job: Job) -> str:
    language = formats.language()
    told = _("%(done)s of %(total)s kept files read") % {
        "done": formats.number(job.done, language),
        "total": formats.number(job.total, language),
    }
    return waiting_text(job) or (told if job.total else "")


def requests_table(requests: Iterable[RightsRequest], *, closed: bool = False) -> Table:
    return Table(
        caption=_("Requests of firms"),
        caption_hidden=True,
        columns=[
            Column(_("Firm")),
            Column(_("Region")),
            Column(_("What is asked")),
            Column(_("Asked on"), kind="date"),
            Column(_("State") if closed else _("To be answered")),
        ],
        rows=[
            [
                Cell(str(request.firm), _address(request)),
                request.firm.region.name,
                Cell(asked(request), hint=request.get_said_display()),
                timezone.localdate(request.made_at),
                state_cell(request) if closed else standing_cell(request),
            ]
            for request in requests
        ],
        empty=_("No firm waits for an answer."),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposed change in words: as the record stands now, and as the firm wants it."""

    change: ProposedChange
    label: str
    now: str
    wanted: str
    reaches: bool  # by it the firm is reached or known: to be checked before it is accepted


def changes_shown(request: RightsRequest) -> list[Shown]:
    found = []
    for change in request.changes.all():
        field = ASKED[change.field]
        now = field.read(request.firm) if request.is_open else change.before
        reaches = field.kind is not Kind.FACT
        found.append(
            Shown(change, str(field.label), field.shown(now), field.shown(change.value), reaches)
        )
    return found


def requests_of_firm_table(requests: Iterable[RightsRequest]) -> Table:
    return Table(
        caption=_("Requests"),
        caption_hidden=True,
        columns=[
            Column(_("What is asked")),
            Column(_("Asked on"), kind="date"),
            Column(_("State")),
        ],
        rows=[
            [
                Cell(
                    asked(request),
                    _address(request),
                    hint=request.get_said_display(),
                ),
                timezone.localdate(request.made_at),
                standing_cell(request),
            ]
            for request in requests
        ],
        empty=_("The firm has asked for nothing."),
    )


def link_state(link: AccessLink) -> Cell:
    if link.revoked_at is not None:
        return Cell(_("Revoked"), tone="neutral")
    if not link.is_open:
        return Cell(_("Run out"), tone="neutral")
    until = _("until %(day)s") % {"day": formats.day_for_reader(link.expires_at)}
    if link.opened_at is None:
        return Cell(_("Not opened yet"), tone="info", hint=until)
    return Cell(_("Opened"), tone="good", hint=until)


def consents_table(rows: Iterable[ConsentRow]) -> Table:
    return Table(
        caption=_("Consents that hold today"),
        caption_hidden=True,
        columns=[
            Column(_("Contact")),
            Column(_("Purpose")),
            Column(_("What was said")),
            Column(_("May be written to")),
        ],
        rows=[
            [
                choice.contact.name,
                choice.purpose.label,
                choice.step.label if choice.step else None,
                Cell(_("Yes"), tone="good") if choice.allowed else Cell(_("No"), tone="neutral"),
            ]
            for choice in rows
        ],
        empty=_("No contact is noted."),
    )


def consent_log_table(entries: Iterable[ConsentEntry]) -> Table:
    return Table(
        caption=_("Log of consents"),
        caption_hidden=True,
        columns=[
            Column(_("Date"), kind="date"),
            Column(_("Contact")),
            Column(_("What was said")),
            Column(_("How")),
            Column(_("Noted by")),
        ],
        rows=[
            [
                step.happened_on,
                step.contact.name if step.contact else _("A contact that was removed"),
                Cell(step.get_step_display(), hint=step.get_purpose_display()),
                step.get_how_display(),
                str(step.recorded_by) if step.recorded_by else None,
            ]
            for step in entries
        ],
        empty=_("Nothing was asked or said yet."),
    )


def erasure_facts(group: list[Firm]) -> list[Fact]:
    """What goes, by what it is and how much of it: for who is about to confirm."""
    named = {part.key: str(part.label) for part in parts()}
    return [
        Fact(named.get(key) or table_label(key), formats.number(number, formats.language()))
        for key, number in counts(group, Words.of(group)).items()
    ]


@dataclass(frozen=True, slots=True)
class Rule:
    """How long something is kept, and who sees to it then."""

    text: str
    who: str


def rules_said(rules: Iterable[RetentionRule]) -> list[Rule]:
    by_hand = _("A person decides.")
    on_server = _("Done on the server, by whoever runs the site.")
    return [Rule(rule.text, by_hand if rule.does == "review" else on_server) for rule in rules]


def erasures_table(erasures: Iterable[Erasure], *, may_lift: bool) -> Table:
    return Table(
        caption=_("Erased firms"),
        caption_hidden=True,
        columns=[
            Column(_("Number"), kind="code"),
            Column(_("Region")),
            Column(_("Date"), kind="date"),
            Column(_("Why")),
            Column(_("State")),
        ],
        rows=[
            [
                Cell(
                    str(erasure.pk),
                    reverse("rights:lift", args=[erasure.pk])
                    if may_lift and erasure.lifted_at is None
                    else "",
                ),
                erasure.firm.region.name,
                timezone.localdate(erasure.erased_at),
                Cell(
                    erasure.reason,
                    hint=_("At its request") if erasure.asked_by_firm else _("Kept long enough"),
                ),
                _("May be registered again")
                if erasure.lifted_at
                else _("Not to be registered again"),
            ]
            for erasure in erasures
        ],
        empty=_("No firm was erased."),
    )
