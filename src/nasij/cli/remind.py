"""`nasij remind`: the weekly reminders, for sites whose clock is cron."""

from __future__ import annotations

import typer

from nasij.cli.console import Json, answer, with_site


def add_to(app: typer.Typer) -> None:
    app.command("remind")(remind)


@with_site
def remind(as_json: Json = False) -> None:
    """Write the weekly reminders that are due, and send the letters that wait. A running site does
    so by itself; a second time in a week, there is nothing to write."""
    from nasij.needs.acts.reminders import send_reminders
    from nasij.work.outbox import send_due_letters

    written = send_reminders()
    done = send_due_letters()
    answer({"written": written, "sent": done.sent, "failed": done.failed}, as_json=as_json)
