"""Everything CI checks, in the order that fails soonest.

    python tools/check.py fast                     format, lint, types, contracts, migrations, words
    python tools/check.py all [--postgres auto|no|must]

Says what could not be run here (no browser, no PostgreSQL) instead of passing over it in silence.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from postgres import PostgresUnavailable, temporary_server

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src")}

FAST: dict[str, list[str]] = {
    "format": [str(BIN / "ruff"), "format", "--check", "-q", "src", "tests", "tools", "bench"],
    "templates": [str(BIN / "djangofmt"), "-q", "--check", "src/nasij"],
    "lint": [str(BIN / "ruff"), "check", "-q", "src", "tests", "tools", "bench"],
    "imports": [str(BIN / "lint-imports"), "--no-logo"],
    "migrations": [str(BIN / "nasij"), "manage", "makemigrations", "--check", "--dry-run"],
    "words": [sys.executable, "tools/words.py", "check"],
    "types": [str(BIN / "mypy")],
    "templates and words by rule": [
        *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
        *("tests/contracts/test_templates.py", "tests/contracts/test_voice.py"),
    ],
}
# What a database cannot change is run once, on SQLite: commands and their own sites, drawings and
# documents, files that are read, computed tables, who may read what. Every page is opened on
# PostgreSQL all the same, and every form posted, by the walk in tests/rooms/security/test_numbers.
SAME_ON_ANY_DATABASE = (
    *("cli", "datasets", "files", "reference", "reports", "targets", "ui"),
    *("exporters/test_identity.py", "intake/test_hostile_files.py", "intake/test_import_files.py"),
    *("potential/test_compute_potential.py", "potential/test_real_data.py"),
    *("security/test_other_regions.py", "security/test_registry_matrix.py"),
)
# Some files hold many slow tests: a process that has none left takes those of the other.
PYTEST = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *("-n", "2", "--dist")]
BY_TEST, BY_FILE = [*PYTEST, "worksteal"], [*PYTEST, "loadfile"]


def step(name: str, command: list[str], failed: list[str], **environment: str) -> None:
    started = time.monotonic()
    print(f"── {name}", flush=True)
    done = subprocess.run(command, cwd=ROOT, env={**ENVIRONMENT, **environment}, check=False)
    print(f"   {name}: {time.monotonic() - started:.0f} s", flush=True)
    if done.returncode:
        failed.append(name)


def tests(postgres: str, failed: list[str], skipped: list[str]) -> None:
    step("core", [*BY_TEST, "tests/core"], failed)
    step("rooms and contracts, SQLite", [*BY_TEST, "tests/contracts", "tests/rooms"], failed)
    on_postgres(postgres, failed, skipped)
    if chromium():
        # A file goes on with what it began: each process has a site and a browser of its own.
        step("journeys in Chromium", [*BY_FILE, "tests/journeys"], failed)
    else:
        skipped.append("journeys: no Chromium found (set CHROMIUM, or install the package)")


def on_postgres(mode: str, failed: list[str], skipped: list[str]) -> None:
    if mode == "no":
        skipped.append("PostgreSQL: left out as asked")
        return
    try:
        with temporary_server() as url:
            left_out = [f"--ignore=tests/rooms/{name}" for name in SAME_ON_ANY_DATABASE]
            rooms = ["tests/rooms", *left_out, "--ignore-glob=*/test_*pages.py"]
            step("rooms, PostgreSQL", [*BY_TEST, *rooms], failed, DATABASE_URL=url)
    except PostgresUnavailable as reason:
        skipped.append(f"PostgreSQL: {reason}")
        if mode == "must":
            failed.append("PostgreSQL")


def chromium() -> str | None:
    names = (os.environ.get("CHROMIUM", ""), "/usr/bin/chromium", "/usr/bin/google-chrome")
    return next((name for name in names if name and Path(name).exists()), None)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=("fast", "all"))
    parser.add_argument("--postgres", choices=("auto", "no", "must"), default="auto")
    options = parser.parse_args()
    failed: list[str] = []
    skipped: list[str] = []
    for name, command in FAST.items():
        step(name, command, failed)
    if options.part == "all":
        tests(options.postgres, failed, skipped)
    for reason in skipped:
        print(f"NOT RUN · {reason}")
    print(f"FAILED: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
