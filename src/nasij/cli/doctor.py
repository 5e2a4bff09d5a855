"""`nasij doctor`: what is wrong with a site, and what helps."""

from __future__ import annotations

import stat
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import typer
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from rich import markup

from nasij import standing
from nasij.cli.backup import MADE
from nasij.cli.console import Json, answer, out, sentence, typed, with_site
from nasij.sentences import filled
from nasij.ui import formats

_OLD = 7  # days


def add_to(app: typer.Typer) -> None:
    app.command("doctor")(doctor)


@with_site
def doctor(as_json: Json = False) -> None:
    """Check the site and say what is wrong and what helps."""
    checks = {name: _outcome(check) for name, check in _checks_of_site().items()}
    later = _("not checked: the database comes first") if checks["database"] else ""
    checks |= {name: later or _outcome(check) for name, check in _checks_of_records().items()}
    advice = {name: _outcome(look) for name, look in _advice().items()}
    if as_json:
        answer({**checks, "advice": advice}, as_json=True)
    else:
        for name, problem in checks.items():
            _say(name, problem, "[red]✗[/red]" if problem else "[green]✓[/green]")
        for name, told in advice.items():
            _say(name, told, "[yellow]![/yellow]" if told else "[green]✓[/green]")
    raise typer.Exit(1 if any(checks.values()) else 0)


def _say(name: str, problem: str, mark: str) -> None:
    told = formats.labelled(_(name), problem, formats.language()) if problem else _(name)
    out.print(f"{mark} {markup.escape(told)}", highlight=False, soft_wrap=True)


def _outcome(check: Callable[[], str]) -> str:
    """A check that breaks has found something too; the others still run."""
    try:
        return check()
    except Exception as error:
        return sentence(error)


def _check_python() -> str:
    return "" if sys.version_info >= (3, 11) else _("Python 3.11 or newer is needed")


def _check_folder() -> str:
    try:
        with tempfile.TemporaryFile(dir=settings.NASIJ_DATA):
            pass
    except OSError as error:
        template = _("%(folder)s cannot be written (%(what)s)")
        return template % {"folder": settings.NASIJ_DATA, "what": error.strerror}
    free = standing.free_mb()
    enough = free >= standing.TO_START_MB
    return "" if enough else _("only %(count)s MB free: make room") % {"count": free}


def _check_database() -> str:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return _("not prepared: run `%(command)s`") % {"command": typed("prepare")}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check")
            verdict = cursor.fetchone()[0]
        template = _("damaged (%(what)s): restore the last backup")
        return "" if verdict == "ok" else template % {"what": verdict}
    return ""


def _check_pack() -> str:
    from nasij.cli.prepare import of_another_country
    from nasij.council.rules import rules_of
    from nasij.reference.pack import Pack, PackError
    from nasij.reference.queries import other_countries, regions

    pack = Pack(settings.PACK_DIR)
    try:
        code = pack.code
        rules_of(pack)
    except PackError as error:
        return str(error)
    if others := other_countries(code):
        return of_another_country(code, others)
    template = _("the pack %(pack)s is not loaded: run `%(command)s`")
    return "" if regions().exists() else template % {"pack": code, "command": typed("prepare")}


def _check_catalogs() -> str:
    folder = Path(settings.LOCALE_PATHS[0])
    stale = [
        path.parent.parent.name
        for path in folder.glob("*/LC_MESSAGES/*.po")
        if not (made := path.with_suffix(".mo")).exists()
        or made.stat().st_mtime < path.stat().st_mtime
    ]
    template = _("not compiled (%(names)s): run `%(command)s`")
    told = {"names": sorted(stale), "command": typed("prepare")}
    return filled(template, told) if stale else ""


def _check_snapshots() -> str:
    """Each is there, and as it was written: hashes are compared."""
    from nasij.datasets.analysis import damaged_in, is_kept
    from nasij.datasets.models import Snapshot

    gone, damaged = [], []
    for snapshot in Snapshot.objects.order_by("-is_current", "id"):
        if not is_kept(snapshot.path):
            gone.append(str(snapshot))
        elif damaged_in(snapshot.path):
            damaged.append(str(snapshot))
    lost = filled(_("files missing for %(names)s: load them again"), {"names": gone})
    broken = filled(_("files damaged for %(names)s: load them again"), {"names": damaged})
    return " · ".join([lost] * bool(gone) + [broken] * bool(damaged))


