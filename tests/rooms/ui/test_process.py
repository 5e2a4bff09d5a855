"""What other libraries set for the whole process changes nothing we show, print or divide."""

from __future__ import annotations

import decimal
import re
from collections.abc import Iterator
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from allauth.mfa.adapter import get_adapter
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from nasij.plans.shares import amounts, equal_shares
from nasij.rights.law.codes import qr_svg
from nasij.ui import gallery_charts
from nasij.ui.charts import Chart, for_document
from nasij.ui.charts.clean import SVG
from nasij.ui.documents import render_pdf
from tests.rooms.ui.test_documents import content

_PREFIXES: dict[str, str] = ElementTree._namespace_map  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def prefixes_as_before() -> Iterator[None]:
    before = dict(_PREFIXES)
    yield
    _PREFIXES.clear()
    _PREFIXES.update(before)


def draw() -> Chart:
    with override("fr"):
        chart = gallery_charts.country()
    assert chart is not None
    return chart


def print_qr_codes() -> list[str]:
    """As the page of a firm's own record does, and the one that turns two-factor sign-in on."""
    return [qr_svg("https://example.org/"), get_adapter().build_totp_svg("otpauth://totp/x")]


def elements_of(svg: str) -> set[str]:
    """The names as a browser reads them inside a page: a prefix is no namespace there."""
    return set(re.findall(r"<([a-zA-Z:]+)", svg))


def test_a_chart_is_the_same_before_and_after_a_qr_code() -> None:
    before = draw()
    print_qr_codes()
    after = draw()
    assert after.svg == before.svg
    assert for_document(after)["svg"] == for_document(before)["svg"]


def test_a_chart_drawn_after_a_qr_code_is_a_drawing_to_a_browser() -> None:
    print_qr_codes()
    chart = draw()
    for svg in (chart.svg, for_document(chart)["svg"]):
        assert svg.startswith(f'<svg xmlns="{SVG}"')
        assert {"path", "a", "title"} <= elements_of(svg)
        assert not [name for name in elements_of(svg) if ":" in name]


def test_a_qr_code_printed_after_a_chart_is_a_drawing_to_a_browser() -> None:
    draw()
    for svg in print_qr_codes():
        assert "path" in elements_of(svg)
        assert not [name for name in elements_of(svg) if ":" in name]


@pytest.mark.parametrize("prefix", ["svg", "", "ns7"])
def test_whatever_prefix_another_library_registers_a_drawing_keeps_its_own(prefix: str) -> None:
    before = draw().svg
    _PREFIXES[SVG] = prefix
    _PREFIXES["http://www.w3.org/1999/xlink"] = prefix or "xlink"
    assert draw().svg == before


def test_the_first_page_shows_its_map_after_a_qr_code(client: Client, db: None) -> None:
    print_qr_codes()
    page = client.get(reverse("home:start")).content.decode()
    drawing = page[page.index('class="drawing"') :].partition("</svg>")[0]
    assert {"path", "a", "title"} <= elements_of(drawing)


def test_a_document_is_the_same_before_and_after_a_qr_code() -> None:
    before = render_pdf("report", content("ar"), "ar")
    print_qr_codes()
    assert render_pdf("report", content("ar"), "ar") == before


def test_a_budget_is_divided_to_the_centime_whatever_precision_the_thread_has() -> None:
    budget, keys = Decimal("1234567890.12"), {"01": Decimal("0.3"), "09": Decimal("0.7")}
    parts, shares = amounts(budget, keys), equal_shares(["01", "05", "09"])
    with decimal.localcontext() as context:
        context.prec, context.rounding = 5, decimal.ROUND_UP
        assert amounts(budget, keys) == parts
        assert equal_shares(["01", "05", "09"]) == shares
