"""Changing targets and projections."""

from __future__ import annotations

from decimal import Decimal

from nasij.reference.pack import Pack
from nasij.targets.models import Target


def load_targets(pack: Pack) -> None:
    """Published targets, from the country pack."""
    for row in pack.toml("targets.toml")["targets"]:
        base = row.get("base_value")
        Target.objects.update_or_create(
            key=row["key"],
            defaults={
                "definition_id": row["definition"],
                "base_year": row.get("base_year"),
                "base_value": Decimal(str(base)) if base is not None else None,
                "start_year": row.get("start_year"),
                "kind": row["kind"],
                "year": row["target_year"],
                "value": Decimal(str(row["target_value"])),
                "source_id": row["source"],
                "is_headline": row.get("primary", False),
                **{
                    f"{stem}_{language}": row.get(f"{stem}_{language}", "")
                    for stem in ("name", "note")
                    for language in ("fr", "ar", "en")
                },
            },
        )
