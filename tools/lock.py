"""Resolve the dependencies anew: hashed, for every platform and Python, naming no host."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = (
    *("pip", "compile", "-q", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-header", "--upgrade"),
)
LOCKS = {
    "requirements.lock": ("pyproject.toml",),
    "requirements-dev.lock": ("pyproject.toml", "--all-extras"),
    "requirements-oracles.lock": ("--group", "pyproject.toml:oracles"),
}


def main() -> int:
    uv = str(Path(sys.executable).parent / "uv")
    for target, of in LOCKS.items():
        subprocess.run([uv, *COMPILE, *of, "-o", target], cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
