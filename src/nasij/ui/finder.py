"""What a search field offers while somebody types: the answers that `ui/js/finder.js` shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import ngettext

from nasij.ui import formats


@dataclass(frozen=True, slots=True)
class Option:
    """A thing found, with what tells it from others of its name, and its page."""

    name: str
    hint: str
    url: str


def options_found(options: Sequence[Option]) -> dict[str, Any]:
    """The options, and how many they are in a sentence for those who hear the page."""
    count = len(options)
    text = ngettext("%(count)s result", "%(count)s results", count)
    shown = formats.number(count, formats.language())
    return {"options": [asdict(option) for option in options], "text": text % {"count": shown}}
