"""The settings: told when they change, kept whole, and never a reason not to start."""

import json
import os
import stat
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core import settings_file
from digit_recognizer.app.core.settings import CurrentSettings, Settings
from digit_recognizer.app.core.settings_file import SettingsFile

CHOSEN = Settings("dark", "pen-3", "mine", (900, 700), show_box=False, welcomed=True)


@pytest.fixture
def file(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "config" / "settings.json")


def test_only_a_change_is_told(qtbot: QtBot) -> None:
    settings = CurrentSettings()
    with qtbot.assertNotEmitted(settings.changed):
        settings.change(theme="system")
    with qtbot.waitSignal(settings.changed) as changed:
        settings.change(theme="dark", pen="pen-1")
    assert changed.args == [Settings(theme="dark", pen="pen-1")]
    assert settings.now == changed.args[0]


def test_a_setting_that_does_not_exist_is_refused(qapp: object) -> None:
    with pytest.raises(TypeError):
        CurrentSettings().change(colour="red")


def test_what_was_saved_is_loaded(file: SettingsFile) -> None:
    assert file.load() == Settings()
    file.save(CHOSEN)
    assert file.load() == CHOSEN
    assert [entry.name for entry in file.file.parent.iterdir()] == ["settings.json"]


def test_settings_of_an_earlier_day_keep_what_they_have(file: SettingsFile) -> None:
    file.save(CHOSEN)
    kept = json.loads(file.file.read_text())
    del kept["welcomed"]
    kept["a setting that is no more"] = 7
    file.file.write_text(json.dumps(kept))
    loaded = file.load()
    assert loaded.theme == "dark"
    assert loaded.welcomed is False


def test_an_older_version_is_migrated_step_by_step(
    file: SettingsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.save(CHOSEN)

    def rename(kept: dict[str, object]) -> dict[str, object]:
        return {**kept, "pen": kept.pop("brush")}

    def enlarge(kept: dict[str, object]) -> dict[str, object]:
        return {**kept, "pen": f"pen-{kept['pen']}"}

    old = json.loads(file.file.read_text())
    del old["pen"]
    file.file.write_text(json.dumps({**old, "brush": 1}))
    monkeypatch.setattr(settings_file, "MIGRATIONS", [rename, enlarge])
    assert file.load().pen == "pen-1"
    file.save(CHOSEN)
    assert file.load() == CHOSEN


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"7",
        b"{}",
        b'{"version": 99}',
        b'{"version": 0}',
        b'{"version": "1"}',
        b'{"version": [1]}',
        b'{"version": 1, "theme": "blue"}',
        b'{"version": 1, "pen": 3}',
        b'{"version": 1, "window_size": [1, 1]}',
        b'{"version": 1, "window_size": [800]}',
        b'{"version": 1, "window_size": "ab"}',
        b'{"version": 1, "window_size": [1e3, 800]}',
        b'{"version": 1, "show_box": 1}',
        b'{"version": 1, "recent": [7]}',
        b'{"version": 1, "recent": ["a\\u0000b"]}',
        b'{"version": 1, "recent": ["\\ud800"]}',
        b'{"version": 1, "window_size": [1' + b"0" * 400 + b", 800]}",
        b'{"version": 1' + b"0" * 5000 + b"}",
        b" " * (1 << 20) + b'{"version": 1}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_set_aside_with_a_note(file: SettingsFile, damaged: bytes) -> None:
    file.file.parent.mkdir()
    file.file.write_bytes(damaged)
    with pytest.raises(ValueError, match=r"set aside as .*settings\.json\.unreadable"):
        file.load()
    assert file.file.with_name("settings.json.unreadable").read_bytes() == damaged
    assert file.load() == Settings()


def test_a_failed_save_leaves_the_last_one_whole(
    file: SettingsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.save(CHOSEN)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        file.save(Settings())
    monkeypatch.undo()
    assert file.load() == CHOSEN


def test_nothing_that_was_set_aside_is_overwritten(file: SettingsFile) -> None:
    file.file.parent.mkdir()
    for content in ('{"version": 98}', '{"version": 99}'):
        file.file.write_text(content)
        with pytest.raises(ValueError, match="set aside as"):
            file.load()
    kept = sorted(file.file.parent.iterdir())
    assert [entry.read_text() for entry in kept] == ['{"version": 98}', '{"version": 99}']


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root opens all files")
def test_settings_without_permission_to_read_them_stay_and_are_read_once_they_may_be(
    file: SettingsFile,
) -> None:
    file.save(CHOSEN)
    file.file.chmod(0)
    with pytest.raises(ValueError, match="stays as it is: .*Permission denied. Mend its perm"):
        file.load()
    with pytest.raises(PermissionError):
        file.save(Settings())
    assert stat.S_IMODE(file.file.stat().st_mode) == 0
    file.file.chmod(0o600)
    assert file.load() == CHOSEN
    file.save(Settings())
    assert file.load() == Settings()


def test_what_cannot_be_opened_is_not_replaced(file: SettingsFile) -> None:
    file.file.mkdir(parents=True)
    with pytest.raises(ValueError, match="stays as it is: .*Mend its permissions"):
        file.load()
    with pytest.raises(OSError, match="directory"):
        file.save(Settings())
    assert [entry.name for entry in file.file.parent.iterdir()] == ["settings.json"]


def test_what_a_killed_session_left_half_written_is_cleared(file: SettingsFile) -> None:
    file.save(CHOSEN)
    (file.file.parent / ".settings.json.0123456789ab.partial").write_text("{")
    assert file.load() == CHOSEN
    assert [entry.name for entry in file.file.parent.iterdir()] == ["settings.json"]
