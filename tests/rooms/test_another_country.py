"""A country is a folder of files: on the fictitious pack no page says a word of Morocco."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LITTORAL = ROOT / "tests" / "packs" / "littoral"
MOROCCO = ROOT / "src" / "nasij" / "packs" / "morocco"
# Names, offices, numbers, money, months and levels of the first country, in the three languages.
WORDS = (
    r"morocc|maroc|المغرب|مغربي|dirham|درهم|office des changes|مكتب الصرف|asmex|cndp|agadir|"
    r"casablanca|marrakech|rabat|twelve regions|douze régions|اثنت[اي] عشرة|haut-commissariat|"
    r"(?:census of|recensement de|إحصاء) (?:19|20)\d\d\b|high commission|المندوبية السامية|"
    r"2012–2019|التعريف الموحد|auto-entrepreneur|مقاول ذاتي|pr[ée]fecture|province|"
    r"commune\b|عمالة|إقليم|جماعة|\b(?:ماي|يوليوز|غشت|شتنبر|نونبر|دجنبر)\b"
)
CAPITALS = r"\b(?:MAD|DH|ICE|CNSS|RC|OMPIC|CGEM|AMDIE)\b|\(IF\)|09-08"
# What a reader sees or hears of a page beside its text.
SHOWN = re.compile(r'\b(?:title|placeholder|aria-label|alt|content|data-[a-z-]+)="([^"]*)"')
# Markets are countries of the world, and Morocco is one of them.
MARKET = re.compile(r'<option value="[A-Z]{3}"[^>]*>[^<]*</option>')
# What no page of a country without figures can show, nor a first council.
WITHOUT_A_PAGE = {
    "potential:download",  # nothing is computed: the country is in no trade file
    "potential:product",
    "root",  # leads to the first page in the reader's language
}

Answer = dict[str, Any]


def _regions_of_morocco() -> str:
    text = gzip.decompress((MOROCCO / "territories.csv.gz").read_bytes()).decode()
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["level"] == "region"]
    return "|".join(re.escape(row[f"name_{code}"]) for row in rows for code in ("fr", "ar", "en"))


def _visible(page: str) -> str:
    return " ".join([*SHOWN.findall(page), re.sub(r"<[^>]+>", " ", page)])


def said_of_morocco(text: str) -> list[str]:
    bare = _visible(MARKET.sub("", text)) if "<html" in text else text
    forms = ((f"{WORDS}|{_regions_of_morocco()}", re.IGNORECASE), (CAPITALS, re.NOFLAG))
    return sorted({found.group() for form, how in forms for found in re.finditer(form, bare, how)})


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "nasij.settings",
        "NASIJ_DATA": str(folder),
        "NASIJ_PACK": str(LITTORAL),
        "NASIJ_LANGUAGE": "",
        "TIME_ZONE": "",
        "DATABASE_URL": "",
        "DEBUG": "0",
    }


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=_environment(folder),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a site of the fictitious country, where people have lived."""
    folder = tmp_path_factory.mktemp("littoral")
    (folder / "static").mkdir()
    done = _run(folder, "-m", "tests.rooms.another_country", str(folder / "answers.json"))
    assert done.returncode == 0, done.stderr[-3000:]
    return folder


@pytest.fixture(scope="module")
def answers(site: Path) -> list[Answer]:
    """What every address of the site answers, in each language."""
    found: list[Answer] = json.loads((site / "answers.json").read_text(encoding="utf-8"))
    return found


def test_every_address_answers_in_another_country(answers: list[Answer]) -> None:
    assert not [one["path"] for one in answers if one["status"] >= 500]
    opened = {one["name"] for one in answers if one["status"] == 200}
    posted = {one["name"] for one in answers if one["status"] == 405}
    assert {one["name"] for one in answers} - opened - posted == WITHOUT_A_PAGE
    for language in ("fr", "ar", "en"):
        assert {
            one["name"] for one in answers if (one["language"], one["status"]) == (language, 200)
        } == opened


def test_no_page_of_another_country_speaks_of_morocco(answers: list[Answer]) -> None:
    said = {one["path"]: said_of_morocco(one["text"]) for one in answers if one["text"]}
    assert {path: words for path, words in said.items() if words} == {}


def test_documents_of_another_country_hold_its_own_words(answers: list[Answer]) -> None:
    text = {(one["name"], one["language"]): one["text"] for one in answers if one["status"] == 200}
    for language, money in (("fr", "cauris"), ("ar", "صدفة"), ("en", "cowries")):
        assert money in text["plans:detail", language]
    assert "Numéro de coquille" in text["exporters:create", "fr"]
    assert "Canton" in text["exporters:create", "en"]
    assert "CNSS" not in text["exporters:create", "fr"]
    for page in ("home:region", "home:regions", "reference:territories", "reference:territory"):
        for language in ("fr", "ar", "en"):
            assert "Bureau fictif des mesures" in text[page, language], page


def test_words_of_morocco_are_found_where_they_stand() -> None:
    for text in ("12 000 DH", "n° ICE 0017", "عمالة أكادير", "Souss-Massa", "2 شتنبر 2026"):
        assert said_of_morocco(text), text
    assert not said_of_morocco('<html><option value="MAR">Maroc</option> if ice melts')


def test_no_code_of_the_demonstration_holds_a_word_of_a_country() -> None:
    """What its people say, and where, the pack tells: code has neither its trades nor its codes.
    Addresses of accounts are words of ours, the same in every country."""
    rows = (MOROCCO / "demo" / "trades.csv").read_text(encoding="utf-8").splitlines()[1:]
    trades = "|".join(re.escape(row.split(",")[0]) for row in rows)
    wrong = re.compile(rf"\b(?i:{trades}|SARL)\b|\"\d\d\"|% 97|[À-ɏؠ-ۓ]")
    found = {}
    for path in sorted((ROOT / "src" / "nasij" / "demo").iterdir()):
        if path.suffix in {".py", ".csv", ".toml"}:
            text = path.read_text(encoding="utf-8").replace('"commune"', "")  # a field of a firm
            found[path.name] = [*said_of_morocco(text), *wrong.findall(text)]
    assert found
    assert {name: words for name, words in found.items() if words} == {}


def test_commands_of_another_country_speak_its_language_and_not_of_morocco(site: Path) -> None:
    start = "from nasij.cli import app; app()"
    done = _run(site, "-c", start, "template", "registry", str(site / "firms.xlsx"), "--json")
    assert done.returncode == 0, done.stderr
    doctor = _run(site, "-c", start, "doctor")
    assert said_of_morocco(doctor.stdout + doctor.stderr) == []


def test_the_clock_and_the_languages_are_those_of_the_pack(site: Path) -> None:
    asked = "s.TIME_ZONE, s.LANGUAGE_CODE, *dict(s.LANGUAGES)"
    done = _run(site, "-c", f"from django.conf import settings as s; print({asked})")
    assert done.stdout.split() == ["Indian/Maldives", "en", "en", "ar", "fr"]
