"""The public page: what it says in three languages, what it refuses, what it never does."""

from __future__ import annotations

import csv
import io
import itertools
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from nasij.plans.models import Action
from nasij.reference.models import Figure
from nasij.reference.words import source_line
from nasij.targets import analysis, downloads, queries
from nasij.targets.acts import compute_projections
from nasij.targets.charts import counts_chart
from nasij.targets.kept import BackTest
from nasij.targets.models import Projection, Target
from nasij.targets.solver import Asked, solve
from nasij.targets.tables import growth_table, region_table
from nasij.targets.words.back_tests import back_test_sentence
from nasij.targets.words.sentences import actions_sentence
from tests.people import Cast

pytestmark = pytest.mark.django_db
URL = "/%s/targets/"
SPACES = re.compile(r"[\u00a0\u202f\u2009]")


def text_of(response: Any) -> str:
    """The page without tags, with plain spaces, so that numbers can be looked for."""
    bare = re.sub(r"<svg.*?</svg>", " ", response.content.decode(), flags=re.S)
    return SPACES.sub(" ", re.sub(r"<[^>]+>", " ", bare))


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_visitor_reads_the_page_before_anything_is_computed(
    client: Client, language: str
) -> None:
    response = client.get(URL % language)
    assert response.status_code == 200
    assert Projection.objects.count() == 0
    assert "<form" in response.content.decode()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_visitor_reads_the_page_with_projections(client: Client, language: str) -> None:
    compute_projections(draws=500, by=None)
    response = client.get(URL % language)
    assert response.status_code == 200
    assert response.content.decode().count('class="chart"') >= 7
    shown = text_of(response)
    assert not re.search("nothing changes|rien ne change|لم يتغير شيء", shown)  # said twice, of two
    supposed = SPACES.sub(" ", response.context["page"].solution.figures[0].note)
    assert supposed
    assert shown.count(supposed) >= 2  # of the solver, and of the projection that holds the same


def test_each_definition_stands_alone_with_its_count(client: Client) -> None:
    shown = text_of(client.get(URL % "en"))
    for count in ("6,000", "7,092", "4,309", "5,800"):
        assert count in shown
    assert "4.01%" in shown
    assert "3.68%" in shown
    assert "not computable" in shown.lower()


@pytest.mark.parametrize("address", ["/ar/", "/ar/targets/"])
def test_a_counted_noun_has_the_form_of_its_number(client: Client, address: str) -> None:
    """One page said 4.309 مقاولات and the other 4.309 مقاولة."""
    shown = " ".join(text_of(client.get(address)).split())
    assert re.search(r"4\.309 مقاولات", shown)
    assert not re.search(r"4\.309 مقاولة", shown)


def test_the_arithmetic_of_net_is_on_the_page(client: Client) -> None:
    shown = text_of(client.get(URL % "en"))
    for number in ("4,425", "1,083", "3,342", "11%", "1,486", "2,456"):
        assert number in shown
    for page in (
        shown,
        text_of(client.get("/en/")),
    ):  # one share of the largest region, one rounding
        assert "42.8%" in page
        assert "43%" not in page


def test_without_a_projection_a_reader_may_compute_one_only_with_the_right(
    client: Client, cast: Cast
) -> None:
    address = "/en/targets/compute/"
    assert address not in client.get(URL % "en").content.decode()
    assert address in cast.client("analyst").get(URL % "en").content.decode()
    assert client.post(address).status_code == 302
    assert cast.client("delegate").post(address).status_code == 403
    assert Projection.objects.count() == 0


@pytest.mark.django_db(transaction=False)
def test_an_analyst_computes_from_the_page(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = cast.client("analyst").post("/en/targets/compute/")
    assert response.status_code == 302
    assert Projection.objects.count() == 3
    assert Projection.objects.first().computed_by == cast.analyst  # type: ignore[union-attr]


def test_the_solver_answers_by_address_alone(client: Client) -> None:
    given = {
        "year": 2021,
        "stock": 6000,
        "entries": 553.125,
        "exit_rate": 20,
        "target_year": 2035,
        "target": 12000,
    }
    response = client.get(URL % "en", given)
    assert response.status_code == 200
    assert "2,456" in text_of(response)
    assert "2,455" not in text_of(response)
    assert "exit_rate=20" in response.content.decode()


def test_what_a_link_does_not_ask_is_as_published(client: Client) -> None:
    """As the link of the answer, which says the whole situation."""
    answer = client.get(URL % "en", {"entries": 1486})
    assert answer.status_code == 200
    assert "With these entries and exits the target is reached" in text_of(answer)
    whole = {"year": 2021, "stock": 6000, "exit_rate": 11.046, "target_year": 2035, "target": 12000}
    again = client.get(URL % "en", {"entries": 1486, **whole})
    for part in ("figures", "sentences", "permalink"):
        shown = [getattr(one.context["page"].solution, part) for one in (again, answer)]
        assert shown[0] == shown[1]
    for name in whole:
        assert again.context["form"][name].value() == str(answer.context["form"][name].value())


def test_one_wrong_field_of_a_link_is_told_at_it_alone(client: Client) -> None:
    answer = client.get(URL % "en", {"entries": "beaucoup"})
    assert list(answer.context["form"].errors) == ["entries"]
    assert "Enter a number." in text_of(answer)
    assert answer.content.decode().count('aria-invalid="true"') == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"year": "deux mille"},
        {"target_year": 2021},
        {"exit_rate": 140},
        {"stock": -5},
        {"target": "nan"},
        {"entries": "1e400"},
    ],
)
def test_the_solver_says_what_is_wrong(client: Client, wrong: dict[str, Any]) -> None:
    given = {
        "year": 2021,
        "stock": 6000,
        "entries": 553,
        "exit_rate": 11,
        "target_year": 2035,
        "target": 12000,
        **wrong,
    }
    response = client.get(URL % "en", given)
    assert response.status_code == 400
    assert "aria-invalid" in response.content.decode()


