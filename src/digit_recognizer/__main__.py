"""Run the command as ``python -m digit_recognizer``."""

from digit_recognizer.cli.main import main

main()
