"""The pages on methods say what the code has: every module, function, command and option they name
exists, each page is whole, and worked values that no other test holds are worked again."""

import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from nasij_core.allocation import Ballot, tally
from nasij_core.cli import app
from nasij_core.corridors import Place, best_corridors, default_parameters, sea_routes
from nasij_core.flows import flows_from_frame
from nasij_core.frames.potential import export_potential
from nasij_core.frames.regional import split_potential
from nasij_core.text import default_glossary, near_duplicates, suggest_theme
from tests.core.worlds import flow_frame

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path for path in (ROOT / "docs" / "methods").glob("*.md") if path.stem != "README")
SOURCE = "\n".join(path.read_text() for path in (ROOT / "src" / "nasij_core").rglob("*.py"))
WHOLE = ("Code:", "Source", "Input", "Limit", "Worked value")


def named(page: Path) -> list[str]:
    return re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_whole(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [part for part in WHOLE if part.lower() not in text.lower()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_modules_and_functions_exist(page: Path) -> None:
    for name in named(page):
        if not re.fullmatch(r"nasij_core(\.\w+)+", name):
            continue
        package, _, last = name.rpartition(".")
        try:
            import_module(name)
        except ModuleNotFoundError:
            assert hasattr(import_module(package), last), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_names_in_code_marks_stand_in_the_code(page: Path) -> None:
    # One letter before the first stroke is a symbol with its indices: s_rk.
    words = {name for name in named(page) if re.fullmatch(r"[a-z]{2,}(_[a-z0-9]+)+", name)}
    assert [word for word in sorted(words) if not re.search(rf"\b{word}\b", SOURCE)] == []


@pytest.mark.parametrize("page", [*PAGES, ROOT / "docs/methods/README.md"], ids=lambda p: p.stem)
def test_commands_and_options_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    commands = set(re.findall(r"nasij-core ([a-z]+)", text))
    helps = {
        name: CliRunner().invoke(app, [name, "--help"], terminal_width=200) for name in commands
    }
    assert all(done.exit_code == 0 for done in helps.values())
    everything = "".join(done.output for done in helps.values())
    known = set(re.findall(r"--[a-z][a-z-]*", everything))
    used = {option for name in named(page) for option in re.findall(r"--[a-z][a-z-]*", name)}
    assert used - known == set()


def test_the_index_lists_every_page() -> None:
    index = (ROOT / "docs" / "methods" / "README.md").read_text()
    assert [page.name for page in PAGES if f"({page.name})" not in index] == []


# --- Worked values ------------------------------------------------------------------------------


def test_regional_potential() -> None:
    """A flow of 8 with potential 12, of which the records give region A three quarters."""
    rows = [("X", "M", "p", 8.0), ("Y", "M", "p", 8.0), ("X", "N", "p", 8.0), ("Y", "N", "p", 24.0)]
    answer = export_potential(flows_from_frame(flow_frame(rows)), "X")
    pair = answer.pairs.filter(market="N").row(0, named=True)
    records = flow_frame([("A", "p", "N", 3.0), ("B", "p", "N", 1.0)])
    records.columns = ["region", "product", "market", "value_usd"]
    split = split_potential(answer, customs=records)
    found = split.pairs("A").filter(market="N").row(0, named=True)
    for name in ("potential_usd", "actual_usd", "unrealised_usd"):
        assert found[name] == pytest.approx(0.75 * pair[name])
        rest = split.pairs("B").filter(market="N")[name].item()
        assert rest == pytest.approx(0.25 * pair[name])


def test_votes() -> None:
    ballots = [Ballot("for")] * 8 + [Ballot("against")] * 4 + [Ballot("abstain")]
    assert tally(ballots, rule="two_thirds").adopted
    assert not tally(ballots, rule="two_thirds", abstentions_count=True).adopted


def test_texts() -> None:
    french = "Certificat d'origine trop long à obtenir à la douane"
    arabic = "شهادة المنشأ تأخذ وقتا طويلا في الجمارك"
    freight = ["Le fret maritime est trop cher", "fret maritime trop cher"]
    reasons = [group.reason for group in near_duplicates([*freight, french, arabic])]
    assert reasons == ["wording", "meaning"]
    between = suggest_theme("Formation en douane")
    assert between.theme is None
    assert set(between.weights) == {"skills", "customs"}
    glossary = default_glossary()
    assert len(glossary.concept) == 339
    terms = sum(len(t) for c in glossary.concept.values() for t in c.terms.values())
    assert terms == pytest.approx(3_400, abs=60)


@pytest.mark.skipif(not sea_routes.available(), reason="needs searoute")
def test_corridors() -> None:
    strait, rotterdam = Place("strait", 35.885, -5.5), Place("rotterdam", 51.95, 4.05)
    way = best_corridors([strait], [strait], [rotterdam])["strait", "rotterdam"][0]
    sea = next(leg for leg in way.legs if leg.mode == "sea")
    assert sea.method == "sea_lanes"
    assert sea.km == pytest.approx(2_580, abs=40)
    assert (sea.hours, sea.kg_co2_per_tonne) == pytest.approx((86, 31), rel=0.02)
    assert default_parameters().sea_speed_kmh == 30
    assert np.isclose(1_390 * 1.852, 2_580, atol=10)
