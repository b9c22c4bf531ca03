"""The command ``digit-recognizer``: parse, call the library, print."""
