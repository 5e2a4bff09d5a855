"""The sentences that stand beside the figures of a run, in the reader's language."""

from nasij.potential.words.amounts import millions, number, share, usd
from nasij.potential.words.figures import (
    caution,
    definition,
    label,
    left_out,
    range_sentence,
    source,
    vintage,
)
from nasij.potential.words.readings import (
    rank,
    read_pairs,
    read_parts,
    read_place,
    read_region,
    read_rest,
)
from nasij.potential.words.regions import cells_withheld, domicile, evidence, evidence_label, untold
from nasij.potential.words.remarks import remarks
from nasij.potential.words.terms import Term, explain

__all__ = [
    "Term",
    "caution",
    "cells_withheld",
    "definition",
    "domicile",
    "evidence",
    "evidence_label",
    "explain",
    "label",
    "left_out",
    "millions",
    "number",
    "range_sentence",
    "rank",
    "read_pairs",
    "read_parts",
    "read_place",
    "read_region",
    "read_rest",
    "remarks",
    "share",
    "source",
    "untold",
    "usd",
    "vintage",
]
