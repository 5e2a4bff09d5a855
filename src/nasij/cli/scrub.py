"""`nasij scrub`: a copy of a site for training, in which nobody can be recognised.

`docs/personal_data.csv` says what becomes of every field; a test keeps it complete. The copy is
written by VACUUM into a new file, so that no replaced byte of the original is left in it.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import secrets
import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from django.utils.translation import gettext as _

from nasij.cli.console import Json, answer, exists_already, fail, typed, with_site

if TYPE_CHECKING:
    from django.db import models

ACTIONS = ("keep", "blank", "hash", "fake", "drop")
_PERSON = "'Personne fictive ' || {pk}"
_FIRM = "'Entreprise fictive ' || {pk}"
# What stands in place of a value, as SQL; of the other fields by their kind (`_usual_fake`).
_FAKES = {
    "accounts.User.name": _PERSON,
    "accounts.User.password": "scrub_password()",
    "accounts.Invitation.name": _PERSON,
    "audit.Event.actor_label": "'Personne fictive ' || coalesce(actor_id, '')",
    "audit.Event.subject_label": "'Objet ' || subject_id",
    "exporters.Contact.name": _PERSON,
    "exporters.Firm.name": _FIRM,
    "exporters.Firm.name_key": "'entreprise fictive ' || {pk}",
    "exporters.Firm.match_key": "'entreprise fictive ' || {pk}",
    "exporters.Firm.identifier": "scrub_identifier({pk})",
    "council.Mandate.person_name": _PERSON,
    "council.Presence.person_name": _PERSON,
    "council.Session.chair": _PERSON,
    "council.Session.secretary": _PERSON,
    "plans.Action.owner_name": _PERSON,
}
# Keys of stored JSON whose words come from lists of ours; whatever a person wrote is replaced.
_KEPT_KEYS = {
    "seat", "name_fr", "name_ar", "name_en", "weight", "kind", "state", "quality", "majority",
    "outcome", "choice", "rule", "base", "base_weight", "needed", "weights", "heads", "budget_lcu",
    "quorum_share", "quorum_weight_share", "represented_by", "weight_present", "weight_needed",
    "weight_held", "starts_at", "convened_at", "opened_at", "closed_at", "arrived_at", "left_at",
    "ends_at", "reached_at", "decided_at", "added_late_at", "changed_at", "due_on", "against",
    "abstain", "for", "value", "unit",
}  # fmt: skip


def add_to(app: typer.Typer) -> None:
    app.command("scrub")(scrub)


@dataclass(frozen=True, slots=True)
class Rule:
    """What one field holds, and what becomes of it in a copy for training."""

    model: str
    field: str  # "*" with "drop": every row of a library's table
    kind: str  # none, personal, secret
    reason: str
    action: str


def rules() -> list[Rule]:
    from django.conf import settings

    path = settings.PROJECT / "docs" / "personal_data.csv"
    if not path.exists():
        template = _("%(file)s is missing: without it nobody knows what to scrub.")
        fail(template % {"file": path})
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Rule(row["model"], row["field"], row["class"], row["reason"], row["scrub"])
            for row in csv.DictReader(file)
        ]


@with_site
def scrub(
    target: Annotated[Path, typer.Argument(help="Folder to make: the copy's data folder.")],
    as_json: Json = False,
) -> None:
    """Make a copy of this site for training: no name, address, number or sentence survives."""
    from django.db import connection

    if connection.vendor != "sqlite":
        fail(
            _("Only a site on SQLite can be scrubbed: restore a backup into one."), as_json=as_json
        )
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        fail(exists_already(target), as_json=as_json)
    target.parent.mkdir(parents=True, exist_ok=True)
    password = secrets.token_urlsafe(9)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        made = Path(folder) / "copy"
        made.mkdir(mode=0o700)
        rows = _write_copy(Path(folder) / "original.sqlite3", made / "nasij.sqlite3", password)
        _seal_anew(made / "nasij.sqlite3")
        _copy_public_data(made)
        if target.exists():
            target.rmdir()
        made.rename(target)
    answer(
        {
            "copy": str(target),
            "fields_replaced": rows,
            "password_of_every_account": password,
            "serve_it": typed("serve", NASIJ_DATA=str(target)),
        },
        as_json=as_json,
    )


def _write_copy(original: Path, copy: Path, password: str) -> int:
    from django.db import connection

    connection.ensure_connection()
    with closing(sqlite3.connect(original)) as database:
        connection.connection.backup(database)
        _add_functions(database, password)
        database.execute("PRAGMA foreign_keys = OFF")
        # Fields are replaced one by one: a rule between two of them holds again at the end.
        database.execute("PRAGMA ignore_check_constraints = ON")
        statements = _statements()
        for statement in statements:
            database.execute(statement)
        database.commit()
        handle = os.open(copy, os.O_CREAT | os.O_EXCL, 0o600)
        os.close(handle)
        database.execute("VACUUM INTO ?", (str(copy),))
    return len(statements)


def _seal_anew(copy: Path) -> None:
    """The audit of the copy vouches for its votes, decisions and minutes as they have become."""
    from django.db import connections

    from nasij.council.minutes import keep_anew

    connections.databases["copy"] = {**connections.databases["default"], "NAME": str(copy)}
    try:
        keep_anew(database="copy")
    finally:
        connections["copy"].close()
        del connections["copy"], connections.databases["copy"]


def _add_functions(database: sqlite3.Connection, password: str) -> None:
    from django.contrib.auth.hashers import make_password

    salt, hashed = secrets.token_bytes(32), make_password(password)  # the salt is not kept

    def digest(value: object) -> str:
        return hashlib.sha256(salt + str(value).encode()).hexdigest()

    database.create_function("scrub_hash", 1, digest, deterministic=True)
    database.create_function("scrub_identifier", 1, fictitious_identifier, deterministic=True)
    database.create_function("scrub_json", 1, scrubbed_json, deterministic=True)
    database.create_function("scrub_password", 0, lambda: hashed, deterministic=True)


def fictitious_identifier(number: int) -> str:
    """As the country has them, but longer where its numbers are too short for that; and no number
    of the demonstration's firms."""
    from nasij.reference.identifiers import main_rule

    return main_rule().invented(50_000_000 + number)


