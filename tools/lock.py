"""Resolve the dependencies anew: hashed, for every platform and Python, naming no host."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = (
    *("pip", "compile", "-q", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-header", "pyproject.toml"),
)


def main() -> int:
    uv = str(Path(sys.executable).parent / "uv")
    for extra, target in (((), "requirements.lock"), (("--all-extras",), "requirements-dev.lock")):
        subprocess.run([uv, *COMPILE, *extra, "-o", target, "--upgrade"], cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
