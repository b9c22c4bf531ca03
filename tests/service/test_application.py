"""What is asked by HTTP, and what comes back."""

import json
from collections.abc import Iterator
from itertools import chain

import pytest

from digit_recognizer import Recognizer, read_sheet
from digit_recognizer.answers.number_records import number_record
from digit_recognizer.answers.records import record
from digit_recognizer.samples import sample_pictures, sample_sheet
from digit_recognizer.sheets.stored import page_to_json
from tests.service.serving import Service, serving

SEVEN = sample_pictures()[7]
STROKES = {"strokes": [[[10, 10], [40, 10], [20, 60]]], "pen_width": 4}
JSON = "application/json"


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with serving() as service:
        yield service


def test_digits_are_read_as_the_library_reads_them(service: Service) -> None:
    recognizer = Recognizer()
    for digit, picture in enumerate(sample_pictures()):
        answer = service.ask("/digits", picture.read_bytes())
        assert answer.status == 200
        expected = record("", recognizer.recognize(picture))
        assert answer.json["answer"] == expected["answer"] == digit
        assert answer.json["verdict"] == "digit"
        assert answer.json["probabilities"] == pytest.approx(expected["probabilities"], abs=1e-5)


def test_polarity_is_heeded(service: Service) -> None:
    as_it_is = service.ask("/digits", SEVEN.read_bytes()).json
    assert service.ask("/digits?polarity=light-on-dark", SEVEN.read_bytes()).json != as_it_is


def test_numbers_are_read_as_the_library_reads_them(service: Service) -> None:
    answer = service.ask("/numbers?format=digits", SEVEN.read_bytes())
    expected = number_record("", Recognizer().recognize_number(SEVEN, format="digits"))
    assert answer.json["answer"] == "7"
    assert answer.json.keys() == expected.keys() - {"file"}


@pytest.mark.parametrize(("path", "answer"), [("/digits", 7), ("/numbers?format=digits", "7")])
def test_pen_strokes_are_read_too(service: Service, path: str, answer: object) -> None:
    assert service.ask(path, json.dumps(STROKES), JSON).json["answer"] == answer


def test_sheets_are_read_as_the_library_reads_them() -> None:
    with serving() as service:
        answer = service.ask("/sheets", sample_sheet().read_bytes())
    pages = [page_to_json(page) for page in read_sheet(sample_sheet()).pages]
    assert answer.json == {"pages": json.loads(json.dumps(pages))}


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/digits", "", b""),
        ("/digits", "", b"no picture"),
        ("/digits", "image/png", SEVEN.read_bytes()[:100]),
        ("/digits", "multipart/form-data; boundary=x", b"--x\r\n\r\n7\r\n--x--"),
        ("/digits?polarity=grey", "", SEVEN.read_bytes()),
        ("/digits", JSON, b"[" * 100_000),
        ("/digits", JSON, b'{"strokes": [[[1, NaN]]]}'),
        ("/digits", JSON, b'{"strokes": [[[1, 1e999]]]}'),
        ("/digits", JSON, b'{"strokes": [[[1, 2, 3]]]}'),
        ("/digits", JSON, b'{"strokes": [[["1", "2"]]]}'),
        ("/digits", JSON, b'{"strokes": [[[1, 2]]], "pen_width": -1}'),
        ("/digits", JSON, b'{"strokes": [[[1, 2]]], "pen": 1}'),
        ("/digits", JSON, b"\xff\xfe"),
        ("/numbers", "", b"no picture"),
        ("/numbers", JSON, b"{}"),
        ("/numbers?format=((", "", SEVEN.read_bytes()),
        ("/numbers?format=((", JSON, json.dumps(STROKES).encode()),
        ("/sheets?format=total", "", b""),
        ("/sheets?format=total=((", "", b""),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    service: Service, path: str, kind: str, body: bytes
) -> None:
    answer = service.ask(path, body, kind)
    assert answer.status == 422
    assert answer.json["reason"]
    assert answer.json["remedy"]


def test_a_message_names_no_file_of_the_machine() -> None:
    with serving() as service:
        answer = service.ask("/sheets", b"no sheet")
    assert answer.status == 422
    assert answer.json["reason"].startswith("Cannot read the file: ")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/digits", 405), ("PUT", "/sheets", 405), ("GET", "/x", 404), ("POST", "/", 405)],
)
def test_what_there_is_not_is_refused_in_words(
    service: Service, method: str, path: str, status: int
) -> None:
    answer = service.ask(path, method=method)
    assert answer.status == status
    assert "/docs" in answer.json["remedy"]


def test_the_description_lists_what_can_be_asked(service: Service) -> None:
    description = service.ask("/openapi.json").json
    assert list(description["paths"]) == ["/digits", "/numbers", "/sheets"]
    for operation in chain.from_iterable(each.values() for each in description["paths"].values()):
        assert operation["description"]
        assert {"200", "413", "422", "503"} <= operation["responses"].keys()


def test_the_page_loads_nothing(service: Service) -> None:
    answer = service.ask("/docs")
    assert answer.status == 200
    page = answer.body.decode()
    assert "POST /sheets" in page
    assert not any(sign in page for sign in ("<script", "src=", "<link", "url(", "https://"))
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
