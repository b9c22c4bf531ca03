import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from digit_recognizer.data import files
from digit_recognizer.data.files import clear_partials, replaced_when_complete, set_aside


def test_a_file_appears_only_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    with replaced_when_complete(path) as temporary:
        temporary.write_text("half")
        assert not path.exists()
        assert temporary.parent == path.parent  # so that taking the name is one step
    assert path.read_text() == "half"
    assert list(path.parent.iterdir()) == [path]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")

    def interrupted() -> None:
        with replaced_when_complete(path) as temporary:
            temporary.write_text("new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no umask")
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_finished_file_keeps_to_the_umask(tmp_path: Path, mask: int, mode: int) -> None:
    with umask(mask), replaced_when_complete(tmp_path / "file"):
        pass
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == mode


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_what_a_killed_program_left_is_cleared_and_what_is_being_written_stays(
    tmp_path: Path,
) -> None:
    killed = (
        "import os, signal, sys; from pathlib import Path\n"
        "from digit_recognizer.data.files import replaced_when_complete\n"
        "with replaced_when_complete(Path(sys.argv[1])) as partial:\n"
        "    partial.write_text('half'); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", killed, tmp_path / "killed"], check=False)
    (left,) = tmp_path.iterdir()
    with replaced_when_complete(tmp_path / "living") as temporary:
        clear_partials(tmp_path)
        assert list(tmp_path.iterdir()) == [temporary]
        assert left != temporary
    assert list(tmp_path.iterdir()) == [tmp_path / "living"]


def test_what_is_set_aside_is_never_overwritten(tmp_path: Path) -> None:
    names = []
    for content in ("first", "second", "third"):
        (tmp_path / "file").write_text(content)
        names.append(set_aside(tmp_path / "file"))
    assert [name.name for name in names] == [
        "file.unreadable",
        "file.unreadable-2",
        "file.unreadable-3",
    ]
    assert [name.read_text() for name in names] == ["first", "second", "third"]


def test_what_cannot_be_set_aside_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="file"):
        set_aside(tmp_path / "file")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes of this kind")
def test_a_pipe_a_device_or_a_folder_is_never_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder"):
        with (
            pytest.raises(FileExistsError, match="got a device, a pipe or a folder"),
            replaced_when_complete(tmp_path / name),
        ):
            pytest.fail("nothing should be written")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_link_stays_and_its_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    with replaced_when_complete(tmp_path / "link") as temporary:
        temporary.write_text("new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text() == "new"


def test_a_file_is_no_left_over_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def clear_and_move(path: Path, target: Path) -> None:
        clear_partials(tmp_path)
        move(path, target)

    move = files.move_to_free_name
    monkeypatch.setattr(files, "move_to_free_name", clear_and_move)
    with replaced_when_complete(tmp_path / "file", overwrite=False) as partial:
        partial.write_text("whole")
    assert (tmp_path / "file").read_text() == "whole"