def _check_potential() -> str:
    from nasij.datasets.analysis import damaged_in
    from nasij.potential.queries import runs

    run = runs().filter(is_current=True).first()
    if run is None:
        return ""
    if not run.path.exists():
        template = _("the tables of the last run are missing: run `%(command)s`")
    elif damaged_in(run.path):
        template = _("the tables of the last run are damaged: run `%(command)s`")
    else:
        return ""
    return template % {"command": typed("compute potential")}


def _check_mail() -> str:
    """Letters that no mail server took are promises that nobody kept."""
    from nasij.work.queries import counts_of_letters

    counts = counts_of_letters()
    if not (counts.late or counts.failed):
        return ""
    template = _(
        "letters: %(late)s wait after a failure, %(failed)s were given up: check EMAIL_URL, then "
        "the page of letters"
    )
    return template % {"late": counts.late, "failed": counts.failed}


def _look_at_proxies() -> str:
    """Behind a proxy that is not counted, all visitors have its address, and share every limit."""
    from django.conf import settings

    told = not settings.SITE_URL.startswith("https://") or settings.ALLAUTH_TRUSTED_PROXY_COUNT
    return "" if told else _("https comes from a proxy, and NASIJ_PROXIES counts none: set it to 1")


def _check_erasures() -> str:
    """Erased firms are known again by hashes made with the site's secret."""
    from nasij.exporters.identity.suppression import secret_mark
    from nasij.exporters.models import Erasure

    lost = Erasure.objects.filter(lifted_at=None).exclude(secret_mark=secret_mark()).count()
    template = _(
        "%(count)s erased firms are no longer known again: put back the SECRET_KEY under which "
        "they were erased"
    )
    return template % {"count": lost} if lost else ""


def _check_council() -> str:
    """What was counted, decided and sealed is what the audit kept of it."""
    from nasij.council.minutes import all_changed

    names = list(dict.fromkeys(all_changed()))
    template = _("not as they were recorded (%(names)s): compare them with the last backup")
    return filled(template, {"names": names}) if names else ""


def _look_at_mail() -> str:
    template = _("letters are only written to files in %(folder)s: set EMAIL_URL to send them")
    told = {"folder": getattr(settings, "EMAIL_FILE_PATH", "")}
    return template % told if standing.mail_goes_to_files() else ""


def _look_at_contact() -> str:
    told = _("no page says how the public reaches the secretariat: set CONTACT_EMAIL")
    return "" if settings.CONTACT_EMAIL else told


def _look_at_privacy() -> str:
    """We make the folder for its owner alone; one that was there before stays as it was made."""
    mode = settings.NASIJ_DATA.stat().st_mode
    template = _(
        "%(folder)s is open to the other users of this server, and holds names and links: "
        "chmod 700 %(folder)s"
    )
    is_open = mode & (stat.S_IRWXG | stat.S_IRWXO)
    return template % {"folder": settings.NASIJ_DATA} if is_open else ""


def _look_at_backups() -> str:
    """Of a site that holds something: when it was last put in safety."""
    try:
        made = (settings.NASIJ_DATA / MADE).stat().st_mtime
    except FileNotFoundError:
        return _("none was ever made: `%(command)s`") % {"command": typed("backup")}
    days = int((time.time() - made) // 86400)
    template = ngettext(
        "the last is %(count)s day old: `%(command)s`",
        "the last is %(count)s days old: `%(command)s`",
        days,
    )
    return template % {"count": days, "command": typed("backup")} if days > _OLD else ""


# Functions, because marking a string reads the settings, which may be what is wrong.
def _checks_of_site() -> dict[str, Callable[[], str]]:
    return {
        gettext_noop("Python"): _check_python,
        gettext_noop("data folder"): _check_folder,
        gettext_noop("catalogs"): _check_catalogs,
        gettext_noop("database"): _check_database,
        gettext_noop("address"): standing.wrong_address,
    }


def _checks_of_records() -> dict[str, Callable[[], str]]:
    return {
        gettext_noop("country pack"): _check_pack,
        gettext_noop("data sets"): _check_snapshots,
        gettext_noop("potential"): _check_potential,
        gettext_noop("mail"): _check_mail,
        gettext_noop("erasures"): _check_erasures,
        gettext_noop("votes and minutes"): _check_council,
    }


def _advice() -> dict[str, Callable[[], str]]:
    """What is not wrong here, and may be elsewhere: told, and not counted."""
    return {
        gettext_noop("links"): standing.advice_on_links,
        gettext_noop("letters"): _look_at_mail,
        gettext_noop("secretariat"): _look_at_contact,
        gettext_noop("proxy servers"): _look_at_proxies,
        gettext_noop("privacy"): _look_at_privacy,
        gettext_noop("backups"): _look_at_backups,
    }
