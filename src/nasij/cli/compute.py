"""`nasij compute …`: what the pages show, computed and kept with what was asked."""

from __future__ import annotations

from typing import Annotated

import typer
from django.utils.translation import gettext as _

from nasij.cli.console import Json, Language, answer, progress, with_site

_MONEY = ("potential_usd", "actual_usd", "unrealised_usd")


def add_to(app: typer.Typer) -> None:
    app.command("potential")(potential)
    app.command("target")(target)


@with_site
def potential(
    exporter: Annotated[str, typer.Option(help="ISO code; default: the pack's country.")] = "",
    lang: Language = "",
    as_json: Json = False,
) -> None:
    """Export potential by product and market, and its split to regions."""
    from nasij.datasets.queries import sentences
    from nasij.potential.acts import compute_potential
    from nasij.reference.pack import current_pack

    with progress(_("Computing the potential"), quiet=as_json) as move:
        run = compute_potential(exporter=exporter or current_pack().code, by=None, progress=move)
    head = {"run": run.pk, "data": str(run.trade), "evidence": run.split_by}
    money = {name: round(run.totals[name]) for name in _MONEY}
    totals = run.totals if as_json else money
    answer({**head, **totals}, as_json=as_json, title=str(run), said=sentences(run.found.notes))


@with_site
def target(
    draws: Annotated[int, typer.Option(help="Simulated futures.")] = 10_000,
    seed: Annotated[int, typer.Option(help="Seed of the random draws.")] = 2035,
    lang: Language = "",
    as_json: Json = False,
) -> None:
    """Projection of the number of exporters to the target year, under each definition."""
    from nasij.targets.acts import compute_projections
    from nasij.targets.words.sentences import path_end

    with progress(_("Projecting"), quiet=as_json) as move:
        projections = compute_projections(draws=draws, seed=seed, by=None, progress=move)
    found = {str(projection): projection.found for projection in projections}
    answer(
        {name: of.reading if as_json else path_end(of.paths[0]) for name, of in found.items()},
        as_json=as_json,
    )
