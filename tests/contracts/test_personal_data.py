"""Every field is known to be of a person or not, and what becomes of it in a copy."""

from __future__ import annotations

from collections import Counter

from django.apps import apps
from django.db import models

from nasij.cli.scrub import ACTIONS, Rule, our_models, rules

KINDS = {"none", "personal", "secret"}


def fields_of(model: type[models.Model]) -> set[str]:
    own = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return {field.name for field in own}


def by_model() -> dict[str, dict[str, Rule]]:
    found: dict[str, dict[str, Rule]] = {}
    for rule in rules():
        found.setdefault(rule.model, {})[rule.field] = rule
    return found


def test_every_field_is_on_the_list_and_nothing_else() -> None:
    listed = by_model()
    for model in our_models():
        given = set(listed.get(model._meta.label, {}))
        if given != {"*"}:
            fields = fields_of(model)
            assert given == fields, (model._meta.label, fields - given, given - fields)


def test_every_line_is_complete_and_stands_once() -> None:
    for rule in rules():
        assert rule.kind in KINDS, rule
        assert rule.action in ACTIONS, rule
        assert rule.reason.strip(), rule
        apps.get_model(rule.model)
    counted = Counter((rule.model, rule.field) for rule in rules())
    assert [key for key, count in counted.items() if count > 1] == []


def test_what_is_of_a_person_or_secret_is_never_kept() -> None:
    kept = [rule for rule in rules() if rule.kind != "none" and rule.action == "keep"]
    assert kept == []


def test_every_text_that_is_kept_is_no_free_text() -> None:
    """A new text field is not of nobody by habit: those that are kept stand here by name."""
    listed = by_model()
    kept = {
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        if model._meta.app_label != "reference"
        for field in model._meta.concrete_fields
        if isinstance(field, models.TextField | models.JSONField)
        and listed[model._meta.label].get(field.name, listed[model._meta.label].get("*")).action  # type: ignore[union-attr]
        == "keep"
    }
    assert kept == {
        *("council.Vote.quorum_record", "council.Vote.result_record"),
        *("datasets.Snapshot.options", "datasets.Snapshot.record"),
        *("needs.Theme.description_ar", "needs.Theme.description_en", "needs.Theme.description_fr"),
        *("potential.PotentialRun.request", "potential.PotentialRun.totals"),
        *("targets.Projection.request", "targets.Projection.result"),
        *("targets.Target.note_ar", "targets.Target.note_en", "targets.Target.note_fr"),
    }


def test_tables_of_libraries_that_hold_people_are_dropped() -> None:
    dropped = {rule.model for rule in rules() if rule.action == "drop"}
    libraries = {
        model._meta.label
        for model in apps.get_models()
        if not model.__module__.startswith("nasij.")
        and model._meta.app_label not in {"auth", "contenttypes"}  # permissions and model names
    }
    assert libraries <= dropped, libraries - dropped
