"""Room tests run on a database that holds the Morocco pack, loaded once per run."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.constants import MULTI
from django.template import Context, Template
from django.template.base import FilterExpression
from django.template.defaulttags import ForNode
from django.test import Client
from django.utils import translation
from django.utils.safestring import SafeString
from pytest_django.plugin import blocking_manager_key

from tests.again import again, forget_worlds
from tests.people import Cast, known_cast, make_cast

LIBRARIES = str(Path(django.__path__[0]).parent)


def _load_morocco() -> None:
    from nasij.council.acts import load_seats
    from nasij.needs.acts import load_themes
    from nasij.reference.acts import load_pack
    from nasij.reference.pack import Pack
    from nasij.targets.acts import load_targets

    pack = Pack(settings.PACK_DIR)
    load_pack(pack)
    load_themes(pack)
    load_seats(pack)
    load_targets(pack)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        _load_morocco()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """A test with real transactions empties every table when it ends: bring the pack back, unless
    it was the last one and the database is gone with it."""
    yield
    emptied = "transactional_db" in getattr(item, "fixturenames", ()) or any(
        mark.kwargs.get("transaction") for mark in item.iter_markers("django_db")
    )
    if emptied and nextitem is not None:
        with item.config.stash[blocking_manager_key].unblock():
            _load_morocco()
        forget_worlds()


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that closes a streamed answer must not close the connection its transaction is on."""
    close = BaseDatabaseWrapper.close_if_unusable_or_obsolete

    def unless_in_a_transaction(connection: BaseDatabaseWrapper) -> None:
        if not connection.in_atomic_block:
            close(connection)

    monkeypatch.setattr(
        BaseDatabaseWrapper, "close_if_unusable_or_obsolete", unless_in_a_transaction
    )


@pytest.fixture(autouse=True)
def site_of_tests(settings: Any) -> None:
    """No collected static files, no worker, cheap passwords; each test begins in French."""
    translation.activate("fr")
    settings.KEEP_PAGES = False  # tests change records behind the acts' back
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # Slow hashing protects passwords, not tests.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    backend = "django_tasks.backends.immediate.ImmediateBackend"
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": backend}}


class _Undefined:
    """What a template shows for a variable nobody gave: the test fails and names it."""

    def __contains__(self, part: object) -> bool:
        return part == "%s"  # so that the engine tells us the variable

    def __mod__(self, variable: object) -> str:
        raise AssertionError(f"undefined in a template: {variable}")


class _Sequence:
    """What a loop goes over: given, or the test fails; the engine would take it for empty."""

    def __init__(self, asked: FilterExpression) -> None:
        self.asked = asked

    def resolve(self, context: Context, ignore_failures: bool = False) -> Any:
        return self.asked.resolve(context)


@pytest.fixture(autouse=True)
def undefined_variables_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """`{{ theme.name }}` of a theme without a name is a mistake, not an empty tile. What a tag
    only tests (`{% if lead %}`) may be left out; templates of libraries are not ours to judge."""
    render, render_loop = Template.render, ForNode.render

    def rendered(template: Any, context: Context) -> SafeString:
        engine = template.engine
        is_ours = not str(template.origin.name).startswith(LIBRARIES)
        kept, engine.string_if_invalid = engine.string_if_invalid, _Undefined() if is_ours else ""
        try:
            return render(template, context)
        finally:
            engine.string_if_invalid = kept

    def rendered_loop(loop: Any, context: Context) -> SafeString:
        asked, loop.sequence = loop.sequence, _Sequence(loop.sequence)
        try:
            return render_loop(loop, context)
        finally:
            loop.sequence = asked

    monkeypatch.setattr(Template, "render", rendered)
    monkeypatch.setattr(ForNode, "render", rendered_loop)


@pytest.fixture(autouse=True)
def ties_are_turned_round(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that the order of a read leaves equal come last first: a list without a total order
    shows another page here than its author saw."""
    run, order = SQLCompiler.execute_sql, SQLCompiler.get_order_by

    def execute(compiler: Any, result_type: str = MULTI, *given: Any, **named: Any) -> Any:
        compiler.turns_ties_round = result_type == MULTI and not compiler.query.explain_info
        return run(compiler, result_type, *given, **named)

    def ordered(compiler: Any) -> list[Any]:
        terms = order(compiler)
        if getattr(compiler, "turns_ties_round", False):
            columns = range(1, len(compiler.select) + 1)
            terms += [(None, (f"{column} DESC", (), True)) for column in columns]
        return terms

    monkeypatch.setattr(SQLCompiler, "execute_sql", execute)
    monkeypatch.setattr(SQLCompiler, "get_order_by", ordered)


@pytest.fixture
def cast(db: None) -> Cast:
    """Secretariat, delegate of 09, delegate of 01, adviser, analyst, partner."""
    again("cast", make_cast)
    return known_cast()


@pytest.fixture
def as_secretariat(cast: Cast) -> Client:
    return cast.client("secretariat")


@pytest.fixture
def as_delegate(cast: Cast) -> Client:
    """The delegate of region 09 (Souss-Massa)."""
    return cast.client("delegate")


@pytest.fixture
def as_other_delegate(cast: Cast) -> Client:
    """The delegate of region 01 (Tanger-Tétouan-Al Hoceima)."""
    return cast.client("other_delegate")


@pytest.fixture
def data_folder(tmp_path: Path, settings: Any) -> Path:
    """A data folder of this test alone."""
    settings.NASIJ_DATA = tmp_path
    return tmp_path
