from digit_recognizer.numbers.cell_reader import agreed
from digit_recognizer.numbers.reading import Alternative, NumberRecognition
from digit_recognizer.numbers.verdict import NumberVerdict


def read(verdict: NumberVerdict, **posteriors: float) -> NumberRecognition:
    """Return a reading; ``n12_5`` is the text 12.5."""
    texts = tuple(
        Alternative(name[1:].replace("_", "."), posterior) for name, posterior in posteriors.items()
    )
    return NumberRecognition(texts[0].text, texts[0].posterior, verdict, alternatives=texts)


def test_what_two_read_is_sure() -> None:
    both = agreed(read("number", n47=0.9, n41=0.1), read("number", n47=0.8, n97=0.1))
    assert (both.text, both.verdict) == ("47", "number")
    assert both.confidence > 0.95


def test_what_one_doubts_is_not_sure() -> None:
    assert agreed(read("number", n47=0.9), read("not sure", n47=0.01)).verdict == "not sure"
    both = agreed(read("number", n47=0.9, n41=0.1), read("number", n41=0.5, n47=0.2))
    assert (both.text, both.verdict) == ("47", "not sure")


def test_where_they_differ_the_likelier_counts_and_the_other_is_an_alternative() -> None:
    both = agreed(read("number", n47=0.6, n41=0.4), read("number", n41=0.95, n47=0.05))
    assert (both.text, both.verdict) == ("41", "not sure")
    assert [each.text for each in both.alternatives] == ["41", "47"]


def test_what_none_of_them_reads_takes_its_share() -> None:
    assert agreed(read("number", n47=0.02), read("number", n41=0.02)).confidence < 0.5


def test_a_point_that_one_of_them_lost_is_doubted() -> None:
    lost, seen = read("number", n125=0.9), read("number", n12_5=0.9)
    for both in (agreed(lost, seen), agreed(seen, lost)):
        assert both.verdict == "not sure"
        assert {each.text for each in both.alternatives} == {"125", "12.5"}


def test_what_is_no_number_to_either_is_not_sure() -> None:
    number, scribble = read("number", n47=0.99), read("not a number", n47=0.99)
    both = agreed(scribble, number)
    assert both.verdict == "not a number"
    assert both.confidence > scribble.confidence
    assert agreed(number, scribble).verdict == "not sure"
