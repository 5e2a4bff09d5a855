"""CONTRIBUTING names what is there: each file, each name of the code and each command."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from django.test import RequestFactory

from nasij.ui import parts
from nasij.ui.context import site

ROOT = Path(__file__).resolve().parents[2]
ROOM = ROOT / "src" / "nasij"
PLACES = (ROOT, ROOM, ROOM / "packs" / "morocco")
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TOLD = re.findall(r"`([^`\n]+)`", TEXT)
PATHS = sorted({told for told in TOLD if re.fullmatch(r"[\w./<>-]+(?:/|\.\w{2,4})", told)})
NAMES = sorted({told for told in TOLD if re.fullmatch(r"[A-Za-z_]\w*(?:\.[A-Z_]+)?", told)})
SOURCE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in (*(ROOT / "src").rglob("*"), *(ROOT / "tests").rglob("*.py"))
    if path.suffix in {".py", ".toml", ".csv"}
)


@pytest.mark.parametrize("path", PATHS)
def test_a_named_file_is_there(path: str) -> None:
    """From the root, from the product, in the pack, or in some room."""
    form = re.sub(r"<\w+>", "*", path).rstrip("/")
    assert any(True for place in PLACES for _ in place.glob(form)) or any(ROOM.glob(f"*/{form}"))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_the_code_is_there(name: str) -> None:
    whole, _, part = name.partition(".")
    assert re.search(rf"\b{whole}\b", SOURCE)
    assert not part or re.search(rf"^    {part}\b", SOURCE, re.MULTILINE)


def test_named_targets_of_make_are_there() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {told.split()[1] for told in TOLD if told.startswith("make ")}
    assert named
    assert named <= targets


def test_the_page_of_permissions_is_written_as_told(tmp_path: Path) -> None:
    """By the command that stands before its name; away from the page itself, which others read."""
    told = re.search(r"`make ([^`]+)`, which writes `docs/permissions.md`", TEXT)
    assert told
    for name in ("docs", "tools"):
        (tmp_path / name).mkdir()
    for name in ("Makefile", "tools/permissions.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    done = subprocess.run(
        ["make", "--old-file=.venv/.dev", told[1]],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "NASIJ_DATA": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    page = Path("docs", "permissions.md")
    assert (tmp_path / page).read_text("utf-8") == (ROOT / page).read_text("utf-8")


def test_the_page_about_components_names_what_they_have(db: None) -> None:
    told = (ROOM / "ui" / "README.md").read_text(encoding="utf-8")
    base = (ROOM / "ui" / "templates" / "ui" / "base.html").read_text(encoding="utf-8")
    named = {path.name for path in (ROOM / "ui" / "static" / "ui" / "js").glob("*.js")}
    named |= set(re.findall(r"{% block (\w+) ", base)) | set(site(RequestFactory().get("/fr/")))
    assert not {name for name in named if f"`{name}`" not in told}
    for part in (parts.Table, parts.Cell, parts.Column, parts.Pick):
        told_of = re.findall(rf"{part.__name__}\(([\w, ]+)\)", told)
        assert ", ".join(field.name for field in fields(part)) in told_of
