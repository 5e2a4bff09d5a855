"""A split that rests on customs records tells of no firm, and says how much it rests on."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from nasij.datasets.acts import load_customs, load_regional
from nasij.datasets.analysis import SECRECY
from nasij.potential import words
from nasij.potential.acts import compute_potential
from nasij.potential.enums import Standing
from nasij.potential.models import PotentialRun
from nasij.potential.queries import REST, region_potential, regions_of, snapshots_of
from nasij.potential.records import Regional, Untold
from nasij.reports.roadmap import annexes
from nasij.reports.roadmap.notes import Notes
from nasij.reports.roadmap.pen import Pen
from nasij.reports.roadmap.potentials import of_region
from tests.again import again
from tests.factories import make_firm
from tests.people import Cast
from tests.rooms.datasets.firm_lines import HEADINGS, ice, write
from tests.rooms.datasets.made_files import make_regional, make_text

pytestmark = pytest.mark.django_db
IN_USD = (*HEADINGS[:-1], "Valeur FOB (USD)")
SECRET = 1_700.0  # of the one firm of region 10
PAGES = ("/en/potential/regions/10/", "/en/potential/", "/en/regions/10/")


def lines_of(firms: dict[str, int], value: str = "2000") -> list[tuple[str, ...]]:
    """So many firms a region, each with the same exports of acid to India."""
    return [
        (ice(100 * int(region) + firm), "A", region, "280920", "IND", "2024", value)
        for region, count in firms.items()
        for firm in range(count)
    ]


def computed(tmp_path: Path, lines: list[tuple[str, ...]], **options: Any) -> PotentialRun:
    load_customs(write(tmp_path / "customs.csv", lines, **options), by=None)
    return compute_potential(exporter="MAR", by=None)


@pytest.fixture
def few(run: PotentialRun, tmp_path: Path) -> PotentialRun:
    """One firm in 10; five in 03, six in 06 and in 09; nobody elsewhere."""
    lone = (ice(1), "Seule", "10", "870321", "ITA", "2024", f"{SECRET:.0f}")
    lines = [*lines_of({"03": 5, "06": 6, "09": 6}), lone]
    again("few", lambda: computed(tmp_path, lines), folder=tmp_path)
    return PotentialRun.objects.get(is_current=True)


def text_of(answer: Any) -> str:
    return str(answer.content.decode("utf-8"))


def test_the_total_of_one_firm_is_withheld_and_a_second_region_with_it(few: PotentialRun) -> None:
    standings = {one.code: one.standing for one in regions_of(few)}
    assert standings["10"] == Standing.WITHHELD
    assert standings["03"] == Standing.WITHHELD  # else 10 were the whole less the others
    assert standings["06"] == standings["09"] == standings[REST] == Standing.SHOWN
    assert all(one.part is None for one in regions_of(few) if one.standing != Standing.SHOWN)


def test_nothing_of_a_withheld_region_is_in_the_computed_table(few: PotentialRun) -> None:
    table = pl.read_parquet(few.path / "by_region.parquet").filter(pl.col("region") == "10")
    assert table.select("potential_usd", "actual_usd", "unrealised_usd").row(0) == (None,) * 3


def test_one_firm_with_nearly_everything_is_withheld(run: PotentialRun, tmp_path: Path) -> None:
    large = (ice(1), "Grande", "10", "280920", "IND", "2024", "900000")
    newer = computed(tmp_path, [*lines_of({"10": 6, "06": 6, "09": 7}), large])
    standings = {one.code: one.standing for one in regions_of(newer)}
    assert standings["10"] == standings[REST] == Standing.WITHHELD  # together, half is hers
    assert standings["06"] == standings["09"] == Standing.SHOWN


@pytest.mark.parametrize(("cars", "cover"), [("0", REST), ("1", "09")])
def test_the_sum_of_the_hidden_tells_of_no_firm(
    cars: str, cover: str, run: PotentialRun, tmp_path: Path
) -> None:
    """10 and 03 have a firm each, and 10 nearly all that they hold: the whole less the shown were
    hers within a hundredth. With cars in the records, no part is left to no region."""
    lone = [
        (ice(1), "Seule", "10", "280920", "IND", "2024", "8000"),
        (ice(2), "Petite", "03", "280920", "IND", "2024", "100"),
        (ice(600), "A", "06", "870321", "ITA", "2024", cars),
    ]
    newer = computed(tmp_path, [*lone, *lines_of({"06": 10, "09": 6})])
    hidden = {one.code for one in regions_of(newer) if one.standing == Standing.WITHHELD}
    assert hidden == {"10", "03", cover}


def test_the_part_of_no_region_may_be_of_one_firm(run: PotentialRun, tmp_path: Path) -> None:
    lone = (ice(1), "Seule", "", "870321", "ITA", "2024", "9000")
    newer = computed(tmp_path, [lone, *lines_of({"06": 6, "09": 7})])
    hidden = {one.code for one in regions_of(newer) if one.standing == Standing.WITHHELD}
    assert len(hidden & {"06", "09"}) == 1
    assert REST in hidden


def test_where_no_second_region_can_hide_the_rest_does(run: PotentialRun, tmp_path: Path) -> None:
    newer = computed(tmp_path, lines_of({"10": 1}))
    rest = regions_of(newer)[-1]
    assert (rest.code, rest.standing, rest.part) == (REST, Standing.WITHHELD, None)


def test_the_sum_of_the_hidden_is_of_as_many_firms_as_a_region(
    run: PotentialRun, tmp_path: Path
) -> None:
    """Of two hidden firms each would know the other: a region of more hides with them."""
    cars = (ice(600), "A", "06", "870321", "ITA", "2024", "1")
    newer = computed(tmp_path, [cars, *lines_of({"10": 1, "03": 1, "06": 10, "09": 6})])
    hidden = {one.code for one in regions_of(newer) if one.standing == Standing.WITHHELD}
    assert hidden == {"10", "03", "09"}


@pytest.mark.parametrize("page", PAGES)
def test_visitors_read_why_and_no_figure(page: str, few: PotentialRun, client: Client) -> None:
    answer = client.get(page)
    text = text_of(answer)
    assert "statistical secrecy" in text
    assert page == PAGES[1] or f"fewer than {SECRECY.minimum_firms} firms" in text
    assert "No potential has been computed" not in text
    assert "Rank among regions" not in text
    if page == "/en/potential/":
        table = answer.context["page"].regions
        row = next(row for row in table.rows if "/regions/10/" in row[0].url)
        assert [cell for cell in row[2:] if cell is not None] == []


def test_files_of_firms_are_named_only_to_who_may_open_them(
    few: PotentialRun, client: Client, cast: Cast
) -> None:
    """The customs file, read for the split, is listed to an analyst and not to a visitor."""
    assert [one.kind for one in snapshots_of(few)] == ["customs", "trade"]
    page = "/en/potential/regions/09/"
    assert "customs.csv" not in text_of(client.get(page))
    assert "customs.csv" in text_of(cast.client("secretariat").get(page))


def test_only_customs_records_count_exports_at_the_head_office(
    run: PotentialRun, tmp_path: Path, client: Client
) -> None:
    """The user's own table may count them where goods are made: no page says otherwise."""
    text = text_of(client.get("/en/regions/09/"))
    assert "11.9% of the national unrealised potential" in text
    assert "head office" not in text
    computed(tmp_path, lines_of({"06": 5, "09": 5}))
    assert "often its head office" in text_of(client.get("/en/regions/09/"))


