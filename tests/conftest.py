"""What every test has: a data folder of its own, and a closed network."""

import importlib.util
import os
import shutil
import socket
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.testing
from hypothesis import settings as hypothesis_settings

# Before Django reads its settings: tests never touch the site of the person who runs them.
_DATA = Path(tempfile.mkdtemp(prefix="nasij-test-"))
(_DATA / "static").mkdir()
os.environ.update(
    NASIJ_DATA=str(_DATA),
    SITE_URL="http://127.0.0.1:8000",
    NASIJ_DEMO="0",
    NASIJ_PACK="morocco",
    EMAIL_URL="",
    DJANGO_SETTINGS_MODULE="nasij.settings",
    PYTHONDONTWRITEBYTECODE="",  # processes that tests start would compile everything, each anew
)
# A busy machine must not fail a property for the time one example took.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")
# A command is made of its functions once, not anew at every call of every test.
typer.testing._get_command = cache(typer.testing._get_command)


# Set up here and not by an ini key, which pytest reads before this file. The core's tests also
# run where Django is not installed.
if importlib.util.find_spec("django"):
    import django

    from nasij.cli.catalogs import compile_catalogs

    compile_catalogs()  # a fresh clone has none, and Django reads them when it is set up
    django.setup()


def pytest_unconfigure() -> None:
    shutil.rmtree(_DATA, ignore_errors=True)


_connect = socket.socket.connect


def _loopback_only(self: socket.socket, address: Any) -> None:
    if self.family in {socket.AF_INET, socket.AF_INET6}:
        host = str(address[0])
        if not (host.startswith("127.") or host in {"::1", "localhost"}):
            raise OSError(f"tests have no network: {host}")
    _connect(self, address)


@pytest.fixture(autouse=True)
def closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _loopback_only)
