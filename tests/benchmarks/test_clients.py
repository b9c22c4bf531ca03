"""Clients that ask a service all the time."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from benchmarks.clients import ask_for, request


class Answering(BaseHTTPRequestHandler):
    """Answers with the status that the body names; to "0" with nothing."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        status = int(self.rfile.read(int(self.headers["content-length"])))
        if not status:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("content-length", "100000")
        self.end_headers()
        self.wfile.write(bytes(100_000))

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.parametrize("status", [200, 422, 0])
def test_every_answer_is_counted_by_its_status_and_timed(port: int, status: int) -> None:
    answers = ask_for(0.05, [request("/", str(status).encode())], port, clients=3)
    assert answers.statuses.keys() == {status}
    assert len(answers.milliseconds) == answers.statuses.total() >= 3
    assert answers.seconds >= 0.05


def test_clients_take_turns_in_what_they_ask(port: int) -> None:
    requests = [request("/", b"200"), request("/", b"422")]
    assert ask_for(0.05, requests, port, clients=2).statuses.keys() == {200, 422}
