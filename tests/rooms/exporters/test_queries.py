"""What other rooms ask the registry."""

from __future__ import annotations

from typing import Any

import pytest

from nasij.exporters import queries
from nasij.exporters.acts import create_firm
from nasij.exporters.models import Firm
from tests.factories import region

pytestmark = pytest.mark.django_db


def firm(name: str, code: str = "09", **values: Any) -> Firm:
    return create_firm(values={"name": name, "region": region(code), **values}, by=None)


def test_firms_that_can_serve_a_product_come_with_exporters_first() -> None:
    firm("line", products=["151590"], status="potential", employees=50)
    firm("heading", products=["1515"], status="existing", employees=5)
    firm("chapter", products=["15"], status="existing")
    firm("elsewhere", "01", products=["151590"])
    assert [one.name for one in queries.firms_serving("09", ["151590"])] == ["heading", "line"]
    assert [one.name for one in queries.firms_serving("09", ["1515"])] == ["heading", "line"]
    assert queries.firms_serving("09", []) == []


def test_firms_are_found_by_a_few_letters_of_the_regions_allowed() -> None:
    firm("Coopérative Tissaliwine")
    firm("Les Tissages du Nord", "01")
    assert [one.name for one in queries.find_firms("tiss", {"09"})] == ["Coopérative Tissaliwine"]
    assert len(queries.find_firms("tiss", None)) == 2
    assert len(queries.find_firms("tiss", None, limit=1)) == 1
    assert queries.find_firms("", None) == []
    assert queries.find_firms("tiss", set()) == []
