"""Preparing a site: database, static files and country pack, from an empty folder."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nasij.cli.console import Json, answer, fail, out, with_site
from nasij.cli.restore import refuse_half_restored
from nasij.sentences import filled

if TYPE_CHECKING:
    from django.db.migrations.executor import MigrationExecutor

NOTHING_TOLD = gettext_lazy("The country pack has no demonstration: the site stays empty.")


def add_to(app: typer.Typer) -> None:
    app.command("prepare")(prepare_command)
    app.command("demo")(demo)
    app.command(
        "manage", context_settings={"allow_extra_args": True, "ignore_unknown_options": True}
    )(manage)


@with_site
def prepare_command(as_json: Json = False) -> None:
    """Bring database, static files and country pack up to date."""
    answer({"prepared": prepare(say=keep_quiet)}, as_json=as_json)


@with_site
def demo(as_json: Json = False) -> None:
    """Fill an empty site with the demonstration council (fictitious, and marked so)."""
    from nasij.demo.build import build_demo
    from nasij.demo.state import is_empty, is_told

    voice = keep_quiet if as_json else say
    prepare(say=voice)
    if not is_empty():
        fail(
            _("This site already holds records: the demonstration is only put on an empty one."),
            as_json=as_json,
        )
    if not is_told():
        fail(str(NOTHING_TOLD), as_json=as_json)
    answer(build_demo(say=voice), as_json=as_json, title=_("Demonstration council"))


@with_site
def manage(context: typer.Context) -> None:
    """Run a Django management command (for administrators)."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["nasij manage", *context.args])


def say(text: str) -> None:
    out.print(f"  {text}", markup=False, highlight=False)


def keep_quiet(text: str) -> None:
    """The voice of a command that answers a machine."""


def prepare(*, say: Any) -> list[str]:
    """Do what is missing, and nothing else; safe to repeat. Returns what was done."""
    from django.conf import settings

    refuse_half_restored(settings.NASIJ_DATA)
    done = []
    stamp = _Stamp()
    if stamp.changed("database"):
        if _migrate(say):
            done.append("database")
        stamp.keep("database")
    if "database" in done or stamp.changed("pack"):
        say(_("Loading the country pack …"))
        load_current_pack()
        stamp.keep("pack")
        done.append("pack")
    if stamp.changed("static"):
        _collect_static()
        stamp.keep("static")
        done.append("static")
    return done


def is_prepared() -> bool:
    """Whether this version has nothing to write before its first page."""
    stamp = _Stamp()
    return not any(stamp.changed(step) for step in ("database", "pack", "static"))


def _migrate(say: Any) -> bool:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    _refuse_another_version(executor)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    say(_("Preparing the database …"))
    call_command("migrate", verbosity=0, interactive=False)
    return True


def _steps() -> list[tuple[str, str]]:
    """What the database went through."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return sorted(MigrationRecorder(connection).applied_migrations())


class MadeByAnotherVersion(Exception):
    """The database went through steps that this version does not know."""


def _refuse_another_version(executor: MigrationExecutor) -> None:
    from django.apps import apps
    from django.db.migrations.exceptions import InconsistentMigrationHistory

    loader = executor.loader
    rooms = {app.label for app in apps.get_app_configs() if app.name.startswith("nasij.")}
    applied = {step for step in loader.applied_migrations if step[0] in rooms}
    try:
        loader.check_consistent_history(executor.connection)
        known = applied <= set(loader.disk_migrations)
    except InconsistentMigrationHistory:
        known = False
    if not known:
        raise MadeByAnotherVersion(
            _(
                "This data folder was made by another version, and cannot be carried over. "
                "Give another folder with NASIJ_DATA."
            )
        )


class OfAnotherCountry(Exception):
    """The records here are of another country than the pack."""


def of_another_country(pack: str, others: list[str]) -> str:
    template = _(
        "This data folder holds the site of %(others)s, and the pack is of %(pack)s. Give another "
        "folder with NASIJ_DATA, or the pack of the site with NASIJ_PACK."
    )
    return filled(template, {"others": others, "pack": pack})


def load_current_pack() -> None:
    from django.conf import settings
    from django.db import transaction

    from nasij.council.acts import load_seats
    from nasij.needs.acts import load_themes
    from nasij.reference.acts import load_pack
    from nasij.reference.pack import Pack
    from nasij.reference.queries import other_countries
    from nasij.targets.acts import load_targets

    pack = Pack(settings.PACK_DIR)
    if others := other_countries(pack.code):
        raise OfAnotherCountry(of_another_country(pack.code, others))
    with transaction.atomic():
        load_pack(pack)
        load_themes(pack)
        load_seats(pack)
        load_targets(pack)


def _collect_static() -> None:
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)


class _Stamp:
    """What was prepared from which files: names, sizes and times, hashed; for the database also
    the steps it went through, so that one put in its place is looked at."""

    def __init__(self) -> None:
        from django.apps import apps
        from django.conf import settings

        root = Path(settings.ROOT)
        self.path = settings.NASIJ_DATA / "prepared.json"
        self._folders = {
            "database": [Path(app.path) / "migrations" for app in apps.get_app_configs()],
            "pack": [Path(settings.PACK_DIR), root / "reference" / "hs"],
            "static": sorted(root.glob("*/static")),
        }
        try:
            self._known = json.loads(self.path.read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            self._known = {}

    def _now(self, part: str) -> str:
        digest = hashlib.sha256()
        for folder in self._folders[part]:
            for path in sorted(folder.rglob("*")):
                stat = path.stat()
                digest.update(f"{path.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
        if part == "database":
            digest.update(repr(_steps()).encode())
        return digest.hexdigest()

    def changed(self, part: str) -> bool:
        return bool(self._known.get(part) != self._now(part))

    def keep(self, part: str) -> None:
        self._known[part] = self._now(part)
        self.path.write_text(json.dumps(self._known), encoding="utf-8")
