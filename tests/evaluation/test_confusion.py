import numpy as np

from digit_recognizer.evaluation.confusion import Confusion, confusion_matrix, most_confused


def test_rows_are_digits_and_columns_are_answers() -> None:
    matrix = confusion_matrix(np.array([7, 7, 1], np.uint8), np.array([7, 1, 1]))
    assert matrix.shape == (10, 10)
    assert (matrix[7, 7], matrix[7, 1], matrix[1, 1], matrix.sum()) == (1, 1, 1, 3)


def test_mistakes_come_by_how_often_they_are_made() -> None:
    labels = np.array([9, 9, 9, 4, 5, 5], np.uint8)
    answers = np.array([4, 4, 9, 9, 5, 5])
    assert most_confused(confusion_matrix(labels, answers)) == [
        Confusion(9, 4, 2),
        Confusion(4, 9, 1),
    ]


def test_no_mistake_is_no_line() -> None:
    labels = np.arange(10, dtype=np.uint8)
    assert most_confused(confusion_matrix(labels, labels)) == []
