"""The guards that stand over every test do stop what they are there to stop."""

from pathlib import Path

import pytest

GUARDS = Path(__file__).with_name("conftest.py")


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
