"""Near-duplicates and themes of a frame of short texts."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from nasij_core.errors import Contradiction, MissingColumn
from nasij_core.text import THEMES, detect_language, near_duplicates, suggest_theme

METHOD = "grouping and themes of short texts"
GROUPS = {
    "group": pl.Int64,
    "position": pl.Int64,
    "leads": pl.Boolean,
    "score": pl.Float64,
    "reason": pl.String,
}

WRITTEN = {
    "language": pl.String,
    "theme": pl.String,
    "confidence": pl.Float64,
    "abstention": pl.String,
    "terms": pl.String,
}


def duplicate_groups(
    frame: pl.DataFrame,
    column: str = "text",
    *,
    threshold: float = 0.5,
    within: Sequence[str] = (),
    across_languages: bool = True,
) -> pl.DataFrame:
    """One row a grouped text: group, position (row of the frame, from 0), leads, score, reason.
    Texts without a near-duplicate have no row. within: columns that must be equal."""
    check(frame, [column, *within])
    keys = [tuple(row) for row in frame.select(within).iter_rows()] if within else None
    groups = near_duplicates(
        frame[column].cast(pl.String).fill_null("").to_list(),
        threshold=threshold,
        within=keys,
        across_languages=across_languages,
    )
    rows: list[tuple[int, int, bool, float, str]] = []
    for number, group in enumerate(groups):
        rows.append((number, group.leader, True, 1.0, "leader"))
        rows += [(number, m.index, False, m.score, str(m.reason)) for m in group.members]
    return pl.DataFrame(rows, schema=GROUPS, orient="row")


def themes(
    frame: pl.DataFrame, column: str = "text", *, allowed: Sequence[str] = THEMES
) -> pl.DataFrame:
    """The frame with language, theme (null: abstained), confidence, abstention and terms."""
    check(frame, [column])
    if taken := [name for name in WRITTEN if name in frame.columns]:
        raise Contradiction("the columns of the texts", f"{', '.join(taken)} is what is written")
    rows = []
    for text in frame[column].cast(pl.String).fill_null(""):
        found = suggest_theme(text, allowed)
        spoken = [word for words in found.terms.values() for word in words]
        language = detect_language(text)
        rows.append(
            (
                None if language is None else str(language),
                found.theme,
                found.confidence,
                None if found.abstention is None else str(found.abstention),
                "; ".join(spoken),
            )
        )
    return frame.hstack(pl.DataFrame(rows, schema=WRITTEN, orient="row"))


def check(frame: pl.DataFrame, wanted: list[str]) -> None:
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        raise MissingColumn("the texts", missing, frame.columns)
