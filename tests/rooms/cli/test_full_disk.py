"""A disk without room: visitors read on, a monitor is told, and nothing is half-written."""

from __future__ import annotations

import shutil
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

from tests.rooms.cli.conftest import counts, nasij
from tests.rooms.cli.disks import small_disk
from tests.rooms.cli.serving import answers, free_port, serve, stop, wait_until_it_answers

NEED = {"region": "09", "text": "Trop de retards au port", "theme": "logistics"}
PAGES = ("/fr/", "/fr/targets/", "/fr/potential/", "/fr/regions/", "/fr/account/login/")


def fill(folder: Path) -> None:
    """Not a byte is left."""
    with (folder / "filling").open("wb") as file:
        try:
            while True:
                file.write(bytes(2**20))
                file.flush()
        except OSError:
            pass


def test_visitors_read_on(prepared: Path, tmp_path: Path) -> None:
    mount = tmp_path / "disk"
    mount.mkdir()
    with small_disk(mount, megabytes=400):
        site = Path(shutil.copytree(prepared, mount / "site"))
        port = free_port()
        process = serve(site, port)
        try:
            wait_until_it_answers(process, port)
            fill(site)
            assert {page: answers(port, page, seconds=60) for page in PAGES} == dict.fromkeys(
                PAGES, 200
            )
            assert answers(port) == 503
            stop(process)  # for an update of the machine: it comes back, and is read
            process = serve(site, port)
            wait_until_it_answers(process, port)
            assert {page: answers(port, page, seconds=60) for page in PAGES} == dict.fromkeys(
                PAGES, 200
            )
        finally:
            stop(process)


SAID = "Rien ne peut être enregistré pour le moment"
ADDRESS, PASSWORD = "sec@example.org", "a-long-test-password"
_MAKE_PERSON = f"""
from datetime import date
from nasij.accounts.models import Membership, User
user = User.objects.create_user("{ADDRESS}", "{PASSWORD}", name="S")
Membership.objects.create(user=user, role="secretariat", starts_on=date(2020, 1, 1))
"""


class Visitor:
    """A browser: it keeps cookies and sends back the token of the form it was given."""

    def __init__(self, port: int) -> None:
        self._site = f"http://127.0.0.1:{port}"
        self._cookies = CookieJar()
        keeps = urllib.request.HTTPCookieProcessor(self._cookies)
        self._open = urllib.request.build_opener(keeps).open

    def get(self, page: str) -> tuple[int, str]:
        return self._answer(urllib.request.Request(self._site + page))

    def post(self, page: str, **fields: str) -> tuple[int, str]:
        token = next(cookie.value for cookie in self._cookies if cookie.name == "csrftoken")
        body = urlencode({**fields, "csrfmiddlewaretoken": str(token)}).encode()
        return self._answer(urllib.request.Request(self._site + page, data=body))

    def _answer(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


def test_every_act_says_that_nothing_can_be_saved(prepared: Path, tmp_path: Path) -> None:
    mount = tmp_path / "disk"
    mount.mkdir()
    with small_disk(mount, megabytes=400):
        site = Path(shutil.copytree(prepared, mount / "site"))
        assert nasij(site, "manage", "shell", "-c", _MAKE_PERSON).returncode == 0
        port = free_port()
        process = serve(site, port)
        try:
            wait_until_it_answers(process, port)
            member, stranger = Visitor(port), Visitor(port)
            for visitor in (member, stranger):
                assert visitor.get("/fr/account/login/")[0] == 200
            signs_in = {"login": ADDRESS, "password": PASSWORD}
            assert member.post("/fr/account/login/", **signs_in)[0] == 200
            before = counts(site)
            fill(site)
            refused = {
                "sign-in": stranger.post("/fr/account/login/", **signs_in),
                "a wrong password": stranger.post(
                    "/fr/account/login/", login=ADDRESS, password="wrong"
                ),
                "an unknown invitation": stranger.get("/fr/people/invitation/unknown/"),
                "a need": member.post("/fr/needs/record/", **NEED),
            }
            for act, (status, page) in refused.items():
                assert (act, status) == (act, 503)
                assert SAID in page, act
            assert member.get("/fr/needs/")[0] == 200
            assert counts(site) == before
        finally:
            stop(process)


def test_a_site_is_not_begun_without_room(tmp_path: Path) -> None:
    mount = tmp_path / "disk"
    mount.mkdir()
    with small_disk(mount, megabytes=100):
        done = nasij(mount / "site", "serve", "--port", free_port())
        assert done.returncode == 2
        assert "MB are free" in done.stderr
