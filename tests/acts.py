"""The acts of every room, found where they stand."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nasij

Act = Callable[..., Any]

# Not acts of a person: what `nasij prepare` loads from files, and hands that acts share.
LOADED = {
    "council.load_seats", "needs.load_themes", "reference.load_pack", "targets.load_targets",
}  # fmt: skip
HANDS = {
    "audit.record", "council.hold", "council.hold_vote", "council.move_item_of",
    "council.put_back_items", "council.region_of", "council.require_days_between",
    "council.require_quorum", "council.require_somebody",
    "council.written",
    "datasets.forget_named_firms", "datasets.free_folder", "datasets.keep",
    "datasets.make_current", "datasets.read_once", "datasets.start_of",
    "exporters.add_consent", "exporters.apply_values", "exporters.log_consent",
    "filings.drop_names_of",
    "intake.files_of", "intake.give_up", "intake.lock_run", "intake.refuse",
    "intake.region_code_of", "intake.source_of", "intake.table_of",
    "needs.count_by_language", "needs.key_of_sending", "needs.sent_before", "needs.tell_exporters",
    "needs.set_proof", "needs.tell_of_session", "council.put_items_on_agenda",
    "council.tell_of_day",
}  # fmt: skip


def _found() -> Iterator[tuple[str, Act]]:
    for room in sorted(path.parent.name for path in Path(nasij.__path__[0]).glob("*/acts*")):
        door = importlib.import_module(f"nasij.{room}.acts")
        parts = pkgutil.iter_modules(getattr(door, "__path__", []))
        modules = [door, *(importlib.import_module(f"{door.__name__}.{one.name}") for one in parts)]
        for module in modules:
            for name, thing in sorted(vars(module).items()):
                own = inspect.isfunction(thing) and inspect.unwrap(thing).__module__
                if own == module.__name__ and not name.startswith("_"):
                    yield f"{room}.{name}", thing


FOUND = dict(_found())
ACTS = {name: act for name, act in FOUND.items() if name not in LOADED | HANDS}
