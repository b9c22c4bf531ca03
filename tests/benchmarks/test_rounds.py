import time

from benchmarks.rounds import Contestant, best, fastest, in_turn, ratio


def contestant(name: str, calls: list[str], task: str = "work", amount: float = 1) -> Contestant:
    return Contestant(name, task, lambda: calls.append(name), amount)


def test_contestants_run_in_turn_and_are_measured_once_a_round() -> None:
    calls: list[str] = []
    both = [contestant("a", calls), contestant("b", calls)]
    in_turn(both, rounds=2, seconds=0)
    assert calls == ["a", "a", "b", "b"] * 2  # one run to warm up, one measured
    assert [len(each.speeds) for each in both] == [2, 2]


def test_the_fastest_in_the_heats_go_on_and_the_rounds_begin_anew() -> None:
    field = [
        Contestant("slow", "x", lambda: time.sleep(0.01), 1),
        Contestant("fast", "x", lambda: None, 1),
        Contestant("middling", "x", lambda: time.sleep(0.001), 1),
    ]
    found = fastest(field, seconds=0, number=2)
    assert [each.name for each in found] == ["fast", "middling"]
    assert all(each.heat > 0 and not each.speeds for each in field)


def test_the_speed_is_the_median_of_the_rounds() -> None:
    each = contestant("a", [])
    each.speeds = [1, 100, 3]
    assert each.speed == 3


def test_the_best_of_a_name_at_a_task_counts() -> None:
    field = [contestant(name, [], task) for name, task in (("PyTorch a", "x"), ("PyTorch b", "x"))]
    field += [contestant("ours", [], "x"), contestant("PyTorch c", [], "y")]
    for speed, each in enumerate(field, start=1):
        each.speeds = [speed]
    found = best(field, "x", "PyTorch")
    assert found is not None
    assert found.name == "PyTorch b"
    assert best(field, "y", "ours") is None


def test_a_ratio_compares_what_was_measured_in_the_same_round() -> None:
    one, other = contestant("a", []), contestant("b", [])
    one.speeds, other.speeds = [10, 20, 400], [1, 10, 100]
    assert ratio(one, other) == 4
