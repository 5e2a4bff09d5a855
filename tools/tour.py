"""Make the pictures and documents of docs/tour: `make tour`.

    python tools/tour.py [--trade FILE] [--distances FILE] [--growth FILE]

Starts a throw-away site with the demonstration council, loads a trade file if one is given (or
named in NASIJ_TOUR_TRADE), computes, writes the roadmap in three languages, and takes the pictures
in a real Chromium. Says what it could not show.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "bench"))
from site_of_bench import NASIJ, environment, free_port, wait_for  # noqa: E402 — beside us

TARGET = ROOT / "docs" / "tour"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# name, path, role, language, width
PICTURES = (
    ("start-fr", "/fr/", None, 1280),
    ("start-ar", "/ar/", None, 1280),
    ("start-phone-ar", "/ar/", None, 360),
    ("region-fr", "/fr/regions/09/", "secretariat", 1280),
    ("region-ar", "/ar/regions/09/", None, 1280),
    ("target-fr", "/fr/targets/", None, 1280),
    ("target-ar", "/ar/targets/", None, 1280),
    ("potential-fr", "/fr/potential/", None, 1280),
    ("potential-region-ar", "/ar/potential/regions/09/", None, 1280),
    ("record-phone-fr", "/fr/needs/record/", "delegate 09", 360),
    ("record-phone-ar", "/ar/needs/record/", "delegate 09", 360),
    ("firm-fr", "/fr/exporters/1/", "delegate 09", 1280),
    ("firm-phone-ar", "/ar/exporters/1/", "delegate 09", 360),
    ("potential-exporters-fr", "/fr/potential/exporters/", "delegate 09", 1280),
    ("desk-fr", "/fr/desk/", "secretariat", 1280),
    ("desk-phone-ar", "/ar/desk/", "delegate 09", 360),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("trade", "distances", "growth"):
        parser.add_argument(f"--{name}", default=os.environ.get(f"NASIJ_TOUR_{name.upper()}"))
    options = parser.parse_args()
    if not Path(CHROMIUM).exists():
        print("No Chromium: set CHROMIUM, or install the package. Nothing was made.")
        return 2
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="nasij-tour-") as folder:
        port = free_port()
        place = {**environment(Path(folder), port)}
        _command(place, "demo")
        for name in ("trade", "distances", "growth"):
            if getattr(options, name):
                _command(place, "load", name, getattr(options, name))
        if options.trade:
            _command(place, "compute", "potential")
        else:
            print("no trade file given: the potential pages are shown empty")
        for language in ("fr", "ar", "en"):
            path = TARGET / f"roadmap-{language}.pdf"
            _command(place, "roadmap", "--lang", language, "--out", str(path))
        _pictures(place, port, Path(folder))
    return 0


def _command(place: dict[str, str], *words: str) -> None:
    subprocess.run([str(NASIJ), *words], env=place, cwd=ROOT, check=True)


def _pictures(place: dict[str, str], port: int, folder: Path) -> None:
    server = subprocess.Popen([str(NASIJ), "serve"], env=place, cwd=ROOT, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/health/")
        accounts = {one["role"]: one for one in json.loads((folder / "demo.json").read_text())}
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            for name, path, role, width in PICTURES:
                _picture(browser, address, name, path, accounts.get(role or ""), width)
            browser.close()
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)


def _picture(
    browser: Browser,
    address: str,
    name: str,
    path: str,
    account: dict[str, str] | None,
    width: int,
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900 if width > 600 else 740})
    page = context.new_page()
    if account:
        page.goto(f"{address}/fr/account/login/")
        page.fill("input[name=login]", account["email"])
        page.fill("input[name=password]", account["password"])
        page.click("main form button[type=submit]")
    page.goto(address + path)
    page.screenshot(path=TARGET / f"{name}.png", full_page=False)
    context.close()


if __name__ == "__main__":
    sys.exit(main())
