"""What is said of a field of a firm, and of a column of the files that hold it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.utils.functional import Promise

from nasij.exporters.fields.reading import NOTHING, Read


class Kind(Enum):
    NAME = "name"
    NUMBER = "number"  # identifies the firm in a register
    REACH = "reach"  # where it is written to or called
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the files that bring firms and take them away. `key` is its heading in ours.

    One without `read` cannot be read alone: a region and its commune, products. The reader of
    rows has a step for each of these (intake/rows/reading.py).
    """

    key: str
    label: Promise
    help: Promise
    headings: str  # others that people use, in any of the languages, between dots
    cell: Callable[[Any, Sequence[str]], str]  # of a firm and its products, in our own files
    read: Read | None = None
    is_day: bool = False
    is_single: bool = False  # of several such columns the first counts: the next has another unit
    said: Callable[[str], str] = str  # what was understood of a cell, in the reader's words

    @property
    def spellings(self) -> Iterator[str]:
        yield from (self.key, self.key.replace("_", " "), *self.headings.split(" · "))


def attribute(name: str) -> Callable[[Any], Any]:
    return lambda firm: getattr(firm, name)


def text_of(name: str) -> Callable[[Any, Sequence[str]], str]:
    return lambda firm, products: "" if getattr(firm, name) is None else str(getattr(firm, name))


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `parts` are the columns of `Firm` that are judged together, as number and court.

    For a correction it is one plain value: `read` takes it from a firm, `cleaned` from a checked
    form, `values` are what is written, `shown` is how it is told.
    """

    name: str
    label: Promise
    kind: Kind
    erased: Mapping[str, Any]  # part → what is left of it; a part that is not named stays
    fills: bool  # in a merge, the loser's fills a gap of the winner's
    corrected: bool = True  # the firm may ask for a correction
    parts: tuple[str, ...] = ()
    labels: Mapping[str, Promise] = field(default_factory=dict)  # of a part with a name of its own
    columns: tuple[Column, ...] = ()
    is_one_line: bool = False
    read: Callable[[Any], Any] = field(default=lambda firm: None)
    cleaned: Callable[[dict[str, Any]], Any] = field(default=lambda cleaned: None)
    values: Callable[[Any], dict[str, Any]] = field(default=lambda value: {})
    shown: Callable[[Any], str] = field(default=str)

    def is_known_of(self, firm: Any) -> bool:
        """Whether something is known: more than what an erasure would leave."""
        stays = object()
        return not self.parts or any(
            getattr(firm, part) != self.erased.get(part, stays) for part in self.parts
        )


def plain_field(
    name: str,
    label: Promise,
    kind: Kind,
    *,
    left: Any = "",
    shown: Callable[[Any], str] = str,
    column: Callable[..., Column] | None = None,
    **more: Any,
) -> Field:
    """A field of one part, whose value is plain as it is kept. Its column bears its name."""

    def cell(firm: Any, products: Sequence[str]) -> str:
        return "" if getattr(firm, name) == left else str(getattr(firm, name))

    return Field(
        name,
        label,
        kind,
        erased={name: left},
        parts=(name,),
        read=attribute(name),
        cleaned=lambda cleaned: cleaned[name],
        values=lambda value: {name: value},
        shown=lambda value: "–" if value in NOTHING else shown(value),
        columns=(column(key=name, label=label, cell=cell),) if column else (),
        **more,
    )
