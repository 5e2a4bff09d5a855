"""Bringing spreadsheets into the registry: the door of this room for everyone who writes to it."""

from nasij.intake.acts.applying import apply_import
from nasij.intake.acts.checking import check_import
from nasij.intake.acts.imports import (
    cancel_import,
    check_again,
    confirm_import,
    import_file,
    remember_columns,
    start_import,
)
from nasij.intake.rows.sheets import write_template
