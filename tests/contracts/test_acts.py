"""What CONTRIBUTING says of acts, kept: keyword-only, `by` last, whole or not at all."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import nasij

Act = Callable[..., Any]

# Not acts of a person: what `nasij prepare` loads from files, and hands that acts share.
LOADED = {
    "council.load_seats", "needs.load_themes", "reference.load_countries", "reference.load_pack",
    "reference.load_products", "reference.load_territories", "targets.load_targets",
}  # fmt: skip
HANDS = {
    "audit.record", "council.hold", "council.hold_vote", "council.move_item_of",
    "council.region_of", "datasets.folder_of", "datasets.forget_named_firms", "datasets.keep",
    "datasets.known_snapshot", "datasets.make_current", "exporters.add_consent",
    "exporters.apply_values", "exporters.log_consent", "filings.drop_names_of",
    "intake.region_code_of", "intake.remembered_columns", "intake.source_of", "intake.table_of",
    "needs.count_by_language", "needs.tell_exporters",
}  # fmt: skip
# Long work over a file: it begins with the file, and tells how far it is.
OVER_FILES = {
    "datasets.load_firm_file", "datasets.load_table", "datasets.load_trade", "filings.follow_file",
    "intake.apply_import", "intake.import_file", "potential.compute_potential",
    "reports.build_roadmap", "reports.edition_of_today", "targets.compute_projections",
}  # fmt: skip
# Nobody's: who opens an account has none yet; the clock sends; the worker foresees.
BY_NOBODY = {"accounts.accept_invitation", "intake.check_import", "needs.send_reminders"}
# Reading a file or a slow sum comes before the short transaction, in a function of its own.
IN_STEPS = {
    "intake.check_again", "intake.check_import", "intake.start_import", "needs.send_reminders",
    "rights.erase_firm", "rights.open_record",
}  # fmt: skip


def acts() -> Iterator[tuple[str, Act]]:
    for room in sorted(path.parent.name for path in Path(nasij.__path__[0]).glob("*/acts*")):
        door = importlib.import_module(f"nasij.{room}.acts")
        parts = pkgutil.iter_modules(getattr(door, "__path__", []))
        modules = [door, *(importlib.import_module(f"{door.__name__}.{one.name}") for one in parts)]
        for module in modules:
            for name, thing in sorted(vars(module).items()):
                own = inspect.isfunction(thing) and inspect.unwrap(thing).__module__
                if own == module.__name__ and not name.startswith("_"):
                    yield f"{room}.{name}", thing


ACTS = dict(acts())
OF_PEOPLE = {name: act for name, act in ACTS.items() if name not in LOADED | HANDS}


def test_the_lists_of_what_is_not_an_act_name_what_is_there() -> None:
    assert set(ACTS) >= LOADED | HANDS | OVER_FILES | BY_NOBODY | IN_STEPS


@pytest.mark.parametrize("name", sorted(set(OF_PEOPLE) - OVER_FILES))
def test_an_act_is_called_by_names_and_says_last_who_acts(name: str) -> None:
    given = list(inspect.signature(OF_PEOPLE[name]).parameters.values())
    assert all(one.kind is inspect.Parameter.KEYWORD_ONLY for one in given), name
    assert name in BY_NOBODY or given[-1].name == "by", name


@pytest.mark.parametrize("name", sorted(set(OF_PEOPLE) - OVER_FILES - IN_STEPS))
def test_an_act_is_one_transaction(name: str) -> None:
    """Its event is written in it: what cannot be recorded is not done."""
    act = OF_PEOPLE[name]
    assert inspect.unwrap(act) is not act, f"{name} is not marked @transaction.atomic"