def test_the_roadmap_says_why_too(few: PotentialRun) -> None:
    told = str(of_region(Pen("en", date(2026, 1, 1), Notes("01/01/2026"), draws=False), few, "10"))
    assert "statistical secrecy" in told
    assert "could be sold beyond today" not in told


def test_the_roadmap_lists_the_files_of_the_run(few: PotentialRun, tmp_path: Path) -> None:
    """Those of firms by their hash; a table loaded since was not read for it."""
    load_regional(make_regional(tmp_path), by=None)
    pen = Pen("en", date(2026, 1, 1), Notes("01/01/2026"), draws=False)
    told = str(annexes.datasets(pen))
    assert all(snapshot.sha256[:16] in told for snapshot in snapshots_of(few))
    assert few.trade.title in told
    assert "customs.csv" not in told
    assert "regions.csv" not in told


def test_a_rank_says_among_which_regions_and_by_what(
    few: PotentialRun, tmp_path: Path, client: Client
) -> None:
    """What 10 and 03 hold together is more than 09 has: either may stand before it."""
    souss = region_potential("09")
    assert isinstance(souss, Regional)
    assert souss.out_of == 2
    for page in ("/en/potential/regions/09/", "/en/regions/09/"):
        assert "1 at best (by unrealised potential; a region not shown may" in text_of(
            client.get(page)
        )
    load_customs(write(tmp_path / "more.csv", lines_of({"06": 6, "09": 5})), by=None)
    compute_potential(exporter="MAR", by=None)
    told = region_potential("09")
    assert isinstance(told, Regional)
    assert words.rank(told) == "2 of 2 (the regions shown, by unrealised potential)"


