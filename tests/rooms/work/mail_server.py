"""A mail server on loopback that speaks SMTP (RFC 5321), and misbehaves on request.

The one of the standard library left it with Python 3.12, and forty lines need no dependency.
"""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

HANG_UP = ""  # an answer that closes the line


@dataclass
class MailServer:
    """`answers` holds what to say instead of yes, by command (RCPT, DATA …), at the GREETING and
    at the END of the text."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    taken: list[Message] = field(default_factory=list)
    lines_opened: int = 0

    def to(self) -> list[str]:
        return [str(message["To"]) for message in self.taken]


class _Conversation(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        mail: MailServer = self.server.mail
        mail.lines_opened += 1
        greeting = mail.answers.get("GREETING", "220 here")
        if greeting == HANG_UP:
            return
        self._say(greeting)
        while line := self.rfile.readline():
            command = line.decode().split()[0].upper()
            usual = {"QUIT": "221 bye", "DATA": "354 go on"}.get(command, "250 ok")
            answer = mail.answers.get(command, usual)
            if answer == HANG_UP:
                return
            self._say(answer)
            if command == "QUIT":
                return
            if command == "DATA" and answer.startswith("354") and not self._take(mail):
                return

    def _take(self, mail: MailServer) -> bool:
        text = b""
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            text += line
        answer = mail.answers.get("END", "250 taken")
        if answer.startswith("250"):
            mail.taken.append(message_from_bytes(text))
        if answer == HANG_UP:
            return False
        self._say(answer)
        return True

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    mail: MailServer


@contextmanager
def running() -> Iterator[MailServer]:
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        server.mail = MailServer(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.mail
        finally:
            server.shutdown()
            thread.join()
