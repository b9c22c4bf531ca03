import threading

import pytest

from digit_recognizer.nn.engine.team import Team


def test_work_is_shared_by_as_many_threads_as_are_asked_for() -> None:
    team, barrier = Team(), threading.Barrier(3, timeout=60)
    workers: set[tuple[int, str]] = set()
    for _ in range(2):

        def work(worker: int) -> None:
            workers.add((worker, threading.current_thread().name))
            barrier.wait()

        team.together(work, 3)
    assert {worker for worker, _ in workers} == {0, 1, 2}
    assert len({name for _, name in workers}) == 3  # the second call found the helpers of the first


def test_nobody_waits_for_help_that_comes_late() -> None:
    team, begun, end = Team(), threading.Event(), threading.Event()

    def keep_the_helper_busy(worker: int) -> None:
        if worker:
            begun.set()
        (end if worker else begun).wait(60)

    other = threading.Thread(target=team.together, args=(keep_the_helper_busy, 2))
    other.start()
    begun.wait(60)
    called: list[int] = []
    team.together(called.append, 2)
    end.set()
    other.join()
    assert called == [0]


@pytest.mark.parametrize("failing", [0, 1])
def test_an_error_of_any_thread_is_raised_when_all_are_done(failing: int) -> None:
    ended: set[int] = set()
    barrier = threading.Barrier(2, timeout=60)

    def work(worker: int) -> None:
        barrier.wait()
        ended.add(worker)
        if worker == failing:
            raise ValueError("as planned")

    with pytest.raises(ValueError, match="as planned"):
        Team().together(work, 2)
    assert ended == {0, 1}


def test_helpers_end_by_themselves() -> None:
    barrier = threading.Barrier(2, timeout=60)
    before = threading.active_count()
    Team().together(lambda _: barrier.wait(), 2)
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.daemon:
            thread.join(60)
    assert threading.active_count() == before