@pytest.mark.parametrize(("entries", "is_enough"), [(1485, False), (1486, True)])
def test_card_sentence_and_chart_agree(client: Client, entries: int, is_enough: bool) -> None:
    """With 1,485 entries 11,997 were reached, 0 more were needed, and the chart said it is done."""
    asked = (
        f"?year=2021&stock=6000&entries={entries}&exit_rate=11.046&target_year=2035&target=12000"
    )
    shown = text_of(client.get(URL % "en" + asked))
    assert ("With these entries and exits the target is reached" in shown) == is_enough
    assert ("the point lies above the line" in shown) == is_enough
    assert ("1 more new exporter is needed every year" in shown) != is_enough
    assert "0 more new exporters" not in shown


@pytest.mark.parametrize("rate", [0.0, 0.08, 0.110463, 0.2, 0.35])
@pytest.mark.parametrize("entries", [100.0, 553.125, 900.0, 3000.0])
def test_the_answer_put_back_reaches_the_target(rate: float, entries: float) -> None:
    found = solve(Asked(2021, 6000, entries, rate, 2035, 12000))
    assert analysis.stock_after(6000, found.entries_needed, rate, 14) >= 12000
    if found.exit_rate_needed is None:
        assert 6000 + 14 * entries < 12000
    else:
        reached = analysis.stock_after(6000, entries, found.exit_rate_needed, 14)
        assert reached >= 12000


def test_out_of_reach_is_said_not_computed() -> None:
    assert solve(Asked(2021, 6000, 100, 0.1, 2035, 12000)).survival_needed is None


def test_the_states_400_stand_beside_what_is_needed(client: Client) -> None:
    shown = text_of(client.get(URL % "en"))
    assert "The state aims at 400 new exporters a year" in shown
    assert "27%" in shown


def test_nothing_is_a_share_of_no_need_and_the_line_is_not_below_itself(client: Client) -> None:
    """“– of the 0 needed here”, and the point on the line lay above it."""
    asked = "?year=2021&stock=6000&entries=0&exit_rate=0&target_year=2035&target=6000"
    shown = text_of(client.get(URL % "en" + asked))
    assert "needed here" not in shown
    assert "the point lies on the line" in shown
    assert "above the line" not in shown


def test_signed_actions_are_listed_for_those_who_may_see_them(client: Client, cast: Cast) -> None:
    Action.objects.create(
        title="Guichet fret",
        owner_name="Chambre fictive",
        first_due_on="2027-01-31",
        due_on="2027-01-31",
        budget_lcu=Decimal(100),
        expected_result="Vingt primo-exportateurs",
        is_demo=True,
    )
    assert "Vingt primo-exportateurs" not in client.get(URL % "en").content.decode()
    seen = cast.client("secretariat").get(URL % "en").content.decode()
    assert "Vingt primo-exportateurs" in seen
    assert "owned" in seen


def test_both_readings_of_recovery_stand_together(client: Client) -> None:
    found = queries.recovery()
    assert found is not None
    shown = text_of(client.get(URL % "en"))
    assert f"{found.latest.index.on_base:.0f} on 2019 = 100" in shown
    assert f"at {found.latest.index.on_trend:.0f} on their trend" in shown
    assert "nominal" in shown
    assert "provisional" in shown


@pytest.mark.parametrize("name", ["counts", "flow", "entries", "map", "recovery"])
def test_each_chart_gives_its_figures_as_csv(client: Client, name: str) -> None:
    response = client.get(f"/fr/targets/chart/{name}.csv")
    assert response.status_code == 200
    assert response.content.decode("utf-8-sig").count("\n") >= 5


