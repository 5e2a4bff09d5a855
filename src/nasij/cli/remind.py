"""`nasij remind`: the weekly reminders, for sites whose clock is cron."""

from __future__ import annotations

import typer

from nasij.cli.console import Json, answer, with_site


def add_to(app: typer.Typer) -> None:
    app.command("remind")(remind)


@with_site
def remind(as_json: Json = False) -> None:
    """Send the weekly reminders that are due. A running site does so by itself on Mondays; sending
    twice in a week sends nothing the second time."""
    from nasij.needs.acts.reminders import send_reminders

    done = send_reminders()
    answer({"sent": done.sent, "failed": done.failed}, as_json=as_json)
