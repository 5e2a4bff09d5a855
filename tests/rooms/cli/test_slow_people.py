"""People on weak networks: what they send slowly keeps nobody else waiting."""

from __future__ import annotations

import contextlib
import http.client
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.rooms.cli.conftest import environment
from tests.rooms.cli.serving import free_port, serve, stop, wait_until, wait_until_it_answers

PAGE = "/fr/accessibility/"
# The cookie lets the post as far as the form: without it, it is refused before its body is read.
BEGUN = (
    b"POST /fr/account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Cookie: csrftoken=abcdefghijklmnopqrstuvwxyz012345\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nlo"
)


@pytest.fixture(scope="module")
def port(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """One process of four threads: eight that wait for a body would be two for each."""
    chosen = free_port()
    site = shutil.copytree(prepared, tmp_path_factory.mktemp("slow") / "site")
    process = serve(site, chosen)
    try:
        wait_until_it_answers(process, chosen)
        yield chosen
    finally:
        stop(process)


def seconds_of_a_reader(port: int) -> float:
    """Median of a page's time; a page that does not come within ten seconds fails."""
    taken = []
    for _ in range(15):
        started = time.perf_counter()
        reader = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        reader.request("GET", PAGE)
        assert reader.getresponse().status == 200
        reader.close()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


@contextlib.contextmanager
def unfinished_posts(port: int, count: int) -> Iterator[list[socket.socket]]:
    with ExitStack() as held:
        posts = []
        for _ in range(count):
            post = held.enter_context(socket.create_connection(("127.0.0.1", port)))
            post.sendall(BEGUN)
            posts.append(post)
        yield posts


@pytest.mark.parametrize("count", [8, 200])
def test_unfinished_posts_keep_nobody_waiting(port: int, count: int) -> None:
    seconds_of_a_reader(port)
    alone = seconds_of_a_reader(port)
    with unfinished_posts(port, count) as posts:
        beside = seconds_of_a_reader(port)
        for post in posts[:3]:  # and whoever finishes at last is answered
            post.sendall(b"x" * 998)
            assert post.recv(12) == b"HTTP/1.1 403"
    assert beside < 5 * alone + 0.5


def test_a_photo_sent_bit_by_bit_arrives_whole(port: int) -> None:
    """Larger than what is kept in memory; the form it comes in says what it thinks of it."""
    body = b"login=" + b"x" * 200_000
    head = BEGUN.partition(b"Content-Length")[0] + b"Content-Length: %d\r\n\r\n" % len(body)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as phone:
        phone.sendall(head)
        for start in range(0, len(body), 60_000):
            phone.sendall(body[start : start + 60_000])
            time.sleep(0.05)
        assert phone.recv(12) == b"HTTP/1.1 403"


def test_what_a_stranger_sends_beyond_a_form_is_told_when_all_is_sent(port: int) -> None:
    """A session invented for the occasion opens nothing."""
    body = b"login=" + b"x" * 1_000_000
    head = BEGUN.partition(b"Content-Length")[0].replace(b"Cookie: ", b"Cookie: sessionid=made; ")
    with socket.create_connection(("127.0.0.1", port), timeout=20) as stranger:
        stranger.sendall(head + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body))
        stranger.sendall(body)
        answer = b"".join(iter(lambda: stranger.recv(65536), b"")).decode()
    assert answer.startswith("HTTP/1.1 413")
    assert "C’est trop en une fois" in answer


def test_an_address_that_is_none_is_a_bad_request(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as visitor:
        visitor.sendall(b"GET http://[::1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert visitor.recv(12) == b"HTTP/1.1 400"


def test_a_body_without_measure_is_refused_before_it_is_sent(port: int) -> None:
    head = BEGUN.partition(b"Content-Length")[0] + b"Content-Length: 99999999999\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as post:
        post.sendall(head)
        assert post.recv(12) == b"HTTP/1.1 413"


DRIPPED = """
import socket, sys
from nasij.cli import web
web._WHOLE, web._OFTEN = 1, 1
listener = socket.socket(fileno=int(sys.argv[1]))
web.answer_requests(listener, None, 10_000, lambda cookies: False)
"""


def test_who_drips_a_request_without_end_is_shut_out(tmp_path: Path) -> None:
    """Never silent, never done: the whole of a request has a time of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        process = subprocess.Popen(
            [sys.executable, "-c", DRIPPED, str(listener.fileno())],
            env=environment(tmp_path),
            pass_fds=[listener.fileno()],
        )
        address = listener.getsockname()
    try:
        with socket.create_connection(address, timeout=20) as post:
            post.sendall(BEGUN)

            def shut_out() -> bool:
                try:
                    post.sendall(b"x")
                except OSError:
                    return True
                time.sleep(0.2)
                return False

            wait_until(shut_out)
    finally:
        process.kill()
        process.wait()
