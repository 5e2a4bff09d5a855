"""Preparing and serving a site: one command from an empty folder to the first page."""

from __future__ import annotations

import fcntl
import hashlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from nasij.cli.console import Json, answer, fail, out, with_site

_NEEDED_MB = 300


def add_to(app: typer.Typer) -> None:
    app.command("prepare")(prepare_command)
    app.command("serve")(serve)
    app.command("demo")(demo)
    app.command(
        "manage", context_settings={"allow_extra_args": True, "ignore_unknown_options": True}
    )(manage)


@with_site
def prepare_command(as_json: Json = False) -> None:
    """Bring database, catalogs, static files and country pack up to date."""
    answer({"prepared": prepare(say=_keep_quiet)}, as_json=as_json)


@with_site
def demo(as_json: Json = False) -> None:
    """Fill an empty site with the demonstration council (fictitious, and marked so)."""
    from nasij.demo.build import build_demo
    from nasij.demo.state import is_empty

    say = _keep_quiet if as_json else _say
    prepare(say=say)
    if not is_empty():
        fail(
            "This site already holds records: the demonstration is only put on an empty one.",
            as_json=as_json,
        )
    answer(build_demo(say=say), as_json=as_json, title="Demonstration council")


@with_site
def manage(context: typer.Context) -> None:
    """Run a Django management command (for administrators)."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["nasij manage", *context.args])


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
    prepare(say=_say)
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


def _say(text: str) -> None:
    out.print(f"  {text}", markup=False, highlight=False)


def _keep_quiet(text: str) -> None:
    """The voice of a command that answers a machine."""


def _lock(path: Path, address: str) -> TextIO:
    """Hold the data folder: two servers on one folder would fight over jobs and static files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        running = file.read().strip() or "another address"
        fail(
            f"Nasij is already running on this data folder: {running}. "
            "Open that address, stop that one first, or give another folder with NASIJ_DATA."
        )
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
            fail(
                f"{host}:{port} cannot be used ({reason}). "
                f"Choose another port, for example: NASIJ_PORT={port + 1} make run"
            )


def _refuse_full_disk(folder: Path) -> None:
    free = shutil.disk_usage(folder).free // 2**20
    if free < _NEEDED_MB:
        fail(f"Only {free} MB are free where {folder} stands; at least {_NEEDED_MB} MB are needed.")


def prepare(*, say: Any) -> list[str]:
    """Do what is missing, and nothing else; safe to repeat. Returns what was done."""
    done = []
    if compile_catalogs():
        done.append("catalogs")
    if _migrate(say):
        done.append("database")
    stamp = _Stamp()
    if stamp.changed("pack"):
        say("Loading the country pack …")
        load_current_pack()
        stamp.keep("pack")
        done.append("pack")
    if stamp.changed("static"):
        _collect_static()
        stamp.keep("static")
        done.append("static")
    return done


def compile_catalogs() -> bool:
    """Compile the catalogs that changed; Babel does it, so no gettext tools are needed."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po
    from django.conf import settings

    changed = False
    for source in Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parent.parent.name)
        part = target.with_suffix(f".mo.{os.getpid()}")  # two may compile at once
        with part.open("wb") as file:
            write_mo(file, catalog)
        part.replace(target)
        changed = True
    return changed


def _migrate(say: Any) -> bool:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    say("Preparing the database …")
    call_command("migrate", verbosity=0, interactive=False)
    return True


def load_current_pack() -> None:
    from django.conf import settings
    from django.db import transaction

    from nasij.council.acts import load_seats
    from nasij.needs.acts import load_themes
    from nasij.reference.acts import load_pack
    from nasij.reference.pack import Pack
    from nasij.targets.acts import load_targets

    pack = Pack(settings.PACK_DIR)
    with transaction.atomic():
        load_pack(pack)
        load_themes(pack)
        load_seats(pack)
        load_targets(pack)


def _collect_static() -> None:
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)


class _Stamp:
    """What was prepared from which files: names, sizes and times, hashed."""

    def __init__(self) -> None:
        from django.conf import settings

        root = Path(settings.ROOT)
        self.path = settings.NASIJ_DATA / "prepared.json"
        self._folders = {
            "pack": [Path(settings.PACK_DIR), root / "reference" / "hs"],
            "static": sorted(root.glob("*/static")),
        }
        try:
            self._known = json.loads(self.path.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            self._known = {}

    def _now(self, part: str) -> str:
        digest = hashlib.sha256()
        for folder in self._folders[part]:
            for path in sorted(folder.rglob("*")):
                stat = path.stat()
                digest.update(f"{path.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
        return digest.hexdigest()

    def changed(self, part: str) -> bool:
        return bool(self._known.get(part) != self._now(part))

    def keep(self, part: str) -> None:
        self._known[part] = self._now(part)
        self.path.write_text(json.dumps(self._known))


def _demo_if_empty() -> None:
    from nasij.demo.state import is_empty

    if not is_empty():
        return
    from nasij.demo.build import build_demo  # the whole product: not at every start

    _say("Filling the site with the demonstration council (fictitious) …")
    build_demo(say=_keep_quiet)


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
    for _ in range(1200):
        if any(process.poll() is not None for process in processes):
            fail("The server stopped while starting; its message stands above.")
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
    fail("The server did not answer within a minute.")


def _welcome(address: str) -> None:
    out.print(f"\n[bold]Nasij · نسيج[/bold] is running: [bold]{address}[/bold]   (Ctrl-C stops it)")
    from nasij.demo.people import accounts
    from nasij.demo.state import is_demo

    if is_demo():
        out.print("Demonstration accounts (fictitious people, everything is marked as such):")
        for account in accounts():
            out.print(f"  {account.role:<22} {account.email:<34} {account.password}", markup=False)
    else:
        out.print("First account: nasij invite EMAIL --role administrator")


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
