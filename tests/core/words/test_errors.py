"""Every error names the thing and the remedy, in words a page can translate."""

import pytest

from nasij_core import errors
from nasij_core.notes import Note


def every_error() -> list[type[errors.CoreError]]:
    found, waiting = [], [errors.CoreError]
    while waiting:
        kind = waiting.pop()
        found.append(kind)
        waiting += kind.__subclasses__()
    return found


@pytest.mark.parametrize("kind", every_error())
def test_templates_use_named_placeholders_only(kind: type[errors.CoreError]) -> None:
    for template in (kind.template, kind.remedy_template):
        assert "%s" not in template
        assert "{" not in template


def test_an_error_says_problem_then_remedy() -> None:
    error = errors.BadOption("rule", "fancy", ["greedy", "welfare"])
    assert str(error) == "rule cannot be “fancy”. Choose one of: greedy, welfare."
    assert error.as_record()["error"] == "BadOption"


def test_many_examples_are_cut_but_counted() -> None:
    error = errors.UnknownCode("flows", [str(n) for n in range(40)])
    assert "unknown codes (40): 0, 1, 2, 3, 4, …" in str(error)
    assert len(error.codes) == 40


def test_a_note_fills_its_placeholders() -> None:
    assert str(Note("x", "%(count)s rows", {"count": 3})) == "3 rows"
