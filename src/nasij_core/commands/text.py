"""`nasij-core text`: near-identical needs, and the theme each speaks of."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nasij_core.commands._terminal import CsvOption, JsonOption, OutOption, progress_bar, tell
from nasij_core.frames.text import METHOD, duplicate_groups, themes
from nasij_core.store.results import record_of, write_results
from nasij_core.store.tabular import read_frame


def command(
    texts: Annotated[Path, typer.Argument(help="A table with one short text a row.")],
    out: OutOption,
    column: Annotated[str, typer.Option(help="Column of the text.")] = "text",
    threshold: Annotated[
        float, typer.Option(help="Least likeness: 0.5 joins paraphrases, 0.8 copies.")
    ] = 0.5,
    within: Annotated[
        list[str] | None, typer.Option(help="Column that must be equal, e.g. region; repeat.")
    ] = None,
    across_languages: Annotated[
        bool, typer.Option(help="Also join the same concepts in two languages.")
    ] = True,
    csv: CsvOption = False,
    json: JsonOption = False,
) -> None:
    """Group near-identical texts and suggest their themes, or abstain; nothing is downloaded."""
    frame = read_frame(texts)
    with progress_bar(json) as progress:
        progress(0, 2, "groups")
        groups = duplicate_groups(
            frame,
            column,
            threshold=threshold,
            within=within or (),
            across_languages=across_languages,
        )
        progress(1, 2, "themes")
        named = themes(frame, column)
    options = {
        "column": column,
        "threshold": threshold,
        "within": within or [],
        "across_languages": across_languages,
    }
    record = record_of(METHOD, options, {"texts": texts})
    rows = write_results(out, {"groups": groups, "themes": named}, record, csv=csv)
    tell({"written": str(out), "rows": rows}, json)
