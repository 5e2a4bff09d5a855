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
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
AXE_OPTIONS = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa"]}
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

    def __init__(self, browser: Browser, site: Site, *, width: int, scripts: bool = True) -> None:
        self.site = site
        self.context = browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=scripts
        )
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: object) -> None:
        if message.type == "error" and "404" not in message.text:  # type: ignore[attr-defined]
            self.complaints.append(message.text)  # type: ignore[attr-defined]

    def open(self, path: str) -> Page:
        answer = self.page.goto(self.site.address + path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        return self.page

    def sign_in(self, role: str, language: str = "fr") -> None:
        email, password = self.site.password_of(role)
        page = self.open(f"/{language}/account/login/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", password)
        with page.expect_navigation():
            page.click("main form button[type=submit]")
        assert "/account/login" not in page.url, page.inner_text("main")

    def check(self) -> None:
        """No script or policy complaint, no sideways scroll, no serious accessibility defect."""
        assert not self.complaints, self.complaints
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 1, f"{self.page.url} scrolls sideways by {wide} px"
        found = Axe().run(self.page, options=AXE_OPTIONS).response["violations"]
        serious = [
            (defect["id"], [node["html"][:160] for node in defect["nodes"]][:3])
            for defect in found
            if defect["impact"] in {"serious", "critical"}
        ]
        assert not serious, f"{self.page.url}: {serious}"

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Visitor]]:
    """Make visitors: `visit(width=360)`, `visit(scripts=False)`."""
    made: list[Visitor] = []

    def make(*, width: int = 1200, scripts: bool = True) -> Visitor:
        made.append(Visitor(browser, site, width=width, scripts=scripts))
        return made[-1]

    yield make
    for visitor in made:
        visitor.close()
