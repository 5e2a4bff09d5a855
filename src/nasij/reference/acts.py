"""Loading a country pack and product names. Safe to repeat: the second run changes nothing."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction

from nasij.audit.acts import record
from nasij.reference import analysis
from nasij.reference.enums import ReferenceVerb
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
from nasij.reference.pack import Pack

HS_FOLDER = Path(__file__).parent / "hs"


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _maybe_day(text: str) -> date | None:
    return _day(text) if text else None


def _number(text: str) -> int | None:
    return int(text) if text else None


def _decimal(text: str) -> float | None:
    return float(text) if text else None


def _names(row: dict[str, Any]) -> dict[str, str]:
    return {f"name_{language}": row[f"name_{language}"] for language in ("fr", "ar", "en")}


def _texts(row: dict[str, Any], stem: str) -> dict[str, str]:
    return {f"{stem}_{language}": row[f"{stem}_{language}"] for language in ("fr", "ar", "en")}


def _upsert(model: type[models.Model], rows: Sequence[models.Model], unique: list[str]) -> None:
    """Insert or update in bulk, in one statement per batch, on both databases."""
    names = [
        field.name
        for field in model._meta.concrete_fields
        if field.name not in unique and not field.primary_key
    ]
    model._default_manager.bulk_create(
        list(rows), batch_size=500, update_conflicts=True, unique_fields=unique, update_fields=names
    )


@transaction.atomic
def load_pack(pack: Pack, *, by: AbstractBaseUser | None = None) -> None:
    """Bring everything the reference room keeps of a country pack into the database."""
    load_territories(pack)
    load_countries()
    load_products(pack)
    _load_sources_and_definitions(pack)
    _load_figures(pack)
    _load_organisation(pack)
    _load_small_lists(pack)
    country = Territory.objects.get(code=pack.code, valid_until__isnull=True)
    record(ReferenceVerb.PACK_LOADED, subject=country, by=by)


def load_territories(pack: Pack) -> None:
    """Rows come parents first; lineage and region code are derived here, never typed."""
    roles = {level["key"]: level["role"] for level in pack.settings["levels"]}
    known: dict[str, Territory] = {}
    by_depth: list[list[Territory]] = []
    for row in pack.rows("territories.csv.gz"):
        parent = known.get(row["parent"])
        role = roles[row["level"]]
        territory = Territory(
            code=row["code"],
            level=row["level"],
            role=role,
            parent=parent,
            lineage=f"{parent.lineage if parent else ''}{row['code']}/",
            region_code=row["code"] if role == "region" else (parent.region_code if parent else ""),
            valid_from=_day(row["valid_from"]),
            valid_until=_maybe_day(row["valid_until"]),
            population=_number(row["population"]),
            **_names(row),
        )
        known[territory.code] = territory
        depth = territory.lineage.count("/") - 1
        while len(by_depth) <= depth:
            by_depth.append([])
        by_depth[depth].append(territory)
    for generation in by_depth:  # parents need their key before their children are written
        for territory in generation:
            territory.parent = known[territory.parent.code] if territory.parent else None
        _upsert(Territory, list(generation), ["code", "valid_from"])
        saved = Territory.objects.filter(code__in=[one.code for one in generation])
        for one in saved:
            known[one.code].pk = one.pk


def load_countries() -> None:
    """Countries in three languages from CLDR, under the codes that trade files use.

    CLDR's aliases alone would not do: they also lead from codes that are no more (DDR, BUR, YMD).
    """
    locales = {language: Locale(language) for language in ("fr", "ar", "en")}
    aliases: dict[str, list[str]] = get_global("territory_aliases")  # type: ignore[assignment]
    countries = []
    for code, numeric in analysis.trade_codes().items():
        alpha2 = aliases.get(code, [])
        if len(alpha2) == 1 and alpha2[0] in locales["en"].territories:
            names = {
                f"name_{language}": locale.territories.get(alpha2[0], code)
                for language, locale in locales.items()
            }
            countries.append(Country(code=code, alpha2=alpha2[0], numeric=numeric, **names))
    countries.append(Country(code="S19", numeric="490", **_OTHER_ASIA))
    _upsert(Country, countries, ["code"])


# In trade statistics only; in practice Taiwan, which the United Nations' data do not name.
_OTHER_ASIA = {
    "name_fr": "Autre Asie, non dénommée",
    "name_ar": "آسيا الأخرى، غير مسماة",
    "name_en": "Other Asia, not named",
}


def load_products(pack: Pack) -> None:
    """Chapters, headings and lines with our own short names, and the words people use."""
    _upsert(
        Sector,
        [
            Sector(key=row["key"], kind=row["kind"], order=int(row["order"]), **_names(row))
            for row in pack.rows("sectors.csv")
        ],
        ["key"],
    )
    sector_of = {
        chapter: row["key"]
        for row in pack.rows("sectors.csv")
        for chapter in row["hs_chapters"].split()
    }
    words: dict[str, set[str]] = {}
    for row in _hs_rows("words"):
        words.setdefault(row["code"], set()).add(fold(row["word"]))
    for level, stem in ((2, "chapters"), (4, "headings"), (6, "lines")):
        _upsert(Product, _products(_hs_rows(stem), level, sector_of, words), ["code"])


def _hs_rows(stem: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for path in sorted(HS_FOLDER.glob(f"{stem}_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows.extend(csv.DictReader(file))
    return rows


def _products(
    rows: list[dict[str, str]], level: int, sector_of: dict[str, str], words: dict[str, set[str]]
) -> list[models.Model]:
    return [
        Product(
            code=row["code"],
            level=level,
            parent_id=row["code"][: level - 2] or None,
            sector_id=sector_of.get(row["code"][:2]),
            words=_search_words(row, words.get(row["code"], set())),
            **_names(row),
        )
        for row in rows
    ]


def _search_words(row: dict[str, str], words: set[str]) -> str:
    names = {fold(row[f"name_{language}"]) for language in ("fr", "ar", "en")}
    return " | ".join(sorted((names | words) - {""}))


def _load_sources_and_definitions(pack: Pack) -> None:
    _upsert(
        Source,
        [Source(**{key: row[key] for key in _SOURCE_COLUMNS}) for row in pack.rows("sources.csv")],
        ["key"],
    )
    _upsert(
        Caution,
        [Caution(key=row["key"], **_texts(row, "text")) for row in pack.rows("cautions.csv")],
        ["key"],
    )
    _upsert(
        Definition,
        [
            Definition(
                key=row["key"],
                family=row["family"],
                unit=row["unit"],
                params=json.loads(row["params"] or "{}"),
                source_id=row["source"] or None,
                **_names(row),
                **_texts(row, "description"),
            )
            for row in pack.rows("definitions.csv")
        ],
        ["key"],
    )


_SOURCE_COLUMNS = ("key", "title", "publisher", "published_on", "url", "licence", "tier", "note")


def _load_figures(pack: Pack) -> None:
    """Figures have no key of their own: the pack's set replaces the one loaded before."""
    places = {territory.code: territory for territory in Territory.objects.all()}
    rows = pack.rows("facts.csv")
    Figure.objects.all().delete()
    saved = Figure.objects.bulk_create(
        [
            Figure(
                definition_id=row["definition"],
                territory=places[row["territory"]] if row["territory"] else None,
                year=_number(row["year"]),
                year_end=_number(row["year_end"]),
                breakdown=row["breakdown"],
                value=row["value"],
                unit=row["unit"],
                status=row["status"],
                source_id=row["source"],
                note=row["note"],
            )
            for row in rows
        ]
    )
    link = Figure.cautions.through
    link.objects.bulk_create(
        [
            link(figure_id=figure.pk, caution_id=caution)
            for figure, row in zip(saved, rows, strict=True)
            for caution in row["cautions"].split()
        ]
    )


