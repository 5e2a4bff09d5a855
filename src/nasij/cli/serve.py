"""Serving a site: one command from an empty folder to the first page."""

from __future__ import annotations

import functools
import http.client
import os
import re
import shlex
import signal
import socket
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nasij import standing
from nasij.cli import lock
from nasij.cli.console import err, fail, out, typed, with_site
from nasij.cli.family import Family
from nasij.cli.prepare import NOTHING_TOLD, is_prepared, keep_quiet, prepare, say
from nasij.lazily import read_numbers, reading_to_keep
from nasij.work.enums import Queue

_WAITING = 1024  # connections the system keeps while all are busy
# What is said when one of them ends by itself.
_WORKER = gettext_lazy("A background worker ended (%(why)s); it is started again.")
_SERVER = gettext_lazy("A server process ended (%(why)s); it is started again.")


def add_to(app: typer.Typer) -> None:
    app.command("serve")(serve)


@with_site
def serve(
    host: Annotated[str, typer.Option(envvar="NASIJ_HOST", help="Address to listen on.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(envvar="NASIJ_PORT", help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(envvar="NASIJ_WORKERS", help="Server processes.")] = 2,
    with_demo: Annotated[
        bool, typer.Option("--demo", help="Fill an empty site with the demonstration council.")
    ] = False,
) -> None:
    """Prepare the site, then serve it with its background worker until Ctrl-C."""
    from django.conf import settings

    from nasij.work.journal import empty_journal

    address = _address(host, port)
    held = lock.hold(settings.NASIJ_DATA, address)
    listener = _listen(host, port)
    _refuse_full_disk(settings.NASIJ_DATA)
    prepare(say=say)
    family = Family(_tell)
    try:  # whenever it is asked to stop, also while it starts, no process may be left behind
        signal.signal(signal.SIGTERM, family.leave)
        signal.signal(signal.SIGINT, family.leave)
        _start(family, listener, workers, address, with_demo)
        family.watch()
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second Ctrl-C must not leave one running
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        family.stop()
        empty_journal()  # they leave without closing the database
        listener.close()
        held.close()


def _start(
    family: Family, listener: socket.socket, workers: int, address: str, with_demo: bool
) -> None:
    """One process first: its reader need not wait until the others are there."""
    _set_to(address, with_demo)
    answer = _server(listener)
    family.add(_SERVER, answer)
    if with_demo:
        _fill_if_empty(family)
    _wait_for_answer(listener)
    with reading_to_keep():
        read_numbers()  # the first answers words without; the others share it
    for _another in range(workers - 1):
        family.add(_SERVER, answer)
    for queue in Queue.ALL:
        family.add(_WORKER, functools.partial(_work, queue))
    _welcome(address)


def _address(host: str, port: int) -> str:
    """As one writes it in a browser on this machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 — all of them
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _set_to(address: str, with_demo: bool) -> None:
    """What this very start decides, for all the processes that are forked from it."""
    from django.conf import settings

    from nasij.demo.state import is_demo, is_empty, is_told

    if not settings.SITE_URL_GIVEN:
        settings.SITE_URL = address
    if not os.environ.get("NASIJ_DEMO"):  # the band stands on a site that holds it, or is about to
        settings.DEMO = is_demo() or (with_demo and is_told() and is_empty())


def _server(listener: socket.socket) -> Any:
    """Read the whole product once, for every process that will answer."""
    with reading_to_keep():
        from django.urls import reverse

        from nasij.accounts.queries import is_signed_in
        from nasij.accounts.uploads import largest_body
        from nasij.cli.web import answer_requests
        from nasij.wsgi import application

        reverse("root")  # imports every page: an address is known when all are
    return functools.partial(answer_requests, listener, application, largest_body(), is_signed_in)


def _work(queue: str) -> None:
    """The background worker of a queue; that of the quick one is the clock of the site, too.

    Whatever of its queue is still marked as running was cut off: it says so before it begins.
    """
    from django.core.management import call_command

    from nasij.needs.weekly import plan_reminders
    from nasij.work.jobs import fail_lost_jobs
    from nasij.work.outbox import plan_round

    fail_lost_jobs(queue)
    if queue == Queue.QUICK:
        plan_reminders()
        plan_round()
    quiet = {"startup_delay": False, "reload": False, "verbosity": 0}
    call_command("db_worker", queue_name=queue, interval=1, **quiet)


def _listen(host: str, port: int) -> socket.socket:
    """From here on people may knock: they are answered as soon as the first process is there."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(_WAITING)
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or error
        template = _(
            "%(address)s cannot be used (%(reason)s). Choose another port, for example: %(example)s"
        )
        asked = re.sub(r" *--port[ =]\S+", "", shlex.join(sys.argv[1:]))
        example = typed(f"{asked} --port {port + 1}")
        fail(template % {"address": f"{host}:{port}", "reason": reason, "example": example})
    return listener


def _refuse_full_disk(folder: Path) -> None:
    """A site that stood is started all the same: visitors read, its pages say what is not kept."""
    free, needed = standing.free_mb(), standing.TO_START_MB
    if free < needed:
        template = _(
            "Only %(free)s MB are free where %(folder)s stands; at least %(needed)s MB are needed."
        )
        told = template % {"free": free, "folder": folder, "needed": needed}
        if not is_prepared():
            fail(told)
        err.print(told, style="yellow", markup=False, highlight=False, soft_wrap=True)


def _fill_if_empty(family: Family) -> None:
    from nasij.demo.state import is_empty, is_told

    if not is_empty():
        return
    if not is_told():
        say(str(NOTHING_TOLD))
        return
    say(_("Filling the site with the demonstration council (fictitious) …"))
    if family.do(_fill):  # in a process of its own: it leaves nothing behind in this one
        fail(_("The demonstration could not be made; the message stands above."))


def _fill() -> None:
    from nasij.demo.build import build_demo

    build_demo(say=keep_quiet)


def _wait_for_answer(listener: socket.socket) -> None:
    """Anything will do: behind a proxy it may refuse this name for its host."""
    host, port = listener.getsockname()[:2]
    probe = http.client.HTTPConnection(host, port, timeout=60)
    try:
        probe.request("GET", "/health/")
        probe.getresponse()
    except (OSError, http.client.HTTPException):
        fail(_("The server did not answer within a minute."))
    finally:
        probe.close()


def _welcome(address: str) -> None:
    told = _("Nasij · نسيج is running: %(address)s   (Ctrl-C stops it)") % {
        "address": f"{address}/"
    }
    out.print(f"\n{told}", style="bold", markup=False)
    from nasij.demo.people import accounts
    from nasij.demo.state import is_demo

    if is_demo():
        out.print(_("Demonstration accounts (fictitious people, everything is marked as such):"))
        listed = accounts()
        width = max((len(account.label) for account in listed), default=0)
        for account in listed:
            line = f"  {account.label:<{width}}  {account.email:<34} {account.password}"
            out.print(line, markup=False, soft_wrap=True)
    else:
        told = _("First account: %(command)s") % {
            "command": typed("invite EMAIL --role administrator")
        }
        out.print(told, markup=False, highlight=False, soft_wrap=True)
    if advice := standing.wrong_address() or standing.advice_on_links():
        out.print(advice, style="yellow", markup=False, highlight=False, soft_wrap=True)


def _tell(sentence: str | Promise, status: int) -> None:
    code = os.waitstatus_to_exitcode(status)
    why = signal.Signals(-code).name if code < 0 else str(code)
    err.print(str(sentence) % {"why": why}, style="yellow", highlight=False, soft_wrap=True)
