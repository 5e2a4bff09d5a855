"""The words of the product, compiled: a checkout holds their sources alone."""

from __future__ import annotations

import os
from pathlib import Path


def compile_catalogs() -> None:
    """Compile the catalogs that changed; Babel does it, so no gettext tools are needed."""
    from django.conf import settings

    for source in Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        from babel.messages.mofile import write_mo  # not at every start
        from babel.messages.pofile import read_po

        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parent.parent.name)
        part = target.with_suffix(f".mo.{os.getpid()}")  # two may compile at once
        with part.open("wb") as file:
            write_mo(file, catalog)
        part.replace(target)
