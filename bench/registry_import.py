"""How fast a file of firms goes in, and how much memory it takes.

    python bench/registry_import.py [rows …]        (12,000 and 300,000 rows when none is given)

Each size runs in a process of its own on a new database, so that peaks do not add up.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def prepare(count: int) -> None:
    """A new database and a file, written by a process of its own."""
    _setup()
    from django.conf import settings
    from django.core.management import call_command

    from nasij.reference.acts import load_pack
    from nasij.reference.pack import Pack
    from tests.rooms.intake.files import known_places, messy_rows, write_xlsx

    call_command("migrate", run_syncdb=True, verbosity=0)
    load_pack(Pack(settings.PACK_DIR))
    rows, expected = messy_rows(count, known_places())
    write_xlsx(_file(), rows)
    print(f"{count:>8,} rows, to be rejected: {expected.rejected:,}")


def measure(count: int) -> None:
    """Import it, and again: the second time nothing changes."""
    _setup()
    from nasij.intake.acts import import_file

    before = peak_mb()
    for label in ("first", "again"):
        start, processor = time.perf_counter(), time.process_time()
        run = import_file(_file(), by=None, language="fr")
        seconds = time.perf_counter() - start
        print(
            f"{count:>8,} rows, {label}: {seconds:7.1f} s  {count / seconds:7,.0f} rows/s  "
            f"(processor {time.process_time() - processor:.1f} s, "
            f"load {os.getloadavg()[0]:.1f})  "
            f"created {run.created:,} unchanged {run.unchanged:,} rejected {run.rejected:,} "
            f"warnings {run.warnings:,}, peak memory so far {peak_mb():,.0f} MB"
        )
    print(f"{count:>8,} rows, peak memory {peak_mb():,.0f} MB ({before:,.0f} MB before the import)")


def _setup() -> None:
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django

    django.setup()


def _file() -> Path:
    return Path(os.environ["NASIJ_DATA"]) / "firms.xlsx"


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(sizes: list[int]) -> None:
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="nasij-bench-") as folder:
            environment = {
                **os.environ,
                "NASIJ_DATA": folder,
                "DJANGO_SETTINGS_MODULE": "nasij.settings",
                "OPENBLAS_NUM_THREADS": "1",
            }
            for step in STEPS:
                command = [sys.executable, __file__, step, str(size)]
                subprocess.run(command, env=environment, check=True, cwd=ROOT)


STEPS = {"--prepare": prepare, "--measure": measure}

if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in STEPS:
        STEPS[sys.argv[1]](int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]] or [12_000, 300_000])
