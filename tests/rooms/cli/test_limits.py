"""The server has several processes: a limit that each counts for itself would be no limit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.rooms.cli.conftest import environment

_TRY = """
import django
django.setup()
from django.test import Client
client = Client(headers={"Host": "localhost"})
for _ in range(3):
    answer = client.post(
        "/fr/account/login/", {"login": "ines@example.org", "password": "not-the-password"}
    )
    print(answer.status_code, "5 minutes" in answer.text or "essais" in answer.text)
"""


def test_wrong_passwords_are_counted_across_processes(site: Path) -> None:
    env = environment(site, DJANGO_SETTINGS_MODULE="nasij.settings")
    said = [
        subprocess.run(
            [sys.executable, "-c", _TRY], env=env, capture_output=True, text=True, check=True
        ).stdout.splitlines()
        for _process in range(2)
    ]
    # Five tries of one account in five minutes: the sixth is the last of the second process.
    assert said[0] == ["200 False"] * 3
    assert said[1] == ["200 False", "200 False", "200 True"]
