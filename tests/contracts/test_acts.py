"""What CONTRIBUTING says of acts, kept: keyword-only, `by` last, whole or not at all."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

import nasij
from tests.acts import ACTS, FOUND, HANDS, LOADED

ROOMS = Path(nasij.__path__[0])
# Reading a file begins with the file, and may have nobody behind it.
OVER_FILES = {
    "datasets.load_firm_file", "datasets.load_table", "datasets.load_trade", "intake.import_file",
    "datasets.load_product_names",
}  # fmt: skip
# Nobody's: who opens an account has none yet; the clock sends; the worker foresees.
BY_NOBODY = {"accounts.accept_invitation", "intake.check_import", "needs.send_reminders"}
# Reading a file or a slow sum comes before the short transaction, in a function of its own; two of
# them go in chunks, each of them whole.
IN_STEPS = {
    "filings.follow_file", "filings.look_again", "intake.apply_import", "intake.check_import",
    "intake.remember_columns",
    "intake.start_import", "needs.send_reminders", "potential.compute_potential",
    "reports.build_roadmap",
    "reports.edition_of_today", "rights.erase_firm", "targets.compute_projections",
    "datasets.load_product_names",
}  # fmt: skip


def test_the_lists_of_what_is_not_an_act_name_what_is_there() -> None:
    assert set(FOUND) >= LOADED | HANDS
    assert set(ACTS) >= OVER_FILES | BY_NOBODY | IN_STEPS


@pytest.mark.parametrize("name", sorted(set(ACTS) - OVER_FILES))
def test_an_act_is_called_by_names_and_says_last_who_acts(name: str) -> None:
    given = list(inspect.signature(ACTS[name]).parameters.values())
    assert all(one.kind is inspect.Parameter.KEYWORD_ONLY for one in given), name
    assert name in BY_NOBODY or given[-1].name == "by", name


@pytest.mark.parametrize("name", sorted(set(ACTS) - OVER_FILES - IN_STEPS))
def test_an_act_is_one_transaction(name: str) -> None:
    """Its event is written in it: what cannot be recorded is not done."""
    act = ACTS[name]
    assert inspect.unwrap(act) is not act, f"{name} is not marked @transaction.atomic"


def test_a_view_calls_one_act_on_any_way_through_it() -> None:
    """Two acts are two transactions and two events: stopped between them, half is done."""
    files = [*ROOMS.glob("*/views.py"), *ROOMS.glob("*/views/*.py")]
    views = [
        (path.relative_to(ROOMS).as_posix(), part.name, _acts_on(part.body))
        for path in files
        for part in ast.parse(path.read_text()).body
        if isinstance(part, ast.FunctionDef)
    ]
    assert sum(count for _file, _view, count in views) > 50
    assert [view for view in views if view[-1] > 1] == []


def _acts_on(statements: list[ast.stmt]) -> int:
    """How many acts the longest way names; one in a loop is called again."""
    count = 0
    for step in reversed(statements):
        match step:
            case ast.If(test=test, body=body, orelse=other):
                ways = [_acts_on(way) + (0 if _leaves(way) else count) for way in (body, other)]
                count = _named(test) + max(ways)
            case ast.For(body=body) | ast.While(body=body):
                count += 2 * _acts_on(body)
            case ast.With(body=body) | ast.Try(body=body):
                count += _acts_on(body)
            case _:
                count = _named(step) + (0 if _leaves([step]) else count)
    return count


def _leaves(way: list[ast.stmt]) -> bool:
    return bool(way) and isinstance(way[-1], ast.Return | ast.Raise)


def _named(node: ast.AST) -> int:
    match node:
        case ast.Attribute(value=ast.Name(id="acts"), attr=name):
            return any(act.endswith(f".{name}") for act in ACTS)
        case ast.IfExp(test=test, body=body, orelse=other):
            return _named(test) + max(_named(body), _named(other))
    return sum(map(_named, ast.iter_child_nodes(node)))
