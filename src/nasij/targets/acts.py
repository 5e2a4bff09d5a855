"""Changing targets and projections."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.reference.pack import Pack
from nasij.targets.enums import TargetVerb
from nasij.targets.errors import NoTarget, NothingToProject
from nasij.targets.kept import Asked, Found
from nasij.targets.models import Projection, Target
from nasij.targets.published import headline
from nasij.targets.questions import Question, answer_to, asked_of, questions
from nasij.work.progress import Progress, silent


def load_targets(pack: Pack) -> None:
    """Published targets, from the country pack."""
    for row in pack.toml("targets.toml")["targets"]:
        base = row.get("base_value")
        Target.objects.update_or_create(
            key=row["key"],
            defaults={
                "definition_id": row["definition"],
                "base_year": row.get("base_year"),
                "base_value": Decimal(str(base)) if base is not None else None,
                "start_year": row.get("start_year"),
                "kind": row["kind"],
                "year": row["target_year"],
                "value": Decimal(str(row["target_value"])),
                "source_id": row["source"],
                "is_headline": row.get("primary", False),
                **{
                    f"{stem}_{language}": row.get(f"{stem}_{language}", "")
                    for stem in ("name", "note")
                    for language in ("fr", "ar", "en")
                },
            },
        )


def compute_projections(
    *,
    draws: int = 10_000,
    seed: int = 2035,
    progress: Progress | None = None,
    by: User | None,
) -> list[Projection]:
    """Project the number of exporters to the target year, under each definition with data.

    The same figures, draws and seed give the same result. The arithmetic stands outside the
    database; the record is one short transaction at the end.
    """
    report = progress or silent
    target = headline()
    if target is None:
        raise NoTarget
    asked = questions(target)
    if not asked:
        raise NothingToProject
    answers = []
    for number, question in enumerate(asked):
        report(number, len(asked), question.definition)
        answers.append(
            (
                question,
                asked_of(question, draws=draws, seed=seed),
                answer_to(question, draws=draws, seed=seed),
            )
        )
    report(len(asked), len(asked), "")
    return _keep(target, answers, by)


@transaction.atomic
def _keep(
    target: Target,
    answers: list[tuple[Question, Asked, Found]],
    by: User | None,
) -> list[Projection]:
    kept = [
        Projection.objects.create(
            target=target,
            definition=question.definition,
            title=f"{question.definition.key} → {target.year}",
            request=asked.as_record(),
            result=found.as_record(),
            computed_by=by,
        )
        for question, asked, found in answers
    ]
    record(
        TargetVerb.PROJECTION_COMPUTED,
        subject=target,
        by=by,
        after={projection.definition_id: projection.found.reading for projection in kept},
    )
    return kept