def test_a_region_without_records_is_not_computable(few: PotentialRun, client: Client) -> None:
    found = region_potential("01")
    assert isinstance(found, Untold)
    assert found.standing == Standing.NO_RECORDS
    assert "Not computable: no customs record" in text_of(client.get("/en/potential/regions/01/"))


@pytest.mark.parametrize("page", ["/en/potential/regions/09/", "/en/regions/09/"])
def test_cells_from_customs_stay_inside_and_the_page_says_why(
    page: str, few: PotentialRun, client: Client
) -> None:
    text = text_of(client.get(page))
    assert "could tell of one firm" in text
    for untrue in ("no data has been loaded", "fits this filter", "Nothing here yet"):
        assert untrue not in text


def test_starters_say_that_products_are_withheld(few: PotentialRun, cast: Cast) -> None:
    make_firm("09", status="potential", phone="+212600000000")
    text = text_of(cast.client("secretariat").get("/en/potential/exporters/"))
    assert "products of a region are not shown, for statistical secrecy" in text
    assert "No potential has been computed" not in text


def test_what_records_name_that_the_flows_lack_is_told_exactly_to_who_may_open_them(
    run: PotentialRun, tmp_path: Path, client: Client, cast: Cast
) -> None:
    """300 of 54,300 are of a product that the flows lack, 30,000 of a market."""
    lines = [
        *lines_of({"06": 6, "09": 6}),
        (ice(600), "A", "06", "070200", "IND", "2024", "300"),
        *((ice(firm), "A", "06", "280920", "ESP", "2024", "10000") for firm in range(600, 603)),
    ]
    computed(tmp_path, lines)
    page, file = "/en/potential/", "/en/potential/download.xlsx"
    inside = text_of(cast.client("analyst").get(page))
    assert "0.6% of the value of the customs records has a product unknown to" in inside
    assert "55.2% of the value of the customs records has a market unknown to" in inside
    taken = cast.client("analyst").get(file).getvalue()  # type: ignore[attr-defined]
    book = CalamineWorkbook.from_filelike(BytesIO(taken))  # a file is handed on
    about = str(book.get_sheet_by_name("Dictionary").to_python())
    for told in (text_of(client.get(page)), about):
        assert "Less than half of the value of the customs records has a product" in told
        assert "At least half of the value of the customs records has a market" in told
        assert "% of the value of the customs records" not in told


# --- How much of trade the customs records cover --------------------------------------------------
def test_few_records_are_never_called_exact(few: PotentialRun, client: Client) -> None:
    assert 0 < few.request["regional_evidence"]["coverage"] < 0.01  # of the published exports
    for page in ("/en/potential/", "/en/potential/regions/09/", "/en/regions/09/"):
        text = text_of(client.get(page))
        assert "Partial: customs records cover less than half of exports" in text
        assert "Exact:" not in text


