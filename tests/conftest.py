"""What every test has: a data folder of its own, and a closed network."""

import os
import socket
import tempfile
from typing import Any

import pytest

# Before Django reads its settings: tests never touch the site of the person who runs them.
os.environ["NASIJ_DATA"] = tempfile.mkdtemp(prefix="nasij-test-")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("SITE_URL", "http://127.0.0.1:8000")

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
