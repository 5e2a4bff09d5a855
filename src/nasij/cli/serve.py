"""Serving a site: one command from an empty folder to the first page."""

from __future__ import annotations

import fcntl
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated, TextIO

import typer
from django.utils.translation import gettext as _

from nasij.cli.console import fail, out, with_site
from nasij.cli.prepare import keep_quiet, prepare, say

_NEEDED_MB = 300


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

    lock = _lock(settings.NASIJ_DATA / "serve.lock", f"http://{host}:{port}/")
    _refuse_taken_port(host, port)
    _refuse_full_disk(settings.NASIJ_DATA)
    prepare(say=say)
    # Whenever it is asked to stop, also while it starts, no process may be left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    processes: list[subprocess.Popen[bytes]] = []
    try:
        _start(host, port, workers, with_demo, processes)
        code = _supervise(processes)
    except KeyboardInterrupt:
        code = 0
    finally:
        _stop(processes)
        lock.close()
    raise typer.Exit(code)


def _start(
    host: str, port: int, workers: int, with_demo: bool, processes: list[subprocess.Popen[bytes]]
) -> None:
    # The server's processes load while this one fills the site: two cores, half the wait.
    environment = _environment(with_demo)
    processes.append(_start_server(host, port, workers, environment))
    if with_demo:
        _demo_if_empty()
    _wait_for(host, port, processes)
    _plan_reminders()
    processes.append(_start_worker(environment))  # after the first page: it can wait, a reader not
    _welcome(f"http://{host}:{port}/")


def _plan_reminders() -> None:
    """The worker's only clock: what runs once plans its own next time."""
    from nasij.needs.weekly import plan_reminders

    plan_reminders()


def _lock(path: Path, address: str) -> TextIO:
    """Hold the data folder: two servers on one folder would fight over jobs and static files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        running = file.read().strip() or _("another address")
        template = _(
            "Nasij is already running on this data folder: %(address)s. "
            "Open that address, stop that one first, or give another folder with NASIJ_DATA."
        )
        fail(template % {"address": running})
    file.truncate(0)
    file.write(address)
    file.flush()
    return file


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            template = _(
                "%(address)s cannot be used (%(reason)s). "
                "Choose another port, for example: %(example)s"
            )
            example = f"NASIJ_PORT={port + 1} make run"
            fail(template % {"address": f"{host}:{port}", "reason": reason, "example": example})


def _refuse_full_disk(folder: Path) -> None:
    free = shutil.disk_usage(folder).free // 2**20
    if free < _NEEDED_MB:
        template = _(
            "Only %(free)s MB are free where %(folder)s stands; at least %(needed)s MB are needed."
        )
        fail(template % {"free": free, "folder": folder, "needed": _NEEDED_MB})


def _demo_if_empty() -> None:
    from nasij.demo.state import is_empty

    if not is_empty():
        return
    from nasij.demo.build import build_demo  # the whole product: not at every start

    say(_("Filling the site with the demonstration council (fictitious) …"))
    build_demo(say=keep_quiet)


def _environment(with_demo: bool) -> dict[str, str]:
    return {**os.environ, "NASIJ_DEMO": os.environ.get("NASIJ_DEMO") or _demo_flag(with_demo)}


def _start_server(
    host: str, port: int, workers: int, environment: dict[str, str]
) -> subprocess.Popen[bytes]:
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "nasij.wsgi:application"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", "4", "--no-ws", "--log-level", "warning"),
        "--respawn-failed-workers",
    ]
    return subprocess.Popen(command, env=environment)  # noqa: S603 — our own command


def _start_worker(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "django", "db_worker", "--interval", "1"]
    return subprocess.Popen(command, env=environment)  # noqa: S603 — our own command


def _demo_flag(with_demo: bool) -> str:
    """The band is shown on a site that holds the demonstration, or is about to."""
    from nasij.demo.state import is_demo, is_empty

    return "1" if is_demo() or (with_demo and is_empty()) else "0"


def _wait_for(host: str, port: int, processes: list[subprocess.Popen[bytes]]) -> None:
    """Until the server answers anything: behind a proxy it may refuse this name for its host."""
    for _attempt in range(1200):
        if any(process.poll() is not None for process in processes):
            fail(_("The server stopped while starting; its message stands above."))
        probe = http.client.HTTPConnection(host, port, timeout=1)
        try:
            probe.request("GET", "/health/")
            probe.getresponse()
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
        else:
            return
        finally:
            probe.close()
    fail(_("The server did not answer within a minute."))


def _welcome(address: str) -> None:
    told = _("Nasij · نسيج is running: %(address)s   (Ctrl-C stops it)") % {"address": address}
    out.print(f"\n{told}", style="bold", markup=False)
    from nasij.demo.people import accounts
    from nasij.demo.state import is_demo

    if is_demo():
        out.print(_("Demonstration accounts (fictitious people, everything is marked as such):"))
        for account in accounts():
            out.print(f"  {account.role:<22} {account.email:<34} {account.password}", markup=False)
    else:
        out.print(
            _("First account: %(command)s") % {"command": "nasij invite EMAIL --role administrator"}
        )


def _supervise(processes: list[subprocess.Popen[bytes]]) -> int:
    """Wait until a process ends by itself, which none should; until then, for Ctrl-C."""
    while all(process.poll() is None for process in processes):
        time.sleep(0.2)
    ended = next(process for process in processes if process.poll() is not None)
    return ended.returncode or 1


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave one running
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
