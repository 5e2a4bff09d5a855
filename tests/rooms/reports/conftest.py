"""A council with a history, and reading a PDF."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from nasij.council.models import Decision
from nasij.plans.models import Action, ActionShare, DueDateChange
from nasij.targets.acts import compute_projections
from tests.factories import make_agenda_item, make_item, make_need, make_session, region

DAY = date(2026, 11, 23)


def text_of(pdf: bytes, folder: Path) -> str:
    """The words of a PDF in reading order, with plain spaces."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed: the PDF's words cannot be read")
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return re.sub(r"[\u00a0\u202f\u2009]", " ", done.stdout.decode())


@pytest.fixture
def council(db: None) -> dict[str, Any]:
    """Needs, two items, a session, two decisions, a shared action that is late and was moved."""
    item = make_item("09", title="Fret maritime depuis Agadir", is_demo=True)
    small = make_item("01", title="Guichet de douane", is_demo=True)
    needs = [make_need("09", item=item, is_demo=True) for _n in range(7)]
    for _n in range(2):
        make_need("01", item=small, theme_id="financing", is_demo=True)
    session = make_session(
        number=1,
        title="Session de démonstration",
        starts_at=datetime(2026, 6, 1, 9, tzinfo=UTC),
        is_demo=True,
    )
    point = make_agenda_item(session, title="Fret", item=item)
    decision = Decision.objects.create(
        agenda_item=point,
        text="Négocier une ligne régulière",
        outcome="adopted",
        decided_at=datetime(2026, 6, 1, 11, tzinfo=UTC),
        is_demo=True,
    )
    forgotten = Decision.objects.create(
        agenda_item=make_agenda_item(session, title="Douane", item=small),
        text="Demander un guichet commun",
        outcome="adopted",
        decided_at=datetime(2026, 6, 1, 12, tzinfo=UTC),
        is_demo=True,
    )
    action = Action.objects.create(
        decision=decision,
        title="Ligne Agadir – Dakar",
        owner_name="Chambre fictive",
        first_due_on=date(2026, 9, 30),
        due_on=date(2026, 10, 31),
        budget_lcu=Decimal("1000000.00"),
        expected_result="Une ligne par semaine",
        is_demo=True,
    )
    for code, share in (("09", "0.6"), ("12", "0.4")):
        ActionShare.objects.create(action=action, region=region(code), share=Decimal(share))
    DueDateChange.objects.create(
        action=action,
        from_date=date(2026, 9, 30),
        to_date=date(2026, 10, 31),
        reason="Appel d’offres prolongé",
    )
    compute_projections(draws=300, by=None)
    return {
        "action": action,
        "decision": decision,
        "forgotten": forgotten,
        "session": session,
        "needs": needs,
    }
