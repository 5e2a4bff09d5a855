"""The roadmap: its text, its notes, its editions, on an empty council and on a full one."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from nasij.audit.models import Event
from nasij.datasets.acts import load_trade
from nasij.potential.acts import compute_potential
from nasij.reference.models import Figure
from nasij.reports.acts import build_roadmap, edition_of_today
from nasij.reports.errors import UnknownLanguage
from nasij.reports.models import Edition
from nasij.reports.queries import freshness
from nasij.reports.roadmap.document import Roadmap, compose
from nasij.reports.roadmap.listening import suppressed, total_may_be_shown
from tests.rooms.reports.conftest import DAY, text_of

pytestmark = pytest.mark.django_db
MARK = re.compile(r"\[(\d+)\]")


def marks_in(value: Any) -> set[int]:
    """Every note cited anywhere in a document's data."""
    if isinstance(value, dict):
        return set().union(set(), *(marks_in(one) for name, one in value.items() if name != "svg"))
    if isinstance(value, list | tuple):
        return set().union(set(), *(marks_in(one) for one in value))
    return {int(number) for number in MARK.findall(str(value))} if value is not None else set()


def words_of(roadmap: Roadmap) -> str:
    return str(roadmap.data["sections"])


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_an_empty_council_has_its_roadmap(language: str, data_folder: Path) -> None:
    content = build_roadmap(language=language, by=None, on=DAY)
    assert content.startswith(b"%PDF")
    shown = text_of(content, data_folder)
    thousands = {"fr": "7 092", "ar": "7.092", "en": "7,092"}[language]
    assert thousands in shown
    # The text layer of Arabic holds presentation forms; either way these are Arabic letters.
    letters = re.findall(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]", shown)
    assert (len(letters) > 3000) == (language == "ar") or language != "ar"


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_note_is_resolved_and_every_note_is_complete(
    language: str, council: dict[str, Any], data_folder: Path
) -> None:
    roadmap = compose(language=language, day=DAY)
    numbers = {note.number for note in roadmap.notes}
    assert marks_in(roadmap.data["sections"]) == numbers == set(range(1, len(numbers) + 1))
    for note in roadmap.notes:
        assert note.what, note
        assert note.definition, note
        assert note.source, note
        assert note.vintage, note


def test_the_pdf_carries_its_notes(council: dict[str, Any], data_folder: Path) -> None:
    content = build_roadmap(language="en", by=None, on=DAY)
    shown = text_of(content, data_folder)
    cited = {int(number) for number in MARK.findall(shown)}
    assert cited == {note.number for note in compose(language="en", day=DAY).notes}
    for word in ("4,425", "1,083", "3,342", "1,485", "11%", "6,000", "4,309"):
        assert word in shown, word


def test_the_organisation_bears_the_name_of_the_day(data_folder: Path) -> None:
    now = compose(language="fr", day=DAY, draws=False)
    then = compose(language="fr", day=date(2022, 1, 1), draws=False)
    assert now.data["organisation"] == "Confédération marocaine des exportateurs"
    assert then.data["organisation"] == "Association marocaine des exportateurs"


def test_decisions_actions_and_moved_dates_are_told(
    council: dict[str, Any], data_folder: Path
) -> None:
    shown = words_of(compose(language="en", day=DAY, draws=False))
    for text in (
        "Négocier une ligne régulière",
        "Ligne Agadir – Dakar",
        "Chambre fictive",
        "Appel d’offres prolongé",
        "Demander un guichet commun",
        "late",
    ):
        assert text in shown, text


def test_the_nation_counts_a_shared_action_once(council: dict[str, Any], data_folder: Path) -> None:
    shown = words_of(compose(language="en", day=DAY, draws=False))
    assert "'Nation, each action once', '1', '1,000,000 MAD'" in shown
    assert "600,000 MAD" in shown
    assert "400,000 MAD" in shown