def scrubbed_json(text: str) -> str:
    return json.dumps(_scrubbed(json.loads(text)), ensure_ascii=False)


def _scrubbed(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _scrubbed(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_scrubbed(inner, key) for inner in value]
    if isinstance(value, str) and value and key not in _KEPT_KEYS:
        return "Texte fictif"
    return value


def _statements() -> list[str]:
    """What is done to the copy, from the list of fields; a field without a rule stops the act."""
    from django.apps import apps

    found, known = [], {}
    for rule in rules():
        if rule.action == "drop":
            table = apps.get_model(rule.model)._meta.db_table
            found.append(f'DELETE FROM "{table}"')  # noqa: S608 — names from our models
        known[rule.model, rule.field] = rule.action
    for model in our_models():
        for field in model._meta.concrete_fields:
            action = known.get((model._meta.label, "*")) or known[model._meta.label, field.name]
            if action not in {"keep", "drop"}:
                found.append(_statement(model, field, action))
            elif field.name == "is_demo":  # the pages then say that nothing here is real
                found.append(f'UPDATE "{model._meta.db_table}" SET is_demo = 1')  # noqa: S608
    return [*found, *_put_away_what_is_not_copied()]


def _put_away_what_is_not_copied() -> list[str]:
    """Records of tables that stay behind must not be read as if their files were there."""
    from nasij.datasets.models import Snapshot

    hidden = [
        str(snapshot.pk) for snapshot in Snapshot.objects.order_by("pk") if not snapshot.is_public
    ]
    return [
        "UPDATE potential_potentialrun SET is_current = 0",
        f"UPDATE datasets_snapshot SET is_current = 0 WHERE id IN ({', '.join(hidden)})",  # noqa: S608
    ]


def our_models() -> list[type[models.Model]]:
    from django.apps import apps

    return [model for model in apps.get_models() if model.__module__.startswith("nasij.")]


def _statement(model: type[models.Model], field: models.Field[Any, Any], action: str) -> str:
    table, column = model._meta.db_table, field.column
    pk = model._meta.pk
    assert pk is not None
    if action == "blank":
        return f'UPDATE "{table}" SET "{column}" = {_blank(field)}'  # noqa: S608
    if action == "hash":
        length = field.max_length or 64
        value = f'substr(scrub_hash("{column}"), 1, {length})'
    else:
        label = f"{model._meta.label}.{field.name}"
        value = _FAKES.get(label, _usual_fake(field)).format(pk=pk.column, column=column)
    where = f'"{column}" IS NOT NULL AND "{column}" != \'\''
    return f'UPDATE "{table}" SET "{column}" = {value} WHERE {where}'  # noqa: S608


def _blank(field: models.Field[Any, Any]) -> str:
    from django.db import models

    if field.null:
        return "NULL"
    if isinstance(field, models.JSONField):
        return "'[]'" if field.default is list else "'{}'"
    return "''"


def _usual_fake(field: models.Field[Any, Any]) -> str:
    from django.db import models

    if isinstance(field, models.EmailField):
        return "'personne-' || {pk} || '@example.org'"
    if isinstance(field, models.JSONField):
        return 'scrub_json("{column}")'
    return "'Texte fictif ' || {pk}"


def _copy_public_data(made: Path) -> None:
    """World trade and tables that anybody may see; no upload, mail or edition."""
    from django.conf import settings

    from nasij.datasets.models import Snapshot

    for snapshot in Snapshot.objects.order_by("pk"):
        if snapshot.is_public and snapshot.path.exists():
            shutil.copytree(settings.NASIJ_DATA / snapshot.folder, made / snapshot.folder)
