"""Build the environment: a venv, uv in it, the hashed lock by uv (or by pip if uv cannot), and us.

    python3 tools/environment.py FOLDER LOCK STAMP

Runs under whatever Python starts it, so it uses nothing but the standard library.
"""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(folder: str, lock: str, stamp: str) -> int:
    if sys.version_info < (3, 11):
        found = ".".join(map(str, sys.version_info[:3]))
        print(f"Python 3.11 or newer is needed; {sys.executable} is {found}.")
        print("Name a newer one: make run PYTHON=python3.12")
        return 2
    place = ROOT / folder
    python = place / "bin" / "python"
    started = time.monotonic()
    say(f"Preparing the environment in {folder} …")
    if not python.exists() and not run([sys.executable, "-m", "venv", str(place)]):
        print("The venv module is missing. On Debian or Ubuntu: apt-get install python3-venv")
        return 2
    if not install(place, python, lock):
        print("Some packages could not be installed: is the package index reachable?")
        print("The message above names the first one that failed; `make run` may be run again.")
        return 2
    (place / stamp).touch()
    if stamp == ".dev":
        (place / ".run").touch()  # the development lock holds everything the run lock holds
    say(f"… ready in {time.monotonic() - started:.0f} s")
    return 0


def install(place: Path, python: Path, lock: str) -> bool:
    uv = place / "bin" / "uv"
    pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    if not uv.exists():
        run([*pip, "--require-hashes", "-r", "requirements-uv.lock"], quiet=True)
    say("Installing packages …")
    if uv.exists() and run(
        [str(uv), "pip", "install", "-q", "--python", str(python), "--require-hashes", "-r", lock]
    ):
        return own_packages(place, python)
    say("… uv could not; trying pip (slower)")
    return run([*pip, "--require-hashes", "-r", lock]) and own_packages(place, python)


def own_packages(place: Path, python: Path) -> bool:
    """Put our sources on the path and our two commands in bin, without building a wheel."""
    query = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.run([str(python), "-c", query], capture_output=True, text=True, check=True)
    (Path(site.stdout.strip()) / "nasij.pth").write_text(f"{ROOT / 'src'}\n")
    for name, module in (("nasij", "nasij.cli"), ("nasij-core", "nasij_core.cli")):
        script = place / "bin" / name
        script.write_text(
            f"#!{python}\nimport sys\nfrom {module} import app\n"
            "if __name__ == '__main__':\n    sys.exit(app())\n"
        )
        script.chmod(0o755)
    return True


def run(command: list[str], *, quiet: bool = False) -> bool:
    errors = subprocess.DEVNULL if quiet else None
    return subprocess.run(command, cwd=ROOT, check=False, stderr=errors).returncode == 0


def say(text: str) -> None:
    print(f"  {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