def test_few_needs_are_hidden_and_cannot_be_subtracted(
    council: dict[str, Any], data_folder: Path
) -> None:
    """Seven needs in one region and two in another: the two may not be worked out."""
    shown = words_of(compose(language="en", day=DAY, draws=False))
    assert shown.count("hidden (small number)") >= 4
    assert "'Souss-Massa', '7']" not in shown
    assert not re.search(r"Fret maritime depuis Agadir[^]]*'7'", shown)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([], []),
        ([5, 9], [5, 9]),
        ([1, 9], [None, None]),
        ([2, 5, 9], [None, None, 9]),
        ([1, 1, 20, 7], [None, None, 20, None]),
        ([0, 4], [0, 4]),
        ([2, 2], [None, None]),
    ],
)
def test_small_counts_are_hidden_with_one_more(counts: list[int], shown: list[int | None]) -> None:
    assert suppressed(counts) == shown


def test_a_total_of_small_counts_is_hidden_too() -> None:
    assert not total_may_be_shown([2, 2])
    assert total_may_be_shown([2, 9])


def test_the_same_record_on_the_same_day_gives_the_same_bytes(
    council: dict[str, Any], data_folder: Path
) -> None:
    first = build_roadmap(language="fr", by=None, on=DAY)
    kept = Edition.objects.get()
    kept.path.unlink()
    second = build_roadmap(language="fr", by=None, on=DAY)
    assert first == second
    assert Edition.objects.count() == 1
    assert Event.objects.filter(verb="reports.roadmap_built").count() == 1


def test_another_day_is_another_edition(data_folder: Path) -> None:
    first = edition_of_today(language="fr", by=None, on=DAY)
    second = edition_of_today(language="fr", by=None, on=DAY + timedelta(days=1))
    assert first.version != second.version


def test_a_changed_figure_makes_the_edition_stale(data_folder: Path) -> None:
    edition_of_today(language="fr", by=None, on=DAY)
    fresh = {one.language: one for one in freshness("en", on=DAY)}
    assert fresh["fr"].is_fresh
    assert fresh["ar"].edition is None
    Figure.objects.filter(definition_id="exporter_any", year=2019).update(value=7100)
    changed = next(one for one in freshness("en", on=DAY) if one.language == "fr")
    assert not changed.is_fresh
    assert any("any export" in change.what for change in changed.changes)


def test_an_unknown_language_is_refused(data_folder: Path) -> None:
    with pytest.raises(UnknownLanguage):
        build_roadmap(language="es", by=None)


TRADE = """t,i,j,k,v,q
2024,504,251,070200,900,1
2024,504,724,070200,300,1
2024,504,686,160413,200,1
2024,251,504,870322,800,1
2024,251,724,870322,700,1
2024,724,251,070200,500,1
2024,724,504,160413,100,1
2024,686,251,160413,150,1
"""


def test_the_potential_names_its_data_set_and_its_hash(data_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "BACI_HS17_Y2024_V202601.csv"
    path.write_text(TRADE)
    snapshot = load_trade(path, vintage="202601", title="Fichier d’essai", by=None)
    compute_potential(exporter="MAR", by=None)
    roadmap = compose(language="en", day=DAY, draws=False)
    note = next(one for one in roadmap.notes if one.key == "snapshot:potential/MAR")
    assert note.source == f"Fichier d’essai, SHA-256 {snapshot.sha256[:12]}"
    assert note.vintage == "202601"
    shown = words_of(roadmap)
    assert f"[{note.number}]" in shown
    assert snapshot.sha256[:16] in shown
    assert "no trade file is loaded" not in shown
    # One share per region says nothing of products: none is listed on a region's page.
    assert shown.count("The largest gaps: product and market") == 1


def test_without_a_trade_file_the_potential_says_why(data_folder: Path) -> None:
    shown = words_of(compose(language="en", day=DAY, draws=False))
    assert "Not computable, because no trade file is loaded" in shown
