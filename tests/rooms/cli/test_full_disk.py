"""A disk without room: visitors read on, a monitor is told, and nothing is half-written."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.rooms.cli.conftest import nasij
from tests.rooms.cli.disks import small_disk
from tests.rooms.cli.serving import answers, free_port, serve, stop, wait_until_it_answers

PAGES = ("/fr/", "/fr/targets/", "/fr/potential/", "/fr/regions/", "/fr/account/login/")


def fill(folder: Path) -> None:
    """Not a byte is left."""
    with (folder / "filling").open("wb") as file:
        try:
            while True:
                file.write(bytes(2**20))
                file.flush()
        except OSError:
            pass


def test_visitors_read_on(prepared: Path, tmp_path: Path) -> None:
    mount = tmp_path / "disk"
    mount.mkdir()
    with small_disk(mount, megabytes=400):
        site = Path(shutil.copytree(prepared, mount / "site"))
        port = free_port()
        process = serve(site, port)
        try:
            wait_until_it_answers(process, port)
            fill(site)
            assert {page: answers(port, page, seconds=60) for page in PAGES} == dict.fromkeys(
                PAGES, 200
            )
            assert answers(port) == 503
        finally:
            stop(process)


def test_a_start_without_room_is_refused(prepared: Path, tmp_path: Path) -> None:
    mount = tmp_path / "disk"
    mount.mkdir()
    with small_disk(mount, megabytes=100):
        site = Path(shutil.copytree(prepared, mount / "site"))
        done = nasij(site, "serve", "--port", free_port())
        assert done.returncode == 2
        assert "MB are free" in done.stderr
