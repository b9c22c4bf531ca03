"""The guards that stand over every test do stop what they are there to stop."""

import tomllib
from pathlib import Path

import pytest

GUARDS = Path(__file__).with_name("conftest.py")
PROJECT = tomllib.loads((GUARDS.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
QT_LEVEL = PROJECT["tool"]["pytest"]["ini_options"]["qt_log_level_fail"]


def test_a_test_that_leaves_something_running_fails(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(GUARDS.read_text(encoding="utf-8"))
    pytester.makepyfile("""
        import threading
        from PyQt6.QtCore import QThread, QTimer

        class Sleeper(QThread):
            def run(self):
                self.msleep(3000)

        def test_nothing(qapp):
            pass

        def test_thread():
            global end
            end = threading.Event()
            threading.Thread(target=end.wait, name="forgotten").start()

        def test_timer(qapp):
            global timer
            timer = QTimer()
            timer.start(100_000)

        def test_qt_thread(qapp):
            global sleeper
            timer.stop()
            sleeper = Sleeper()
            sleeper.start()

        def test_the_end():
            end.set()
            sleeper.wait()
    """)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=5, errors=3)
    result.stdout.fnmatch_lines_random(
        ["*left running: forgotten*", "*left running: QTimer*", "*left running: Sleeper*"]
    )


def test_a_marker_for_something_absent_skips_and_says_why(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGIT_RECOGNIZER_DATA", str(pytester.path))
    pytester.makeconftest(GUARDS.read_text(encoding="utf-8"))
    pytester.makepyfile("""
        import pytest

        @pytest.mark.shared_data
        def test_by_marker():
            assert False

        def test_by_fixture(mnist_test):
            assert False
    """)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-rs")
    result.assert_outcomes(skipped=2)
    result.stdout.fnmatch_lines(["*needs MNIST: set DIGIT_RECOGNIZER_DATA to the folder*"])


def test_a_test_fails_in_which_an_error_is_logged(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(GUARDS.read_text(encoding="utf-8"))
    pytester.makepyfile("""
        import logging, os, pathlib, threading
        import pytest

        log = logging.getLogger("digit_recognizer.anything")

        def test_a_warning():
            log.warning("not durable")

        def test_an_error():
            log.error("went wrong")

        def test_in_a_thread():
            thread = threading.Thread(target=log.error, args=("in a thread",))
            thread.start()
            thread.join()

        def test_the_log_of_a_window_in_another_process():
            folder = pathlib.Path(os.environ["XDG_STATE_HOME"])
            folder.mkdir(parents=True)
            (folder / "window.log").write_text("ERROR unexpected failure")

        @pytest.mark.logs_error("went wrong")
        def test_an_expected_error():
            log.error("it went wrong here")

        @pytest.mark.logs_error("went wrong")
        def test_another_error():
            log.error("something else")

        @pytest.mark.logs_error("went wrong")
        def test_no_error():
            pass
    """)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=7, errors=5)
    result.stdout.fnmatch_lines_random(
        [
            "*logged as an error: digit_recognizer.anything: went wrong*",
            "*logged as an error: digit_recognizer.anything: in a thread*",
            "*logged as an error: ERROR unexpected failure*",
            "*expected logged errors to have 'went wrong', got: *something else*",
            "*expected an error to be logged that has 'went wrong', got none*",
        ]
    )


def test_a_test_fails_in_which_qt_warns(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(GUARDS.read_text(encoding="utf-8"))
    pytester.makefile(".ini", pytest=f"[pytest]\nqt_log_level_fail = {QT_LEVEL}")
    pytester.makepyfile("""
        from PyQt6.QtCore import qWarning

        def test_warning(qapp):
            qWarning("QPainter::begin: a paint device can only be painted by one painter")
    """)
    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(failed=1)