def _load_organisation(pack: Pack) -> None:
    Organisation.objects.all().delete()
    for row in pack.toml("organisation.toml")["names"]:
        Organisation.objects.create(
            acronym=row.get("acronym", ""),
            valid_from=_as_date(row["valid_from"]),
            valid_until=_as_date(row["valid_until"]) if row.get("valid_until") else None,
            **_names(row),
        )


def _as_date(value: Any) -> date:
    """TOML gives dates as dates when they are written bare, as text when quoted."""
    return value if isinstance(value, date) else _day(value)


def _load_small_lists(pack: Pack) -> None:
    places = {territory.code: territory for territory in Territory.objects.all()}
    _upsert(
        Holiday,
        [
            Holiday(day=_day(row["date"]), estimated=row["estimated"] == "yes", **_names(row))
            for row in pack.rows("calendar.csv", required=False)
        ],
        ["day", "name_fr"],
    )
    _upsert(
        Port,
        [
            Port(
                code=row["code"],
                kind=row["kind"],
                region=places.get(row["region"]),
                latitude=_decimal(row["lat"]),
                longitude=_decimal(row["lon"]),
                **_names(row),
            )
            for row in pack.rows("ports.csv", required=False)
        ],
        ["code"],
    )
    _upsert(
        Term,
        [
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
        ],
        ["key"],
    )
    Asset.objects.all().delete()
    for row in pack.rows("assets.csv", required=False):
        Asset.objects.create(
            territory=places[row["territory"]],
            kind=row["kind"],
            source_id=row["source"],
            **_texts(row, "text"),
        )
