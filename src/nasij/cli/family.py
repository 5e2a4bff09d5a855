"""Processes of one site: they start from one image, are started again when one dies, and end
together.

Each is a fork of the command, which has read the whole product once: a second import would cost
every start its seconds, and every process its memory. The command itself keeps no thread and no
connection to the database, so that whatever it forks is as clean as the first.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from django.db import connections
from django.utils.functional import Promise

Work = Callable[[], object]

_SHORTEST, _LONGEST = 0.2, 60.0  # seconds before a dead process is started again
_STEADY = 60.0  # a process that lived so long has earned a quick start
_PATIENCE = 5.0  # seconds to finish what is in hand when asked to stop
_LOOK = 0.2
_STOPPING = {signal.SIGINT, signal.SIGTERM}


@dataclass
class Member:
    """One process that must always be there."""

    told: str | Promise  # what is said when it ends
    work: Work
    pid: int = 0
    born_at: float = 0.0
    due_at: float = 0.0
    delay: float = field(default=_SHORTEST)

    def fell(self) -> None:
        """Plan the next start: later each time, unless this one had lived."""
        lived = time.monotonic() - self.born_at
        self.delay = _SHORTEST if lived > _STEADY else min(self.delay * 2, _LONGEST)
        self.pid, self.due_at = 0, time.monotonic() + self.delay


class Family:
    """The parent's side. `tell(told, status)` hears of each process that ended by itself."""

    def __init__(self, tell: Callable[[str | Promise, int], None]) -> None:
        self._tell = tell
        self._members: list[Member] = []
        self._leaving = False
        # Only the parent holds the writing end: however it ends, even by SIGKILL, whoever reads
        # the other end is told. Works where Linux's PR_SET_PDEATHSIG does not.
        self._gone, self._alive = os.pipe()

    def add(self, told: str | Promise, work: Work) -> None:
        member = Member(told, work)
        self._members.append(member)
        self._start(member)

    def do(self, work: Work) -> int:
        """Run something once in a process of its own, and wait: its status."""
        member = Member("", work)
        self._members.append(member)
        self._start(member)
        _, status = os.waitpid(member.pid, 0)
        self._members.remove(member)
        return status

    def leave(self, number: int, frame: object) -> NoReturn:
        """What the parent does when it is asked to stop. The interrupt may be lost where Python
        cannot raise (a hook, a destructor), the mark is not."""
        self._leaving = True
        raise KeyboardInterrupt

    def watch(self) -> None:
        """Until it is asked to stop: start again what ended, with back-off."""
        while not self._leaving:
            for member in self._members:
                if member.pid:
                    self._bury(member)
                elif time.monotonic() >= member.due_at:
                    self._start(member)
            time.sleep(_LOOK)

    def stop(self) -> None:
        """Ask all to end, then make them."""
        for member in self._members:
            self._send(member, signal.SIGTERM)
        until = time.monotonic() + _PATIENCE
        while self._living() and time.monotonic() < until:
            time.sleep(0.02)
        for member in self._living():
            self._send(member, signal.SIGKILL)
            os.waitpid(member.pid, 0)

    def _living(self) -> list[Member]:
        for member in self._members:
            if member.pid and os.waitpid(member.pid, os.WNOHANG)[0]:
                member.pid = 0
        return [member for member in self._members if member.pid]

    def _bury(self, member: Member) -> None:
        pid, status = os.waitpid(member.pid, os.WNOHANG)
        if pid:
            member.fell()
            self._tell(member.told, status)

    def _send(self, member: Member, number: signal.Signals) -> None:
        if member.pid:
            os.kill(member.pid, number)

    def _start(self, member: Member) -> None:
        connections.close_all()  # two processes on one connection would end each other's sentences
        sys.stdout.flush()
        sys.stderr.flush()
        member.born_at = time.monotonic()
        # A signal in between would find a child with the parent's handlers, or a parent that does
        # not know its child yet.
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
        try:
            member.pid = os.fork()
            if not member.pid:
                self._live(member.work)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)

    def _live(self, work: Work) -> NoReturn:
        """The child's whole life. It leaves by `_exit`: what the parent tidies up is not its."""
        code = 1
        try:
            os.close(self._alive)
            threading.Thread(target=_end_with_parent, args=(self._gone,), daemon=True).start()
            signal.signal(signal.SIGTERM, _end)
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the parent decides
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
            work()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)


def _end(number: int, frame: object) -> NoReturn:
    raise SystemExit(0)


def _end_with_parent(gone: int) -> None:
    os.read(gone, 1)
    os._exit(1)
