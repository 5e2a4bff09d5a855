"""Filters that write values in the language of the page. Pure work is in `nasij.ui.formats`."""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from nasij.sentences import is_ours
from nasij.ui import formats

register = template.Library()
_UNBROKEN = 20  # letters that the narrowest cell holds on a line
_JOINED = re.compile(r"\d-\d")


def _local(value: Any) -> Any:
    return timezone.localtime(value) if isinstance(value, datetime) and value.tzinfo else value


def _date(value: Any) -> Any:
    value = _local(value)
    return value.date() if isinstance(value, datetime) else value


@register.filter
def number(value: Any, decimals: int | None = None) -> str:
    return formats.number(value or (0 if value == 0 else None), formats.language(), decimals)


@register.filter
def percent(value: Any, decimals: int = 1) -> str:
    return formats.percent(value if value != "" else None, formats.language(), decimals)


@register.filter
def money(value: Any, currency: str = "") -> str:
    return formats.money(value if value != "" else None, formats.language(), currency)


@register.filter
def money_short(value: Any, currency: str = "") -> str:
    return formats.money_short(value if value != "" else None, formats.language(), currency)


@register.filter
def day(value: Any) -> str:
    return formats.day_for_reader(_date(value) or None)


@register.filter
def hour(value: datetime | None) -> str:
    return formats.hour(timezone.localtime(value) if value else None, formats.language())


@register.filter
def moment(value: Any) -> str:
    return formats.moment(_local(value) or None, formats.language())


@register.filter
def when(value: Any) -> str:
    """A day or a moment, whichever the value is."""
    return moment(value) if isinstance(value, datetime) else day(value)


@register.filter
def deadline(value: Any) -> str:
    return formats.deadline(_date(value) or None, timezone.localdate(), formats.language())


@register.filter
def bdi(value: Any) -> SafeString:
    """Words of either script, in their own direction; a sentence of ours has that of the page."""
    return format_html("{}" if is_ours(str(value)) else "<bdi>{}</bdi>", value)


@register.filter
def unbroken(value: Any) -> Any:
    """Numbers with hyphens on one line: of “1905-06-27” cut in two, the first part would seem
    to end the line in a sentence that runs the other way."""
    text = str(value)
    if "-" not in text:
        return value
    words = re.split(r"(\s+)", text)
    return format_html_join("", "{}", ([_on_one_line(word)] for word in words))


def _on_one_line(word: str) -> str:
    is_short = len(word) <= _UNBROKEN and _JOINED.search(word)
    return format_html('<span class="nowrap">{}</span>', word) if is_short else word


@register.filter
def code(value: Any) -> SafeString:
    """An identifier, an HS code, a reference."""
    return format_html('<bdi class="code" dir="ltr">{}</bdi>', value)


@register.filter
def labelled(label: Any, text: Any) -> str:
    """Label: text, with the space that French asks for before the colon."""
    return formats.labelled(label, text, formats.language())


@register.filter
def dialled(value: Any) -> str:
    """A telephone number as a link dials it: digits and the plus sign."""
    return "".join(sign for sign in str(value) if sign.isdigit() or sign == "+")


@register.filter
def cell(value: Any) -> Any:
    """A cell of a table: numbers and dates in the reader's language, nothing as a dash."""
    if value is None or value == "":
        return formats.NOTHING
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return formats.day_short(value)
    return value


@register.simple_tag
def date_range(start: Any, end: Any) -> str:
    return formats.date_range(_date(start) or None, _date(end) or None, formats.language())
