"""Run the benchmarks and print their ratios: `make bench`, or some of them by name.

    python bench/run.py [NAME …] [--list]

Each file of this folder that defines `main()` is a benchmark; each prints its own ratios to a peer
or a limit timed in the same run. Nothing here is asserted.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def names() -> list[str]:
    found = sorted(path for path in FOLDER.glob("*.py") if path.name != "run.py")
    return [path.stem for path in found if "def main(" in path.read_text(encoding="utf-8")]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    if options.list:
        print("\n".join(names()))
        return 0
    unknown = sorted(set(options.names) - set(names()))
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(names())}")
        return 2
    codes = [run(name) for name in options.names or names()]
    return 1 if any(codes) else 0


def run(name: str) -> int:
    print(f"\n── {name}", flush=True)
    return subprocess.run([sys.executable, str(FOLDER / f"{name}.py")], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
