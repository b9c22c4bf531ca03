"""The fuzzer notices whatever can go wrong, and finds nothing that does."""

import multiprocessing
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from benchmarks.fuzz import runner
from benchmarks.fuzz.byte_mutations import mutated
from benchmarks.fuzz.json_mutations import mutated_json
from benchmarks.fuzz.parts import store_part, together
from benchmarks.fuzz.picture_mutations import mutations_of, with_size
from benchmarks.fuzz.picture_seeds import picture_seeds
from benchmarks.fuzz.report import counted, listed
from benchmarks.fuzz.runner import FuzzerError, fuzz
from benchmarks.fuzz.target import load_targets, made, shares
from benchmarks.fuzz.worker import Tally
from digit_recognizer.ink import PictureError, open_picture

ROOT = Path(__file__).resolve().parents[2]
TABLE = "benchmarks.fuzz.table"
MISBEHAVING = "tests.benchmarks.misbehaving"


def run(target: str, inputs: int = 5, jobs: int = 1) -> Tally:
    return fuzz(MISBEHAVING, inputs, only=[target], jobs=jobs, tell=lambda _: None)[target]


def kinds(tally: Tally) -> set[str]:
    return {failure.kind for failure in tally.failures}


def test_nothing_that_reads_inputs_fails() -> None:
    """Few inputs of every target; ``make fuzz`` hands over a million."""
    command = [sys.executable, "-m", "benchmarks.fuzz", "--inputs", "2000", "--jobs", "2"]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110)
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_answers_and_documented_errors_are_counted() -> None:
    answered, refused = run("answers"), run("refuses")
    assert (answered.inputs, answered.answers, answered.failures) == (5, 5, [])
    assert (refused.inputs, refused.documented, refused.failures) == (5, 5, [])


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("refuses-without-a-word", "ValueError with no message"),
        ("refuses-over-lines", "ValueError with a message of several lines or with control char"),
        ("raises", "KeyError in misbehaving.py:_raises"),
        ("breaks-a-promise", "broken promise: nothing comes of something"),
        ("prints", "something printed"),
        ("warns", "something printed"),
        ("takes-memory", "over 200 MiB"),
    ],
)
def test_what_is_not_documented_is_a_failure(target: str, kind: str) -> None:
    tally = run(target, 1)
    assert len(tally.failures) == tally.inputs == 1
    assert all(failure.kind.startswith(kind) for failure in tally.failures)


def test_an_input_that_computes_for_too_long_is_a_failure() -> None:
    tally = run("computes-for-long", 1)
    assert kinds(tally) == {"over 0.2 s"}
    assert tally.seconds > 0.2


def test_one_that_never_ends_is_ended_by_its_processor_time() -> None:
    assert kinds(run("computes-for-ever", 1)) == {"never ends"}


def test_one_that_waits_is_ended_and_the_run_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "WALL_SECONDS", 1.0)
    tally = run("waits-for-ever", 2)
    assert tally.inputs == 2
    assert kinds(tally) == {"hangs for 1 s"}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_process_that_dies_is_named_and_replaced(jobs: int) -> None:
    inputs = 40
    target = load_targets(MISBEHAVING)["dies-of-some"]
    deadly = {index for index in range(inputs) if int(made(target, 0, index)) % 10 == 3}
    tally = run("dies-of-some", inputs, jobs)
    assert deadly
    assert {failure.index for failure in tally.failures} == deadly
    assert kinds(tally) == {"the process dies of SIGSEGV"}
    assert (tally.inputs, tally.answers) == (inputs, inputs - len(deadly))


def test_a_fault_of_the_fuzzer_is_no_finding() -> None:
    with pytest.raises(FuzzerError, match="no such input"):
        run("cannot-be-made")
    with pytest.raises(FuzzerError, match="expected targets among answers, .*; got nothing"):
        run("nothing")


def test_a_run_that_is_stopped_tells_what_it_saw() -> None:
    told = []

    def stop_at_the_first(text: str) -> None:
        told.append(text)
        if len(told) == 1:
            raise KeyboardInterrupt

    tallies = fuzz(MISBEHAVING, 5_000, only=["dies-of-some"], jobs=1, tell=stop_at_the_first)
    assert told[1:] == ["stopped; what follows is of the inputs until then"]
    assert 1 <= tallies["dies-of-some"].inputs < 5_000


