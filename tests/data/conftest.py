"""A small public data set of our own, and a web server that can be told to misbehave."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import numpy as np
import pytest

from digit_recognizer.data import catalogue
from digit_recognizer.data.catalogue import DataFile, PublicDataset, SplitFiles
from digit_recognizer.data.idx import idx_sha256, write_idx

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class SmallSet:
    """A data set with the arrays its files hold, by the name of the file."""

    dataset: PublicDataset
    arrays: dict[str, np.ndarray]

    def write_to(self, folder: Path, *, packed: bool = True) -> None:
        for file in self.dataset.files:
            write_idx(folder / (file.packed_name if packed else file.name), self.arrays[file.name])


@pytest.fixture
def small_set(monkeypatch: pytest.MonkeyPatch) -> SmallSet:
    """``tiny``: 30 training and 20 test images of noise, the only set in the catalogue."""
    rng = np.random.default_rng(5)
    arrays = {}
    for name, count in (("train", 30), ("t10k", 20)):
        images = rng.integers(0, 256, (count, 28, 28), dtype=np.uint8)
        arrays[f"{name}-images-idx3-ubyte"] = images
        arrays[f"{name}-labels-idx1-ubyte"] = rng.integers(0, 10, count, dtype=np.uint8)
    files = [DataFile(name, array.shape, idx_sha256(array)) for name, array in arrays.items()]
    dataset = PublicDataset(
        name="tiny",
        description="noise",
        licence="none",
        citation="nobody",
        homepage="nowhere",
        training=SplitFiles(files[0], files[1]),
        test=SplitFiles(files[2], files[3]),
        folders=("tiny",),
    )
    monkeypatch.setattr(catalogue, "CATALOGUE", (dataset,))
    return SmallSet(dataset, arrays)


@dataclass
class Server:
    """Answers on this machine; what it has no answer for is 404."""

    url: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    ending: threading.Event = field(default_factory=threading.Event)

    def gives(self, path: str, content: bytes, *, announced: int | None = None) -> None:
        """Answer with these bytes, announcing another length if one is given."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            request.send_header("Content-Length", str(announced or len(content)))
            request.end_headers()
            request.wfile.write(content)

        self.answers[path] = answer

    def falls_silent(self, path: str) -> None:
        """Begin to answer, and never go on."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            request.send_header("Content-Length", "1000")
            request.end_headers()
            request.wfile.write(b"begun")
            request.wfile.flush()
            self.ending.wait(30)

        self.answers[path] = answer

    def sends(self, path: str, begin: bytes, then: bytes = b"", every_seconds: float = 0) -> None:
        """Send these bytes as the whole answer, and others again and again behind them."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.close_connection = True
            request.wfile.write(begin)
            while then and not self.ending.wait(every_seconds):
                request.wfile.write(then)

        self.answers[path] = answer

    def never_ends(self, path: str) -> None:
        """Send zeros for as long as anybody listens."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            request.end_headers()
            while not self.ending.is_set():
                request.wfile.write(bytes(1 << 16))

        self.answers[path] = answer


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server("")

    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self) -> None:
            path = self.path.removeprefix("/")
            state.asked.append(path)
            try:
                if path in state.answers:
                    state.answers[path](self)
                else:
                    self.send_error(404)
            except OSError:
                self.close_connection = True  # the client has hung up, as it should

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as listening:
        state.url = f"http://127.0.0.1:{listening.server_port}/"
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield state
        state.ending.set()
        listening.shutdown()
        thread.join()
