"""What CONTRIBUTING says of acts, kept: keyword-only, `by` last, whole or not at all."""

from __future__ import annotations

import inspect

import pytest

from tests.acts import ACTS, FOUND, HANDS, LOADED

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
    "filings.follow_file", "intake.apply_import", "intake.check_import", "intake.remember_columns",
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
