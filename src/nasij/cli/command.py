"""The command and its subcommands; each module adds its own."""

import typer

from nasij.cli import (
    backup,
    compute,
    doctor,
    invite,
    load,
    make,
    prepare,
    remind,
    restore,
    retain,
    scrub,
    serve,
)

app = typer.Typer(
    name="nasij",
    help="Run and feed a site of Nasij, the working platform of a council of export regions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
load_app = typer.Typer(
    help="Bring files in: firms, trade, customs, distances …", no_args_is_help=True
)
compute_app = typer.Typer(help="Compute what the pages show.", no_args_is_help=True)
template_app = typer.Typer(help="Write the empty layout of a file.", no_args_is_help=True)

prepare.add_to(app)
serve.add_to(app)
backup.add_to(app)
restore.add_to(app)
invite.add_to(app)
doctor.add_to(app)
scrub.add_to(app)
retain.add_to(app)
load.add_to(load_app)
load.add_templates_to(template_app)
compute.add_to(compute_app)
make.add_to(app)
remind.add_to(app)

app.add_typer(load_app, name="load")
app.add_typer(compute_app, name="compute")
app.add_typer(template_app, name="template")
