"""Every pack keeps the contract of src/nasij/packs/README.md, read there as the list of columns."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import fields
from decimal import Decimal
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from nasij.reference.folding import fold
from nasij.reference.identifiers import KINDS, Rule
from tests.packs.reading import (
    CONTRACT,
    LITTORAL,
    MOROCCO,
    columns,
    files,
    regions_now,
    required_files,
    rows,
    tables,
    text_of,
    toml,
)

PARANA = LITTORAL.parent / "parana"
PACKS = [MOROCCO, LITTORAL, PARANA]
LANGUAGES = ("fr", "ar", "en")

# Columns that may be empty, as in italics in the contract.
OPTIONAL = {
    "territories.csv.gz": {"parent", "valid_until", "population"},
    "territory_mapping.csv": {"provinces"},
    "themes.csv": {"parent"},
    "obstacles.csv": {"parent"},
    "sectors.csv": {"hs_chapters", "note_fr", "note_ar", "note_en"},
    "sources.csv": {"publisher_ar", "publisher_en", "published_on", "url", "note"},
    "facts.csv": {
        "year", "year_end", "breakdown", "cautions", "note", "bound", "over_years",
    },
    "seats.csv": {"region"},
    "establishments.csv": {"jobs"},
    "ports.csv": {"lat", "lon", "note"},
    "glossary.csv": {"avoid"},
    "instruments.csv": {
        "parent", "rate", "cap_lcu", "window_open", "window_close", "min_turnover_lcu",
        "max_turnover_lcu", "min_export_avg_3y_lcu", "max_export_avg_3y_lcu", "regions", "papers",
    },
    "demo/story.csv": {"put_to_vote", "reason", "action", "owner", "shares"},
}  # fmt: skip

CHOICES = {
    ("definitions.csv", "family"): (
        "exporters dynamics tier value share potential target support survey consultation context"
    ),
    ("definitions.csv", "unit"): (
        "firms firms_per_year currency USD percent percent_per_year index count jobs people days"
    ),
    ("facts.csv", "status"): "provisional definitive derived stated",
    ("sources.csv", "tier"): "P M D K",
    ("sectors.csv", "kind"): "goods services",
    ("seats.csv", "kind"): "region bureau",
    ("obstacles.csv", "axis"): "procedural regulatory",
    ("assets.csv", "kind"): "asset need",
    ("ports.csv", "kind"): "sea air dry land_border",
    ("calendar.csv", "kind"): "national religious",
    ("calendar.csv", "estimated"): "yes no",
    ("territory_mapping.csv", "exact"): "yes no",
    ("glossary.csv", "seen"): "yes no",
    ("glossary.csv", "domain"): "council export territory product",
    ("instruments.csv", "status"): "open closed announced unknown",
    ("demo/statements.csv", "language"): "fr ar en",
    ("demo/story.csv", "end"): "done underway planned refused agenda escalated open",
    ("instruments.csv", "payment"): "before after subscription cover unknown",
}

REFERENCES = {
    "source": ("sources.csv", "key"),
    "definition": ("definitions.csv", "key"),
    "cautions": ("cautions.csv", "key"),
    "papers": ("papers.csv", "key"),
    "theme": ("themes.csv", "key"),
    "territory": ("territories.csv.gz", "code"),
    "region": ("territories.csv.gz", "code"),
    "regions": ("territories.csv.gz", "code"),
    "old": ("territories.csv.gz", "code"),
    "new": ("territories.csv.gz", "code"),
    "provinces": ("territories.csv.gz", "code"),
}


def each_pack(test: Any) -> Any:
    return pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.name)(test)


# Shape


def test_the_contract_names_columns_for_every_table() -> None:
    assert len(columns()) == 22
    assert set(OPTIONAL) <= set(columns())


@each_pack
def test_required_files_are_there_and_no_file_is_unknown(pack: Path) -> None:
    known = set(re.findall(r"^\| `([^`]+)` \|", CONTRACT.read_text("utf-8"), re.MULTILINE))
    present = {path.relative_to(pack).as_posix() for path in files(pack)}
    assert set(required_files()) <= present
    assert present <= known


@each_pack
def test_every_table_has_the_columns_of_the_contract_in_order(pack: Path) -> None:
    for name in tables(pack):
        first = text_of(pack / name).split("\n", 1)[0]
        assert first.split(",") == columns()[name], name


@each_pack
def test_cells_are_filled_where_they_must_be_and_clean(pack: Path) -> None:
    for name in tables(pack):
        assert "\r" not in text_of(pack / name), name
        for number, row in enumerate(rows(pack, name), start=2):
            assert set(row) == set(columns()[name]), (name, number)  # no cell too many
            assert None not in row.values(), (name, number)  # nor too few
            for column, cell in row.items():
                assert cell == cell.strip(), (name, number, column)
                if column not in OPTIONAL.get(name, set()):
                    assert cell, (name, number, column)


@each_pack
def test_texts_stand_in_three_languages_or_in_none(pack: Path) -> None:
    for name in tables(pack):
        stems = {each[:-3] for each in columns()[name] if each.endswith("_fr")}
        for row in rows(pack, name):
            for stem in stems:
                filled = {bool(row[f"{stem}_{language}"]) for language in LANGUAGES}
                assert len(filled) == 1, (name, row)


@each_pack
def test_arabic_is_arabic_with_western_digits(pack: Path) -> None:
    for name in tables(pack):
        for row in rows(pack, name):
            for column, cell in row.items():
                if not column.endswith("_ar") and column != "ar":
                    continue
                assert not re.search("[٠-٩۰-۹]", cell), (name, cell)
                if cell and not cell.isascii():
                    assert re.search("[ء-ي]", cell), (name, cell)


@each_pack
def test_keys_are_unique(pack: Path) -> None:
    for name in tables(pack):
        key = columns()[name][0]
        if key not in ("key", "code"):
            continue
        repeated = [
            each for each, n in Counter(row[key] for row in rows(pack, name)).items() if n > 1
        ]
        assert not repeated, (name, repeated)
        if key == "key":
            assert all(re.fullmatch("[a-z][a-z0-9_]*", row["key"]) for row in rows(pack, name)), (
                name
            )


@each_pack
def test_choices_are_those_of_the_contract(pack: Path) -> None:
    own = toml(pack, "pack.toml")["currency"]
    for (name, column), choices in CHOICES.items():
        for row in rows(pack, name):
            assert row[column] in choices.replace("currency", own).split(), (name, column, row)
    bounds = {row["bound"] for row in rows(pack, "facts.csv")}
    assert bounds <= {"", "at_most", "over", "about"}


@each_pack
def test_every_reference_points_to_a_row(pack: Path) -> None:
    for name in tables(pack):
        for column in set(columns()[name]) & set(REFERENCES):
            file, key = REFERENCES[column]
            known = {row[key] for row in rows(pack, file)}
            for row in rows(pack, name):
                assert set(row[column].split()) <= known, (name, column, row[column])


@each_pack
def test_parents_exist_and_come_first(pack: Path) -> None:
    for name in tables(pack):
        if "parent" not in columns()[name]:
            continue
        seen: set[str] = set()
        for row in rows(pack, name):
            assert not row["parent"] or row["parent"] in seen, (name, row)
            seen.add(row[columns()[name][0]])


@each_pack
def test_no_file_holds_a_person_or_a_way_to_reach_one(pack: Path) -> None:
    personal = re.compile(r"\bM\. [A-Z]|\bMme\b|\bMr\b|\bDr\b|السيدة? [^ ]|[\w.]+@[\w.]+|\+212")
    for name in tables(pack):
        assert not {"person", "holder", "email", "phone"} & set(columns()[name])
    for path in files(pack):
        found = personal.search(text_of(path))
        assert found is None, (path.name, found)


# Territories


@each_pack
def test_levels_have_one_country_and_one_region_role(pack: Path) -> None:
    levels = toml(pack, "pack.toml")["levels"]
    assert Counter(each["role"] for each in levels if each["role"]) == {"country": 1, "region": 1}
    assert {row["level"] for row in rows(pack, "territories.csv.gz")} <= {
        each["key"] for each in levels
    }
    assert [row["code"] for row in rows(pack, "territories.csv.gz") if not row["parent"]] == [
        toml(pack, "pack.toml")["code"]
    ]


@each_pack
def test_each_child_is_below_its_parent(pack: Path) -> None:
    rank = {each["key"]: n for n, each in enumerate(toml(pack, "pack.toml")["levels"])}
    by_code = {row["code"]: row for row in rows(pack, "territories.csv.gz")}
    for row in by_code.values():
        if row["parent"]:
            assert rank[by_code[row["parent"]]["level"]] == rank[row["level"]] - 1, row


@each_pack
def test_population_of_children_adds_up(pack: Path) -> None:
    people: Counter[str] = Counter()
    for row in rows(pack, "territories.csv.gz"):
        people[row["parent"]] += int(row["population"] or 0)
    for row in rows(pack, "territories.csv.gz"):
        if row["code"] in people and row["population"]:
            assert int(row["population"]) == people[row["code"]], row


@each_pack
def test_who_counted_the_people_is_said(pack: Path) -> None:
    counted = any(row["population"] for row in rows(pack, "territories.csv.gz"))
    source = toml(pack, "pack.toml").get("population_source", "")
    assert counted == bool(source)
    assert source in {"", *(row["key"] for row in rows(pack, "sources.csv"))}


@each_pack
def test_there_is_one_seat_per_region(pack: Path) -> None:
    seats = [row["region"] for row in rows(pack, "seats.csv") if row["kind"] == "region"]
    assert sorted(seats) == sorted(regions_now(pack))
    assert all(int(row["weight"]) > 0 for row in rows(pack, "seats.csv"))


# Figures


@each_pack
def test_a_fact_has_its_definition_s_unit_and_a_number(pack: Path) -> None:
    units = {row["key"]: row["unit"] for row in rows(pack, "definitions.csv")}
    for row in rows(pack, "facts.csv"):
        assert row["unit"] == units[row["definition"]], row
        float(row["value"])
        assert not row["year_end"] or int(row["year_end"]) > int(row["year"]), row


@each_pack
def test_a_derived_fact_says_how_and_an_undated_one_says_so(pack: Path) -> None:
    for row in rows(pack, "facts.csv"):
        if row["status"] == "derived":
            assert "=" in row["note"] or "such that" in row["note"], row
            assert "derived" in row["cautions"].split(), row
        if not row["year"] and pack == MOROCCO:
            assert "undated" in row["cautions"].split(), row


@each_pack
def test_breakdowns_name_known_axes_and_sectors(pack: Path) -> None:
    axes = {"sector", "size", "age", "destination", "bound", "reading", "group", "answer"}
    sectors = {row["key"] for row in rows(pack, "sectors.csv")}
    for row in rows(pack, "facts.csv"):
        for part in row["breakdown"].split():
            axis, _, member = part.partition("=")
            assert axis in axes, row
            assert member, row
            assert axis != "sector" or member in sectors, row


@each_pack
def test_a_figure_is_said_once_per_source(pack: Path) -> None:
    said = Counter(
        tuple(
            row[each]
            for each in ("definition", "territory", "year", "year_end", "breakdown", "source")
        )
        for row in rows(pack, "facts.csv")
    )
    assert not [each for each, n in said.items() if n > 1]


@each_pack
def test_parameters_of_definitions_are_json_objects(pack: Path) -> None:
    for row in rows(pack, "definitions.csv"):
        assert isinstance(json.loads(row["params"]), dict), row


@each_pack
def test_every_source_and_caution_serves(pack: Path) -> None:
    used: set[str] = set()
    for name in tables(pack):
        for row in rows(pack, name):
            used |= set(row.get("source", "").split()) | set(row.get("cautions", "").split())
    used |= {each["source"] for each in toml(pack, "targets.toml")["targets"]}
    used |= {each["source"] for each in toml(pack, "organisation.toml")["names"]}
    if (pack / "privacy.toml").exists():
        used.add(toml(pack, "privacy.toml")["law"]["source"])
    if (pack / "regions_outline.json").exists():
        used.add(json.loads(text_of(pack / "regions_outline.json"))["source"])
    for name in ("sources.csv", "cautions.csv"):
        assert {row["key"] for row in rows(pack, name)} <= used, name


@each_pack
def test_sectors_share_out_the_chapters_of_the_hs(pack: Path) -> None:
    chapters = Counter(c for row in rows(pack, "sectors.csv") for c in row["hs_chapters"].split())
    assert chapters == Counter(f"{n:02}" for n in range(1, 98))
    assert all(
        row["hs_chapters"] == "" for row in rows(pack, "sectors.csv") if row["kind"] == "services"
    )


# Rules, names, dates


@each_pack
def test_targets_speak_of_known_definitions_and_one_is_primary(pack: Path) -> None:
    units = {row["key"]: row["unit"] for row in rows(pack, "definitions.csv")}
    targets = toml(pack, "targets.toml")["targets"]
    assert sum(each["primary"] for each in targets) == 1
    for each in targets:
        assert each["unit"] == units[each["definition"]]
        assert each["kind"] in ("stock", "flow", "cumulative")
        assert each["start_year"] < each["target_year"]
        assert ("base_year" in each) == ("base_value" in each)
        assert all(
            each[f"{stem}_{language}"] for stem in ("name", "note") for language in LANGUAGES
        )


@each_pack
def test_names_of_the_organisation_follow_each_other_without_gap(pack: Path) -> None:
    names = toml(pack, "organisation.toml")["names"]
    for earlier, later in pairwise(names):
        assert earlier["valid_until"] == later["valid_from"]
    assert "valid_until" not in names[-1]


@each_pack
def test_both_packs_have_the_same_keys_in_pack_toml(pack: Path) -> None:
    here, morocco = toml(pack, "pack.toml"), toml(MOROCCO, "pack.toml")
    assert set(here) | {"published"} == set(morocco)  # a country may publish none of them
    assert set(here["codes"]) == set(morocco["codes"])
    assert sum(each["default"] for each in here["languages"]) == 1
    assert len(here["year_months_ar"]) == 12


@each_pack
def test_numbers_of_firms_are_of_a_known_kind_and_their_checkers_exist(pack: Path) -> None:
    numbers = toml(pack, "pack.toml")["identifiers"]
    keys = [each["key"] for each in numbers]
    assert len(keys) == len(set(keys))
    assert set(keys) <= set(KINDS)
    for each in numbers:
        told = {key for key in each if not key.startswith("name_")}
        assert told <= {one.name for one in fields(Rule)}
        assert all(each[f"name_{language}"] for language in LANGUAGES)
        if "stdnum" in each:
            assert import_module(f"stdnum.{each['stdnum']}").is_valid


@each_pack
def test_words_of_names_are_folded_and_generic_ones_are_translated(pack: Path) -> None:
    if not (pack / "name_words.toml").exists():
        return
    told = toml(pack, "name_words.toml")
    bodies, words = told["bodies"], told["words"]
    plain = [*bodies["anywhere"], *bodies["at_an_end"], *words["parts"], *words["translated"]]
    assert [word for word in plain if fold(word) != word] == []
    assert set(words["generic"]) <= {line.split()[0] for line in words["translated"]}
    assert all(re.compile(form) for form in bodies["spelled"])


@each_pack
def test_what_is_decided_in_a_demonstration_is_put_to_the_vote_and_paid_by_regions(
    pack: Path,
) -> None:
    story = rows(pack, "demo/story.csv")
    assert len({row["subject"] for row in story}) == len(story)
    for row in story:
        decided = row["end"] in ("done", "underway", "planned", "refused")
        assert bool(row["put_to_vote"]) == decided, row
        assert bool(row["action"]) == (decided and row["end"] != "refused"), row
        assert bool(row["reason"]) == (row["end"] == "refused"), row
        shares = [part.split(":") for part in row["shares"].split()]
        assert {region for region, _share in shares} <= set(regions_now(pack)), row
        total = sum(Decimal(share) for _region, share in shares)
        assert total == (1 if row["action"] else 0), row


def _in_three_languages(table: dict[str, Any]) -> bool:
    stems = {key[:-3] for key in table if key.endswith(("_fr", "_ar", "_en"))}
    return all(table.get(f"{stem}_{language}") for stem in stems for language in LANGUAGES)


@each_pack
def test_what_firms_are_told_of_their_data_is_complete(pack: Path) -> None:
    if not (pack / "privacy.toml").exists():
        return  # the pages then say less, and nothing runs out
    told = toml(pack, "privacy.toml")
    assert all(map(_in_three_languages, [told["law"], *told["held"], *told["retention"]]))
    assert all({"why_fr", "kept_fr"} <= set(each) for each in told["held"])
    assert told["answers"]["status"] in ("confirmed", "to_confirm")
    assert 0 < told["answers"]["days"] <= 60
    assert 0 < told["links"]["days"] <= 90
    keys = [each["key"] for each in (*told["held"], *told["retention"])]
    assert len(keys) == len(set(keys))
    for rule in told["retention"]:
        assert rule["of"] in ("firms", "contacts", "files", "links", "requests"), rule["key"]
        assert rule["does"] in ("review", "erase"), rule["key"]
        assert rule["of"] != "firms" or rule["does"] == "review", "a rule alone erases no firm"
        assert rule["after_months"] > 0, rule["key"]
