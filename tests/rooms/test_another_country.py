"""A country is a folder of files: on the fictitious pack no page says a word of Morocco."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LITTORAL = ROOT / "tests" / "packs" / "littoral"
# Names, offices, money and numbers of the first country, in the three languages.
WORDS = re.compile(
    r"morocc|maroc|المغرب|مغربي|\bMAD\b|dirham|درهم|office des changes|مكتب الصرف|asmex|"
    r"casablanca|marrakech|rabat|twelve regions|douze régions|اثنت[اي] عشرة|haut-commissariat|"
    r"high commission|2012–2019",
    re.IGNORECASE,
)
# Said by the browser beside the site, with a database and a data folder of its own.
VISIT = """
import sys
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
from django.conf import settings
call_command("migrate", verbosity=0)
from nasij.council.acts import load_seats
from nasij.needs.acts import load_themes
from nasij.reference.acts import load_pack
from nasij.reference.pack import current_pack
from nasij.targets.acts import load_targets
pack = current_pack()
load_pack(pack); load_themes(pack); load_seats(pack); load_targets(pack)
setup_test_environment()
settings.STORAGES = {**settings.STORAGES, "staticfiles": {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
from tests.people import make_user
from django.utils import translation
user = make_user("secretariat", "secretariat", None)
visitor, member = Client(), Client()
member.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
def names(resolver, space=""):
    for one in resolver.url_patterns:
        if hasattr(one, "url_patterns"):
            yield from names(one, f"{space}{one.namespace}:" if one.namespace else space)
        elif one.name:
            yield space + one.name
from django.urls import NoReverseMatch, get_resolver, reverse
for language in ("fr", "ar", "en"):
    with translation.override(language):
        for name in dict.fromkeys(names(get_resolver())):
            try:
                path = reverse(name)
            except NoReverseMatch:
                continue  # a page of one thing
            if "logout" in path or member.session.is_empty():
                continue
            answer = member.get(path)
            print(f"\\x1e{path} {answer.status_code}")
            if not answer.streaming:
                print(answer.content.decode("utf-8", "replace"))
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The pages of a site of the fictitious country, by their address: a process of its own, since
    a site reads its country once."""
    folder = tmp_path_factory.mktemp("littoral")
    (folder / "static").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", VISIT],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "NASIJ_DATA": str(folder),
            "NASIJ_PACK": str(LITTORAL),
            "DATABASE_URL": "",
            "DEBUG": "0",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    parts = (part.partition("\n") for part in done.stdout.split("\x1e")[1:])
    return {head: body for head, _, body in parts}


def test_every_page_answers_in_another_country(pages: dict[str, str]) -> None:
    codes = {head: int(head.rpartition(" ")[2]) for head in pages}
    assert not [head for head, code in codes.items() if code >= 500]
    assert sum(code == 200 for code in codes.values()) > 60


def test_no_page_of_another_country_speaks_of_morocco(pages: dict[str, str]) -> None:
    said = {
        head: sorted({found.group() for found in WORDS.finditer(body)})
        for head, body in pages.items()
        if WORDS.search(body)
    }
    assert not said
