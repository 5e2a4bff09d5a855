"""The roadmap: its text, its notes, its editions, on an empty council and on a full one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.utils.translation import override

from nasij.audit.acts import record
from nasij.audit.models import Event
from nasij.council.enums import CouncilVerb, DecisionOutcome
from nasij.council.minutes import kept_of
from nasij.council.models import Decision
from nasij.datasets.acts import load_trade
from nasij.needs.acts import escalate_item, group_needs, reply_to_need
from nasij.needs.models import Need, Theme
from nasij.needs.queries.counts import open_count, tells_small
from nasij.plans.acts import abandon_action, start_action
from nasij.plans.models import Action
from nasij.potential.acts import compute_potential
from nasij.reference.models import Figure, Territory
from nasij.reports.acts import build_roadmap, edition_of_today
from nasij.reports.errors import UnknownLanguage
from nasij.reports.models import Edition
from nasij.reports.queries import freshness
from nasij.reports.roadmap import listening
from nasij.reports.roadmap.document import Roadmap, compose
from nasij.reports.roadmap.notes import Notes
from nasij.reports.roadmap.pen import Pen
from tests.factories import make_agenda_item, make_item, make_need
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
    language: str, council: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(90):  # as many for two regions as for forty
        roadmap = compose(language=language, day=DAY)
    numbers = {note.number for note in roadmap.notes}
    assert marks_in(roadmap.data["sections"]) == numbers == set(range(1, len(numbers) + 1))
    for run in re.findall(r"(?:\[\d+\]){2,}", words_of(roadmap)):
        together = [int(number) for number in MARK.findall(run)]
        assert together == sorted(set(together)), run
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
    for word in ("4,425", "1,083", "3,342", "1,486", "11%", "6,000", "4,309"):
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


@pytest.mark.parametrize(
    ("language", "agreed", "noted"),
    [
        ("fr", "Adoptée par consensus", "sans vote"),
        ("ar", "بالتوافق", "دون تصويت"),
        ("en", "Adopted by consensus", "without a vote"),
    ],
)
def test_a_consensus_is_called_one_and_what_was_noted_is_not(
    council: dict[str, Any], data_folder: Path, language: str, agreed: str, noted: str
) -> None:
    """“Adopted, without a vote” told of a consensus as of something that nobody had agreed on."""
    for outcome in (DecisionOutcome.ADOPTED, DecisionOutcome.NOTED):
        Decision.objects.update(outcome=outcome)
        for made in Decision.objects.order_by("id"):
            record(CouncilVerb.DECISION_RECORDED, subject=made, by=None, after=kept_of(made))
        shown = words_of(compose(language=language, day=DAY, draws=False))
        is_agreed = outcome == DecisionOutcome.ADOPTED
        assert (agreed in shown, noted in shown) == (is_agreed, not is_agreed)


def test_a_decision_whose_actions_were_abandoned_has_no_follow_up(
    council: dict[str, Any], data_folder: Path
) -> None:
    def without() -> str:
        shown = words_of(compose(language="en", day=DAY, draws=False))
        return shown.rpartition("Decisions without an action, and")[2]

    assert "Fret" not in without()
    abandon_action(action=Action.objects.get(), reason="Sans partenaire", by=None)
    assert "Fret" in without()


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
    assert shown.count("Not shown: small numbers could be worked out") == 2
    assert "'Souss-Massa', '7']" not in shown
    assert not re.search(r"Fret maritime depuis Agadir[^]]*'7'", shown)


@pytest.mark.parametrize(
    ("needs_of_items", "alone", "shown"),
    [
        ((3, 4), 0, True),
        ((3, 4), 3, True),
        ((4, 2), 0, False),  # six were answered, less the four that are shown
        ((3, 4), 1, False),  # eight were recorded, less the seven that are shown
    ],
)
def test_counts_of_items_stand_only_where_they_tell_no_small_one(
    db: None, data_folder: Path, needs_of_items: tuple[int, ...], alone: int, shown: bool
) -> None:
    for count in needs_of_items:
        item = make_item("09")
        for _n in range(count):
            make_need("09", item=item, state="answered")
    for _n in range(alone):
        make_need("09", state="answered")
    pen = Pen("en", DAY, Notes(""), draws=False)
    with override("en"):
        tables = [block for block in listening.chapter(pen)["blocks"] if block["kind"] == "table"]
    labels = [column["label"] for column in tables[-1]["columns"]]
    assert ("Needs" in labels) is shown


def test_answered_and_waiting_are_hidden_where_they_tell_a_small_number(
    db: None, data_folder: Path
) -> None:
    """They sum to the total, of which an exact figure may be known."""
    for state, count in (("answered", 2), ("received", 8)):
        for _n in range(count):
            make_need("09", state=state)
    shown = words_of(compose(language="en", day=DAY, draws=False))
    assert re.search(r"'Needs recorded', 'about 10 ", shown)
    assert "Without any news', 'about 10 " in shown
    assert "had news', 'fewer than 3 " in shown
    make_need("09", state="received")
    Need.objects.filter(state="answered").first().delete()  # type: ignore[union-attr]
    make_need("09", state="received")
    make_need("09", state="received")
    shown = words_of(compose(language="en", day=DAY, draws=False))  # 1 and 11
    assert "Without any news', 'about 10 " in shown


def test_no_small_count_follows_from_two_editions(db: None, data_folder: Path) -> None:
    """128 needs with 6 on customs, then 129 with these hidden, told the one that was new."""
    for theme, count in (("logistics", 12), ("customs", 6)):
        for _n in range(count):
            make_need("09", theme_id=theme)
    with override("en"):
        customs = str(Theme.objects.get(pk="customs"))
    before = words_of(compose(language="en", day=DAY, draws=False))
    make_need("09", theme_id="other")
    after = words_of(compose(language="en", day=DAY, draws=False))
    for shown, total in ((before, "20"), (after, "20")):
        assert f"'Needs recorded', 'about {total} " in shown
        assert f"'{customs}', 'about 5'" in shown
    assert "'fewer than 3'" in after
    assert "hidden" not in after.partition("Needs by theme")[2].partition("Needs by region")[0]


def consistent(counts: list[int]) -> set[tuple[int, ...]]:
    """All counts that would be printed as these are, with their total."""
    if tells_small(counts):
        return set()
    near = [
        [other for other in range(1, count + 5) if open_count(other) == open_count(count)]
        for count in counts
    ]
    total = open_count(sum(counts))
    return {of for of in product(*near) if open_count(sum(of)) == total}


@pytest.mark.parametrize("seed", range(60))
def test_no_attacker_tells_a_small_count_from_what_two_editions_print(seed: int) -> None:
    """Counts only grow: what the first prints is at most what the second does."""
    draw = Random(seed)
    size = draw.randint(2, 4)
    first = [draw.choice((1, 2, 2, 3, 6, 9, 13)) for _row in range(size)]
    second = [count + draw.choice((0, 0, 1, 2)) for count in first]
    one, two = consistent(first), consistent(second)
    both = [
        (a, b) for a in one or [(1,) * size] for b in two or [()]
        if not b or all(x <= y for x, y in zip(a, b, strict=True))
    ]  # fmt: skip
    for row in range(size):
        if one and first[row] < 3:
            assert {a[row] for a, _b in both} == {1, 2}
        if two and second[row] < 3:
            assert {b[row] for _a, b in both} == {1, 2}


def test_counts_are_rounded_and_small_ones_told_as_such() -> None:
    assert [open_count(count) for count in (0, 1, 2, 3, 7, 8, 12, 128)] == [
        *(0, None, None, 5, 5, 10, 10, 130)
    ]
    assert tells_small([2, 2])
    assert tells_small([1, 8])  # nine, and the other is at least eight
    assert not tells_small([2, 8])
    assert not tells_small([5, 9])


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


def _reply(council: dict[str, Any]) -> None:
    reply_to_need(need=council["needs"][6], text="Une ligne est à l’étude.", by=None)


def _escalate(council: dict[str, Any]) -> None:
    escalate_item(item=council["needs"][0].item, reason="Coût", by=None)


def _group(council: dict[str, Any]) -> None:
    needs = [make_need("09") for _need in range(5)]
    group_needs(title="Un quai", theme=needs[0].theme, needs=needs, by=None)


def _start(council: dict[str, Any]) -> None:
    start_action(action=council["action"], by=None)


def _place(council: dict[str, Any]) -> None:
    make_agenda_item(council["session"], title="Divers")


def _word(council: dict[str, Any]) -> None:
    Decision.objects.filter(pk=council["decision"].pk).update(text="Autre texte")


def _people(council: dict[str, Any]) -> None:
    Territory.objects.filter(code="09").update(population=123)


AFTER: list[tuple[Callable[[dict[str, Any]], None], list[str]]] = [
    (_reply, ["What exporters said · Needs whose author has had news"]),
    (
        _escalate,
        ["What exporters said · Items put forward by the regions", "Souss-Massa · Its items"],
    ),
    (_group, ["What exporters said · Needs recorded"]),
    (_start, ["Who does what · Actions by due date", "Souss-Massa · Its actions"]),
    (_place, ["What the council decided · Sessions"]),
    (_word, ["What the council decided · Decisions", "Souss-Massa · Decisions on its items"]),
    (_people, ["Souss-Massa · Inhabitants", "The regions · The regions at a glance"]),
]


def test_whatever_is_printed_and_changes_is_told(
    council: dict[str, Any], data_folder: Path
) -> None:
    """The page said “Up to date” as long as totals stood: states, replies and words changed."""
    for need in council["needs"][:2]:
        reply_to_need(need=need, text="Reçu.", by=None)
    edition_of_today(language="ar", by=None, on=DAY)
    other_day = freshness("en", on=DAY + timedelta(days=1))
    assert next(one for one in other_day if one.language == "ar").is_fresh
    before: set[str] = set()
    for change, told in AFTER:
        change(council)
        now = _told()
        assert set(told) <= now - before, change.__name__
        before = now


def _told() -> set[str]:
    found = next(one for one in freshness("en", on=DAY) if one.language == "ar")
    return {change.what for change in found.changes}


def test_the_three_languages_are_made_of_the_same_pieces(
    council: dict[str, Any], data_folder: Path
) -> None:
    """Names of what changed are lent from one language to another by their place."""
    made = [compose(language=one, day=DAY, draws=False).printed for one in ("fr", "ar", "en")]
    assert len({len(one) for one in made}) == 1
    notes = [[one.key for one in pieces if one.key.startswith("note/")] for pieces in made]
    assert notes[0] == notes[1] == notes[2]


def test_charts_are_compared_by_what_they_show(council: dict[str, Any], data_folder: Path) -> None:
    drawn = compose(language="fr", day=DAY)
    assert drawn.printed == compose(language="fr", day=DAY, draws=False).printed


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
    snapshot = load_trade(path, vintage="202601", title="Fichier d’essai", by=None).snapshot
    compute_potential(exporter="MAR", by=None)
    roadmap = compose(language="en", day=DAY, draws=False)
    note = next(one for one in roadmap.notes if one.key == "snapshot:potential/MAR")
    assert note.source == f"Fichier d’essai, SHA-256 {snapshot.sha256[:12]}"
    assert note.vintage == "202601"
    shown = words_of(roadmap)
    assert f"[{note.number}]" in shown
    assert snapshot.sha256[:16] in shown
    assert "no trade file is loaded" not in shown
    assert "Whole country" in shown  # the parts of the regions with their sum, as on their page
    # One share per region says nothing of products: none is listed on a region's page.
    assert shown.count("The largest gaps: product and market") == 1


@pytest.mark.parametrize("table", ["The largest gaps", "Unrealised potential by region"])
def test_amounts_of_a_table_are_in_one_unit(table: str, data_folder: Path, tmp_path: Path) -> None:
    """A line of “440,616 USD” stood between lines of millions."""
    path = tmp_path / "BACI_HS17_Y2024_V202601.csv"
    path.write_text(TRADE)
    load_trade(path, vintage="202601", by=None)
    compute_potential(exporter="MAR", by=None)
    shown = words_of(compose(language="en", day=DAY, draws=False)).replace("\u00a0", " ")
    cells = shown.split(f"'title': '{table}")[1].split("'has_foot'")[0]
    assert "million USD a year" in cells
    assert " USD'" not in cells
    assert "'0.2'" in cells


def test_without_a_trade_file_the_potential_says_why(data_folder: Path) -> None:
    shown = words_of(compose(language="en", day=DAY, draws=False))
    assert "Not computable, because no trade file is loaded" in shown


def test_the_plan_says_which_of_its_actions_are_not_counted(
    council: dict[str, Any], data_folder: Path
) -> None:
    """A sum of fewer actions stood above the table of all."""
    shown = words_of(compose(language="en", day=DAY, draws=False))
    assert "Abandoned, not counted" not in shown
    abandon_action(action=Action.objects.get(), reason="Sans partenaire", by=None)
    shown = words_of(compose(language="en", day=DAY, draws=False))
    assert "Abandoned, not counted" in shown
    moved = shown.partition("Dates that were moved")[2]
    assert "Ligne Agadir – Dakar (abandoned)" in moved
