"""Action plans through their pages: who sees, who changes, and what is refused."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pytest_django.fixtures import DjangoAssertNumQueries

from nasij.council.enums import DecisionOutcome
from nasij.council.models import Decision
from nasij.needs.enums import ItemState
from nasij.needs.models import Item
from nasij.plans.acts import abandon_action, add_evidence, move_due_date
from nasij.plans.enums import ActionState, EvidenceKind
from nasij.plans.models import Action, Evidence
from tests import factories
from tests.people import Cast

GIVEN = {
    "title": "Former vingt entreprises",
    "owner_name": "Responsable fictive",
    "due_on": "2026-12-31",
    "budget_lcu": "300000",
    "regions": ["09"],
}


def _post(client: Client, name: str, pk: int, **data: Any) -> str:
    answer = client.post(reverse(f"plans:{name}", args=[pk]), data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def _get(client: Client, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(f"plans:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_page_opens(action: Action, joint: Action, cast: Cast, language: str) -> None:
    move_due_date(action=action, to_date=joint.due_on, reason="Retard", by=cast.secretariat)
    office = cast.client("secretariat")
    with override(language):
        _get(office, "list")
        _get(office, "create", action.decision_id)
        for name in ("detail", "move", "evidence", "done"):
            _get(office, name, action.pk)


def test_members_of_other_regions_see_the_action_and_cannot_change_it(
    action: Action, as_other_delegate: Client
) -> None:
    assert action.title in _get(as_other_delegate, "list")
    page = _get(as_other_delegate, "detail", action.pk)
    assert reverse("plans:move", args=[action.pk]) not in page
    for name in ("start", "move", "evidence", "done", "abandon"):
        answer = as_other_delegate.post(reverse(f"plans:{name}", args=[action.pk]))
        assert answer.status_code == 403, name
    url = reverse("plans:create", args=[action.decision_id])
    assert as_other_delegate.get(url).status_code == 403


def test_delegate_with_a_share_changes_the_joint_action(
    joint: Action, as_other_delegate: Client
) -> None:
    _post(as_other_delegate, "start", joint.pk)
    joint.refresh_from_db()
    assert joint.state == ActionState.UNDERWAY


def test_partner_of_another_region_gets_404(action: Action, cast: Cast) -> None:
    """Partners see what their region carries; they are not members of the council."""
    assert action.title in _get(cast.client("partner"), "list")
    cast.partner.memberships.update(region=factories.region("01"))
    client = cast.client("partner")
    assert action.title not in _get(client, "list")
    assert client.get(reverse("plans:detail", args=[action.pk])).status_code == 404


def test_the_owner_of_an_action_finds_it_and_carries_it_out(action: Action, cast: Cast) -> None:
    """A chamber was named the owner of an action of another region, and never saw it."""
    cast.partner.memberships.update(region=factories.region("01"))
    client, desk = cast.client("partner"), reverse("home:dashboard")
    decision = reverse("council:decision", args=[action.decision_id])
    address = reverse("plans:detail", args=[action.pk])
    assert address not in client.get(decision).content.decode()  # told there, and no dead link
    Action.objects.update(owner=cast.partner, due_on=timezone.localdate())
    assert address in client.get(decision).content.decode()
    assert address in client.get(desk).content.decode()
    assert address in _get(client, "list")
    page = _get(client, "detail", action.pk)
    for name, may in {"start": 1, "evidence": 1, "move": 0, "done": 0, "abandon": 0}.items():
        url = reverse(f"plans:{name}", args=[action.pk])
        assert (url in page, client.post(url).status_code == 403) == (may == 1, may == 0), name
    Action.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert address in client.get(desk).content.decode()


def test_the_sum_of_a_list_is_not_called_the_nation(action: Action, as_delegate: Client) -> None:
    """Filtered, or read by who sees some regions only, it was headed “Ensemble du pays”."""
    page = _get(as_delegate, "list", state=ActionState.PLANNED)
    assert "Total de cette liste" in page
    assert "Ensemble du pays" not in page
    assert "total national" not in page


def test_visitor_and_person_without_a_role(action: Action, cast: Cast) -> None:
    assert cast.visitor.get(reverse("plans:list")).status_code == 302
    cast.partner.memberships.all().delete()
    client = cast.client("partner")
    assert client.get(reverse("plans:list")).status_code == 404
    assert client.get(reverse("plans:detail", args=[action.pk])).status_code == 404


def test_action_is_created_for_the_region_of_the_item(
    decision: Decision, as_delegate: Client
) -> None:
    page = _get(as_delegate, "create", decision.pk)
    assert 'value="09" ' in page
    answer = as_delegate.post(reverse("plans:create", args=[decision.pk]), GIVEN)
    action = Action.objects.get()
    assert answer["Location"] == reverse("plans:detail", args=[action.pk])
    assert [(share.region.code, share.share) for share in action.shares.all()] == [("09", 1)]


def test_creating_twice_is_refused_with_a_sentence(
    decision: Decision, as_secretariat: Client
) -> None:
    url = reverse("plans:create", args=[decision.pk])
    as_secretariat.post(url, GIVEN)
    answer = as_secretariat.post(url, GIVEN)
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert Action.objects.count() == 1


def test_three_regions_without_shares_carry_equal_parts(
    decision: Decision, as_secretariat: Client
) -> None:
    _post(
        as_secretariat,
        "create",
        decision.pk,
        **{**GIVEN, "regions": ["01", "02", "03"], "budget_lcu": "1000"},
    )
    action = Action.objects.get()
    shares = [share.share for share in action.shares.order_by("region__code")]
    assert sum(shares) == 1
    assert shares[1:] == [Decimal("0.333333")] * 2
    detail = as_secretariat.get(reverse("plans:detail", args=[action.pk])).text
    assert detail.count("33,33\u00a0%") == 3
    assert "100\u00a0%" not in detail  # three times 33.33
    assert "Parts arrondies" in detail
    read = re.findall(r"(333,\d\d)\s(?:DH|<)", detail)
    assert sum(Decimal(amount.replace(",", ".")) for amount in read) == 1000
    assert as_secretariat.get(reverse("plans:list")).text.count("33,33\u00a0%") == 3


def test_written_shares_are_kept(decision: Decision, as_secretariat: Client) -> None:
    given = {**GIVEN, "regions": ["09", "01"], "share_09": "60", "share_01": "40"}
    _post(as_secretariat, "create", decision.pk, **given)
    shares = {share.region.code: share.share for share in Action.objects.get().shares.all()}
    assert shares == {"09": Decimal("0.6"), "01": Decimal("0.4")}


@pytest.mark.parametrize(
    "wrong",
    [
        {"regions": []},
        {"regions": ["09", "01"], "share_09": "60", "share_01": "30"},
        {"regions": ["09", "01"], "share_09": "60"},
        {"regions": ["09"], "share_09": "60", "share_01": "40"},
        {"regions": ["99"]},
        {"budget_lcu": "-1"},
        {"due_on": "31/31/2026"},
        {"due_on": "2020-01-01"},  # before its decision
        {"owner_name": ""},
    ],
)
def test_action_with_something_missing_is_refused(
    decision: Decision, as_secretariat: Client, wrong: dict[str, Any]
) -> None:
    page = _post(as_secretariat, "create", decision.pk, **{**GIVEN, **wrong})
    assert "error-summary" in page
    assert not Action.objects.exists()


def test_date_without_a_reason_is_refused_and_three_dates_are_shown(
    action: Action, as_delegate: Client
) -> None:
    for wrong in ({"to_date": "2027-02-28", "reason": ""}, {"to_date": "2020-1-1", "reason": "x"}):
        assert "error-summary" in _post(as_delegate, "move", action.pk, **wrong)
    action.refresh_from_db()
    assert action.due_on == action.first_due_on
    _post(as_delegate, "move", action.pk, to_date="2027-01-31", reason="Pluies")
    page = _post(as_delegate, "move", action.pk, to_date="2027-02-28", reason="Grève")
    for said in ("31 décembre 2026", "31 janvier 2027", "28 février 2027", "Grève", "Pluies"):
        assert said in page


def test_done_asks_for_evidence_then_works(action: Action, as_delegate: Client) -> None:
    assert "notice--bad" in _post(as_delegate, "done", action.pk)
    proof = SimpleUploadedFile("rapport.pdf", b"%PDF-1.7 fictitious")
    given = {"kind": "declared", "text": "Vingt formées", "value": "20", "unit": "firms"}
    page = _post(as_delegate, "evidence", action.pk, **given, file=proof)
    assert "rapport.pdf" in page
    assert "La preuve est ajoutée." in page
    _post(as_delegate, "done", action.pk)
    action.refresh_from_db()
    assert action.state == ActionState.DONE


def test_a_result_says_who_vouches_for_it_and_no_more(
    action: Action, item: Item, as_delegate: Client
) -> None:
    """What its owner declared was printed, and counted in public, as a result that was checked."""
    need = factories.make_need(item=item)

    def said() -> list[str]:
        addresses = (f"/fr/needs/items/{item.pk}/", f"/fr/follow/{need.token}/", "/fr/")
        return [as_delegate.get(address).content.decode() for address in addresses]

    _post(as_delegate, "evidence", action.pk, kind="declared", text="Vingt formées")
    _post(as_delegate, "done", action.pk)
    item_page, track, start = said()
    assert "Réalisé, résultat déclaré" in item_page
    assert "Résultat déclaré" in track
    assert "déclaré par le responsable" in need.replies.get(station=ItemState.DONE).text
    assert "vérifié" not in item_page + track + start
    assert "Dossiers réalisés" in start
    assert "résultat retrouvé dans les données" not in start
    given = {"kind": "confirmed", "text": "Vingt formées", "source": "La gérante, le 3 mai"}
    _post(as_delegate, "evidence", action.pk, **given)
    item_page, track, _start = said()
    assert "Réalisé, résultat confirmé par l’entreprise" in item_page
    assert "Résultat confirmé par l’entreprise" in track


def test_an_item_of_two_actions_says_what_shows_both(
    action: Action, joint: Action, item: Item, as_secretariat: Client
) -> None:
    for one, kind in ((action, EvidenceKind.CONFIRMED), (joint, EvidenceKind.DECLARED)):
        add_evidence(action=one, kind=kind, text="Signé", source="Appel du 3 mai", by=None)
        _post(as_secretariat, "done", one.pk)
    item.refresh_from_db()
    assert item.proof == EvidenceKind.DECLARED


def test_no_column_and_no_promise_of_what_nobody_can_give(
    action: Action, as_delegate: Client
) -> None:
    pages = _get(as_delegate, "detail", action.pk) + _get(as_delegate, "evidence", action.pk)
    assert "etrouvé dans les données" not in pages
    assert "fichier de données" not in pages
    add_evidence(action=action, kind=EvidenceKind.MATCHED, text="Douane", by=None)
    assert "Retrouvé dans les données" in _get(as_delegate, "detail", action.pk)


def test_done_promises_that_exporters_are_told_only_when_they_are(
    action: Action, joint: Action, item: Item, as_secretariat: Client
) -> None:
    def end(one: Action) -> tuple[str, str]:
        add_evidence(action=one, kind=EvidenceKind.DECLARED, text="Signé", by=None)
        return _get(as_secretariat, "done", one.pk), _post(as_secretariat, "done", one.pk)

    need = factories.make_need(item=item)
    for page in end(action):
        assert "quand les autres actions auront pris fin" in page
    assert not need.replies.filter(station=ItemState.DONE).exists()
    before, after = end(joint)
    assert "en sont alors informés" in before
    assert "en sont informés" in after
    assert need.replies.filter(station=ItemState.DONE).exists()


def test_done_promises_nothing_where_nobody_asked(action: Action, as_secretariat: Client) -> None:
    add_evidence(action=action, kind=EvidenceKind.DECLARED, text="Signé", by=None)
    assert "alors informés" not in _get(as_secretariat, "done", action.pk)
    assert "L’action est réalisée." in _post(as_secretariat, "done", action.pk)


@pytest.mark.parametrize(
    "wrong",
    [
        {"file": SimpleUploadedFile("page.html", b"<script>")},
        {"file": SimpleUploadedFile("page.pdf", b"<script>")},
        {"value": "20", "unit": ""},
        {"kind": "guessed"},
        {"kind": "matched"},  # said by data, typed by nobody
        {"text": ""},
    ],
)
def test_evidence_that_is_refused(
    action: Action, as_delegate: Client, wrong: dict[str, Any]
) -> None:
    page = _post(as_delegate, "evidence", action.pk, **{"kind": "declared", "text": "x", **wrong})
    assert "error-summary" in page
    assert not Evidence.objects.exists()


def test_a_confirmed_result_says_who_confirmed_it(action: Action, as_delegate: Client) -> None:
    given = {"kind": "confirmed", "text": "Vingt formées"}
    page = _post(as_delegate, "evidence", action.pk, **given)
    assert "Dites qui, dans l’entreprise, a confirmé le résultat" in page
    assert re.search(r'name="source"[^>]*aria-invalid="true"', page)  # beside its field
    page = _post(as_delegate, "evidence", action.pk, **given, source="La gérante, le 3 mai")
    assert "La gérante, le 3 mai" in page


def test_file_is_downloaded_by_those_who_see_the_action(action: Action, cast: Cast) -> None:
    piece = add_evidence(
        action=action,
        kind=EvidenceKind.CONFIRMED,
        text="Lettre",
        file=SimpleUploadedFile("lettre.pdf", b"%PDF-1.7 fictitious"),
        by=cast.secretariat,
    )
    url = reverse("plans:evidence_file", args=[piece.pk])
    answer = cast.client("delegate").get(url)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 fictitious"  # type: ignore[arg-type]
    answer.close()
    assert "attachment" in answer["Content-Disposition"]
    cast.partner.memberships.update(region=factories.region("01"))
    assert cast.client("partner").get(url).status_code == 404


def test_the_type_of_a_file_sent_is_ours_and_not_the_machines(
    action: Action, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mimetypes.guess_type", lambda *_a, **_k: ("text/html", None))
    piece = add_evidence(
        action=action,
        kind=EvidenceKind.CONFIRMED,
        text="Lettre",
        file=SimpleUploadedFile("lettre.docx", b"PK\x03\x04 fictitious"),
        by=cast.secretariat,
    )
    answer = cast.client("delegate").get(reverse("plans:evidence_file", args=[piece.pk]))
    answer.close()
    assert answer["Content-Type"].endswith(".wordprocessingml.document")


def test_abandoning_keeps_the_reason_on_the_page(action: Action, as_delegate: Client) -> None:
    for none_or_a_book in ("", "x" * 10_001):
        assert "notice--bad" in _post(as_delegate, "abandon", action.pk, reason=none_or_a_book)
    assert "Plus de partenaire" in _post(
        as_delegate, "abandon", action.pk, reason="Plus de partenaire"
    )


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, {"Négocier une ligne", "Plateforme commune"}),
        ({"region": "01"}, {"Plateforme commune"}),
        ({"state": "planned"}, {"Plateforme commune"}),
        ({"state": "abandoned"}, {"Négocier une ligne"}),
        ({"overdue": "on"}, set()),
        ({"text": "plateforme"}, {"Plateforme commune"}),
        ({"region": "nowhere"}, {"Négocier une ligne", "Plateforme commune"}),
    ],
)
def test_filters_of_the_list(
    action: Action, joint: Action, cast: Cast, query: dict[str, str], shown: set[str]
) -> None:
    abandon_action(action=action, reason="Sans objet", by=cast.secretariat)
    page = _get(cast.client("secretariat"), "list", **query)
    assert {title for title in (action.title, joint.title) if title in page} == shown


def test_overdue_actions_are_found(action: Action, cast: Cast) -> None:
    Action.objects.update(due_on="2020-01-01")
    page = _get(cast.client("delegate"), "list", overdue="on")
    assert action.title in page
    assert "pill--bad" in page


def test_rejected_decision_offers_no_action(decision: Decision, as_secretariat: Client) -> None:
    Decision.objects.update(outcome=DecisionOutcome.REJECTED)
    page = as_secretariat.get(reverse("council:decision", args=[decision.pk])).content.decode()
    assert reverse("plans:create", args=[decision.pk]) not in page
    assert "error-summary" in _post(as_secretariat, "create", decision.pk, **GIVEN)


def test_decision_page_leads_to_its_actions_and_back(action: Action, as_delegate: Client) -> None:
    page = as_delegate.get(reverse("council:decision", args=[action.decision_id])).content.decode()
    assert reverse("plans:detail", args=[action.pk]) in page
    back = _get(as_delegate, "detail", action.pk)
    assert reverse("council:decision", args=[action.decision_id]) in back
    assert reverse("needs:item", args=[action.decision.agenda_item.item_id]) in back  # type: ignore[union-attr]


def test_list_has_a_constant_number_of_queries(
    action: Action,
    decision: Decision,
    as_secretariat: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for index in range(20):
        given = {**GIVEN, "title": f"Action {index}", "regions": ["01", "09"]}
        _post(as_secretariat, "create", decision.pk, **given)
    with django_assert_max_num_queries(12):
        _get(as_secretariat, "list")


def test_wrong_shares_stay_in_sight(decision: Decision, as_secretariat: Client) -> None:
    """Parts that do not make 100 are refused for the whole form; the section stays open on them."""
    wrong = {"regions": ["09", "01"], "share_09": "60", "share_01": "30"}
    page = _post(as_secretariat, "create", decision.pk, **{**GIVEN, **wrong})
    assert "Budget, en DH" in page  # as every amount says it, whatever the code of the currency
    assert re.search(r'<details class="dialog" open>\s*<summary>Parts', page)
    equal = _post(as_secretariat, "create", decision.pk, **{**GIVEN, "title": ""})
    assert re.search(r'<details class="dialog">\s*<summary>Parts', equal)


def test_levels_of_proof_are_not_counted_in_words(action: Action, as_delegate: Client) -> None:
    """« Three » stood over two: what data show has no place before they show something."""
    page = as_delegate.get(f"/fr/plans/{action.pk}/").text
    assert "Niveaux de preuve, côte à côte et jamais additionnés." in page