def test_no_process_is_left() -> None:
    run("answers", 20, jobs=2)
    assert not multiprocessing.active_children()


def test_the_report_names_the_smallest_input_of_each_kind() -> None:
    tallies = {"raises": run("raises", 30)}
    smallest = min(tallies["raises"].failures, key=lambda failure: (failure.size, failure.index))
    again = f"`python -m benchmarks.fuzz --only raises --seed 0 --at {smallest.index}`"
    assert again in listed(tallies, 0)
    assert "30 times" in listed(tallies, 0)
    assert "| raises | 30 | 0 | 0 | 30 |" in counted(tallies)


def test_a_single_input_can_be_used_again_and_written_down(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.fuzz", "--table", MISBEHAVING, "--only", "raises"]
    command += ["--at", "7", "--write", str(tmp_path / "it")]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert finished.returncode == 1
    assert "KeyError" in finished.stderr
    assert (tmp_path / "it").read_bytes() == made(load_targets(MISBEHAVING)["raises"], 0, 7)


def test_the_table_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.fuzz", "--table", MISBEHAVING]
    command += ["--only", "answers", "--inputs", "3", "--out", str(tmp_path / "results.md")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    text = (tmp_path / "results.md").read_text(encoding="utf-8")
    assert "<!-- fuzz-answers:start -->" in text
    assert "| answers | 3 | 3 | 0 | 0 |" in text


def test_a_run_in_parts_is_reported_as_one(tmp_path: Path) -> None:
    parts = {seed: fuzz(MISBEHAVING, 4, seed=seed, only=["raises"], jobs=1) for seed in (1, 2)}
    for seed, tallies in parts.items():
        store_part(tmp_path, seed, tallies)
    store_part(tmp_path, 2, parts[2])
    whole = together(tmp_path)["raises"]
    assert whole.inputs == 8
    assert whole.failures == [each for part in parts.values() for each in part["raises"].failures]


@pytest.mark.parametrize("name", load_targets(TABLE))
def test_the_same_seed_and_number_give_the_same_input(name: str) -> None:
    if name == "hard-pictures":
        pytest.skip("each takes long to make")
    target = load_targets(TABLE)[name]
    shown = [target.show(made(target, 3, index)) for index in range(12)]
    again = [target.show(made(target, 3, index)) for index in reversed(range(12))]
    if name not in ("arrays", "strokes", "strokes-recognized", "picture-images"):
        assert shown == again[::-1]  # the others show addresses
    assert len(set(shown)) > 6


def test_inputs_are_divided_by_share() -> None:
    counts = shares(load_targets(TABLE), 1_000_000)
    assert abs(sum(counts.values()) - 1_000_000) < 100
    assert min(counts.values()) > 50


@pytest.mark.parametrize("kind", picture_seeds())
def test_honest_pictures_are_read_and_changed_ones_sometimes(kind: str) -> None:
    rng = Random(1)
    for content in picture_seeds()[kind]:
        open_picture(content)
    seeds, special, read = picture_seeds()[kind], mutations_of(kind), 0
    for _ in range(60):
        try:
            open_picture(mutated(rng, rng.choice(seeds), seeds, special))
        except PictureError:
            continue
        read += 1
    assert 0 < read < 60


@pytest.mark.parametrize("kind", picture_seeds())
def test_a_header_can_claim_too_much(kind: str) -> None:
    content = with_size(kind, picture_seeds()[kind][0], 16_000, 16_000)
    with pytest.raises(PictureError):
        open_picture(content)


def test_changed_json_is_decided_by_the_random_numbers_alone() -> None:
    text = '{"a": [[1, 2], [], {}], "b": {"c": []}}'
    once = [mutated_json(Random(index), text) for index in range(2_000)]
    assert [mutated_json(Random(index), text) for index in range(2_000)] == once


def test_changed_json_is_deep_long_and_odd_at_times() -> None:
    texts = [mutated_json(Random(index), '{"a": [1, 2.5, "x"], "b": null}') for index in range(400)]
    assert len(set(texts)) > 200
    for part in ("[" * 500, "9" * 400, "NaN", "Infinity", '"a":1,"a":2'):
        assert any(part in text for text in texts), part
