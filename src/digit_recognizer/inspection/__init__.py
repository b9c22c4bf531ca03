"""What a network does with one image, layer by layer: values, receptive fields, sums, evidence.

All of it is read off a ``Network`` of any of this project's layers and changes nothing in it.
"""

from digit_recognizer.inspection.evidence import Evidence, find_evidence
from digit_recognizer.inspection.posterior import Posterior, PosteriorRule, posterior_of
from digit_recognizer.inspection.receptive_field import Patch, receptive_fields, receptive_patch
from digit_recognizer.inspection.snapshot import Snapshot, strongest_unit, take_snapshot
from digit_recognizer.inspection.stages import Kind, Stage, Unit, stages_of
from digit_recognizer.inspection.sums import Sum, Term, has_templates, patterns, sum_of, templates
from digit_recognizer.nn.network import Network

__all__ = [
    "Evidence",
    "Kind",
    "Network",
    "Patch",
    "Posterior",
    "PosteriorRule",
    "Snapshot",
    "Stage",
    "Sum",
    "Term",
    "Unit",
    "find_evidence",
    "has_templates",
    "patterns",
    "posterior_of",
    "receptive_fields",
    "receptive_patch",
    "stages_of",
    "strongest_unit",
    "sum_of",
    "take_snapshot",
    "templates",
]