def test_numbers_of_downloads_are_the_same_in_every_language(client: Client) -> None:
    """Headings are the reader's, numbers nobody's: a program reads 1895, not 1.895."""
    compute_projections(draws=200, by=None)
    projections = [f"projection-{read.definition.pk}" for read in queries.projection_summary()]
    assert projections
    for name in (*downloads.CHARTS, *projections):
        chart = downloads.chart_named(name)
        assert chart is not None
        places = [i for i, column in enumerate(chart.columns) if column.kind == "number"]
        read = {code: _numbers(client, code, name, places) for code in ("en", "fr", "ar")}
        assert read["en"], name
        assert read["fr"] == read["en"], name
        assert read["ar"] == read["en"], name


def _numbers(client: Client, language: str, name: str, places: list[int]) -> list[float | None]:
    text = client.get(f"/{language}/targets/chart/{name}.csv").content.decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(text)) if len(row) > 1][1:]
    found = [float(row[place]) if row[place] else None for row in rows for place in places]
    assert any(found)
    return sorted(found, key=str)


def test_an_unknown_chart_is_not_found(client: Client) -> None:
    assert client.get("/fr/targets/chart/nothing.csv").status_code == 404
    assert client.get("/fr/targets/chart/counts.exe").status_code == 404


def test_without_a_target_the_page_says_what_to_do(client: Client) -> None:
    Target.objects.update(is_headline=False)
    response = client.get(URL % "en")
    assert response.status_code == 200
    assert "No target is set" in response.content.decode()


def test_the_page_needs_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    compute_projections(draws=200, by=None)
    client.get(URL % "fr")
    with django_assert_max_num_queries(60):
        client.get(URL % "fr")


def test_the_arabic_page_has_arabic_commas(client: Client) -> None:
    """Status and source were once joined with the comma of Latin letters."""
    page = client.get("/ar/targets/").content.decode()
    assert re.findall(r"[\u0600-\u06ff]+,", page) == []


def test_a_total_has_the_decimals_of_its_parts() -> None:
    """“236.9, 74.5 …” made “553”."""
    flow = queries.stock_and_flow()
    assert flow is not None
    with translation.override("en"):
        table = region_table(flow)
    assert table.foot[2] == "553.1"


def test_numbers_below_the_first_chart_on_paper_stand_apart() -> None:
    """“10,00012,000”: the names beside it leave the drawing half of the line."""
    target = queries.headline()
    assert target is not None
    with translation.override("en"):
        drawn = counts_chart(queries.counts(), target).document_svg(640)
    found = re.findall(r"(<text[^>]*translate\(([\d.]+),[^>]*>)(0|[\d,]+00)</text>", drawn)
    seen = [one for one in found if 'opacity="0"' not in one[0]]
    ends = sorted(_ends(look, float(at), 7 * len(text)) for look, at, text in seen)
    assert len(ends) >= 3
    for (_start, before), (after, _end) in itertools.pairwise(ends):
        assert after - before > 10


def _ends(look: str, at: float, width: float) -> tuple[float, float]:
    if 'text-anchor="end"' in look:
        return at - width, at
    return (at, at + width) if 'text-anchor="start"' in look else (at - width / 2, at + width / 2)


def test_every_count_of_the_table_has_its_source() -> None:
    """5,200 exporters of 2010 stood between the first and the last, whose sources were given."""
    with translation.override("en"):
        table = growth_table(queries.counts())
    assert table is not None
    quoted = next(row for row in table.rows if "5,200" in str(row[1]))
    sources = Figure.objects.filter(definition_id="exporter_quoted", territory__code="MAR")
    for figure in sources.exclude(breakdown__contains="group="):
        with translation.override("en"):
            assert source_line(figure.source) in str(quoted[-1])


def test_a_known_recovery_says_its_level_and_on_how_little_it_rests(client: Client) -> None:
    shown = text_of(client.get(URL % "en"))
    assert "interval of 80%, Student’s t; degrees of freedom left by so few years: 1" in shown


def test_a_back_test_says_of_how_many_firms() -> None:
    compute_projections(draws=200, by=None)
    read = queries.projection_summary()[0]
    tested = BackTest(
        6, 5, (1,), years=(2018, 2023), firms=1234, forecasts=3, covered=1.0, error=0.1
    )
    told = replace(read, found=replace(read.found, back_test=tested))
    with translation.override("en"):
        assert "firms in the last year: 1,234" in back_test_sentence(told)


def test_one_signed_action_is_told_in_the_singular() -> None:
    """“1 action is signed; 1 say what they should bring”."""
    with translation.override("en"):
        said = actions_sentence(queries.Contributions(1, 1, []))
    assert said == "1 action is signed; of these, with an expected result: 1."
