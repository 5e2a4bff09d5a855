"""What components are given: plain records, so that a view prepares and a template only shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

Text = str | Promise
_LONG = 36  # letters: a longer word is no word of a language


@dataclass(frozen=True, slots=True)
class Crumb:
    label: Text
    url: str = ""


# A step to a page as pages give it: a label alone, or with the address it leads to.
TrailStep = Crumb | tuple[Text, str] | Text


@dataclass(frozen=True, slots=True)
class Tab:
    label: Text
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    label: Text
    state: str = "to-come"  # done, current, to-come
    url: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a timeline."""

    title: Text
    at: date | datetime | None = None
    text: Text = ""
    url: str = ""
    by: str = ""
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Column:
    """`kind`: text, sentence, number, date or code."""

    label: Text
    kind: str = "text"
    hint: Text = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """A box to tick beside a cell; it belongs to the form of that id, wherever it stands."""

    form: str
    name: str
    value: object


@dataclass(frozen=True, slots=True)
class Cell:
    """`raw` is the number itself, for files, where a page writes it in words of its own."""

    text: object
    url: str = ""
    tone: str = ""  # a pill of this tone, unless empty
    hint: Text = ""
    pick: Pick | None = None
    raw: float | None = None

    @property
    def sentences(self) -> tuple[Text, ...]:
        """Of a cell with several: each has its line."""
        return self.text if isinstance(self.text, tuple) else ()

    @property
    def is_empty(self) -> bool:
        return self.text in (None, "", ()) and not (self.hint or self.pick)

    @property
    def is_long(self) -> bool:
        """Whether it has a word, of a person, that must be broken to stay inside its table."""
        words = " ".join(map(str, (*(self.sentences or [self.text]), self.hint))).split()
        return any(len(word) > _LONG for word in words)

    @property
    def number(self) -> float | None:
        """The same in every language; None where there is no number."""
        if self.raw is not None:
            return self.raw
        return self.text if isinstance(self.text, int | float) else None


@dataclass(frozen=True, slots=True)
class Table:
    """Cells may be plain values: numbers are written in the reader's language, None as a dash."""

    caption: Text
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]
    empty: Text = ""
    note: Text = ""
    foot: Sequence[object] = ()
    id: str = ""
    cards: bool = True
    caption_hidden: bool = False
    sparse: bool = False  # many cells are empty: cards leave them out


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with all it needs to travel: for `{% figure_card figure=… %}` and documents."""

    label: Text
    value: Text = ""
    unit: Text = ""
    source: Text = ""
    source_url: str = ""
    vintage: Text = ""
    definition: Text = ""
    definition_url: str = ""
    reason: Text = ""  # why it is not computable
    interval: Text = ""
    note: Text = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    label: Text
    value: object
    url: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    label: Text
    done: int = 0
    total: int = 0
    text: Text = ""
    state: str = "running"  # waiting, running, done, failed, cancelled
    url: str = ""  # JSON, for the script


def cell_of(value: object) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)
