"""A word that the database keeps may be damaged: it is read by `kept.py`, which answers for it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from django.apps import apps

import nasij

ROOT = Path(nasij.__path__[0])
# Acts refuse what they cannot read, forms and views have checked what was sent. The reference is
# the pack's, loaded anew; what the command line tells was written a moment before.
FREE = {"acts", "forms", "views", "kept", "reference", "cli"}
# Of no row: a name in a template, the cells of a file, an answer of the core, a choice of a form.
OF_NO_ROW = {
    "accounts/context.py", "council/analysis.py", "council/rules.py", "needs/analysis.py",
    "datasets/firm_files/coding.py", "potential/candidates.py",
}  # fmt: skip


def _kinds() -> set[str]:
    """The names of all closed lists."""
    assert apps.ready
    found, left = set(), [Enum]
    while left:
        for kind in left.pop().__subclasses__():
            left.append(kind)
            if kind.__module__.startswith("nasij."):
                found.add(kind.__name__)
    return found


def _read_by_hand(path: Path, kinds: set[str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
            named, (given,) = ast.unparse(node.func).split(".")[-1], node.args
            if named in kinds and isinstance(given, ast.Attribute | ast.Name | ast.Subscript):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}"


def test_no_stored_word_is_read_by_hand() -> None:
    kinds = _kinds()
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT)
        if FREE.isdisjoint((*name.parts, name.stem)) and str(name) not in OF_NO_ROW:
            found += _read_by_hand(path, kinds)
    assert found == [], "read by `readable` or `label_of` (nasij/kept.py)"
