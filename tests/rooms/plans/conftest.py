"""A decision adopted by the council on an item of region 09, and an action made of it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from nasij.council.enums import DecisionOutcome
from nasij.council.models import Decision
from nasij.needs.enums import ItemState
from nasij.needs.models import Item
from nasij.plans.acts import create_action
from nasij.plans.models import Action
from tests import factories
from tests.people import Cast


@pytest.fixture(autouse=True)
def files_of_this_test(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def item(db: None) -> Item:
    return factories.make_item("09", state=ItemState.DECIDED)


@pytest.fixture
def decision(item: Item) -> Decision:
    point = factories.make_agenda_item(item=item, title=item.title)
    return Decision.objects.create(
        agenda_item=point,
        text="Ouvrir une ligne de fret",
        outcome=DecisionOutcome.ADOPTED,
        decided_at=datetime(2026, 6, 1, 10, tzinfo=UTC),
    )


@pytest.fixture
def action(decision: Decision, cast: Cast) -> Action:
    """Carried by region 09 alone."""
    return create_action(
        decision=decision,
        title="Négocier une ligne",
        owner_name="Responsable fictif",
        due_on=date(2026, 12, 31),
        budget_lcu=Decimal("100000"),
        shares={factories.region("09"): Decimal(1)},
        by=cast.secretariat,
    )


@pytest.fixture
def joint(decision: Decision, cast: Cast) -> Action:
    """Carried by two regions, 60 to 40."""
    return create_action(
        decision=decision,
        title="Plateforme commune",
        owner_name="Responsable fictive",
        due_on=date(2027, 3, 31),
        budget_lcu=Decimal("1000000"),
        shares={factories.region("09"): Decimal("0.6"), factories.region("01"): Decimal("0.4")},
        by=cast.secretariat,
    )
