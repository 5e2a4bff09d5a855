"""Room tests run on a database that holds the Morocco pack, loaded once per run."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from tests.people import Cast, make_cast


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


@pytest.fixture
def cast(db: None) -> Cast:
    """Secretariat, delegate of 09, delegate of 01, adviser, analyst, partner."""
    return make_cast()


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
