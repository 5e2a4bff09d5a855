"""The server: a request takes a thread only when the whole of it is here.

One loop per process receives what people send, however slowly, into memory and then a file, of
strangers no more than a form is long; a few threads answer. So an unfinished post costs a
descriptor, not a reader's page (docs/adr/0012-a-thread-for-whole-requests-only.md).
"""

from __future__ import annotations

import resource
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import DatabaseError, connection
from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import WSGITask

from nasij.bodies import FROM_ANYBODY, NO_ROOM, REFUSED, TOO_LARGE

THREADS = 4
CONNECTIONS = 1000  # of one process
_SILENCE = 60  # seconds without a byte, in either direction
_WHOLE = 300  # seconds for one request from its first byte to its last
_IN_MEMORY = 2**16  # bytes of a body kept in memory; the rest waits in a file
_OFTEN = 5  # seconds between two looks at who is late


IsSignedIn = Callable[[str], bool]  # asked of the cookies of a request


class Body(OverflowableBuffer):  # type: ignore[misc]  # the library is not typed
    """What is sent, kept up to a limit. What comes beyond is thrown away and not refused at once:
    a browser listens only when it has sent all, and is told then."""

    refused = ""

    def __init__(self, most: int) -> None:
        super().__init__(_IN_MEMORY)
        self._most = most

    def append(self, s: bytes) -> None:
        if self.refused:
            return
        if len(self) + len(s) > self._most:
            self._refuse(TOO_LARGE)
            return
        try:
            super().append(s)
        except OSError:  # it waits in a file, and the disk is full
            self._refuse(NO_ROOM)

    def _refuse(self, why: str) -> None:
        self.refused = why
        self.close()
        self.buf, self.strbuf = None, b""


class Request(HTTPRequestParser):  # type: ignore[misc]
    """A request of which the server keeps no more than its sender may send."""

    def __init__(self, adj: Any, is_signed_in: IsSignedIn) -> None:
        super().__init__(adj)
        self._is_signed_in = is_signed_in

    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # of the address: a bracket that is never closed
            raise ParsingError("Bad URI") from error
        if self.body_rcv is not None:
            self.body_rcv.buf = Body(self._most())

    def _most(self) -> int:
        """Who is known may bring files; which page takes one is asked when all is here."""
        may_be_large = self.chunked or self.content_length > FROM_ANYBODY
        if may_be_large and self._is_signed_in(self.headers.get("COOKIE", "")):
            return int(self.adj.max_request_body_size)
        return FROM_ANYBODY


class Task(WSGITask):  # type: ignore[misc]
    """Tells the pages of a body that was not kept."""

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        receiver = self.request.body_rcv
        if receiver is not None and receiver.getbuf().refused:
            environ |= {REFUSED: receiver.getbuf().refused, "CONTENT_LENGTH": "0"}
        return environ


class Channel(HTTPChannel):  # type: ignore[misc]
    """One connection, which knows since when it has been sending a request."""

    asking_since = 0.0
    task_class = Task

    def parser_class(self, adj: Any) -> Request:
        return Request(adj, self.server.is_signed_in)

    def received(self, data: bytes) -> Any:
        if self.request is None:
            self.asking_since = time.time()
        return super().received(data)


class Server(TcpWSGIServer):  # type: ignore[misc]
    """Closes what is late: the silent (the library), and who drips a request without end."""

    channel_class = Channel

    def __init__(self, application: Any, is_signed_in: IsSignedIn, **options: Any) -> None:
        self.is_signed_in = is_signed_in
        super().__init__(application, **options)

    def maintenance(self, now: float) -> None:
        super().maintenance(now)
        for channel in self.active_channels.values():
            if channel.request is not None and channel.asking_since < now - _WHOLE:
                channel.will_close = True


def answer_requests(
    listener: socket.socket, application: Any, largest_body: int, is_signed_in: IsSignedIn
) -> None:
    """Serve on a socket that several processes share, until SystemExit."""
    _allow_descriptors()
    _open_database()
    Server(
        application,
        is_signed_in,
        _sock=listener,
        bind_socket=False,
        sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
        threads=THREADS,
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,  # select() ends at descriptor 1024
        channel_timeout=_SILENCE,
        cleanup_interval=_OFTEN,
        inbuf_overflow=_IN_MEMORY,
        # A slow reader of a large answer must not hold the thread that wrote it either.
        outbuf_high_watermark=largest_body,
        max_request_body_size=largest_body,
        clear_untrusted_proxy_headers=False,  # the settings say whom to believe (NASIJ_PROXIES)
        ident=None,
    ).run()


def _open_database() -> None:
    """SQLite makes the log beside the database when the first process opens it, and throws it away
    when the last one leaves: made now, a disk that fills up before the first page is no matter."""
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")


def _allow_descriptors() -> None:
    """A connection may need three: itself, and a file for each direction."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 3 * CONNECTIONS + 100
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
