"""Finding a firm or a commune by a part of its name, among those a person may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from nasij.exporters.models import Firm
from nasij.exporters.queries import firms
from nasij.needs.queries.needs import Regions, region_keys
from nasij.reference.models import Territory
from nasij.reference.words import fold


def firm_of(key: str, regions: Regions) -> Firm | None:
    """One firm by its number, if it is in these regions."""
    if not key.isdigit():
        return None
    found = firms().filter(pk=int(key))
    if regions is not None:
        found = found.filter(region_id__in=region_keys(regions))
    return found.first()


def place_of(code: str, regions: Regions) -> Territory | None:
    """One commune of today by its code, if it is in these regions."""
    return _communes(regions).filter(code=code).first()


def _communes(regions: Regions) -> QuerySet[Territory]:
    """Places below the provinces, as they are today."""
    today = timezone.localdate()
    places = Territory.objects.filter(role="", parent__role="", valid_from__lte=today).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=today)
    )
    return places if regions is None else places.filter(region_code__in=regions)


def places_matching(text: str, regions: Regions, *, limit: int = 8) -> list[Territory]:
    """Communes of today by a part of their name, in any of the three languages."""
    wanted = fold(text)
    if not wanted:
        return []
    ranked = []
    for place in _communes(regions).order_by("lineage", "pk"):
        names = [fold(name) for name in (place.name_fr, place.name_ar, place.name_en) if name]
        if any(wanted in name for name in names):
            ranked.append((wanted not in names, place.lineage, place))
    return [place for *_rank, place in sorted(ranked, key=lambda row: row[:2])[:limit]]
