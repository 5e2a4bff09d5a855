"""Building the roadmap."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nasij import standing
from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.reports.enums import ReportVerb
from nasij.reports.errors import UnknownLanguage
from nasij.reports.models import Edition
from nasij.reports.roadmap.document import Roadmap, compose
from nasij.ui.documents import render_pdf
from nasij.ui.languages import OWN_NAMES
from nasij.work.errors import DiskFull
from nasij.work.progress import Progress, silent


def build_roadmap(
    *,
    language: str,
    on: date | None = None,
    progress: Progress | None = None,
    by: User | None,
) -> bytes:
    """The roadmap as PDF. The same record, language and day give the same bytes, kept once."""
    return edition_of_today(language=language, by=by, on=on, progress=progress).path.read_bytes()


def edition_of_today(
    *,
    language: str,
    on: date | None = None,
    progress: Progress | None = None,
    by: User | None,
) -> Edition:
    """Compose, and render only what was not rendered before."""
    if language not in OWN_NAMES:
        raise UnknownLanguage
    report = progress or silent
    report(0, 3, _("Gathering the figures"))
    roadmap = compose(language=language, day=on or timezone.localdate())
    kept = Edition.objects.filter(language=language, content_sha256=roadmap.sha256).first()
    if kept is not None and kept.path.exists():
        return kept
    report(1, 3, _("Making the document"))
    content = render_pdf("report", roadmap.data, language)
    report(2, 3, _("Keeping the document"))
    file = f"reports/roadmap-{language}-{roadmap.sha256[:16]}.pdf"
    _write(Path(settings.NASIJ_DATA) / file, content)
    return kept or _keep(roadmap, file, len(content), by)


@transaction.atomic
def _keep(roadmap: Roadmap, file: str, byte_count: int, by: User | None) -> Edition:
    edition = Edition.objects.create(
        language=roadmap.language,
        made_on=roadmap.day,
        content_sha256=roadmap.sha256,
        printed=[piece.as_record() for piece in roadmap.printed],
        file=file,
        byte_count=byte_count,
        built_by=by,
    )
    record(
        ReportVerb.ROADMAP_BUILT,
        subject=edition,
        by=by,
        after={"language": roadmap.language, "sha256": roadmap.sha256, "bytes": byte_count},
    )
    return edition


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        if standing.is_full(error):
            raise DiskFull(thing=path.name) from error
        raise
