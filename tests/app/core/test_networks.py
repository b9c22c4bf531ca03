"""The networks of a window: loaded in a thread, the last one asked for counts."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.networks import NamedNetwork, Networks
from digit_recognizer.networks.checkpoint import find_checkpoint
from digit_recognizer.networks.library import NetworkLibrary, NetworkLibraryError


@pytest.fixture
def networks(qapp: object, tmp_path: Path) -> Iterator[Networks]:
    networks = Networks(NetworkLibrary(tmp_path / "networks"))
    yield networks
    networks.close()


@pytest.fixture
def trained() -> NamedNetwork:
    return NamedNetwork("just trained", find_checkpoint())


def name(networks: Networks) -> str:
    return networks.current.name if networks.current else ""


def test_at_first_there_is_none_and_then_the_one_asked_for(
    networks: Networks, qtbot: QtBot
) -> None:
    assert networks.current is None
    with qtbot.waitSignals([networks.listed, networks.current_changed]):
        networks.use("lenet5")
    assert name(networks) == "lenet5"
    assert "lenet5" in networks.names
    assert networks.current is not None
    assert networks.current.label == f"lenet5 · {networks.current.checkpoint.recipe['name']}"


def test_a_network_at_hand_is_used_at_once(networks: Networks, trained: NamedNetwork) -> None:
    networks.use(trained)
    assert networks.current is trained


def test_the_last_one_asked_for_counts(
    networks: Networks, trained: NamedNetwork, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(networks.listed):
        networks.use("lenet5")
        networks.use(trained)
    assert networks.current is trained


def test_keeping_renaming_and_deleting_are_told(
    networks: Networks, trained: NamedNetwork, qtbot: QtBot
) -> None:
    networks.use(trained)
    with qtbot.waitSignals([networks.listed, networks.current_changed]):
        networks.save("mine", trained.checkpoint)
    assert name(networks) == "mine"
    with qtbot.waitSignal(networks.listed):
        networks.rename("mine", "better")
    assert name(networks) == "better"
    with qtbot.waitSignal(networks.listed):
        networks.delete("better")
    assert "better" not in networks.names
    assert name(networks) == "better"
    with pytest.raises(NetworkLibraryError):
        networks.delete("better")


def test_a_name_that_is_gone_is_explained_and_the_shipped_network_reads(
    networks: Networks, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(networks.failed) as failed, qtbot.waitSignal(networks.current_changed):
        networks.use("gone")
    assert name(networks) == "lenet5"
    assert "'gone'" in failed.args[0]
    assert failed.args[0].endswith("Until then lenet5 reads, which comes with the program.")


def test_what_was_renamed_or_deleted_can_be_had_again(
    networks: Networks, trained: NamedNetwork, qtbot: QtBot
) -> None:
    networks.use(trained)
    networks.save("mine", trained.checkpoint)
    with qtbot.waitSignal(networks.renamed) as renamed:
        rename_back = networks.rename("mine", "better")
    assert renamed.args == ["mine", "better"]
    with qtbot.waitSignal(networks.renamed) as renamed:
        rename_back()
    assert renamed.args == ["better", "mine"]
    assert name(networks) == "mine"
    bring_back = networks.delete("mine")
    with qtbot.waitSignal(networks.listed):
        bring_back()
    assert "mine" in networks.names


def test_what_was_deleted_long_ago_is_removed_with_the_first_network(
    networks: Networks, trained: NamedNetwork, qtbot: QtBot
) -> None:
    for kept in ("old", "new"):
        networks.save(kept, trained.checkpoint)
        networks.library.delete(kept)
    os.utime(networks.library.folder / "old.safetensors.deleted", (0, 0))
    with qtbot.waitSignal(networks.current_changed):
        networks.use("lenet5")
    left = [file.name for file in networks.library.folder.iterdir()]
    assert left == ["new.safetensors.deleted"]


def test_a_failure_leaves_the_one_before(
    networks: Networks, trained: NamedNetwork, qtbot: QtBot
) -> None:
    networks.use(trained)
    with qtbot.waitSignal(networks.failed) as failed:
        networks.use("gone")
    assert "'gone'" in failed.args[0]
    assert networks.current is trained


def test_closing_waits_and_tells_nothing_more(networks: Networks, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(networks.current_changed, wait=50):
        networks.use("lenet5")
        networks.close()
