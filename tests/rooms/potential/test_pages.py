"""The potential pages: public, in three languages, with what each figure rests on."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from nasij.datasets.acts import load_trade
from nasij.exporters.models import Firm
from nasij.potential.models import PotentialRun
from nasij.reference.models import Product
from nasij.work.models import Job
from tests.factories import make_firm
from tests.rooms.datasets.made_files import make_csv

pytestmark = pytest.mark.django_db
PAGES = ("", "products/280920/", "products/280920/?market=ITA", "regions/09/")


def text_of(answer: Any) -> str:
    return str((answer.getvalue() if answer.streaming else answer.content).decode("utf-8"))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_visitor_reads_the_pages(
    language: str, page: str, run: PotentialRun, client: Client
) -> None:
    answer = client.get(f"/{language}/potential/{page}")
    assert answer.status_code == 200
    assert "CEPII, BACI" in text_of(answer)
    assert "202601" in text_of(answer)


def test_benchmark_closed_world_and_range_are_said(run: PotentialRun, client: Client) -> None:
    page = text_of(client.get("/en/potential/"))
    assert "A benchmark, not a ceiling" in page
    assert "Brazil and Morocco" in page
    assert "Official figure of all exports of goods" in page
    assert "What others found" in page


def test_filter_by_market_product_and_sector(run: PotentialRun, client: Client) -> None:
    found = client.get("/en/potential/?market=ITA").context["page"].pairs.rows
    assert {row[1] for row in found} == {"Italy"}
    found = client.get("/en/potential/?product=87").context["page"].pairs.rows
    assert {row[0].hint for row in found} == {"870321"}
    found = client.get("/en/potential/?sector=phosphates").context["page"].pairs.rows
    assert {row[0].hint for row in found} == {"280920"}


def test_order_changes_with_the_address(run: PotentialRun, client: Client) -> None:
    first = client.get("/en/potential/").context["page"].pairs.rows[0]
    by_sales = client.get("/en/potential/?sort=actual_usd").context["page"].pairs.rows[0]
    assert (first[1], by_sales[1]) == ("India", "India")
    assert (first[0].hint, by_sales[0].hint) == ("870321", "280920")


def test_nonsense_in_the_address_shows_everything(run: PotentialRun, client: Client) -> None:
    answer = client.get("/en/potential/?market=XX&product=abc&sort=;drop&sector=?&page=-1")
    assert len(answer.context["page"].pairs.rows) == 4
    assert "Write digits only, six at most." in text_of(answer)
    assert answer.content.decode().count("field__errors") == 4


def test_terms_are_explained_in_words(run: PotentialRun, client: Client) -> None:
    page = text_of(client.get("/en/potential/products/280920/?market=ITA"))
    assert "How the potential in Italy is made" in page
    assert "Not loaded: counted as 1." in page
    assert "Ease of trade" in page


@pytest.mark.parametrize(
    "page", ["products/999999/", "products/abc/", "regions/99/", "download.pdf"]
)
def test_unknown_address_is_not_found(page: str, run: PotentialRun, client: Client) -> None:
    assert client.get(f"/fr/potential/{page}").status_code == 404


def test_empty_site_says_what_is_lacking_and_shows_visitors_no_command(
    client: Client, data_folder: Path
) -> None:
    for page in ("", "regions/09/"):
        text = text_of(client.get(f"/en/potential/{page}"))
        assert "nasij load" not in text
        assert "not computable" in text.lower()
    assert client.get("/en/potential/products/280920/").status_code == 404


def test_region_says_its_evidence_and_the_rest(run: PotentialRun, client: Client) -> None:
    page = text_of(client.get("/en/potential/regions/09/"))
    assert "Indicative only" in page
    assert "Nothing is left outside the regions" in page
    # One figure, one rounding: the page of the region says the share that the table holds.
    page = client.get("/en/potential/").context["page"]
    row = next(row for row in page.regions.rows if "/regions/09/" in row[0].url)
    assert f"{row[-1]} of the national unrealised" in text_of(client.get("/en/regions/09/"))


def test_stale_run_is_said_to_those_who_can_change_it(
    run: PotentialRun, as_secretariat: Client, tmp_path: Path
) -> None:
    assert "compute again" not in text_of(as_secretariat.get("/en/potential/"))
    load_trade(make_csv(tmp_path, factor=2), by=None)
    assert "compute again" in text_of(as_secretariat.get("/en/potential/"))


# --- Firms: the only part that is not public ------------------------------------------------------
@pytest.fixture
def firm_of_souss(run: PotentialRun) -> Firm:
    firm = make_firm("09", name="Acide du Souss (fictif)")
    firm.products.add(Product.objects.get(code="2809"))
    return firm


@pytest.mark.parametrize("page", ["products/280920/", "regions/09/"])
def test_firms_are_shown_to_the_delegate_of_their_region_only(
    page: str, firm_of_souss: Firm, client: Client, as_delegate: Client, as_other_delegate: Client
) -> None:
    assert firm_of_souss.name in text_of(as_delegate.get(f"/fr/potential/{page}"))
    assert firm_of_souss.name not in text_of(as_other_delegate.get(f"/fr/potential/{page}"))
    assert firm_of_souss.name not in text_of(client.get(f"/fr/potential/{page}"))


def test_secretariat_sees_firms_of_every_region(
    firm_of_souss: Firm, as_secretariat: Client
) -> None:
    assert firm_of_souss.name in text_of(as_secretariat.get("/fr/potential/products/280920/"))


def test_analyst_sees_no_firm(firm_of_souss: Firm, cast: Any) -> None:
    page = text_of(cast.client("analyst").get("/fr/potential/products/280920/"))
    assert firm_of_souss.name not in page


# --- Downloads ------------------------------------------------------------------------------------
def test_csv_opens_in_excel_with_all_rows(run: PotentialRun, client: Client) -> None:
    answer = client.get("/ar/potential/download.csv?market=ITA")
    raw = answer.getvalue()  # type: ignore[attr-defined]
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = raw.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "2-rows.csv" in answer["Content-Disposition"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_numbers_of_downloads_are_the_same_in_every_language(
    kind: str, run: PotentialRun, client: Client
) -> None:
    def numbers(language: str) -> list[list[float]]:
        raw = client.get(f"/{language}/potential/download.{kind}").getvalue()  # type: ignore[attr-defined]
        if kind == "csv":
            rows: list[list[Any]] = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
        else:
            book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
            rows = book.get_sheet_by_index(0).to_python()
        return [[float(cell) for cell in row[4:]] for row in rows[1:]]

    assert len(numbers("en")) == 4
    assert numbers("fr") == numbers("ar") == numbers("en")


def test_xlsx_has_a_dictionary(run: PotentialRun, client: Client) -> None:
    answer = client.get("/en/potential/download.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue()))  # type: ignore[attr-defined]
    assert book.sheet_names == ["Data", "Dictionary"]
    data = book.get_sheet_by_name("Data").to_python()
    dictionary = book.get_sheet_by_name("Dictionary").to_python()
    assert len(data) == 5
    described = {row[0] for row in dictionary}
    assert set(data[0]) <= described
    assert {"Source", "Method", "Caution"} <= described


# --- Computing ------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_analyst_computes_from_the_page(cast: Any, run: PotentialRun) -> None:
    answer = cast.client("analyst").post("/en/potential/compute/")
    job = Job.objects.get()
    assert answer["Location"] == f"/en/jobs/{job.pk}/"
    assert job.state == "done", job.outcome
    assert job.url == "/en/potential/"
    assert PotentialRun.objects.count() == 2
    # What it was doing had been shown to everybody as “flows”.
    Job.objects.update(state="running", message={})
    state = cast.client("analyst").get(f"/ar/jobs/{job.pk}/state.json").json()
    assert state["text"] == "قراءة التدفقات التجارية"


@pytest.mark.django_db(transaction=True)
def test_computing_without_data_says_why(cast: Any, data_folder: Path) -> None:
    cast.client("analyst").post("/en/potential/compute/")
    job = Job.objects.get()
    assert job.state == "failed"
    assert "No trade flows are loaded" in job.outcome


def test_delegate_and_visitor_may_not_compute(
    run: PotentialRun, as_delegate: Client, client: Client
) -> None:
    assert as_delegate.post("/fr/potential/compute/").status_code == 403
    assert client.post("/fr/potential/compute/").status_code == 302
    assert PotentialRun.objects.count() == 1


def test_a_get_computes_nothing(as_secretariat: Client, run: PotentialRun) -> None:
    assert as_secretariat.get("/fr/potential/compute/").status_code == 405


def test_pages_keep_their_number_of_queries(
    run: PotentialRun, client: Client, django_assert_max_num_queries: Any
) -> None:
    for page, most in (("", 22), ("products/280920/", 8), ("regions/09/", 14)):
        with django_assert_max_num_queries(most):
            client.get(f"/fr/potential/{page}")
