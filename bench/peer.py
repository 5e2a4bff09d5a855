"""Peers are measured in an environment of their own: their packages are no dependency of ours.

`NASIJ_BENCH_PEERS` names the Python of that environment; without it, or without a package in it, a
benchmark says so and goes on. See README.md.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

VARIABLE = "NASIJ_BENCH_PEERS"
SCRIPTS = Path(__file__).resolve().parent / "peers"
NO_PACKAGE = 3  # exit code of a script whose peer cannot be imported


def ask(script: str, *arguments: object) -> dict[str, Any] | None:
    """What a script of `peers/` measured: seconds, processor, peak_mb, and its answer."""
    python = os.environ.get(VARIABLE)
    if not python:
        print(f"{script}: peer not installed ({VARIABLE} is not set)")
        return None
    command = [python, str(SCRIPTS / f"{script}.py"), *map(str, arguments)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    if told.returncode == NO_PACKAGE:
        print(f"{script}: peer not installed ({told.stderr.strip()})")
        return None
    if told.returncode:
        print(f"{script}: the peer failed\n{told.stderr[-2000:]}")
        return None
    found: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return found
