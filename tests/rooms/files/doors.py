"""Every door that takes a table, with a small one that it reads, and what it then holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nasij.datasets.acts import (
    Loaded,
    load_association,
    load_customs,
    load_distances,
    load_growth,
    load_regional,
    load_tariffs,
    load_trade,
)
from nasij.datasets.analysis import kept_table
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import firm_sums, years_of_file
from nasij.exporters.models import Firm
from nasij.files.errors import FileUnreadable
from nasij.intake.acts import import_file
from nasij.work.errors import Refusal

Table = list[list[str]]
Load = Callable[[Path], tuple[Iterable[tuple[Any, ...]], Iterable[str]]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a door made of a file: its rows, the codes of what it said, or why it refused."""

    values: tuple[tuple[str, ...], ...] = ()
    said: frozenset[str] = frozenset()
    refused: str = ""
    sentences: tuple[str, str] = ("", "")  # what is wrong, what helps


@dataclass(frozen=True, slots=True)
class Door:
    """`table` are headings and three rows; the last column holds the amounts, if it has any."""

    table: Table
    load: Load

    def bring(self, path: Path) -> Answer:
        try:
            values, said = self.load(path)
        except FileUnreadable as refused:
            return Answer(refused=refused.reason, sentences=(refused.problem, refused.remedy))
        except Refusal as refused:
            told = (refused.problem, refused.remedy)
            return Answer(refused=type(refused).__name__, sentences=told)
        rows = sorted(tuple(map(str, row)) for row in values)
        return Answer(tuple(rows), frozenset(said))


def _registry(path: Path) -> tuple[Iterable[tuple[Any, ...]], Iterable[str]]:
    run = import_file(path, by=None, language="fr")
    firms = Firm.objects.order_by("pk").values_list("name", "region__code", "employees")
    codes = run.problems.order_by("pk").values_list("code", flat=True)
    return list(firms), [*codes, *_notes(run.preview)]


def _snapshot(
    load: Callable[..., Loaded], rows_in: Callable[[Snapshot], Iterable[tuple[Any, ...]]]
) -> Load:
    def brought(path: Path) -> tuple[Iterable[tuple[Any, ...]], Iterable[str]]:
        snapshot = load(path, by=None).snapshot
        problems = map(str, snapshot.record.get("problems", {}))
        return list(rows_in(snapshot)), [*problems, *_notes(snapshot.record)]

    return brought


def _of_table(snapshot: Snapshot) -> Iterable[tuple[Any, ...]]:
    return kept_table(snapshot.path).iter_rows()


def _of_firms(snapshot: Snapshot) -> Iterable[tuple[Any, ...]]:
    sums = firm_sums(years_of_file(snapshot), ("firm", "market"))
    return sums.select("firm", "market", "value").iter_rows()


def _of_trade(snapshot: Snapshot) -> Iterable[tuple[Any, ...]]:
    return [(own["value_usd"], snapshot.row_count) for own in snapshot.record["own_exports"]]


def _notes(record: Any) -> list[str]:
    return [str(note["code"]) for note in record.get("notes", [])]


_ICES = ("001523457000772", "001523465006376", "001792926000012")

DOORS = {
    "registry": Door(
        [
            ["Raison sociale", "Région", "Effectif"],
            ["Conserves Été", "Souss-Massa", "1250"],
            ["Argan Taliouine", "Oriental", "12"],
            ["Câblage du Détroit", "Fès-Meknès", "300"],
        ],
        _registry,
    ),
    "customs": Door(
        [
            ["ICE", "Raison sociale", "Pays", "Année", "Valeur"],
            [_ICES[0], "Conserves Été", "France", "2024", "1250"],
            [_ICES[1], "Argan Taliouine", "Espagne", "2024", "12"],
            [_ICES[2], "Câblage du Détroit", "Italie", "2024", "300"],
        ],
        _snapshot(load_customs, _of_firms),
    ),
    "association": Door(
        [
            ["ICE", "Raison sociale", "Pays"],
            [_ICES[0], "Conserves Été", "France"],
            [_ICES[1], "Argan Taliouine", "Espagne"],
            [_ICES[2], "Câblage du Détroit", "Italie"],
        ],
        _snapshot(load_association, _of_firms),
    ),
    "regional": Door(
        [
            ["Région", "Secteur", "Année", "Valeur"],
            ["Souss-Massa", "phosphates", "2023", "1250"],
            ["Oriental", "automotive", "2023", "12"],
            ["Fès-Meknès", "automotive", "2023", "300"],
        ],
        _snapshot(load_regional, _of_table),
    ),
    "growth": Door(
        [
            ["iso3", "Année", "Croissance"],
            ["MAR", "2025", "0.0325"],
            ["FRA", "2025", "0.01"],
            ["ESP", "2025", "0.02"],
        ],
        _snapshot(load_growth, _of_table),
    ),
    "tariffs": Door(
        [
            ["Exportateur", "Importateur", "Produit", "tariff"],
            ["MAR", "FRA", "151590", "0.0325"],
            ["MAR", "IND", "151590", "0.1"],
            ["BRA", "IND", "280920", "0.2"],
        ],
        _snapshot(load_tariffs, _of_table),
    ),
    "distances": Door(
        [
            ["Exportateur", "Importateur", "Distance"],
            ["MAR", "FRA", "1250"],
            ["MAR", "ESP", "900"],
            ["MAR", "ITA", "2000"],
        ],
        _snapshot(load_distances, _of_table),
    ),
    "trade": Door(
        [
            ["year", "exporter", "importer", "product", "value_usd"],
            ["2024", "MAR", "FRA", "151590", "1250"],
            ["2024", "MAR", "ESP", "151590", "12"],
            ["2024", "FRA", "MAR", "280920", "300"],
        ],
        _snapshot(load_trade, _of_trade),
    ),
}
