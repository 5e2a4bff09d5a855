"""Whether a site is empty, holds the demonstration or may: asked at every start, so kept light."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from nasij.accounts.models import User
from nasij.exporters.models import Firm
from nasij.needs.models import Need
from nasij.reference.pack import current_pack


def is_empty() -> bool:
    """Nobody and nothing yet: only then may a demonstration come in."""
    return not (User.objects.exists() or Firm.objects.exists() or Need.objects.exists())


def is_told() -> bool:
    """Whether the country pack has a demonstration to show."""
    return (current_pack().folder / "demo").is_dir()


def is_demo() -> bool:
    return (Path(settings.NASIJ_DATA) / "demo.json").exists()
