"""The file beside a file of answers, which an interrupted reading leaves."""

import json
from pathlib import Path
from random import Random

from benchmarks.fuzz.byte_mutations import mutated
from benchmarks.fuzz.json_mutations import mutated_json
from benchmarks.fuzz.target import Target, law
from digit_recognizer.answers.answer_file import AnswerFile, AnswerFileError
from digit_recognizer.answers.formats import ENDINGS

__all__ = ["ANSWER_TARGETS"]

_MADE_BY: dict[str, object] = {"version": 1, "network": "ab", "polarity": "auto"}
_NAMES = ("7.png", "=1.png", "text.png")


def _unfinished(rng: Random) -> bytes:
    values = {"answer": 7, "likeliest": 7, "confidence": 0.75, "verdict": "digit"}
    lines = [
        json.dumps(_MADE_BY),
        *(json.dumps({"file": name, **values, "probabilities": [0.1] * 10}) for name in _NAMES[:2]),
        json.dumps({"file": _NAMES[2], "problem": "It is none."}),
    ]
    if rng.random() < 0.5:
        place = rng.randrange(len(lines))
        lines[place] = mutated_json(rng, lines[place])
    content = "".join(f"{line}\n" for line in lines).encode(errors="replace")
    return content if rng.random() < 0.5 else mutated(rng, content, (content,))


def _use_unfinished(content: bytes, folder: Path) -> None:
    for kind in ENDINGS:
        path = folder / f"answers{kind}"
        path.with_name(f"{path.name}.unfinished").write_bytes(content)
        with AnswerFile(path, _MADE_BY, resume=True) as file:
            for name in _NAMES:
                if not file.has(name):
                    file.add({"file": name, "problem": "It is read again."})
            file.complete()
        law(path.stat().st_size, "the file is there")
        law(not file.unfinished.exists(), "and nothing beside it")


ANSWER_TARGETS = (Target("answers", 20, _unfinished, _use_unfinished, (AnswerFileError,)),)
