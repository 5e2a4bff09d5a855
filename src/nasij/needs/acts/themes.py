"""The list of themes."""

from __future__ import annotations

from nasij.needs.models import Theme
from nasij.reference.pack import Pack


def load_themes(pack: Pack) -> None:
    """The council's themes, from the country pack."""
    for row in pack.rows("themes.csv"):
        Theme.objects.update_or_create(
            key=row["key"],
            defaults={
                "parent_id": row["parent"] or None,
                "order": int(row["order"]),
                **{
                    f"{stem}_{language}": row[f"{stem}_{language}"]
                    for stem in ("name", "description")
                    for language in ("fr", "ar", "en")
                },
            },
        )
