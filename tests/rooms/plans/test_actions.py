"""Actions: made of a decision, moved with a reason, done with evidence."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from nasij.audit.models import Event
from nasij.council.enums import DecisionOutcome
from nasij.council.models import Decision
from nasij.council.signals import follow_ups
from nasij.needs.enums import ItemState
from nasij.needs.models import Item
from nasij.plans.acts import (
    abandon_action,
    add_evidence,
    create_action,
    mark_done,
    move_due_date,
    start_action,
)
from nasij.plans.enums import ActionState, EvidenceKind
from nasij.plans.errors import (
    ActionAlreadyExists,
    ActionEnded,
    AlreadyStarted,
    ConfirmedBySomebody,
    DecisionRejected,
    EvidenceKindUnknown,
    EvidenceTooLarge,
    NoEvidence,
    SameDate,
    ShareOutOfRange,
    SharesMissing,
    SharesNotWhole,
)
from nasij.plans.models import Action, DueDateChange, Evidence
from nasij.plans.queries import actions, evidence_columns, parts_of, totals
from nasij.plans.shares import amounts, equal_shares
from nasij.work.errors import ReasonMissing, Refusal
from tests import factories
from tests.people import Cast

PDF = b"%PDF-1.7 a fictitious report"


def _new(decision: Decision, **changed: Any) -> dict[str, Any]:
    return {
        "decision": decision,
        "title": "Former vingt entreprises",
        "owner_name": "Responsable fictif",
        "due_on": date(2026, 12, 31),
        "budget_lcu": Decimal("50000"),
        "shares": {factories.region("09"): Decimal(1)},
        "by": None,
        **changed,
    }


def test_first_action_moves_the_item(action: Action, item: Item) -> None:
    item.refresh_from_db()
    assert item.state == ItemState.IN_ACTION


def test_double_submit_makes_one_action(decision: Decision) -> None:
    create_action(**_new(decision))
    with pytest.raises(ActionAlreadyExists):
        create_action(**_new(decision))
    assert Action.objects.count() == 1


def test_rejected_decision_has_no_action(decision: Decision) -> None:
    Decision.objects.update(outcome=DecisionOutcome.REJECTED)
    with pytest.raises(DecisionRejected):
        create_action(**_new(decision))


@pytest.mark.parametrize(
    ("shares", "error"),
    [
        ({}, SharesMissing),
        ({"09": "0.6", "01": "0.3"}, SharesNotWhole),
        ({"09": "0.6", "01": "0.5"}, SharesNotWhole),
        ({"09": "1", "01": "0"}, ShareOutOfRange),
        ({"09": "1.5", "01": "-0.5"}, ShareOutOfRange),
    ],
)
def test_shares_that_are_refused(
    decision: Decision, shares: dict[str, str], error: type[Refusal]
) -> None:
    given_shares = {factories.region(code): Decimal(share) for code, share in shares.items()}
    with pytest.raises(error):
        create_action(**_new(decision, shares=given_shares))
    assert not Action.objects.exists()


def test_shares_short_by_a_hair_are_told_with_every_digit(decision: Decision) -> None:
    shares = {factories.region("09"): Decimal("0.6"), factories.region("01"): Decimal("0.399999")}
    with override("fr"):
        with pytest.raises(SharesNotWhole) as refused:
            create_action(**_new(decision, shares=shares))
        assert "99,9999\u00a0%" in str(refused.value)


def test_joint_action_shows_each_region_its_share_and_counts_once(
    action: Action, joint: Action, cast: Cast
) -> None:
    parts = {share.region.code: amount for share, amount in parts_of(joint)}
    assert parts == {"01": Decimal("400000.00"), "09": Decimal("600000.00")}
    total = totals(actions(cast.secretariat))
    assert total.actions == 2
    assert total.budget_lcu == Decimal("1100000")
    by_region = {line.region.code: (line.actions, line.budget_lcu) for line in total.by_region}
    assert by_region == {"01": (1, Decimal("400000.00")), "09": (2, Decimal("700000.00"))}
    assert sum(line.budget_lcu for line in total.by_region) == total.budget_lcu


def test_abandoned_action_leaves_the_totals(action: Action, joint: Action, cast: Cast) -> None:
    abandon_action(action=action, reason="Sans objet", by=cast.secretariat)
    total = totals(actions(cast.secretariat))
    assert (total.actions, total.budget_lcu) == (1, Decimal("1000000"))


@given(
    budget=st.decimals(min_value=0, max_value=10**9, places=2),
    weights=st.lists(st.integers(1, 1000), min_size=1, max_size=12),
)
def test_parts_of_a_budget_always_sum_to_it(budget: Decimal, weights: list[int]) -> None:
    keys = {f"{index:02}": Decimal(weight) for index, weight in enumerate(weights)}
    assert sum(amounts(budget, keys).values()) == budget


@given(number=st.integers(1, 12))
def test_equal_shares_sum_to_exactly_one(number: int) -> None:
    shares = equal_shares(f"{index:02}" for index in range(number))
    assert sum(shares.values()) == 1
    assert max(shares.values()) - min(shares.values()) <= Decimal("0.000001")


def test_date_moves_only_with_a_reason_and_remembers_all_dates(action: Action, cast: Cast) -> None:
    with pytest.raises(ReasonMissing):
        move_due_date(action=action, to_date=date(2027, 1, 31), reason=" ", by=cast.secretariat)
    with pytest.raises(SameDate, match=r"31 (décembre|December) 2026"):
        move_due_date(action=action, to_date=date(2026, 12, 31), reason="x", by=cast.secretariat)
    move_due_date(action=action, to_date=date(2027, 1, 31), reason="Retard", by=cast.secretariat)
    move_due_date(action=action, to_date=date(2027, 2, 28), reason="Encore", by=cast.secretariat)
    action.refresh_from_db()
    change = action.date_changes.order_by("-id")[0]
    dates = (action.first_due_on, change.from_date, action.due_on)
    assert dates == (date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28))


def test_database_refuses_a_date_change_without_a_reason(action: Action) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        DueDateChange.objects.create(
            action=action, from_date=action.due_on, to_date=date(2027, 1, 1), reason=""
        )


def test_database_refuses_an_abandoned_action_without_a_reason(action: Action) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(state=ActionState.ABANDONED)


def test_action_is_not_done_without_evidence(action: Action, cast: Cast) -> None:
    with pytest.raises(NoEvidence):
        mark_done(action=action, by=cast.secretariat)
    action.refresh_from_db()
    assert action.state == ActionState.PLANNED


def test_item_is_done_when_its_last_action_is(
    action: Action, joint: Action, item: Item, cast: Cast
) -> None:
    for one in (action, joint):
        add_evidence(action=one, kind=EvidenceKind.DECLARED, text="Signé", by=cast.secretariat)
    mark_done(action=action, by=cast.secretariat)
    item.refresh_from_db()
    assert item.state == ItemState.IN_ACTION
    mark_done(action=joint, by=cast.secretariat)
    item.refresh_from_db()
    assert item.state == ItemState.DONE


def test_item_is_done_when_what_is_left_was_abandoned(
    action: Action, joint: Action, item: Item, cast: Cast
) -> None:
    add_evidence(action=action, kind=EvidenceKind.DECLARED, text="Signé", by=cast.secretariat)
    mark_done(action=action, by=cast.secretariat)
    abandon_action(action=joint, reason="Sans partenaire", by=cast.secretariat)
    item.refresh_from_db()
    assert item.state == ItemState.DONE


@pytest.mark.parametrize("carried_out", [1, 2])
def test_exporters_are_told_of_what_was_carried_out_and_not_of_what_was_abandoned(
    action: Action, joint: Action, decision: Decision, item: Item, cast: Cast, carried_out: int
) -> None:
    """Whichever action ends last closes the item: an abandoned one was once said to be done."""
    need = factories.make_need(item=item, language="fr")
    left = create_action(**_new(decision, title="Jamais faite"))
    for one in (action, joint)[:carried_out]:
        text = f"Signé pour {one.title}."
        add_evidence(action=one, kind=EvidenceKind.DECLARED, text=text, by=cast.secretariat)
        mark_done(action=one, by=cast.secretariat)
    for one in (joint, left)[carried_out - 1 :]:
        abandon_action(action=one, reason="Sans partenaire", by=cast.secretariat)
    said = need.replies.get(station=ItemState.DONE).text
    assert "Jamais faite" not in said
    if carried_out == 1:
        assert (
            "est fait\u00a0: «\u00a0Négocier une ligne\u00a0». Le résultat, déclaré par le "
            "responsable de l’action\u00a0: Signé pour" in said
        )
    else:
        line = "Négocier une ligne (Signé pour Négocier une ligne), Plateforme commune (Signé"
        assert f"est fait\u00a0: {line}" in said


def test_three_levels_of_evidence_stay_three_columns(action: Action, cast: Cast) -> None:
    for kind, value in (("declared", 12), ("declared", 3), ("confirmed", 9), ("matched", 7)):
        add_evidence(
            action=action,
            kind=EvidenceKind(kind),
            text="Entreprises",
            value=Decimal(value),
            unit="firms",
            source="Appel du 3 mai",
            by=cast.secretariat,
        )
    columns = {
        column.kind: [piece.value for piece in column.pieces] for column in evidence_columns(action)
    }
    assert columns == {"declared": [12, 3], "confirmed": [9], "matched": [7]}


def test_evidence_that_cannot_be_recorded_leaves_no_file(
    action: Action, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No transaction takes a file back: it is written when all else is."""

    def fail(*_given: object, **_named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Event, "save", fail)
    file = SimpleUploadedFile("preuve.pdf", PDF)
    given = {"kind": EvidenceKind.DECLARED, "text": "Signé", "file": file}
    with pytest.raises(ZeroDivisionError):
        add_evidence(action=action, **given, by=cast.secretariat)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_evidence_may_follow_after_the_action_is_done(action: Action, cast: Cast) -> None:
    add_evidence(action=action, kind=EvidenceKind.DECLARED, text="Signé", by=cast.secretariat)
    mark_done(action=action, by=cast.secretariat)
    add_evidence(action=action, kind=EvidenceKind.MATCHED, text="Douane", by=cast.secretariat)
    assert action.evidence.count() == 2


