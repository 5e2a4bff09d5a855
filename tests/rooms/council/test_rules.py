"""The rules of council.toml: each is obeyed, and what nothing obeys is refused by name."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from nasij.council import forms
from nasij.council.acts import load_seats
from nasij.council.forms import VoteForm
from nasij.council.rules import rules_of
from nasij.reference.pack import Pack, PackError
from tests.packs.reading import CONTRACT, LITTORAL, MOROCCO

PARANA = LITTORAL.parent / "parana"
each_pack = pytest.mark.parametrize("pack", [MOROCCO, LITTORAL, PARANA], ids=lambda one: one.name)


def _with(folder: Path, pack: Path, old: str, new: str) -> Pack:
    """The pack's rules with one line written otherwise."""
    text = (pack / "council.toml").read_text(encoding="utf-8")
    assert old in text
    (folder / "council.toml").write_text(text.replace(old, new), encoding="utf-8")
    return Pack(folder)


@each_pack
@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("[term]\nbasis = 'elected'", r"term\.basis is no rule"),
        ("[minutes]\nnumbered_register = true\n[term]", "minutes is no rule"),
        ("[term]\nname_fr = 'x'", r"term\.name_fr is no rule"),
    ],
)
def test_a_rule_that_nothing_obeys_is_refused_by_name(
    pack: Path, tmp_path: Path, line: str, named: str
) -> None:
    with pytest.raises(PackError, match=named):
        rules_of(_with(tmp_path, pack, "[term]", line))


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('default = "absolute"', 'default = "four_fifths"', r"majority\.default = 'four_fifths'"),
        ('tie = "rejected"', 'tie = "coin"', r"majority\.tie = 'coin'"),
        ('default = "open"', 'default = "roll_call"', r"ballot\.default = 'roll_call'"),
        ("abstentions_count = true", 'abstentions_count = "no"', r"abstentions_count = 'no'"),
        ("share = 0.6667", "share = 66", r"quorum\.share = 66"),
        ("years = 2", "years = 2.5", r"term\.years = 2\.5"),
        ("max_per_holder = 2", "", r"proxies\.max_per_holder is missing"),
        ("[notice]\ndays = 5", "", "notice is missing"),
    ],
)
def test_a_value_that_nothing_obeys_is_refused_by_name(
    tmp_path: Path, old: str, new: str, named: str
) -> None:
    with pytest.raises(PackError, match=named):
        rules_of(_with(tmp_path, LITTORAL, old, new))


def test_a_pack_with_such_a_rule_is_not_loaded(tmp_path: Path) -> None:
    shutil.copy(LITTORAL / "seats.csv", tmp_path)
    with pytest.raises(PackError, match="four_fifths"):
        load_seats(_with(tmp_path, LITTORAL, '"absolute"', '"four_fifths"'))


def test_the_contract_names_the_rules_of_every_pack_and_no_other() -> None:
    paragraph = next(
        part
        for part in CONTRACT.read_text(encoding="utf-8").split("\n\n")
        if part.startswith("**`council.toml`**")
    )
    named = set(re.findall(r"`\[?([a-z_]+)\]?`", paragraph))
    for pack in (MOROCCO, LITTORAL, PARANA):
        for table, rules in Pack(pack).toml("council.toml").items():
            assert {table, *rules} <= named
            assert {value for value in rules.values() if isinstance(value, str)} <= named
    assert "four_fifths" not in named


@pytest.mark.parametrize(
    ("pack", "secret", "weighted"),
    [(MOROCCO, False, False), (LITTORAL, False, True), (PARANA, True, False)],
)
def test_a_vote_is_proposed_as_the_rules_say(
    pack: Path, secret: bool, weighted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "current_rules", lambda: rules_of(Pack(pack)))
    proposed = VoteForm.blank().initial
    assert (proposed["is_secret"], proposed["is_weighted"]) == (secret, weighted)
