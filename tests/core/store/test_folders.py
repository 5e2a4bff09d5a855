"""A folder of results appears whole or not at all, whatever stops the run that writes it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from nasij_core.errors import CouldNotWrite
from nasij_core.store.folders import SUMS, damaged_files, drop_file, whole_folder

FILES = {"one.txt": "old one", "two.txt": "old two"}


def contents(folder: Path) -> dict[str, str]:
    """Without the sums, which are made of the rest."""
    return {path.name: path.read_text() for path in folder.iterdir() if path.name != SUMS}


@pytest.fixture
def results(tmp_path: Path) -> Path:
    folder = tmp_path / "results"
    with whole_folder(folder) as part:
        for name, text in FILES.items():
            (part / name).write_text(text)
    return folder


def write_half(folder: Path, error: BaseException) -> None:
    with whole_folder(folder) as part:
        (part / "one.txt").write_text("half")
        assert contents(folder) == FILES
        raise error


def test_a_new_folder_replaces_the_old_whole(results: Path) -> None:
    with whole_folder(results) as part:
        (part / "three.txt").write_text("new")
        assert contents(results) == FILES
    assert contents(results) == {"three.txt": "new"}
    assert [path.name for path in results.parent.iterdir()] == ["results"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_in_the_middle_leaves_the_old_whole(
    results: Path, error: type[BaseException]
) -> None:
    with pytest.raises(error):
        write_half(results, error())
    assert contents(results) == FILES
    assert [path.name for path in results.parent.iterdir()] == ["results"]


def test_a_full_disk_is_said_and_leaves_the_old_whole(results: Path) -> None:
    with pytest.raises(CouldNotWrite):
        write_half(results, OSError(28, "No space left on device"))
    assert contents(results) == FILES


def refuse_rename(monkeypatch: pytest.MonkeyPatch, error: type[BaseException]) -> None:
    """The rename of the finished folder fails; those of the old one do not."""
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.suffix == ".part" and ".old" not in self.name:
            raise error("stopped")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)


def test_a_rename_that_fails_gives_the_old_its_name_back(
    results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_rename(monkeypatch, OSError)
    with pytest.raises(CouldNotWrite), whole_folder(results) as part:
        (part / "one.txt").write_text("new")
    assert contents(results) == FILES


def test_a_stop_between_the_renames_is_mended_by_the_next_run(
    results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        refuse_rename(patch, KeyboardInterrupt)
        with pytest.raises(KeyboardInterrupt), whole_folder(results) as part:
            (part / "one.txt").write_text("new")
    assert not results.exists()
    with pytest.raises(ValueError, match="again"):
        write_half(results, ValueError("again"))
    assert contents(results) == FILES


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill outright")
def test_a_killed_run_leaves_the_old_whole(results: Path) -> None:
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from nasij_core.store.folders import whole_folder\n"
        "with whole_folder(Path(sys.argv[1])) as part:\n"
        "    (part / 'one.txt').write_text('half')\n"
        "    print('written', flush=True)\n"
        "    time.sleep(60)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3] / "src")}
    command = [sys.executable, "-c", code, str(results)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as run:
        assert run.stdout is not None
        assert run.stdout.readline().strip() == b"written"
        run.kill()
    assert contents(results) == FILES
    left = [path.name for path in results.parent.iterdir() if path != results]
    assert all(name.startswith(".") and name.endswith(".part") for name in left)
    with whole_folder(results) as part:
        (part / "one.txt").write_text("new")
    assert contents(results) == {"one.txt": "new"}


def test_a_file_that_is_not_as_it_was_written_is_known(results: Path) -> None:
    assert damaged_files(results) == []
    (results / "one.txt").write_text("old onf")
    assert damaged_files(results) == ["one.txt"]
    (results / "two.txt").unlink()
    assert damaged_files(results) == ["one.txt", "two.txt"]
    (results / SUMS).unlink()
    assert damaged_files(results) == [SUMS]


def test_a_file_dropped_on_purpose_is_no_damage(results: Path) -> None:
    drop_file(results, "one.txt")
    assert contents(results) == {"two.txt": "old two"}
    assert damaged_files(results) == []