@pytest.mark.parametrize("source", ["", "   "])
def test_a_result_is_not_confirmed_by_nobody(action: Action, cast: Cast, source: str) -> None:
    """“Confirmed by the firm” stood there on the word of the owner alone."""
    given = {"action": action, "kind": EvidenceKind.CONFIRMED, "text": "Vingt formées"}
    with pytest.raises(ConfirmedBySomebody):
        add_evidence(**given, source=source, by=cast.secretariat)
    assert not action.evidence.exists()
    add_evidence(**given, source="La gérante, par téléphone, le 3 mai", by=cast.secretariat)


def test_database_refuses_a_result_confirmed_by_nobody(action: Action) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.create(action=action, kind=EvidenceKind.CONFIRMED, text="Oui")


def test_file_is_kept_under_a_name_of_our_own(action: Action, cast: Cast) -> None:
    evidence = add_evidence(
        action=action,
        kind=EvidenceKind.CONFIRMED,
        text="Lettre",
        file=SimpleUploadedFile("../Lettre de l'entreprise.pdf", PDF),
        by=cast.secretariat,
    )
    assert evidence.file_name == "Lettre de l'entreprise.pdf"
    assert evidence.file.name.startswith("evidence/")
    assert "Lettre" not in evidence.file.name
    with evidence.file.open() as kept:
        assert kept.read() == PDF


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("page.html", b"<html>", EvidenceKindUnknown),
        ("page.pdf", b"<html><script>", EvidenceKindUnknown),
        ("sans_extension", PDF, EvidenceKindUnknown),
        ("vide.pdf", b"", EvidenceKindUnknown),
        ("grand.pdf", PDF + b"0" * (10 * 1024 * 1024), EvidenceTooLarge),
    ],
)
def test_files_that_are_refused(
    action: Action, cast: Cast, name: str, content: bytes, error: type[Refusal]
) -> None:
    with pytest.raises(error):
        add_evidence(
            action=action,
            kind=EvidenceKind.DECLARED,
            text="Fichier",
            file=SimpleUploadedFile(name, content),
            by=cast.secretariat,
        )
    assert not action.evidence.exists()


