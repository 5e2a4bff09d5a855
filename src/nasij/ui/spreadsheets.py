"""What is written into spreadsheets that other programs open."""

from __future__ import annotations

import re

_PHONE = re.compile(r"^\+[\d\s().-]+$")


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets an apostrophe in front."""
    if cell[:1] in {"=", "+", "-", "@"} and not _PHONE.match(cell):
        return f"'{cell}"
    return cell
