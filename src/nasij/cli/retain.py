"""`nasij retain`: let go what has been kept long enough, by the rules of the country pack."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from django.utils import timezone
from django.utils.translation import gettext as _

from nasij.cli.console import Json, Language, answer, out, with_site
from nasij.ui import formats

_SHOWN = 20  # things of one rule that are told by name on a terminal


def add_to(app: typer.Typer) -> None:
    app.command("retain")(retain)


@with_site
def retain(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would go and why; change nothing.")
    ] = False,
    lang: Language = "",
    as_json: Json = False,
) -> None:
    """Erase what the rules say may go, and say what a person has to decide."""
    from nasij.rights.acts import let_go
    from nasij.rights.law.policy import policy
    from nasij.rights.law.retention import due

    found = list(due(timezone.localdate()))
    gone = [thing for thing in found if thing.rule.does == "erase"]
    if not dry_run:
        for thing in gone:
            let_go(due=thing, by=None)
    rules = []
    for rule in policy().retention:
        things = [thing for thing in found if thing.rule.key == rule.key]
        named = [{"what": thing.old.label, "since": thing.old.since} for thing in things]
        rules.append(
            {"rule": rule.key, "why": rule.text, "does": rule.does, "count": len(things)}
            | {"things": named}
        )
    if as_json:
        answer({"dry_run": dry_run, "rules": rules}, as_json=True)
        return
    _say(rules, dry_run=dry_run)


def _say(rules: list[dict[str, Any]], *, dry_run: bool) -> None:
    if not rules:
        out.print(_("The country pack has no rules of retention (privacy.toml)."))
    for rule in rules:
        done = _("would go") if dry_run else _("gone")
        done = _("to review") if rule["does"] == "review" else done
        line = f"{rule['why']} — {formats.labelled(done, rule['count'], formats.language())}"
        out.print(line, markup=False, highlight=False, soft_wrap=True)
        for thing in rule["things"][:_SHOWN]:
            told = f"  · {thing['what']}, {thing['since']}"
            out.print(told, markup=False, highlight=False, soft_wrap=True)
        more = rule["count"] - _SHOWN
        if more > 0:
            told = _("%(count)s more (--json names all)") % {"count": more}
            out.print(f"  … {told}", markup=False, highlight=False)
