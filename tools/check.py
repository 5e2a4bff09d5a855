"""Everything CI checks, in the order that fails soonest.

    python tools/check.py fast                     format, lint, types, contracts, migrations, words
    python tools/check.py all [--postgres auto|no|must|whole]

Says what could not be run here (no browser, no PostgreSQL) instead of passing over it in silence.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
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
    "types": [str(BIN / "mypy")],
    "imports": [str(BIN / "lint-imports"), "--no-logo"],
    "migrations": [str(BIN / "nasij"), "manage", "makemigrations", "--check", "--dry-run"],
    "words": [sys.executable, "tools/words.py", "check"],
    "templates and words by rule": [
        *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
        *("tests/contracts/test_templates.py", "tests/contracts/test_voice.py"),
    ],
}
ALREADY = [f"--ignore={path}" for path in FAST["templates and words by rule"][-2:]]
# What a database can change is run on PostgreSQL too: every act and what becomes of its rows when
# it fails, every page and every form, constraints, locks, orders and searches. The rest says the
# same on both; `make test PG=whole` runs it all the same, except what opens a site of its own.
ON_POSTGRES = {
    "accounts": ("test_address.py", "test_counters.py"),
    "audit": ("",),
    "council": (
        "test_public_decisions.py",
        "test_secret_ballots.py",
        "test_sessions.py",
        "test_votes.py",
    ),
    "exporters": (
        *("test_evidence.py", "test_lists.py", "test_merge.py", "test_places.py"),
        "test_queries.py",
    ),
    "filings": ("",),
    "intake": ("test_import_acts.py", "test_import_counts.py", "test_removed_values.py"),
    "needs": ("test_grouping.py", "test_recording.py", "test_silence.py", "test_visits.py"),
    "plans": ("test_actions.py",),
    "potential": ("test_pages.py",),
    "reference": ("test_products.py",),
    "rights": ("test_erasing.py", "test_retention.py", "test_rights_requests.py"),
    "security": ("test_numbers.py",),
    "sharing": ("",),
    "work": ("",),
}
# Some files hold many slow tests: a process that has none left takes those of the other.
PYTEST = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *("-n", "2", "--dist")]
BY_TEST, BY_FILE = [*PYTEST, "worksteal"], [*PYTEST, "loadfile"]


def fast(failed: list[str]) -> None:
    """Two at a time: none of them uses a second processor."""
    with ThreadPoolExecutor(2) as pool:
        for name, done, seconds in pool.map(_run_quietly, FAST):
            print(f"── {name}\n{done.stdout}   {name}: {seconds:.0f} s", flush=True)
            if done.returncode:
                failed.append(name)


def _run_quietly(name: str) -> tuple[str, subprocess.CompletedProcess[str], float]:
    started = time.monotonic()
    done = subprocess.run(
        FAST[name],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return name, done, time.monotonic() - started


def step(name: str, command: list[str], failed: list[str], **environment: str) -> None:
    started = time.monotonic()
    print(f"── {name}", flush=True)
    done = subprocess.run(command, cwd=ROOT, env={**ENVIRONMENT, **environment}, check=False)
    print(f"   {name}: {time.monotonic() - started:.0f} s", flush=True)
    if done.returncode:
        failed.append(name)


def tests(postgres: str, failed: list[str], skipped: list[str]) -> None:
    step("core", [*BY_TEST, "tests/core"], failed)
    # Tables straight from the models, which the migrations are compared with above: they are run on
    # PostgreSQL, and for every site that the tests of the command and the journeys prepare.
    rooms = ["tests/contracts", "tests/rooms", *ALREADY, "--nomigrations"]
    step("rooms and contracts, SQLite", [*BY_TEST, *rooms], failed)
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
            rooms = [
                str(Path("tests/rooms", room, name))
                for room, names in ON_POSTGRES.items()
                for name in names
            ]
            if mode == "whole":
                rooms = ["tests/rooms", "--ignore=tests/rooms/cli"]
            step("rooms, PostgreSQL", [*BY_TEST, *rooms], failed, DATABASE_URL=url)
    except PostgresUnavailable as reason:
        skipped.append(f"PostgreSQL: {reason}")
        if mode in {"must", "whole"}:
            failed.append("PostgreSQL")


def chromium() -> str | None:
    names = (os.environ.get("CHROMIUM", ""), "/usr/bin/chromium", "/usr/bin/google-chrome")
    return next((name for name in names if name and Path(name).exists()), None)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=("fast", "all"))
    parser.add_argument("--postgres", choices=("auto", "no", "must", "whole"), default="auto")
    options = parser.parse_args()
    failed: list[str] = []
    skipped: list[str] = []
    fast(failed)
    if options.part == "all":
        tests(options.postgres, failed, skipped)
    for reason in skipped:
        print(f"NOT RUN · {reason}")
    print(f"FAILED: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