def test_ended_action_changes_no_more(action: Action, cast: Cast) -> None:
    abandon_action(action=action, reason="Sans objet", by=cast.secretariat)
    changes: tuple[Callable[[], object], ...] = (
        lambda: start_action(action=action, by=None),
        lambda: move_due_date(action=action, to_date=date(2028, 1, 1), reason="x", by=None),
        lambda: mark_done(action=action, by=None),
        lambda: abandon_action(action=action, reason="x", by=None),
        lambda: add_evidence(action=action, kind=EvidenceKind.DECLARED, text="x", by=None),
    )
    for change in changes:
        with pytest.raises(ActionEnded):
            change()


def test_action_starts_once(action: Action, cast: Cast) -> None:
    start_action(action=action, by=cast.secretariat)
    with pytest.raises(AlreadyStarted):
        start_action(action=action, by=cast.secretariat)


def test_abandoning_needs_its_reason(action: Action, cast: Cast) -> None:
    with pytest.raises(ReasonMissing):
        abandon_action(action=action, reason="", by=cast.secretariat)


def test_event_of_an_action_names_its_region_when_there_is_one(
    action: Action, joint: Action
) -> None:
    codes = dict(
        Event.objects.filter(verb="plans.action_created").values_list("subject_id", "region_code")
    )
    assert codes == {str(action.pk): "09", str(joint.pk): ""}


def test_council_learns_what_became_of_its_decision(action: Action, joint: Action) -> None:
    assert action.decision_id is not None
    told = follow_ups([action.decision_id])[action.decision_id]
    assert [(one.title, one.owner) for one in told] == [
        ("Négocier une ligne", "Responsable fictif"),
        ("Plateforme commune", "Responsable fictive"),
    ]
    assert follow_ups([0]) == {}
