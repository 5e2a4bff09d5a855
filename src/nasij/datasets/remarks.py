"""What must be said with a data set: all of trade flows, and which remarks are told at once to who
loads a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from nasij.files.remarks import Note, letters_guessed, note
from nasij.reference.queries import country
from nasij.sentences import in_every_language

FEWER_FIRMS = "fewer_firms"
LEAVES_OUT = "leaves_out"  # files of another currency
NOT_COMPARED = "not_compared"  # years whose firms are known by other things
NOT_READ = "not_read"  # another file stands before one that is loaded again
NOT_USED = "not_used"  # what was repaired was not in use
READ_ANEW = "read_anew"  # with other options than before
YEAR_ASSUMED = "year_assumed"
SAID_AT_ONCE: tuple[str, ...] = (
    READ_ANEW,
    NOT_USED,
    NOT_READ,
    LEAVES_OUT,
    FEWER_FIRMS,
    NOT_COMPARED,
    YEAR_ASSUMED,
)  # to who loads the file
_OF_USE = {LEAVES_OUT, FEWER_FIRMS}  # said of a file beside others, while it is in use
PROVISIONAL_FOR = 2  # years after which a reconciled trade year hardly changes


def of_now(notes: Sequence[Note], *, is_used: bool) -> list[Note]:
    """Without what was true while the file was in use."""
    return [note for note in notes if is_used or note["code"] not in _OF_USE]


def notes_on_trade(kept: dict[str, Any], vintage: str) -> list[Note]:
    """What a reader must know before trusting a total, most important first."""
    notes = [letters_guessed(encoding) for encoding in kept["encodings"]]
    if not any(own["value_usd"] for own in kept["own_exports"]):
        text = gettext_noop(
            "The file names no exports of %(country)s: its countries are written otherwise, or it "
            "is about others. Data that were in use stay in use until somebody chooses this file."
        )
        notes.append(note("no_own_exports", text, country=in_every_language(country())))
    if missing := kept["missing_importers"]:
        text = gettext_noop(
            "Closed world of %(importers)s markets. Countries that export and whose "
            "imports are not in the file: %(count)s (%(codes)s). Sales to them are "
            "not counted anywhere."
        )
        count, importers = len(missing), kept["importers"]
        notes.append(note("closed_world", text, importers=importers, count=count, codes=missing))
    newest = max(kept["years"])
    edition = int(vintage[:4]) if vintage[:4].isdecimal() else timezone.localdate().year
    if kept["is_baci"] and edition - newest <= PROVISIONAL_FOR:
        text = gettext_noop("%(year)s is provisional in this edition: later editions revise it.")
        notes.append(note("provisional", text, year=newest))
    if kept["unknown_codes"]:
        text = gettext_noop(
            "Country codes that are not in the reference list: %(count)s (%(codes)s)."
        )
        codes = sorted(kept["unknown_codes"])
        notes.append(note("unknown_countries", text, count=len(codes), codes=codes))
    for code, left in sorted(kept.get("left_out", {}).items()):
        notes.append(_left_out(code, left))
    if kept["self_trade_rows"]:
        text = gettext_noop("Flows of a country with itself, left out: %(count)s.")
        notes.append(note("self_trade", text, count=kept["self_trade_rows"]))
    if without_end := kept.get("without_end"):
        text = gettext_noop("%(files)s ends without a line break: its last row may be cut.")
        notes.append(note("no_line_break", text, files=without_end))
    if kept["year_from_name"]:
        text = gettext_noop("The year was read in the file's name: %(files)s.")
        notes.append(note("year_from_name", text, files=kept["year_from_name"]))
    return notes


def _left_out(code: str, left: dict[str, Any]) -> Note:
    """In the core's own words: a row that sums others, or that is of no country."""
    values = {"name": code, "rows": left["rows"], "value_usd": round(left["value_usd"])}
    if left["sum_usd"] is None:
        text = gettext_noop(
            "“%(name)s” is not one country or product. Rows left out: %(rows)s, worth "
            "%(value_usd)s USD."
        )
        return note("left_out", text, **values)
    text = gettext_noop(
        "“%(name)s” sums up other rows. Its own are left out: %(rows)s, worth %(value_usd)s "
        "USD; those that it sums make %(sum_usd)s USD."
    )
    return note("left_out", text, **values, sum_usd=round(left["sum_usd"]))
