"""Potential exporters: the census beside the registry, who is missing, and who could start."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from nasij.exporters.acts import create_firm
from nasij.exporters.models import Firm
from nasij.potential import pool as pools
from nasij.potential.candidates import POINTS
from nasij.potential.models import PotentialRun
from nasij.potential.pool import pool_of, wanted_goods
from nasij.potential.results import region_products
from nasij.reference.pack import Pack
from tests.factories import region
from tests.people import Cast

pytestmark = pytest.mark.django_db
PAGE = "/en/potential/exporters/"


def text_of(answer: Any) -> str:
    return str((answer.getvalue() if answer.streaming else answer.content).decode("utf-8-sig"))


def firm(name: str, code: str = "09", **values: Any) -> Firm:
    return create_firm(values={"name": name, "region": region(code), **values}, by=None)


def census(**wanted: str) -> int:
    """Establishments of the pack's file, counted here anew."""
    rows = Pack(settings.PACK_DIR).rows("establishments.csv")
    return sum(
        int(row["establishments"])
        for row in rows
        if all(row[name] == value for name, value in wanted.items())
    )


def test_the_pool_sets_firms_beside_establishments_of_their_size() -> None:
    firm("exporting", employees=12, status="existing")
    firm("waiting", employees=49)
    firm("large", employees=50)
    firm("small", employees=1)
    firm("unknown")
    firm("alone", employees=0, status="existing")
    firm("elsewhere", "01", employees=12)
    pool = pool_of({"09"})
    assert pool is not None
    assert [one.key for one in pool.sizes] == ["1", "2-3", "4-9", "10-49", "50+"]
    counted = {one.key: (one.establishments, one.registered, one.exporting) for one in pool.sizes}
    assert counted["10-49"] == (census(region="09", size_class="10-49"), 2, 1)
    assert counted["50+"] == (census(region="09", size_class="50+"), 1, 0)
    assert counted["1"] == (census(region="09", size_class="1"), 1, 0)
    assert counted["2-3"][1:] == (0, 0)
    large = counted["10-49"][0] + counted["50+"][0]  # type: ignore[operator]
    assert (pool.large.establishments, pool.large.registered) == (large, 3)
    assert pool.large.coverage == pytest.approx(3 / large)
    assert pool.large.not_registered == large - 3
    assert (pool.whole.registered, pool.unsized.registered) == (6, 2)
    parts = [*pool.sizes, pool.unsized]
    assert sum(part.registered or 0 for part in parts) == pool.whole.registered
    assert sum(part.exporting or 0 for part in parts) == pool.whole.exporting == 2
    assert pool.year == "2024"
    assert {one.key: one.registered for one in pool.sectors} == dict.fromkeys(
        ("industry", "construction", "commerce", "services")
    )


def test_the_regions_together_are_the_country() -> None:
    codes = {f"{number:02d}" for number in range(1, 13)}
    pool = pool_of(codes)
    assert pool is not None
    nation = census(region="MAR", size_class="all", sector="all")
    assert pool.whole.establishments == nation
    assert sum(whole.establishments or 0 for _region, whole, _large in pool.by_region) == nation
    assert len(pool.by_region) == 12


def test_a_country_without_a_census_says_so(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    monkeypatch.setattr(pools, "census", tuple)
    page = text_of(cast.client("secretariat").get(PAGE))
    assert "hold no count of establishments" in page


def test_products_of_the_regions_potential_lift_a_firm(run: PotentialRun, cast: Cast) -> None:
    goods = wanted_goods({"09"})
    folder, evidence = run.path, run.evidence
    expected = {product.key for product in region_products(folder, "09", evidence, None)}
    assert goods.get("09", frozenset()) <= expected
    if not expected:
        pytest.fail("the made world gives region 09 no product: the test proves nothing")
    wanted = sorted(goods["09"])[0]
    firm("Fits", products=[wanted])
    firm("Fits not", products=["970110"] if wanted != "970110" else ["080410"])
    page = text_of(cast.client("delegate").get(PAGE))
    assert page.index("Fits<") < page.index("Fits not<")
    assert "makes a product of the region’s potential (3)" in page
    assert "does not count" not in page


def test_without_a_run_the_fit_does_not_count_and_the_page_says_so(cast: Cast) -> None:
    firm("Young", founded_on=date(timezone.localdate().year, 1, 1))
    page = text_of(cast.client("delegate").get(PAGE))
    assert "No potential has been computed" in page
    note = page[page.index("Points are an order") :]
    assert "not a probability: says it would like to (3), five years old at most (3)" in note
    assert all(f"({points})" in note for points in POINTS.values())
    assert "missing: valid identifier, export code, products" in page


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("role", ["secretariat", "delegate"])
def test_the_page_reads_in_three_languages(language: str, role: str, cast: Cast) -> None:
    firm("Jeune Pousse", founded_on=date(timezone.localdate().year, 1, 1))
    page = text_of(cast.client(role).get(f"/{language}/potential/exporters/"))
    assert "Jeune Pousse" in page
    assert "2024" in page
    assert ("Casablanca" in page or "الدار البيضاء" in page) == (role == "secretariat")


def test_a_delegate_sees_and_takes_away_the_region_only(cast: Cast) -> None:
    year = timezone.localdate().year
    firm("Jeune Pousse", founded_on=date(year, 1, 1), email="someone@example.org", activity="=1+1")
    firm("Ailleurs", "01", founded_on=date(year, 1, 1))
    client = cast.client("delegate")
    for question in ("", "?region=01", "?region=nowhere&age=x&sector=y"):
        assert "Ailleurs" not in text_of(client.get(PAGE + question))
        taken = text_of(client.get(f"{PAGE}download.csv{question}"))
        assert "Ailleurs" not in taken
    taken = text_of(client.get(f"{PAGE}download.csv"))
    [line] = list(csv.DictReader(io.StringIO(taken)))
    assert (line["Name"], line["Points"], line["Activity"]) == ("Jeune Pousse", "4", "'=1+1")
    assert line["Why"] == "five years old at most (3) and can be reached (1)"
    assert "someone@example.org" not in taken
    taken_book: Any = client.get(f"{PAGE}download.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(taken_book.getvalue()))
    [titles, firm_row] = book.get_sheet_by_name("Data").to_python()
    assert dict(zip(titles, firm_row, strict=True))["Activity"] == "=1+1"  # a text, never run
    assert client.get(f"{PAGE}download.pdf").status_code == 404


@pytest.mark.parametrize("role", ["partner", "analyst"])
def test_who_sees_no_firm_is_refused(role: str, cast: Cast) -> None:
    for address in (PAGE, f"{PAGE}download.csv"):
        assert cast.client(role).get(address).status_code == 403


def test_a_visitor_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PAGE).status_code == 302
