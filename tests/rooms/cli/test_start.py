"""A start reads what every page needs, and not the heavy libraries."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from nasij.lazily import HEAVY
from tests.rooms.cli.conftest import environment

STARTED = """
import json, sys
import nasij.cli
import django
django.setup()
from django.urls import reverse
reverse("root")
from nasij.lazily import HEAVY
ours = {name for name in sys.modules if name.startswith("nasij.") and name.endswith(".analysis")}
late = {name: type(sys.modules[name]).__name__ for name in HEAVY | ours if name in sys.modules}
print(json.dumps({"late": late, "core": [name for name in sys.modules if "nasij_core" in name]}))
"""

# What only the core asks for, or a library that is not asked for anything yet.
READ_LATER_STILL = {
    "charset_normalizer", "jwt", "scipy.linalg", "scipy.optimize", "scipy.sparse", "scipy.special",
}  # fmt: skip

AT_ONCE = """
import threading
import nasij.cli
import polars, scipy.sparse
start, found = threading.Barrier(8), []
def look():
    start.wait()
    found.append((polars.DataFrame({"a": [1]}).height, scipy.sparse.coo_array([[1]]).nnz))
threads = [threading.Thread(target=look) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert found == [(1, 1)] * 8, found
assert type(polars).__name__ == "module"
"""


def run(code: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(folder), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_page_is_known_and_no_heavy_library_read(tmp_path: Path) -> None:
    found = json.loads(run(STARTED, tmp_path))
    kinds: dict[str, str] = found["late"]
    assert {"numpy", "polars", "nasij.datasets.analysis"} <= set(kinds)
    assert set(kinds.values()) == {"_Later"}, kinds
    assert found["core"] == []
    # A name that a library no longer has would put off nothing, in silence.
    assert set(kinds) >= HEAVY - READ_LATER_STILL


def test_a_library_is_read_once_by_the_first_who_looks(tmp_path: Path) -> None:
    run(AT_ONCE, tmp_path)
