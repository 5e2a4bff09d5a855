"""How much a request may bring: what is too much is refused before anything reads it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.multipartparser import MultiPartParser
from django.urls import reverse
from waitress.adjustments import Adjustments

from nasij.bodies import FROM_ANYBODY, NO_ROOM, REFUSED
from nasij.cli.web import Body, Request
from tests.people import Cast

MUCH = FROM_ANYBODY + 1000
DOORS = (
    "/account/login/",
    "/account/password/reset/",
    "/intake/",
    "/datasets/load/",
    "/exporters/",
)
SAID = {"fr": "C’est trop en une fois", "ar": "هذا أكثر مما يُقبل دفعة واحدة"}
UPLOADS = {"delegate": "intake:upload", "analyst": "datasets:load"}


@pytest.fixture
def nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(parser: object) -> Any:
        raise AssertionError("the body was read")

    monkeypatch.setattr(MultiPartParser, "parse", read)


def a_file(size: int) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("f.csv", b"x" * size)}


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("door", DOORS)
def test_a_stranger_brings_no_more_than_a_form(
    door: str, language: str, cast: Cast, nothing_is_read: None
) -> None:
    answer = cast.visitor.post(f"/{language}{door}", a_file(MUCH))
    assert answer.status_code == 413
    assert SAID[language] in answer.content.decode()


def test_a_long_statement_of_a_stranger_passes(cast: Cast) -> None:
    arabic = "ن" * 40_000  # six bytes each, once it is written for the way
    answer = cast.visitor.post("/fr/account/login/", {"login": arabic, "password": "x"})
    assert answer.status_code != 413


@pytest.mark.parametrize("who", UPLOADS)
def test_a_page_that_takes_files_takes_them_from_who_may(who: str, cast: Cast) -> None:
    size = 6 * 2**20  # more than a form
    door = reverse(UPLOADS[who])
    assert cast.client(who).post(door, a_file(size)).status_code != 413
    assert cast.client("partner").post(door, a_file(size)).status_code == 413


def test_a_page_that_takes_no_file_takes_a_long_text_and_not_more(cast: Cast) -> None:
    client, door = cast.client("delegate"), reverse("needs:record")
    assert client.post(door, a_file(2**20)).status_code != 413
    assert client.post(door, a_file(6 * 2**20)).status_code == 413


def test_a_body_for_which_the_server_had_no_room_is_told_as_such(cast: Cast) -> None:
    answer = cast.visitor.post("/fr/account/login/", {"login": "x"}, **{REFUSED: NO_ROOM})
    assert answer.status_code == 503
    assert "Rien ne peut être enregistré" in answer.content.decode()


# --- at the server, before any page -------------------------------------------------------------


def begun(head: bytes, *, is_signed_in: bool) -> Request:
    request = Request(Adjustments(max_request_body_size=10 * MUCH), lambda cookies: is_signed_in)
    request.received(b"POST /fr/ HTTP/1.1\r\n" + head + b"\r\n\r\n")
    return request


def sent(request: Request, size: int, *, chunked: bool = False) -> Body:
    for start in range(0, size, 8192):
        part = b"x" * min(8192, size - start)
        request.received(b"%x\r\n%s\r\n" % (len(part), part) if chunked else part)
    if chunked:
        request.received(b"0\r\n\r\n")
    assert request.completed
    assert request.error is None
    body: Body = request.body_rcv.getbuf()
    return body


@pytest.mark.parametrize("chunked", [False, True])
def test_of_a_stranger_no_more_than_a_form_is_kept(chunked: bool) -> None:
    head = b"Transfer-Encoding: chunked" if chunked else b"Content-Length: %d" % MUCH
    body = sent(begun(head, is_signed_in=False), MUCH, chunked=chunked)
    assert body.refused
    assert len(body) == 0
    body = sent(begun(head, is_signed_in=True), MUCH, chunked=chunked)
    assert not body.refused
    assert len(body) == MUCH
    body.close()


def test_a_disk_without_room_refuses_the_body_and_not_the_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_given: object, **_options: object) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("waitress.buffers.TempfileBasedBuffer.__init__", full)
    body = sent(begun(b"Content-Length: %d" % MUCH, is_signed_in=True), MUCH)
    assert body.refused == NO_ROOM


@pytest.mark.parametrize("address", ["http://[::1", "http://[", "//[::1"])
def test_an_address_that_is_none_is_a_bad_request(address: str) -> None:
    request = Request(Adjustments(), lambda cookies: False)
    request.received(f"GET {address} HTTP/1.1\r\n\r\n".encode())
    assert request.completed
    assert request.error is None or request.error.code == 400
