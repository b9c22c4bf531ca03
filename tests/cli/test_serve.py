"""``digit-recognizer serve``: it serves until Ctrl-C, and says what keeps it from serving."""

import re
import signal
import socket
import subprocess
import sys
from time import sleep

import psutil
import pytest

from digit_recognizer.samples import sample_pictures
from tests.service.serving import Service

COMMAND = [sys.executable, "-m", "digit_recognizer", "serve"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_it_serves_until_ctrl_c_and_ends_without_a_word(jobs: str) -> None:
    with subprocess.Popen(
        [*COMMAND, "--port", "0", "--jobs", jobs],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        assert process.stdout is not None
        port = re.search(r"http://127\.0\.0\.1:(\d+);", process.stdout.readline())
        assert port
        service = Service(int(port[1]))
        assert service.ask("/digits", sample_pictures()[3].read_bytes()).json["answer"] == 3
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=60)
    assert complaints == ""
    assert process.returncode == 0


def workers(process: int) -> list[psutil.Process]:
    children = psutil.Process(process).children()
    alive = [each for each in children if each.status() != psutil.STATUS_ZOMBIE]
    return [each for each in alive if "spawn_main" in str(each.cmdline())]


def test_a_process_that_ends_is_replaced_and_all_end_with_the_one_that_started_them() -> None:
    picture = sample_pictures()[3].read_bytes()
    with subprocess.Popen(
        [*COMMAND, "--port", "0", "--jobs", "2"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        service = Service(int(process.stdout.readline().partition(";")[0].rpartition(":")[2]))
        try:
            assert service.ask("/digits", picture).status == 200
            before = workers(process.pid)
            before[0].kill()
            while before[0] in workers(process.pid) or len(workers(process.pid)) < 2:
                sleep(0.1)
            assert service.ask("/digits", picture).status == 200
            after = workers(process.pid)
        finally:
            process.kill()
    _, alive = psutil.wait_procs(after, timeout=30)
    for each in alive:
        each.kill()
    assert alive == []


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = subprocess.run(
            [*COMMAND, "--port", str(port)], capture_output=True, text=True, check=False
        )
    assert ended.returncode == 1
    assert f"cannot serve at 127.0.0.1, port {port}" in ended.stderr
    assert ended.stderr.count("\n") == 1
