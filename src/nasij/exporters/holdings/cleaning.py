"""Where people named a firm in passing: in what they wrote of others, or of none."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from nasij.exporters.identity.redaction import Words


def clean_rows(rows: QuerySet[Any], words: Words, *names: str) -> None:
    """Part of an act that erases a firm: the texts of these fields stay, without its name.

    Every text is read: no two databases fold letters and blanks alike, and none as `words` does.
    """
    texts = rows.order_by("pk").values_list("pk", *names)
    telling = [pk for pk, *told in texts.iterator() if any(map(words.told_in, told))]
    for pk in telling:
        row = rows.get(pk=pk)
        for name in names:
            setattr(row, name, words.clean_elsewhere(getattr(row, name)))
        row.save()