def test_records_of_nearly_all_trade_are_exact(
    run: PotentialRun, tmp_path: Path, client: Client
) -> None:
    """The flows hold 80,000 dollars of exports; these records, 72,000."""
    lines = lines_of({"06": 18, "09": 18})
    newer = computed(tmp_path, lines, headings=IN_USD)
    assert newer.request["regional_evidence"]["coverage"] == pytest.approx(0.9)
    text = text_of(client.get("/en/potential/regions/09/"))
    assert "Exact: customs records cover at least 80% of exports" in text


@pytest.mark.parametrize("page", PAGES)
def test_what_records_cover_tells_of_no_firm(
    page: str, run: PotentialRun, tmp_path: Path, client: Client
) -> None:
    """The one firm of 10 hides behind the products without records; the whole less what is shown
    and less what no record covers were hers within the rounding of the coverage."""
    lone = (ice(1), "Seule", "10", "280920", "IND", "2024", f"{SECRET:.0f}")
    newer = computed(tmp_path, [lone, *lines_of({"06": 12, "09": 12})], headings=IN_USD)
    assert newer.request["regional_evidence"]["coverage"] == pytest.approx(49_700 / 80_000)
    hidden = {one.code for one in regions_of(newer) if one.standing == Standing.WITHHELD}
    assert hidden == {"10", REST}
    assert "62" not in words.evidence(newer)
    told = of_region(Pen("en", date(2026, 1, 1), Notes("01/01/2026"), draws=False), newer, "06")
    for text in (text_of(client.get(page)), str(told)):
        assert "62.1%" not in text
    assert "customs records cover at least half of exports" in str(told)


def test_what_is_sold_to_a_market_that_the_flows_lack_covers_nothing(
    run: PotentialRun, tmp_path: Path
) -> None:
    """32,000 of the 80,000 dollars to India and Italy, and as much to Spain, which is no market of
    the flows; a product that they do not hold counts as little."""
    lines = lines_of({"06": 8, "09": 8})
    spain = [(*line[:4], "ESP", *line[5:]) for line in lines]
    unknown = [(*line[:3], "070200", *line[4:]) for line in lines]
    newer = computed(tmp_path, [*lines, *spain, *unknown], headings=IN_USD)
    assert newer.request["regional_evidence"]["coverage"] == pytest.approx(0.4)
    assert words.evidence_label(newer).endswith("cover less than half of exports")


def test_records_of_more_than_all_exports_are_doubtful(run: PotentialRun, tmp_path: Path) -> None:
    """Doubled rows: half of what they hold is believed, so that a table of 60% is taken."""
    newer = computed(tmp_path, 2 * lines_of({"06": 20, "09": 20}), headings=IN_USD)
    assert words.evidence_label(newer) == "Doubtful: customs records hold more than all exports"
    assert "probably wrong, or rows are doubled" in words.evidence(newer)
    assert "Exact" not in words.evidence(newer)
    table = "region,sector,year,value\n09,phosphates,2023,3\n06,automotive,2023,3\n"
    table += ",phosphates,2023,2\n,automotive,2023,2\n"
    load_regional(make_text(tmp_path, "r.csv", table), by=None)
    estimated = compute_potential(exporter="MAR", by=None)
    assert estimated.evidence == "estimated"
    assert "they hold more than all exports" in words.evidence(estimated)


def test_records_in_an_unknown_currency_are_of_unknown_coverage(
    run: PotentialRun, tmp_path: Path, client: Client
) -> None:
    file = write(tmp_path / "c.csv", lines_of({"06": 5, "09": 5}), (*HEADINGS[:-1], "Valeur FOB"))
    load_customs(file, currency="GBP", by=None)
    newer = compute_potential(exporter="MAR", by=None)
    assert newer.request["regional_evidence"]["coverage"] is None
    assert "whose coverage is not known" in text_of(client.get("/en/potential/regions/09/"))
