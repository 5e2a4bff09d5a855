"""The world of region 09, lived on until every table that keeps words or records has a row."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.test import Client

from nasij.council import acts as council
from nasij.council.models import Seat, Session, Vote
from nasij.exporters.enums import ConsentStep, ContactPurpose, FirmStatus, ObjectionScope, Said
from nasij.exporters.models import (
    Contact,
    Erasure,
    Firm,
    Merge,
    Standing,
    SuppressionKey,
)
from nasij.filings.models import FiledFirm
from nasij.intake.models import ImportedRow, ImportRun
from nasij.needs.models import Item, Need, Reply
from nasij.plans.models import Action
from nasij.potential.acts import compute_potential
from nasij.reference.models import Definition
from nasij.reports.models import Edition
from nasij.rights import acts as rights
from nasij.rights.enums import LinkChannel
from nasij.targets.acts import compute_projections
from nasij.work.enums import LetterState
from nasij.work.models import Job, Letter
from tests.factories import make_agenda_item, make_session
from tests.people import Cast
from tests.rooms.audit.ready import council as ready
from tests.rooms.audit.ready import potential as ready_potential
from tests.rooms.security.conftest import CONTACT, FIRM, NEED, World

Rich = dict[str, list[int]]


def live_on(world: World) -> tuple[Client, Rich]:
    """The browser in which the firm opened its record, and the rows of each room with a life."""
    cast, firm = world.cast, Firm.objects.get(name=FIRM)
    session, votes = _council(cast)
    exporter = _rights(firm)
    run = _files(firm)
    _computed(cast)
    _work(cast)
    points = [vote.agenda_item for vote in votes]
    return exporter, {
        "exporters": [firm.pk, Firm.objects.exclude(pk=firm.pk).order_by("pk")[0].pk],
        "rights": [firm.pk],
        "sharing": [firm.pk],
        "intake": [run.pk],
        "needs": [Need.objects.get(text=NEED).pk, Item.objects.earliest("pk").pk],
        "plans": [Action.objects.latest("pk").pk],
        "council": [session.pk, *(row.pk for row in (*votes, *points))],
    }


def _council(cast: Cast) -> tuple[Session, list[Vote]]:
    """A session that is closed, with a vote and what it decided; another, that votes in secret."""
    decision = council.record_decision(**ready.record_decision(cast))
    session = decision.agenda_item.session
    day = datetime(2026, 7, 1, 9, tzinfo=UTC)
    later = make_session(state="open", starts_at=day, convened_at=day, opened_at=day)
    for code in ("S01", "S02", "S09"):
        council.mark_arrival(session=later, seat=Seat.objects.get(pk=code), by=None)
    going_on = council.open_vote(point=make_agenda_item(later), text="T", is_secret=True, by=None)
    council.close_session(session=session, by=cast.secretariat)
    return session, [Vote.objects.exclude(pk=going_on.pk).get(), going_on]


def _rights(firm: Firm) -> Client:
    said: dict[str, Any] = {"how": Said.PHONE, "happened_on": date(2026, 1, 1), "by": None}
    rights.note_consent(
        contact=Contact.objects.get(name=CONTACT),
        purpose=ContactPurpose.REPLIES,
        step=ConsentStep.GIVEN,
        **said,
    )
    rights.ask_correction(firm=firm, values={"name": "Atlas", "phone": "+212600000000"}, by=None)
    rights.raise_objection(firm=firm, scope=ObjectionScope.OFFERS, by=None)
    erasure = Erasure.objects.get()
    SuppressionKey.objects.create(erasure=erasure, kind="name", key="0" * 64)
    _link, code = rights.give_link(firm=firm, channel=LinkChannel.SHOWN, by=None)
    client = Client()
    client.post("/fr/rights/record/", {"code": code})
    return client


def _files(firm: Firm) -> ImportRun:
    run = ImportRun.objects.get()
    ImportedRow.objects.create(
        run=run, firm=firm, line=2, before={"name": "A"}, after={"name": "B"}
    )
    Standing.objects.create(
        firm=firm, definition=Definition.objects.get(key="exporter_any"), status=FirmStatus.EXISTING
    )
    FiledFirm.objects.update(state="proposed", firm=firm, score=0.9, reasons=["same_name"])
    Reply.objects.update(station="decided")
    Merge.objects.update(moved={"needs": []})
    return run


def _computed(cast: Cast) -> None:
    compute_potential(**ready_potential.compute_potential(cast))
    compute_projections(draws=200, by=cast.analyst)
    Edition.objects.create(
        language="fr", made_on=date(2026, 1, 1), content_sha256="0" * 64, file="e.docx",
        byte_count=1,
    )  # fmt: skip
    (settings.NASIJ_DATA / "e.docx").write_bytes(b"x")


def _work(cast: Cast) -> None:
    told = {"fr": "Fait", "en": "Done", "ar": "Done"}
    Job.objects.create(
        what=told, step=told, message=told, language="fr", started_by=cast.secretariat
    )
    Letter.objects.create(
        kind="account-role", to="n@example.org", language="fr", text="T", state=LetterState.FAILED
    )
