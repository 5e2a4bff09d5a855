"""The server: a request takes a thread only when the whole of it is here.

One loop per process receives what people send, however slowly, into memory and then a file; a few
threads answer. So an unfinished post costs a descriptor, not a reader's page
(docs/adr/0012-a-thread-for-whole-requests-only.md).
"""

from __future__ import annotations

import resource
import socket
import time
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

THREADS = 4
CONNECTIONS = 1000  # of one process
_SILENCE = 60  # seconds without a byte, in either direction
_WHOLE = 300  # seconds for one request from its first byte to its last
_IN_MEMORY = 2**16  # bytes of a body kept in memory; the rest waits in a file
_OFTEN = 5  # seconds between two looks at who is late


class Channel(HTTPChannel):  # type: ignore[misc]  # the library is not typed
    """One connection, which knows since when it has been sending a request."""

    asking_since = 0.0

    def received(self, data: bytes) -> Any:
        if self.request is None:
            self.asking_since = time.time()
        return super().received(data)


class Server(TcpWSGIServer):  # type: ignore[misc]
    """Closes what is late: the silent (the library), and who drips a request without end."""

    channel_class = Channel

    def maintenance(self, now: float) -> None:
        super().maintenance(now)
        for channel in self.active_channels.values():
            if channel.request is not None and channel.asking_since < now - _WHOLE:
                channel.will_close = True


def answer_requests(listener: socket.socket, application: Any, largest_body: int) -> None:
    """Serve on a socket that several processes share, until SystemExit."""
    _allow_descriptors()
    Server(
        application,
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


def _allow_descriptors() -> None:
    """A connection may need three: itself, and a file for each direction."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 3 * CONNECTIONS + 100
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
