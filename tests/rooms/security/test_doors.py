"""What every answer carries, and what the doors without an account let through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from nasij.accounts.acts import invite_person
from nasij.accounts.middleware import ReadOnlyGetMiddleware, WroteOnGet
from nasij.home.views import server_error
from nasij.plans.models import Action, Evidence
from nasij.work.models import Letter
from tests.rooms.security.conftest import World, assert_guarded, client_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LOGIN = "/fr/account/login/"
EVIL = ("https://evil.example/", "//evil.example/", r"/\evil.example", "javascript:alert(1)")


@pytest.fixture(autouse=True)
def no_limits_from_before(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Counters of one test must not stop the next."""
    cache.clear()
    yield
    cache.clear()


# --- headers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_nul_among_what_is_given_is_refused(method: str, world: World) -> None:
    address = {"get": "/fr/search/", "post": "/fr/needs/record/"}[method]
    answer = getattr(client_of(world, "secretariat"), method)(address, {"q": "\0dattes"})
    assert answer.status_code == 400
    assert_guarded(answer)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO t VALUES (1)",
        "( update t set a = 1 )",
        "WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a",
        "with a as (delete from t returning id) select * from a",
    ],
)
def test_no_statement_that_writes_passes_a_page_that_is_read(sql: str, db: None) -> None:
    view = lambda request: connection.cursor().execute(sql)  # noqa: E731
    view.__module__ = "nasij.home.views"
    middleware = ReadOnlyGetMiddleware(lambda request: HttpResponse())
    with pytest.raises(WroteOnGet):
        middleware.process_view(RequestFactory().get("/"), view, (), {})


@pytest.mark.parametrize("path", [LOGIN, "/fr/nowhere/", "/fr/account/password/reset/", "/"])
def test_pages_of_others_and_errors_carry_them_too(path: str, db: None) -> None:
    assert_guarded(Client().get(path))


# --- forms ------------------------------------------------------------------------------------


def test_a_post_without_its_token_is_refused_everywhere(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        world.cast.secretariat, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    pk = next(iter(world.pks["needs"]))
    for url in (
        reverse("needs:record"),
        reverse("needs:reply", args=[pk]),
        reverse("exporters:create"),
        reverse("council:session_create"),
        reverse("accounts:invite"),
        reverse("account_logout"),
        "/fr/account/login/",
    ):
        answer = client.post(url, {"text": "x"})
        assert answer.status_code == 403, url
    assert "formulaire" in answer.text  # in the reader's language, with what to do
    assert_guarded(answer)


def test_signing_in_leads_to_no_other_site(world: World) -> None:
    for evil in EVIL:
        client = Client()
        answer = client.post(
            LOGIN,
            {"login": "delegate@example.org", "password": "a-long-test-password", "next": evil},
        )
        assert answer.status_code == 302, evil
        assert answer.headers["Location"].startswith("/fr/"), answer.headers["Location"]


def test_signing_in_leads_where_the_person_wanted_to_go(world: World) -> None:
    answer = Client().post(
        LOGIN,
        {"login": "delegate@example.org", "password": "a-long-test-password", "next": "/fr/needs/"},
    )
    assert answer.headers["Location"] == "/fr/needs/"


# --- files ------------------------------------------------------------------------------------

PAGE = b"<html><script>alert(1)</script></html>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", PAGE),
        ("drawing.svg", DRAWING),
        ("page.png", PAGE),
        ("drawing.pdf", DRAWING),
        ("page.html.pdf", PAGE),
        ("program.exe", b"MZ" + bytes(50)),
    ],
)
def test_a_page_cannot_be_brought_as_evidence(name: str, content: bytes, world: World) -> None:
    action = Action.objects.order_by("pk")[0]
    before = Evidence.objects.count()
    answer = client_of(world, "delegate").post(
        reverse("plans:evidence", args=[action.pk]),
        {"kind": "declared", "text": "x", "file": SimpleUploadedFile(name, content)},
    )
    assert answer.status_code == 200
    assert Evidence.objects.count() == before


def test_a_page_that_begins_like_a_picture_is_only_ever_downloaded(world: World) -> None:
    action = Action.objects.order_by("pk")[0]
    client = client_of(world, "delegate")
    file = SimpleUploadedFile('é"<b>.png', b"\x89PNG\r\n\x1a\n" + PAGE, content_type="text/html")
    done = client.post(
        reverse("plans:evidence", args=[action.pk]), {"kind": "declared", "text": "x", "file": file}
    )
    assert done.status_code == 302
    piece = Evidence.objects.order_by("-pk")[0]
    answer = client.get(reverse("plans:evidence_file", args=[piece.pk]))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] in {"image/png", "application/octet-stream"}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()
    for address in (f"/files/{piece.file.name}", f"/media/{piece.file.name}", piece.file.name):
        assert client.get(f"/{address.lstrip('/')}").status_code == 404


# --- errors -----------------------------------------------------------------------------------


