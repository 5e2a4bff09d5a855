"""Who may open what. Not visible (another region): 404. Visible, not allowed: 403."""

from __future__ import annotations

from django.http import Http404

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import Person, regions_where
from nasij.exporters.permissions import regions_for
from nasij.intake.models import ImportRun
from nasij.reference.models import Territory


def only_region_of(user: Person) -> Territory | None:
    """The region in which the person may import, where it is one and no more."""
    found = regions_for(user, Permission.FIRM_IMPORT)
    return found[0] if len(found) == 1 else None


def get_import_run_for(user: Person, pk: int) -> ImportRun:
    """An import: of the region by who may import there, of the nation by who may everywhere."""
    run = ImportRun.objects.select_related("region", "started_by", "job").filter(pk=pk).first()
    allowed = regions_where(user, Permission.FIRM_IMPORT)
    if run is None:
        raise Http404
    if allowed is not None and (run.region is None or run.region.code not in allowed):
        raise Http404
    return run


def run_asks_region(run: ImportRun) -> bool:
    """Whether its file must tell the region; of one not yet read, by who brought it."""
    if run.foreseen.columns:
        return not run.assumes_region
    return asks_region(run.region, run.started_by)


def asks_region(region: Territory | None, by: User | None) -> bool:
    return region is None or by is None or only_region_of(by) != region
