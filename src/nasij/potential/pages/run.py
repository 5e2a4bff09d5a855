"""What every page says of the run it shows: three figures, and what was asked."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nasij.accounts.permissions import Person
from nasij.datasets.models import Snapshot
from nasij.datasets.permissions import kinds_for
from nasij.potential import queries, words
from nasij.potential.models import PotentialRun
from nasij.potential.records import Part
from nasij.ui import formats
from nasij.ui.parts import Fact, Figure


def figures_of(run: PotentialRun, part: Part, note: str = "") -> list[Figure]:
    """Potential, actual exports and what is not sold yet, of a part of the whole."""
    values = {
        "potential": part.potential_usd,
        "actual": part.actual_usd,
        "unrealised": part.unrealised_usd,
    }
    return [
        Figure(
            label=words.label(key),
            value=words.usd(value),
            definition=words.definition(key),
            note=note,
            source=words.source(run),
            source_url=reverse("datasets:detail", args=[run.trade_id]),
            vintage=words.vintage(run),
        )
        for key, value in values.items()
    ]


def run_facts(run: PotentialRun, user: Person) -> list[Fact]:
    """What was asked, so that the figures can be computed again. Files are named to those who may
    open them: the name of a file of firms can tell whose it is."""
    asked, language, kinds = run.asked, formats.language(), kinds_for(user)
    return [
        *(
            _snapshot_fact(snapshot)
            for snapshot in queries.snapshots_of(run)
            if snapshot.kind in kinds
        ),
        Fact(_("Years averaged"), formats.row(asked.years, language)),
        Fact(_("Mirror data"), _mirror(run)),
        Fact(_("Horizon"), str(asked.horizon)),
        Fact(_("Method"), asked.method),
        Fact(_("Elasticities"), f"σ = {asked.sigma:g}, ε = {asked.epsilon:g}"),
        Fact(_("Computed on"), timezone.localdate(run.computed_at)),
    ]


def _mirror(run: PotentialRun) -> str:
    """Whether importers' reports stand beside the exporters' own; only BACI tells us so."""
    if run.trade.found.is_baci:
        return _("Yes: the publisher reconciles what exporters and importers report")
    return _("Not known: the publisher of this file does not tell")


def _snapshot_fact(snapshot: Snapshot) -> Fact:
    url = reverse("datasets:detail", args=[snapshot.pk])
    return Fact(str(snapshot.get_kind_display()), str(snapshot), url)