def test_an_error_is_told_when_nothing_works(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """No database, no context: the page in three languages needs neither."""

    def broken(*args: Any, **options: Any) -> Any:
        raise RuntimeError("nothing works")

    monkeypatch.setattr("nasij.ui.context.site", broken)
    monkeypatch.setattr("nasij.home.views.render", broken)
    answer = server_error(RequestFactory().get("/fr/"))
    assert answer.status_code == 500
    for word in ("Le site est en panne", "المنصة متوقفة حاليا", "The site has broken down"):
        assert word in answer.content.decode()


def test_a_lost_database_is_told_too(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)

    def lost(*args: Any, **options: Any) -> Any:
        raise ConnectionError("the database is gone")

    with connection.execute_wrapper(lost):
        answer = client.get("/fr/")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert_guarded(answer)


def test_an_error_tells_nothing_of_the_inside(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **options: Any) -> Any:
        raise RuntimeError("the secret of the inside")

    monkeypatch.setattr("nasij.home.pages.public.headline", broken)
    answer = Client(raise_request_exception=False).get("/fr/")
    assert answer.status_code == 500
    assert "secret of the inside" not in answer.text


# --- guessing ---------------------------------------------------------------------------------


LINKS = {"unknown_link": "5/m/ip"}
LINK_PATHS = ["/fr/follow/{}/", "/fr/people/invitation/{}/"]


@pytest.fixture
def few_links(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, **LINKS}


@pytest.mark.parametrize("path", LINK_PATHS)
@pytest.mark.usefixtures("few_links")
def test_guessing_links_is_slowed_down_and_right_links_are_not(path: str, world: World) -> None:
    client = Client()
    assert [client.get(path.format(f"guess{n}")).status_code for n in range(5)] == [404] * 5
    stopped = client.get(path.format("guess6"))
    assert stopped.status_code == 429
    assert stopped.headers["Retry-After"]
    # Somebody behind the same address, who holds a link that works, is not refused for it.
    _, link = invite_person(
        email="n@example.org", name="N", role="analyst", region_code="", language="fr", by=None
    )
    assert client.get(link.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert client.get(reverse("home:track", args=[world.token])).status_code == 200
    # A header chooses no other address, unless proxies of ours are declared.
    liar = Client(headers={"X-Forwarded-For": "10.1.1.2"})
    assert liar.get(path.format("guess7")).status_code == 429
    assert Client(REMOTE_ADDR="10.1.1.1").get(path.format("guess8")).status_code == 404


def test_the_limit_passes_after_a_minute(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "unknown_link": "1/m/ip"}
    now = [1_000_000.0]
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: now[0])
    client = Client()
    assert [client.get("/fr/follow/x/").status_code for _ in range(2)] == [404, 429]
    now[0] += 61
    assert client.get("/fr/follow/x/").status_code == 404


RIGHT = {"login": "delegate@example.org", "password": "a-long-test-password"}
WRONG = {**RIGHT, "password": "not-the-password"}


def test_wrong_passwords_close_an_account_to_their_network_and_not_everywhere(
    world: World,
) -> None:
    client = Client()
    for _ in range(5):
        assert client.post(LOGIN, WRONG).status_code == 200
    assert client.post(LOGIN, RIGHT).status_code != 302  # stopped, also with the right one
    assert client.post(LOGIN, {**RIGHT, "login": "DELEGATE@example.org"}).status_code != 302
    # Its owner signs in from another network, and other people go on from this one.
    assert Client(REMOTE_ADDR="10.1.1.1").post(LOGIN, RIGHT).status_code == 302
    assert client.post(LOGIN, {**RIGHT, "login": "adviser@example.org"}).status_code == 302


def test_a_full_room_is_not_locked_out_by_its_wrong_passwords(world: World, settings: Any) -> None:
    """However many are wrong on one network, a right password is taken; guessing is slowed."""
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "wrong_password": "20/5m/ip"}
    client = Client()
    for number in range(25):
        client.post(LOGIN, {**WRONG, "login": f"member{number}@example.org"})
    other = {"login": "adviser@example.org", "password": "not-the-password"}
    assert client.post(LOGIN, RIGHT).status_code == 302
    client = Client()
    client.post(LOGIN, other)  # one try is left to each account
    assert client.post(LOGIN, {**RIGHT, "login": "adviser@example.org"}).status_code != 302


def test_a_password_given_twice_right_is_not_counted(world: World) -> None:
    assert {Client().post(LOGIN, RIGHT).status_code for _ in range(7)} == {302}


def test_whoever_resets_the_password_begins_anew(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    client = Client()
    for _ in range(5):
        client.post(LOGIN, WRONG)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_reset_password"), {"email": RIGHT["login"]})
    assert list(Letter.objects.values_list("kind", "text")) == [("accounts.sign_in", "")]
    sent = re.search(r"/\w\w/account/password/reset/key/\S+", mail.outbox[0].body)
    assert sent is not None
    page = client.get(sent[0], follow=True)
    new = {"password1": "a sentence to keep", "password2": "a sentence to keep"}
    client.post(page.request["PATH_INFO"], new)
    assert client.post(LOGIN, {**RIGHT, "password": new["password1"]}).status_code == 302
