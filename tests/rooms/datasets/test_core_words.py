"""Every sentence the core may say of files, flows and potential has its place in our catalogs."""

from __future__ import annotations

import ast
from pathlib import Path

import nasij_core
from nasij.datasets.core_words import REASONS, TEMPLATES

CORE = Path(nasij_core.__file__).parent
SPOKEN_HERE = [
    CORE / "errors.py",
    *sorted((CORE / "store").glob("*.py")),
    *sorted((CORE / "potential").glob("*.py")),
    *(CORE / "frames" / f"{name}.py" for name in ("potential", "regional", "world")),
]


def marked_in(path: Path) -> set[str]:
    calls = (
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    )
    return {
        call.args[0].value
        for call in calls
        if getattr(call.func, "id", "") == "N_"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


WITH_A_REASON = {"TruncatedFile", "BadEncoding", "UnknownFormat"}


def test_a_file_is_refused_for_a_reason_of_the_list() -> None:
    """Whatever a library said came out in English on a French page, with what only a programmer
    understands: “could not parse”, “Compressed file ended before the end-of-stream marker”."""
    given = {
        f"{path.name}:{node.lineno}": ast.unparse(node.args[1])
        for path in sorted((CORE / "store").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WITH_A_REASON
    }
    known = {repr(reason) for reason in REASONS}
    assert {where: why for where, why in given.items() if why not in known} == {}


def test_the_list_of_sentences_is_that_of_the_core() -> None:
    spoken = set().union(*(marked_in(path) for path in SPOKEN_HERE))
    assert spoken == set(TEMPLATES)
