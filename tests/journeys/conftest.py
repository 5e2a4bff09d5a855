"""Journeys in a real Chromium, on a site started by the command that people use."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
PHONE, DESK = 360, 1200
# Style sheets are not fetched anew: only a rule outside these two levels reads them.
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa"],
    "preload": {"assets": ["media"]},
}
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--no-first-run", "--disable-sync"),
]


def chromium_path() -> str | None:
    names = (os.environ.get("CHROMIUM", ""), "/usr/bin/chromium", "/usr/bin/google-chrome")
    return next((name for name in names if name and Path(name).exists()), None)


@dataclass(frozen=True)
class Site:
    address: str
    folder: Path
    signed_in: dict[tuple[str, str], Any] = field(default_factory=dict)  # cookies

    def password_of(self, role: str) -> tuple[str, str]:
        """Address and password of a demonstration account."""
        for account in json.loads((self.folder / "demo.json").read_text()):
            if account["role"] == role:
                return account["email"], account["password"]
        raise LookupError(role)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "NASIJ_DATA": str(folder),
        "NASIJ_PORT": str(port),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "PYTHONPATH": str(ROOT / "src"),
    }
    environment.pop("NASIJ_DEMO", None)
    command = [sys.executable, "-c", "from nasij.cli import app; app()", "serve", "--demo"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    _wait(address, server, folder / "server.log")
    yield Site(address, folder)
    server.send_signal(signal.SIGTERM)
    server.wait(timeout=20)
    log_text = (folder / "server.log").read_text()
    assert "Traceback" not in log_text, log_text[-4000:]


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(1200):
        if server.poll() is not None:
            pytest.fail(f"the site did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")
        # It answers while it is still being filled; the accounts are told when it is.
        if "secretariat@nasij.example" not in log.read_text(encoding="utf-8"):
            time.sleep(0.1)
            continue
        try:
            urllib.request.urlopen(f"{address}/health/", timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"the site did not answer:\n{log.read_text(encoding='utf-8')[-3000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium on this machine (set CHROMIUM, or install the package)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


class Visitor:
    """A person in front of a browser; every page they open is watched."""

    def __init__(self, browser: Browser, site: Site, *, scripts: bool) -> None:
        self.site = site
        self.scripts, self.width = scripts, DESK
        self.context = browser.new_context(java_script_enabled=scripts)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def sit_down(self, width: int) -> None:
        self.complaints.clear()
        self._look(width)

    def leave(self) -> None:
        """Nothing of them stays in the browser, where the next one sits down: to start another
        takes longer than to open two pages."""
        self.context.set_offline(False)
        everything = {"origin": self.site.address, "storageTypes": "all"}
        self.context.new_cdp_session(self.page).send("Storage.clearDataForOrigin", everything)
        self.context.clear_cookies()

    def _look(self, width: int) -> None:
        self.width = width
        self.page.set_viewport_size({"width": width, "height": 800})

    def _heard(self, message: object) -> None:
        if message.type == "error" and "404" not in message.text:  # type: ignore[attr-defined]
            self.complaints.append(message.text)  # type: ignore[attr-defined]

    def open(self, path: str) -> Page:
        answer = self.page.goto(self.site.address + path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        return self.page

    def sign_in(self, role: str, language: str = "fr") -> None:
        """Through the form; the next of that role goes on with the session of the first."""
        if kept := self.site.signed_in.get((role, language)):
            self.context.add_cookies(kept)
            return
        email, password = self.site.password_of(role)
        page = self.open(f"/{language}/account/login/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", password)
        with page.expect_navigation():
            page.click("main form button[type=submit]")
        assert "/account/login" not in page.url, page.inner_text("main")
        self.site.signed_in[role, language] = self.context.cookies()

    def check(self) -> None:
        """No script or policy complaint, no sideways scroll, no serious accessibility defect."""
        self._check_layout()
        self._check_access()

    def check_narrow_and_wide(self) -> None:
        """A page is made once, and looked at as the phone shows it and as the desk does."""
        own = self.width
        for width in (PHONE, DESK):
            self._look(width)
            self._check_layout()
            # What stands in a page differs by its language, and how it looks by the width.
            if width == PHONE or self._is_french:
                self._check_access()
        self._look(own)

    @property
    def _is_french(self) -> bool:
        return self.page.get_attribute("html", "lang") == "fr"

    def _check_layout(self) -> None:
        assert not self.complaints, self.complaints
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 1, f"{self.page.url} scrolls sideways by {wide} px"

    def _check_access(self) -> None:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        # The colours are the same in every language, and looking at them takes most of the time.
        rules = {"color-contrast": {"enabled": self._is_french}}
        found = self.page.evaluate(
            "options => axe.run(options).then(found => found.violations)",
            {**AXE_OPTIONS, "rules": rules},
        )
        serious = [
            (defect["id"], [node["html"][:160] for node in defect["nodes"]][:3])
            for defect in found
            if defect["impact"] in {"serious", "critical"}
        ]
        assert not serious, f"{self.page.url}: {serious}"


@pytest.fixture(scope="session")
def seats() -> list[Visitor]:
    """Where somebody sat before."""
    return []


@pytest.fixture
def visit(browser: Browser, site: Site, seats: list[Visitor]) -> Iterator[Callable[..., Visitor]]:
    """Make visitors: `visit(width=360)`, `visit(scripts=False)`."""
    here: list[Visitor] = []

    def make(*, width: int = DESK, scripts: bool = True) -> Visitor:
        free = [seat for seat in seats if seat.scripts == scripts and seat not in here]
        if not free:
            free = [Visitor(browser, site, scripts=scripts)]
            seats.extend(free)
        free[0].sit_down(width)
        here.append(free[0])
        return free[0]

    yield make
    for visitor in here:
        visitor.leave()
