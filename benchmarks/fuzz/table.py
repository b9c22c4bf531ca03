"""All targets, in one table: what is fuzzed, and how large its part is."""

from benchmarks.fuzz.answer_targets import ANSWER_TARGETS
from benchmarks.fuzz.array_targets import ARRAY_TARGETS
from benchmarks.fuzz.data_targets import DATA_TARGETS
from benchmarks.fuzz.exchange_targets import EXCHANGE_TARGETS
from benchmarks.fuzz.picture_targets import PICTURE_TARGETS
from benchmarks.fuzz.service_targets import SERVICE_TARGETS
from benchmarks.fuzz.sheet_targets import SHEET_TARGETS
from benchmarks.fuzz.stored_targets import STORED_TARGETS

__all__ = ["TARGETS"]

TARGETS = (
    *PICTURE_TARGETS,
    *ARRAY_TARGETS,
    *DATA_TARGETS,
    *STORED_TARGETS,
    *EXCHANGE_TARGETS,
    *ANSWER_TARGETS,
    *SHEET_TARGETS,
    *SERVICE_TARGETS,
)
