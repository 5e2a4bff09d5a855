"""Rows of a pack's files as the records they become, not yet written."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global

from nasij.reference import analysis
from nasij.reference.folding import fold
from nasij.reference.models import (
    Asset,
    Caution,
    Country,
    Definition,
    Figure,
    Holiday,
    Organisation,
    Port,
    Product,
    Sector,
    Source,
    Term,
    Territory,
)
from nasij.reference.pack import Pack, PackError

HS_FOLDER = Path(__file__).parent / "hs"
_LANGUAGES = ("fr", "ar", "en")
# What a definition may say of its count (packs/README.md says what each means): words that yearly
# values of a firm decide, then those that they do not.
VALUE_WORDS = {
    "average_over", "goods_only", "threshold_lcu", "threshold_max_lcu", "window_years",
    "years_running",
}  # fmt: skip
DEFINITION_WORDS = VALUE_WORDS | {"gap_years", "scope", "specified", "years"}
_SOURCE_COLUMNS = (
    "key", "title", "publisher", "publisher_ar", "publisher_en", "published_on", "url", "licence",
    "tier", "note",
)  # fmt: skip

Row = Mapping[str, Any]
Places = Mapping[str, Territory]


def _texts(row: Row, stem: str) -> dict[str, str]:
    return {f"{stem}_{language}": row[f"{stem}_{language}"] for language in _LANGUAGES}


def _names(row: Row) -> dict[str, str]:
    return _texts(row, "name")


def _day(written: str | date) -> date:
    """TOML gives dates as dates when they are written bare, as text when quoted."""
    return written if isinstance(written, date) else date.fromisoformat(written)


def _number(text: str) -> int | None:
    return int(text) if text else None


def _decimal(text: str) -> float | None:
    return float(text) if text else None


def generations(pack: Pack) -> list[list[Territory]]:
    """Rows come parents first; lineage and region code are derived here, never typed."""
    roles = {level["key"]: level["role"] for level in pack.settings["levels"]}
    known: dict[str, Territory] = {}
    by_depth: list[list[Territory]] = []
    for row in pack.rows("territories.csv.gz"):
        parent = known.get(row["parent"])
        role = roles[row["level"]]
        place = Territory(
            code=row["code"],
            level=row["level"],
            role=role,
            parent=parent,
            lineage=f"{parent.lineage if parent else ''}{row['code']}/",
            region_code=row["code"] if role == "region" else (parent.region_code if parent else ""),
            valid_from=_day(row["valid_from"]),
            valid_until=_day(row["valid_until"]) if row["valid_until"] else None,
            population=_number(row["population"]),
            **_names(row),
        )
        known[place.code] = place
        depth = place.lineage.count("/") - 1
        while len(by_depth) <= depth:
            by_depth.append([])
        by_depth[depth].append(place)
    return by_depth


# In trade statistics only; in practice Taiwan, which the United Nations' data do not name.
_OTHER_ASIA = {
    "name_fr": "Autre Asie, non dénommée",
    "name_ar": "آسيا الأخرى، غير مسماة",
    "name_en": "Other Asia, not named",
}


def countries() -> Iterator[Country]:
    """In three languages from CLDR, under the codes that trade files use.

    CLDR's aliases alone would not do: they also lead from codes that are no more (DDR, BUR, YMD).
    """
    locales = {language: Locale(language) for language in _LANGUAGES}
    aliases: dict[str, list[str]] = get_global("territory_aliases")  # type: ignore[assignment]
    for code, numeric in analysis.trade_codes().items():
        alpha2 = aliases.get(code, [])
        if len(alpha2) == 1 and alpha2[0] in locales["en"].territories:
            names = {
                f"name_{language}": locale.territories.get(alpha2[0], code)
                for language, locale in locales.items()
            }
            yield Country(code=code, alpha2=alpha2[0], numeric=numeric, **names)
    yield Country(code="S19", numeric="490", **_OTHER_ASIA)


def sectors(pack: Pack) -> list[Sector]:
    return [
        Sector(key=row["key"], kind=row["kind"], order=int(row["order"]), **_names(row))
        for row in pack.rows("sectors.csv")
    ]


def levels_of_products(pack: Pack) -> Iterator[list[Product]]:
    """Chapters, headings and lines with our own short names, and the words people use."""
    sector_of = {
        chapter: row["key"]
        for row in pack.rows("sectors.csv")
        for chapter in row["hs_chapters"].split()
    }
    words: dict[str, set[str]] = {}
    for row in _hs_rows("words"):
        words.setdefault(row["code"], set()).add(fold(row["word"]))
    for level, stem in ((2, "chapters"), (4, "headings"), (6, "lines")):
        yield [
            Product(
                code=row["code"],
                level=level,
                parent_id=row["code"][: level - 2] or None,
                sector_id=sector_of.get(row["code"][:2]),
                words=_search_words(row, words.get(row["code"], set())),
                **_names(row),
            )
            for row in _hs_rows(stem)
        ]


def _hs_rows(stem: str) -> Iterator[dict[str, str]]:
    for path in sorted(HS_FOLDER.glob(f"{stem}_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def _search_words(row: Row, words: set[str]) -> str:
    return " | ".join(sorted(({fold(name) for name in _names(row).values()} | words) - {""}))


def sources(pack: Pack) -> list[Source]:
    return [
        Source(**{key: row[key] for key in _SOURCE_COLUMNS}) for row in pack.rows("sources.csv")
    ]


def cautions(pack: Pack) -> list[Caution]:
    return [Caution(key=row["key"], **_texts(row, "text")) for row in pack.rows("cautions.csv")]


def definitions(pack: Pack) -> list[Definition]:
    return [
        Definition(
            key=row["key"],
            family=row["family"],
            unit=row["unit"],
            params=_params(pack, row),
            source_id=row["source"] or None,
            **_names(row),
            **_texts(row, "description"),
        )
        for row in pack.rows("definitions.csv")
    ]


def _params(pack: Pack, row: Row) -> dict[str, Any]:
    """A word that no reader knows would leave the definition uncounted without a word."""
    params: dict[str, Any] = json.loads(row["params"] or "{}")
    if unknown := sorted(set(params) - DEFINITION_WORDS):
        where = f"{pack.folder / 'definitions.csv'}: {row['key']}: params"
        raise PackError(f"{where}: {', '.join(unknown)} is not one of {_listed(DEFINITION_WORDS)}")
    return params


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))


def figures(pack: Pack, places: Places) -> list[tuple[Figure, list[str]]]:
    """Each with the keys of its cautions."""
    return [
        (
            Figure(
                definition_id=row["definition"],
                territory=places[row["territory"]] if row["territory"] else None,
                year=_number(row["year"]),
                year_end=_number(row["year_end"]),
                breakdown=row["breakdown"],
                value=row["value"],
                bound=row["bound"],
                over_years=_number(row["over_years"]),
                unit=row["unit"],
                status=row["status"],
                source_id=row["source"],
                note=row["note"],
            ),
            row["cautions"].split(),
        )
        for row in pack.rows("facts.csv")
    ]


def organisations(pack: Pack) -> list[Organisation]:
    return [
        Organisation(
            acronym=row.get("acronym", ""),
            valid_from=_day(row["valid_from"]),
            valid_until=_day(row["valid_until"]) if row.get("valid_until") else None,
            **_names(row),
        )
        for row in pack.toml("organisation.toml")["names"]
    ]


def holidays(pack: Pack) -> list[Holiday]:
    return [
        Holiday(day=_day(row["date"]), estimated=row["estimated"] == "yes", **_names(row))
        for row in pack.rows("calendar.csv", required=False)
    ]


def ports(pack: Pack, places: Places) -> list[Port]:
    return [
        Port(
            code=row["code"],
            kind=row["kind"],
            region=places.get(row["region"]),
            latitude=_decimal(row["lat"]),
            longitude=_decimal(row["lon"]),
            **_names(row),
        )
        for row in pack.rows("ports.csv", required=False)
    ]


def terms(pack: Pack) -> list[Term]:
    return [
        Term(
            key=row["key"],
            fr=row["fr"],
            ar=row["ar"],
            en=row["en"],
            domain=row["domain"],
            seen=row["seen"] == "yes",
            **_texts(row, "meaning"),
        )
        for row in pack.rows("glossary.csv")
    ]


def assets(pack: Pack, places: Places) -> list[Asset]:
    return [
        Asset(
            territory=places[row["territory"]],
            kind=row["kind"],
            source_id=row["source"],
            **_texts(row, "text"),
        )
        for row in pack.rows("assets.csv", required=False)
    ]
