"""How the command speaks: to a person, or as JSON to a machine."""

from __future__ import annotations

import functools
import json
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import django
import typer
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from rich import console
from rich import progress as bars

from nasij import standing
from nasij.cli.catalogs import compile_catalogs
from nasij.cli.words import words
from nasij.lazily import reading_to_keep
from nasij.sentences import filled
from nasij.ui import formats

Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
Language = Annotated[
    str, typer.Option("--lang", help="Language of messages and documents: fr, ar or en.")
]
# Made when something is said: a start that says nothing does not read their library.
out: Any = SimpleLazyObject(lambda: console.Console())
err: Any = SimpleLazyObject(lambda: console.Console(stderr=True))


def fail(message: str, *, as_json: bool = False, **more: Any) -> NoReturn:
    """One sentence that says what is wrong and what to do; exit code 2."""
    if as_json:
        typer.echo(json.dumps({"error": message, **more}, ensure_ascii=False))
    else:
        err.print(message, style="bold red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(2)


def exists_already(path: Path) -> str:
    return _("%(file)s exists already: choose another name.") % {"file": path}


def no_such_file(path: Path) -> str:
    return _("%(file)s: there is no such file or folder.") % {"file": path}


def choose(option: str, given: str, among: Iterable[str]) -> str:
    template = _("%(option)s %(given)s: choose one of %(choices)s.")
    return filled(template, {"option": option, "given": given, "choices": list(among)})


def typed(words: str, **site: str) -> str:
    """`nasij …` as it can be typed here: with the way to the program, unless the shell finds it,
    and with what the shell said of the site; or of another `site`."""
    from django.conf import settings

    given = Path(sys.argv[0])
    program = given if given.name == "nasij" else Path(sys.executable).with_name("nasij")
    found = shutil.which("nasij")
    if found and Path(found).resolve() == program.resolve():
        program = Path("nasij")
    elif program.is_relative_to(Path.cwd()):
        program = program.relative_to(Path.cwd())
    said = [
        f"{name}={shlex.quote(value)}" for name, value in (settings.SAID_BY_SHELL | site).items()
    ]
    return " ".join((*said, shlex.quote(str(program)), words))


def answer(
    data: dict[str, Any], *, as_json: bool = False, title: str = "", said: Iterable[str] = ()
) -> None:
    """One line a fact, whole on any terminal: a link that was cut opens nothing. Notes and what has
    parts are for machines: sentences say them to a person, one a line."""
    if as_json:
        typer.echo(json.dumps(data, ensure_ascii=False, default=str))
        return
    if title:
        out.print(title, style="bold", markup=False, highlight=False, soft_wrap=True)
    labels = words()
    facts = {
        labels.get(key, key): _plain(value)
        for key, value in data.items()
        if key != "notes" and not isinstance(value, dict)
    }
    width = max(map(len, facts), default=0)
    for label, value in facts.items():
        out.print(f"  {label:<{width}}  {value}", markup=False, highlight=False, soft_wrap=True)
    for text in said:
        out.print(f"· {text}", markup=False, highlight=False)


def _plain(value: Any) -> str:
    from django.db.models import Choices

    language = formats.language()
    match value:
        case None | "" | []:
            return formats.NOTHING
        case list():
            known = words()
            return formats.row((known.get(part, part) for part in value), language)
        case bool():
            return _("yes") if value else _("no")
        case Choices():
            return str(value.label)
        case int() | float():
            return formats.number(value, language)
        case datetime():
            return formats.moment(value, language)
    return str(value)


def with_site(command: Callable[..., Any]) -> Callable[..., Any]:
    """Set Django up before the command, and turn the product's errors into one sentence."""

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        as_json = bool(options.get("as_json"))
        try:
            with suppress(OSError):  # `nasij doctor` tells of a folder that cannot be written
                compile_catalogs()  # before the first sentence: a fresh checkout has none
            with reading_to_keep():
                django.setup()
            from django.conf import settings
            from django.utils import translation

            translation.activate(options.get("lang") or settings.LANGUAGE_CODE)
            return command(*args, **options)
        except typer.Exit:
            raise
        except KeyboardInterrupt:
            fail(_("Stopped. Nothing half-done was kept."), as_json=as_json)
        except OSError as error:
            fail(_operating_system(error), as_json=as_json)
        except Exception as error:
            if os.environ.get("NASIJ_TRACEBACK"):
                raise
            fail(sentence(error), as_json=as_json, kind=type(error).__name__)

    return run


def _operating_system(error: OSError) -> str:
    if standing.is_full(error):
        return _disk_full()
    place = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{place}"


def _disk_full() -> str:
    return _("The disk is full: nothing was kept. Free some space and run the command again.")


def sentence(error: Exception) -> str:
    """Errors of the product and of the core say what is wrong and what helps; others their name."""
    from django.db.utils import DatabaseError

    if isinstance(error, DatabaseError):
        return _database(error)
    if isinstance(error, ImproperlyConfigured) and "psycopg" in str(error):
        return _driver(error)
    text = str(error) or type(error).__name__
    if type(error).__module__.startswith(("nasij", "django.core")):
        return text
    return f"{type(error).__name__}: {text} (NASIJ_TRACEBACK=1 …)"


def _driver(error: Exception) -> str:
    template = _(
        "The driver of PostgreSQL cannot be loaded (%(what)s): install it again with "
        "`%(command)s`, or leave DATABASE_URL empty for SQLite."
    )
    command = f"{sys.executable} -m pip install --force-reinstall 'psycopg[binary,pool]'"
    return template % {"what": error.__cause__ or error, "command": command}


def _database(error: Exception) -> str:
    text = " ".join(str(error).split())
    if standing.is_full(error):
        return _disk_full()
    if "no such table" in text or "relation" in text:
        return _("This site is not prepared: run `%(command)s`.") % {"command": typed("prepare")}
    if "not a database" in text or "malformed" in text:
        template = _(
            "The database is damaged (%(what)s): restore the last backup with `%(command)s`."
        )
        return template % {"what": text, "command": typed("restore")}
    if _has_no_connection(error):
        return _out_of_reach(text)
    template = _("The database cannot be used: %(what)s. Check DATABASE_URL, or run `%(command)s`.")
    return template % {"what": text, "command": typed("doctor")}


def _has_no_connection(error: Exception) -> bool:
    """PostgreSQL numbers its errors, but for those of who never came to speak with it."""
    from django.db import connection
    from django.db.utils import OperationalError

    unnumbered = not getattr(error.__cause__, "sqlstate", "")
    return connection.vendor == "postgresql" and isinstance(error, OperationalError) and unnumbered


def _out_of_reach(text: str) -> str:
    """Who has no connection needs the address, never the password; the driver speaks English."""
    from django.conf import settings

    at = settings.DATABASES["default"]
    place = f"{at['HOST'] or 'localhost'}:{at['PORT'] or 5432}"
    silent = _(
        "The database at %(place)s cannot be reached (driver: %(what)s). Check that it runs, and "
        "DATABASE_URL."
    )
    refused = _(
        "The database at %(place)s refuses the connection (driver: %(what)s). Check the user, the "
        "password and the name in DATABASE_URL."
    )
    return (refused if "FATAL" in text else silent) % {"place": place, "what": text}


@contextmanager
def progress(title: str, *, quiet: bool = False) -> Iterator[Callable[[int, int, object], None]]:
    """A bar for anything over a second; on a pipe it prints nothing."""
    bar = bars.Progress(
        bars.TextColumn("{task.description}"),
        bars.BarColumn(),
        bars.TextColumn("{task.percentage:>3.0f} %"),
        bars.TimeElapsedColumn(),
        console=err,
        disable=quiet or not sys.stderr.isatty(),
    )
    with bar:
        task = bar.add_task(title, total=None)

        def move(done: int, total: int, what: object = "") -> None:
            bar.update(task, completed=done, total=total or None, description=str(what or title))

        yield move
