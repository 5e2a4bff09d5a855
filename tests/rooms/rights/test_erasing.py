"""An erased firm: nothing names it any more, everything still counts it, nothing brings it back."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.apps import apps
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nasij.accounts.models import User
from nasij.audit.models import Event
from nasij.exporters.acts import (
    change_firm,
    create_firm,
    declare_standing,
    merge_firms,
    note_market,
    save_contact,
)
from nasij.exporters.enums import EvidenceSource, MarketStanding, ObjectionScope, Said
from nasij.exporters.errors import ErasedBefore, NotMergeable, RecordClosed
from nasij.exporters.identity.redaction import Words
from nasij.exporters.models import Erasure, Firm, FirmList, ListedFirm, SuppressionKey
from nasij.exporters.queries import FirmFilter, find_firms, firms_matching
from nasij.exporters.reach import counted_firms
from nasij.files.opening import open_file
from nasij.filings.models import FiledFirm
from nasij.home.pages import region_page
from nasij.home.queries import search
from nasij.intake.acts import confirm_import, import_file, start_import
from nasij.intake.errors import ImportAtWork, KeptFileUnread
from nasij.intake.models import ImportedRow, ImportProblem, ImportRun
from nasij.needs.acts import reply_to_need
from nasij.needs.models import Need, Reply, Snooze, Visit
from nasij.needs.queries import listening, listening_counts
from nasij.reference.models import Country, Definition
from nasij.rights.acts import (
    answer_request,
    ask_correction,
    ask_erasure,
    confirm_erasure,
    erase_firm,
    give_link,
    lift_erasure,
    raise_objection,
    withdraw_request,
)
from nasij.rights.acts.background import erase_in_background
from nasij.rights.enums import LinkChannel
from nasij.rights.errors import (
    ErasureBegun,
    FilesNotRemoved,
    NamesChanged,
    NotErasable,
    RequestSettled,
)
from nasij.rights.models import RightsRequest
from nasij.rooms import everything
from nasij.sharing.models import Referral, Share
from nasij.work.enums import Queue
from nasij.work.errors import ReasonMissing
from nasij.work.jobs import fail_lost_jobs
from nasij.work.journal import see_journal_emptied
from nasij.work.models import Job, Letter
from nasij.work.outbox import send_due_letters
from tests.factories import make_firm, make_item, make_need, region
from tests.people import Cast, make_user
from tests.rooms.intake.files import make_ice

pytestmark = pytest.mark.django_db

# Everything by which the firm of these tests could be known, as pieces that nothing else contains.
MARKS = (
    "Zarbiyya", "زربية", "Tapisnom", "zarbiyya-mail", "52899", "Aïcha Zerkaoui", "RC7788",
    "99887766", "1234599", "EXP-4455", "Adresse secrete", "zellij rare",
)  # fmt: skip
ICE = make_ice(424_242)


def full_firm(by: Any = None) -> Firm:
    """A firm with something of each kind in every table."""
    firm = create_firm(
        values={
            "name": "Coopérative Zarbiyya Taznakht", "name_ar": "تعاونية زربية تازناخت",
            "trade_names": "Tapisnom Taznakht", "region": region("09"), "identifier": ICE,
            "register_number": "RC7788", "register_court": "Agadir", "tax_number": "99887766",
            "social_number": "1234599",
            "export_code": "EXP-4455", "activity": "zellij rare",
            "email": "zarbiyya-mail@example.org", "phone": "+212 5 52899", "employees": 7,
            "founded_on": date(2011, 5, 3),
            "products": ["570110", "690723"], "status": "existing",
        },
        by=by,
    )  # fmt: skip
    firm = Firm.objects.select_related("region").get(pk=firm.pk)
    change_firm(firm=firm, values={"activity": "zellij rare et Zarbiyya"}, by=by)
    firm.sites.create(territory=firm.region, address="Adresse secrete 5")
    note_market(
        firm=firm, country=Country.objects.get(pk="FRA"), standing=MarketStanding.EXPORTS,
        source=EvidenceSource.DECLARED, evidence_on=date(2026, 1, 1), by=by,
    )  # fmt: skip
    declare_standing(
        firm=firm, definition=Definition.objects.get(pk="exporter_any"), status="existing",
        year=2025, by=by,
    )  # fmt: skip
    values = {
        "name": "Aïcha Zerkaoui",
        "email": "zarbiyya-mail2@example.org",
        "phone": "+212 52899",
    }
    consent = {"purpose": "offers", "consent": "given", "consent_on": date(2026, 1, 1)}
    save_contact(firm=firm, values={**values, **consent}, by=by)
    give_link(firm=firm, channel=LinkChannel.SHOWN, by=by)
    ask_correction(firm=firm, values={"name": "Zarbiyya Deux"}, remark="Signé Aïcha Zerkaoui")
    need = make_need(
        firm=firm, text="La coopérative Zarbiyya Taznakht attend, dit Aïcha Zerkaoui.",
        reply_email="zarbiyya-mail@example.org", heard_at_place="Chez Zarbiyya",
        item=make_item(title="Demande de Zarbiyya Taznakht"),
    )  # fmt: skip
    Reply.objects.create(need=need, text="Chère Zarbiyya Taznakht", language="fr", channel="link")
    make_need(text="Un autre cite Coopérative Zarbiyya Taznakht et ses tapis.")
    _named_beside(firm.region)
    _worked_on(firm)
    return firm


def _named_beside(place: Any) -> None:
    """In what colleagues wrote of other firms, and of none."""
    other = make_firm("01", name="Autre Citée")
    named = "Comme Zarbiyya Taznakht"
    of_other = {"firm": other, "region": other.region, "happened_on": date(2026, 1, 1)}
    Visit.objects.create(**of_other, people=named, note=named, next_step=named)
    Snooze.objects.create(
        firm=other, until=date(2099, 1, 1), put_off_on=date(2026, 1, 1), reason=named
    )
    colleague = make_user(f"beside{other.pk}", "adviser", "09")
    Share.objects.create(firm=other, user=colleague, reason=named)
    Referral.objects.create(
        firm=other, recipient=colleague, reason=named, question=named, outcome=named
    )
    for name in ("Appeler Zarbiyya Taznakht", "Appeler COOP ZARBIYYA TAZNAKHT"):
        made = FirmList.objects.create(name=name, owner=colleague, kind="picked")
        ListedFirm.objects.create(list=made, firm=other, note=named)
    for number, text in enumerate((ICE, f"{ICE[:3]} {ICE[3:]}", "zarbiyya TAZNAKHT")):
        FirmList.objects.create(
            name=f"Recherche {number}", owner=colleague, region=place, kind="lively",
            conditions={"text": text, "region": "09"},
        )  # fmt: skip


def _worked_on(firm: Firm) -> None:
    """What colleagues wrote of it among themselves, and what files say of it."""
    own = {"firm": firm, "region": firm.region, "happened_on": date(2026, 1, 1)}
    Visit.objects.create(**own, people="Aïcha Zerkaoui", note="Zarbiyya", next_step="Zarbiyya")
    Snooze.objects.create(
        firm=firm, until=date(2099, 1, 1), put_off_on=date(2026, 1, 1), reason="Zarbiyya attend"
    )
    colleague = make_user(f"colleague{firm.pk}", "adviser", "01")
    Share.objects.create(firm=firm, user=colleague, reason="Zarbiyya y vend")
    Referral.objects.create(firm=firm, recipient=colleague, reason="Zarbiyya demande")
    picked = FirmList.objects.create(name="Salon", owner=colleague, kind="picked")
    ListedFirm.objects.create(list=picked, firm=firm, note="Zarbiyya d'abord")
    FiledFirm.objects.create(
        code=f"m{firm.pk}", firm=firm, state="matched", matched_by="identifier"
    )
    FiledFirm.objects.create(
        code=f"p{firm.pk}", name="ZARBIYYA TAZNAKHT COOPERATIVE", identifiers={"identifier": ICE}
    )


def asked(firm: Firm, said: Said = Said.WRITING) -> Any:
    return ask_erasure(firm=firm, reason="Demande de Zarbiyya", said=said)


def erased(firm: Firm, by: Any = None, reason: str = "À sa demande") -> Erasure:
    return erase_firm(request=asked(firm), reason=reason, by=by)


def everything_written() -> str:
    """Every value of every row of our tables."""
    found = []
    for model in apps.get_models():
        if model.__module__.startswith("nasij.") and model._meta.app_label != "reference":
            names = [field.attname for field in model._meta.concrete_fields]
            found += [str(row) for row in model._base_manager.order_by("pk").values(*names)]
    return "\n".join(found)


def test_nothing_in_any_table_names_it(data_folder: Path, cast: Cast) -> None:
    firm = full_firm(cast.delegate)
    loser = make_firm(name="Zarbiyya Ancienne", email="zarbiyya-mail3@example.org")
    merge_firms(winner=firm, loser=loser, by=cast.delegate)
    before = everything_written()
    assert [mark for mark in MARKS if mark not in before] == []
    erased(firm, cast.secretariat, reason="Demandé par Zarbiyya Taznakht")
    assert "zarbiyya-mail" in everything_written()  # of the letter that tells it so, until it left
    send_due_letters()
    after = everything_written()
    assert [mark for mark in (*MARKS, ICE) if mark in after] == []
    assert "ses tapis" in after  # the words of others stay
    firm.refresh_from_db()
    assert str(firm) == "Entreprise effacée"


def test_lists_lose_its_name_and_searches_for_it_go(data_folder: Path, cast: Cast) -> None:
    firm = make_firm(name="Argalune SARL")
    asked_for = asked(firm)
    owner = {"owner": cast.delegate}
    for name in ("ARGALUNE", "Argalune SARL", "Argaluné, à voir", "Argalune à voir", "Tapis"):
        FirmList.objects.create(name=name, kind="picked", **owner)
    for text in ("argalune", "Argalune S.A.R.L.", "tapis"):
        conditions = {"text": text, "region": "09"}
        FirmList.objects.create(name=f"n° {text}", kind="lively", conditions=conditions, **owner)
    make_firm(name="Tapis SARL")
    page = cast.client("secretariat").get(f"/fr/rights/requests/{asked_for.pk}/erase/")
    facts = {str(fact.label): fact.value for fact in page.context["page"].goes}
    assert facts["Places sur les listes, et listes et recherches qui la nomment"] == "6"
    erase_firm(request=asked_for, reason="À sa demande", by=cast.secretariat)
    names = FirmList.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["[…]", "[…] (2)", "[…], à voir", "[…] à voir", "Tapis", "n° tapis"]


def test_a_list_named_by_a_word_of_other_firms_keeps_its_name(
    data_folder: Path, cast: Cast
) -> None:
    firm = make_firm(name="Tapis SARL")
    make_firm(name="Tapis du Sud")
    FirmList.objects.create(name="Tapis", kind="picked", owner=cast.delegate)
    search = {"kind": "lively", "conditions": {"text": "tapis"}, "owner": cast.delegate}
    FirmList.objects.create(name="Les tapis", **search)
    erased(firm, cast.secretariat)
    names = FirmList.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["Tapis", "Les tapis"]


def test_the_record_of_acts_keeps_that_something_was_done(data_folder: Path, cast: Cast) -> None:
    firm = full_firm(cast.delegate)
    acts = Event.objects.filter(subject_type="exporters.firm", subject_id=str(firm.pk))
    before = list(acts.order_by("pk").values_list("verb", "at", "actor_id", "region_code"))
    erased(firm, cast.secretariat)
    after = list(acts.order_by("pk").values_list("verb", "at", "actor_id", "region_code"))
    assert after[: len(before)] == before
    assert Event.objects.filter(verb="rights.firm_erased").count() == 1


def public_counts(user: Any) -> dict[str, Any]:
    """What the pages count: firms by region and status, standings, sectors, the whole thread."""
    standings = Firm.objects.filter(merged_into=None).values_list(
        "region__code", "standings__definition", "standings__status", "standings__year"
    )
    sectors = {
        tuple(row)
        for row in Firm.objects.filter(merged_into=None, products__sector__isnull=False)
        .values_list("pk", "region__code", "status", "products__sector")
        .distinct()
    }
    heard = listening_counts(None)
    return {
        "firms": Counter(counted_firms().values_list("region__code", "status")),
        "standings": sorted(map(str, standings)),
        "sectors": sorted(map(str, sectors)),
        "region": {code: region_page(region(code), user).firms for code in ("09", "01")},
        "heard": listening(),
        "heard here": listening({"09"}),
        "themes": [(line.key, line.needs, line.answered) for line in heard.by_theme],
        "regions": [(line.label, line.needs) for line in heard.by_region],
        "firms heard": Need.objects.filter(firm__isnull=False).values("firm").distinct().count(),
        "years": sorted(map(str, Firm.objects.values_list("created_at__year", "status"))),
    }


@pytest.fixture
def secretariat(cast: Cast) -> User:
    return cast.secretariat


_STATUS = st.sampled_from(["existing", "past", "potential", "unknown"])
_PRODUCTS = st.lists(st.sampled_from(["151590", "570110", "080410", "854430"]), unique=True)


@given(
    firms=st.lists(
        st.tuples(st.sampled_from(["09", "01"]), _STATUS, _PRODUCTS, st.integers(0, 2)),
        min_size=1,
        max_size=4,
    ),
    chosen=st.integers(0, 3),
)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_count_is_as_before(
    secretariat: User, data_folder: Path, firms: list[Any], chosen: int
) -> None:
    with transaction.atomic():
        made = []
        for number, (code, status, products, needs) in enumerate(firms):
            values = {"name": f"Firme Comptée {number}", "status": status, "products": products}
            firm = create_firm(values={**values, "region": region(code)}, by=None)
            declare_standing(
                firm=firm, definition=Definition.objects.get(pk="exporter_any"), status=status,
                year=2020 + number, by=None,
            )  # fmt: skip
            for _ in range(needs):
                make_need(code, firm=firm)
            made.append(firm)
        before = public_counts(secretariat)
        erased(made[chosen % len(made)], secretariat)
        assert public_counts(secretariat) == before
        transaction.set_rollback(True)


def test_it_is_in_no_list_search_suggestion_or_file(data_folder: Path, cast: Cast) -> None:
    firm = full_firm()
    erased(firm, cast.secretariat)
    assert firm not in firms_matching(FirmFilter(), None)
    assert find_firms("zarbiyya", None) == []
    assert search("zarbiyya", cast.secretariat).firms == []
    client = cast.client("delegate")
    assert f"/exporters/{firm.pk}/" not in client.get("/fr/exporters/").text
    page = client.get(f"/fr/exporters/{firm.pk}/")
    assert page.status_code == 200
    assert "Zarbiyya" not in page.text
    for path in ("edit", "rights", "rights/record"):
        assert client.get(f"/fr/exporters/{firm.pk}/{path}/").status_code == 404
    assert cast.client("other_delegate").get(f"/fr/exporters/{firm.pk}/").status_code == 404


def test_it_can_be_neither_changed_nor_merged_nor_opened(data_folder: Path, cast: Cast) -> None:
    firm = full_firm()
    other = make_firm()
    client = Client()
    code = give_link(firm=firm, channel=LinkChannel.SHOWN, by=None)[1]
    client.post("/fr/rights/record/", {"code": code})
    erased(firm, cast.secretariat)
    firm.refresh_from_db()
    assert client.get("/fr/rights/record/correct/").status_code == 302
    with pytest.raises(RecordClosed):
        change_firm(firm=firm, values={"name": "Retour"}, by=None)
    with pytest.raises(NotMergeable):
        merge_firms(winner=other, loser=firm, by=None)
    with pytest.raises(RecordClosed):
        give_link(firm=firm, channel=LinkChannel.SHOWN, by=None)
    with pytest.raises(IntegrityError, match="firm_erased_is_nameless"), transaction.atomic():
        Firm.objects.filter(pk=firm.pk).update(email="x@example.org")


# --- two steps ------------------------------------------------------------------------------------


def test_a_delegate_asks_and_the_secretariat_confirms(
    data_folder: Path, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    firm = full_firm()
    delegate, secretariat = cast.client("delegate"), cast.client("secretariat")
    posted = {"erasure-reason": "Par téléphone", "erasure-said": "phone"}
    delegate.post(f"/fr/rights/firms/{firm.pk}/erasure/", posted)
    request = firm.rights_requests.get(kind="erasure")
    address = f"/fr/rights/requests/{request.pk}/erase/"
    assert delegate.get(address).status_code == 403
    assert cast.client("other_delegate").get(address).status_code == 404
    page = secretariat.get(address).text
    assert "Contacts" in page
    wrong = {"erase-reason": "À sa demande", "erase-name": "Une autre"}
    with django_capture_on_commit_callbacks(execute=True):
        assert secretariat.post(address, wrong).status_code == 200
    assert not Erasure.objects.exists()
    right = {**wrong, "erase-name": "zarbiyya taznakht"}  # accents, case and legal form forgiven
    with django_capture_on_commit_callbacks(execute=True):
        done = secretariat.post(address, right)
    assert done.url == f"/fr/rights/requests/{request.pk}/"
    erasure = Erasure.objects.get()
    assert erasure.asked_by_firm
    assert erasure.erased_by == cast.secretariat
    assert "Acceptée" in secretariat.get(done.url).text
    with django_capture_on_commit_callbacks(execute=True):
        assert secretariat.post(address, right).status_code == 302  # sent twice: nothing more
    assert Erasure.objects.count() == 1


@pytest.fixture
def worked_off(settings: Any) -> Callable[[], None]:
    """Jobs wait for a worker; called, it does all that waits."""
    backend = "django_tasks_db.DatabaseBackend"
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": backend}}

    def work() -> None:
        for waiting in DBTaskResult.objects.filter(task_path=erase_in_background.module_path):
            given = waiting.args_kwargs["args"]
            waiting.delete()
            erase_in_background.call(*given)

    return work


def confirmed(firm: Firm, cast: Cast, capture: Any) -> RightsRequest:
    """By the page of the second step."""
    request = asked(firm)
    posted = {"erase-reason": "Zarbiyya Taznakht le demande", "erase-name": firm.name}
    with capture(execute=True):
        cast.client("secretariat").post(f"/fr/rights/requests/{request.pk}/erase/", posted)
    return RightsRequest.objects.get(pk=request.pk)


def test_a_confirmed_erasure_waits_for_its_turn_and_shows_it(
    data_folder: Path, cast: Cast, worked_off: Callable[[], None],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    """It read all the kept files of a region while the page waited."""
    firm = full_firm()
    request = confirmed(firm, cast, django_capture_on_commit_callbacks)
    assert (request.state, Erasure.objects.count(), Job.objects.count()) == ("open", 0, 1)
    address = f"/fr/rights/requests/{request.pk}/"
    delegate, secretariat = cast.client("delegate"), cast.client("secretariat")
    again = {"erase-reason": "À sa demande", "erase-name": firm.name}
    with django_capture_on_commit_callbacks(execute=True):
        assert secretariat.post(f"{address}erase/", again).url == address
        secretariat.post(f"{address}erase/again/")
        confirm_erasure(request=request, reason="Encore", by=cast.secretariat)
    assert (Job.objects.count(), DBTaskResult.objects.count()) == (1, 1)
    for place in (address, f"/fr/rights/firms/{firm.pk}/", f"/fr/exporters/{firm.pk}/"):
        assert "En cours d’effacement" in delegate.get(place).text, place
    page = delegate.get(address).text
    assert f'data-job="{address}state.json"' in page
    assert 'name="answer"' not in page
    with pytest.raises(ErasureBegun):
        answer_request(request=request, granted=False, answer="Non", by=cast.delegate)
    assert delegate.get(f"{address}state.json").json()["state"] == "waiting"
    worked_off()
    assert delegate.get(f"{address}state.json").json() == {
        "done": 0, "total": 0, "text": "", "state": "done", "url": address,
    }  # fmt: skip
    request.refresh_from_db()
    assert (request.state, request.granted, request.erasing) == ("answered", True, {})
    assert "Acceptée" in delegate.get(address).text
    send_due_letters()
    after = everything_written()
    assert [mark for mark in (*MARKS, ICE) if mark in after] == []


def test_an_erasure_whose_worker_died_is_taken_up(
    data_folder: Path, cast: Cast, worked_off: Callable[[], None],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    firm = full_firm()
    request = confirmed(firm, cast, django_capture_on_commit_callbacks)
    Job.objects.update(state="running")
    DBTaskResult.objects.all().delete()
    fail_lost_jobs(Queue.FILES)
    address = f"/fr/rights/requests/{request.pk}/"
    page = cast.client("delegate").get(address).text
    assert "le serveur a été arrêté" in page
    assert f"{address}erase/again/" not in page
    assert cast.client("delegate").post(f"{address}erase/again/").status_code == 403
    secretariat = cast.client("secretariat")
    assert f"{address}erase/again/" in secretariat.get(address).text
    with django_capture_on_commit_callbacks(execute=True):
        secretariat.post(f"{address}erase/again/")
    worked_off()
    assert Erasure.objects.get().reason == "[…] le demande"
    assert RightsRequest.objects.get(pk=request.pk).state == "answered"
    assert Job.objects.count() == 1


def test_an_erasure_that_was_refused_says_why_and_is_tried_again(
    data_folder: Path, cast: Cast, worked_off: Callable[[], None], monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    import_file(csv_of(data_folder / "a.csv", "Autre Une"), by=None)
    firm = full_firm()
    request = confirmed(firm, cast, django_capture_on_commit_callbacks)
    answer = {"refused": "too_slow", "values": {}}
    with monkeypatch.context() as patch:
        patch.setattr("nasij.files.opening._ask_child", lambda *given, **named: answer)
        worked_off()
    address = f"/fr/rights/requests/{request.pk}/"
    secretariat = cast.client("secretariat")
    page = secretariat.get(address).text
    assert "a.csv" in page
    assert "Effacement non terminé" in page
    assert Firm.objects.get(pk=firm.pk).name
    with django_capture_on_commit_callbacks(execute=True):
        secretariat.post(f"{address}erase/again/")
    worked_off()
    assert "Acceptée" in secretariat.get(address).text
    assert not any("a.csv" in str(job.message) for job in Job.objects.all())


def test_a_firm_that_takes_its_request_back_in_time_is_not_erased(
    data_folder: Path, cast: Cast, worked_off: Callable[[], None],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    firm = full_firm()
    request = confirmed(firm, cast, django_capture_on_commit_callbacks)
    withdraw_request(request=request)
    assert not (Job.objects.exists())
    assert not (DBTaskResult.objects.exists())
    worked_off()
    request.refresh_from_db()
    assert (request.state, request.erasing) == ("withdrawn", {})
    assert Firm.objects.get(pk=firm.pk).name


def test_a_withdrawal_sent_while_the_rows_go_is_refused(
    data_folder: Path, cast: Cast, worked_off: Callable[[], None],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    """From a page opened before: the firm was told that it took its request back, and was gone."""
    firm = full_firm()
    request = confirmed(firm, cast, django_capture_on_commit_callbacks)
    read_before = type(request).objects.select_related("firm__region").get(pk=request.pk)
    worked_off()
    with pytest.raises(RequestSettled):
        withdraw_request(request=read_before)
    request.refresh_from_db()
    assert (request.state, request.granted) == ("answered", True)


def hold_fast(patch: pytest.MonkeyPatch, held: Path) -> None:
    """A file that the system lets nobody remove."""
    unlink = Path.unlink

    def refuse(path: Path, **options: Any) -> None:
        if path == held:
            raise PermissionError(path)
        unlink(path, **options)

    patch.setattr(Path, "unlink", refuse)


def test_a_request_stays_open_while_a_file_of_the_firm_is_left(
    data_folder: Path, cast: Cast, worked_off: Callable[[], None], monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    """It was shown as done, and the firm told so, while a file could not be removed."""
    firm = full_firm()
    run = import_file(csv_of(data_folder / "a.csv", "Zarbiyya Taznakht"), by=None)
    request = confirmed(firm, cast, django_capture_on_commit_callbacks)
    with monkeypatch.context() as patch:
        hold_fast(patch, kept_file(data_folder, run))
        worked_off()
    request = RightsRequest.objects.get(pk=request.pk)
    address = f"/fr/rights/requests/{request.pk}/"
    secretariat = cast.client("secretariat")
    page = secretariat.get(address).text
    assert (request.state, request.begun.files) == ("open", [run.file_path])
    assert "Effacement non terminé" in page
    assert not Firm.objects.get(pk=firm.pk).name
    assert not Letter.objects.filter(kind="rights.erased").exists()
    with pytest.raises(ErasureBegun):
        answer_request(request=request, granted=False, answer="Non", by=cast.delegate)
    with django_capture_on_commit_callbacks(execute=True):
        secretariat.post(f"{address}erase/again/")
    worked_off()
    assert "Acceptée" in secretariat.get(address).text
    assert Erasure.objects.count() == 1
    assert Event.objects.filter(verb="rights.firm_erased").count() == 1
    assert Letter.objects.filter(kind="rights.erased").count() == 1


def test_a_firm_renamed_while_its_files_are_read_is_not_erased(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = full_firm()
    import_file(csv_of(data_folder / "a.csv", "Autre Une"), by=None)

    def renamed(*given: Any, **named: Any) -> Any:
        change_firm(firm=firm, values={"name": "Zarbiyya Renommée"}, by=None)
        return open_file(*given, **named)

    monkeypatch.setattr("nasij.intake.rows.mentions.open_file", renamed)
    with pytest.raises(NamesChanged):
        erased(firm)
    assert Firm.objects.get(pk=firm.pk).name == "Zarbiyya Renommée"


@pytest.mark.parametrize(("said", "told"), [(Said.LINK, 1), (Said.TEAM, 0)])
def test_the_firm_that_asked_is_told_once_it_is_done(
    data_folder: Path, cast: Cast, said: Said, told: int, django_capture_on_commit_callbacks: Any
) -> None:
    request = asked(full_firm(), said)
    with django_capture_on_commit_callbacks(execute=True):
        done = erase_firm(request=request, reason="À sa demande", by=cast.secretariat)
    assert [message.to for message in mail.outbox] == [["zarbiyya-mail@example.org"]] * told
    assert all(str(done.pk) in str(message.body) for message in mail.outbox)


def test_letters_that_wait_for_an_erased_firm_never_leave(data_folder: Path, cast: Cast) -> None:
    firm = full_firm()
    need = firm.needs.get()
    reply_to_need(need=need, text="Chère Zarbiyya Taznakht", by=cast.delegate)
    answer_request(
        request=raise_objection(firm=firm, scope=ObjectionScope.OFFERS),
        granted=True,
        answer="",
        by=cast.delegate,
    )
    assert Letter.objects.filter(state="waiting").count() == 2
    erased(firm, cast.secretariat)
    assert list(Letter.objects.order_by("id").values_list("kind", "state")) == [
        ("needs.reply", "withdrawn"),
        ("rights.answer", "withdrawn"),
        ("rights.erased", "waiting"),
    ]


def test_what_was_not_asked_for_or_was_taken_back_is_not_erased(data_folder: Path) -> None:
    firm = full_firm()
    request = asked(firm)
    with pytest.raises(ReasonMissing):
        erase_firm(request=request, reason="  ", by=None)
    with pytest.raises(NotErasable):
        erase_firm(request=firm.rights_requests.get(kind="correction"), reason="Non", by=None)
    type(request).objects.filter(pk=request.pk).update(state="withdrawn")
    with pytest.raises(NotErasable):
        erase_firm(request=request, reason="Trop tard", by=None)
    assert not Erasure.objects.exists()


def test_the_refusal_of_an_erasure_needs_a_reason(data_folder: Path, cast: Cast) -> None:
    firm = full_firm()
    request = asked(firm)
    client = cast.client("delegate")
    address = f"/fr/rights/requests/{request.pk}/"
    assert client.post(address, {"granted": "no", "answer": ""}).status_code == 200
    # A forged “yes” is no answer that this page knows.
    client.post(address, {"granted": "yes", "answer": "Gardée pour l'audit"})
    request.refresh_from_db()
    assert (request.granted, request.state) == (None, "open")
    client.post(address, {"granted": "no", "answer": "Gardée pour l'audit"})
    request.refresh_from_db()
    assert (request.granted, request.state) == (False, "answered")
    assert not Erasure.objects.exists()


def test_a_table_that_nobody_tells_of_stops_an_erasure(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table added later fails here, and stops erasures until somebody says what becomes of it."""
    firm = full_firm()
    told_of = [one for one in everything() if getattr(one, "key", "") != "exporters.standing.firm"]
    monkeypatch.setattr("nasij.rooms.everything", lambda: told_of)
    with pytest.raises(NotErasable):
        erased(firm)
    assert Firm.objects.get(pk=firm.pk).name


# --- files ----------------------------------------------------------------------------------------


def csv_of(path: Path, *names: str, identifier: str = "") -> Path:
    lines = ["ice;name;region;activity", *(f"{identifier};{name};09;Tapis" for name in names)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def brought_in(folder: Path, code: str, *names: str, identifier: str = "") -> ImportRun:
    """By who may write in one region alone, whatever region the rows are of."""
    path = csv_of(folder / "a.csv", *names, identifier=identifier)
    by = make_user(f"bringer{ImportRun.objects.count()}", "delegate", code)
    return start_import(path=path, file_name="a.csv", region=region(code), by=by)


def kept_file(folder: Path, run: ImportRun) -> Path:
    return folder / run.file_path


def test_kept_files_with_its_row_go_and_others_stay(
    data_folder: Path, django_capture_on_commit_callbacks: Any, cast: Cast
) -> None:
    with_it = import_file(csv_of(data_folder / "a.csv", "Zarbiyya Rare", "Autre Une"), by=None)
    same = import_file(csv_of(data_folder / "b.csv", "ZARBIYYA RARE SARL", "Autre Une"), by=None)
    without = import_file(csv_of(data_folder / "c.csv", "Autre Deux"), by=None)
    waiting = start_import(
        path=csv_of(data_folder / "d.csv", "Zarbiyya Rare"), file_name="d.csv",
        region=region("09"), by=cast.delegate,
    )  # fmt: skip
    assert "Zarbiyya" in str(waiting.preview)
    firm = Firm.objects.get(match_key="zarbiyya rare")
    with django_capture_on_commit_callbacks(execute=True):
        erased(firm, cast.secretariat)
    gone = [not kept_file(data_folder, run).exists() for run in (with_it, same, without, waiting)]
    assert gone == [True, True, False, True]
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    assert "Zarbiyya" not in str(list(ImportRun.objects.values_list("preview", flat=True)))
    traces = list(ImportedRow.objects.filter(firm=firm).values_list("after", flat=True))
    assert traces == [{}, {}]
    answer = cast.client("secretariat").get(f"/fr/intake/{with_it.pk}/rejects/")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("held", "goes"),
    [
        (b"%PDF-1.7 Zarbiyya", True),  # no table: nobody can tell whom it speaks of
        (b"chose;truc\nZarbiyya Taznakht;0661223344\n", True),
        (b"chose;truc\nAutre Une;0661223344\n", False),  # no headings, and not the firm
    ],
)
def test_a_kept_file_that_is_no_table_of_firms(
    data_folder: Path, django_capture_on_commit_callbacks: Any, held: bytes, goes: bool
) -> None:
    run = import_file(csv_of(data_folder / "a.csv", "Autre Une"), by=None)
    kept_file(data_folder, run).write_bytes(held)
    with django_capture_on_commit_callbacks(execute=True):
        erased(full_firm())
    assert kept_file(data_folder, run).exists() is not goes


@pytest.mark.parametrize("code", ["09", "01"])
@pytest.mark.parametrize("reason", ["busy", "too_slow", "too_much_memory", "failed"])
def test_a_machine_that_could_not_read_a_file_says_nothing_of_it(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, reason: str, code: str
) -> None:
    """A reader that was killed took a colleague's file for one that may hold the firm."""
    firm = full_firm()
    waiting = brought_in(data_folder, code, "Autre Une")
    answer = {"refused": reason, "values": {}}
    with monkeypatch.context() as patch:
        patch.setattr("nasij.files.opening._ask_child", lambda *given, **named: answer)
        with pytest.raises(KeptFileUnread, match=r"a\.csv"):
            erased(firm)
    waiting.refresh_from_db()
    assert (waiting.state, kept_file(data_folder, waiting).exists()) == ("previewed", True)
    assert Firm.objects.get(pk=firm.pk).name
    erased(firm)
    waiting.refresh_from_db()
    assert waiting.state == "previewed"


def unread(monkeypatch: pytest.MonkeyPatch, reason: str) -> None:
    answer = {"refused": reason, "values": {}}
    monkeypatch.setattr("nasij.files.opening._ask_child", lambda *given, **named: answer)


@pytest.mark.parametrize("state", ["checking", "running"])
def test_an_import_that_stopped_and_cannot_be_read_stops_no_erasure(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, state: str,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    """One file that fills the memory of its reader kept every firm from being erased."""
    firm, bomb = full_firm(), brought_in(data_folder, "01", "Autre Une")
    job = Job.objects.create(what={"fr": "Lecture"}, language="fr", state="failed")
    ImportRun.objects.filter(pk=bomb.pk).update(state=state, job=job)
    unread(monkeypatch, "too_much_memory")
    with django_capture_on_commit_callbacks(execute=True):
        erased(firm)
    bomb.refresh_from_db()
    assert (bomb.state, kept_file(data_folder, bomb).exists()) == ("cancelled", False)


def test_a_file_that_stops_an_erasure_is_shown_with_its_import(
    data_folder: Path, cast: Cast, worked_off: Callable[[], None], monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    waiting = brought_in(data_folder, "01", "Autre Une")
    request = confirmed(full_firm(), cast, django_capture_on_commit_callbacks)
    with monkeypatch.context() as patch:
        unread(patch, "too_much_memory")
        worked_off()
    page = cast.client("secretariat").get(f"/fr/rights/requests/{request.pk}/").text
    assert f'href="http://127.0.0.1:8000/fr/intake/{waiting.pk}/"' in page
    assert str(waiting.started_by) in page
    assert region("01").name in page


def test_the_journal_of_the_database_is_emptied_when_nobody_reads(
    data_folder: Path, worked_off: Callable[[], None], monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    if connection.vendor != "sqlite":
        pytest.skip("a journal of SQLite")
    path = data_folder / "nasij.sqlite3"
    journal = path.with_name("nasij.sqlite3-wal")
    with closing(sqlite3.connect(path)) as database, closing(sqlite3.connect(path)) as reader:
        database.executescript("PRAGMA journal_mode=WAL; CREATE TABLE firm (name TEXT);")
        database.execute("INSERT INTO firm VALUES ('Zarbiyya')")
        database.commit()
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM firm").fetchall()
        monkeypatch.setattr("nasij.work.journal._PATIENCE", 0.1)
        monkeypatch.setitem(connection.settings_dict, "NAME", path)
        with django_capture_on_commit_callbacks(execute=True):
            erased(make_firm())
        assert journal.stat().st_size
        (planned,) = DBTaskResult.objects.filter(task_path=see_journal_emptied.module_path)
        assert planned.run_after > timezone.now()
        reader.rollback()
        planned.task.call()
        assert not journal.stat().st_size


_HEADED = "ice;name;region;activity;remarques"


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        (f";Autre Une;09;Tapis;ancien n° {ICE}", True),
        (f";Autre Une;09;Tapis;ancien ICE{ICE.lstrip('0')}.", True),
        (f";Autre Une;09;Tapis;{ICE[:3]} {ICE[3:9]} {ICE[9:]}", True),
        (f";Autre Une;09;Tapis;1{ICE}", False),
        (";Autre Une;09;Tapis;voir COOP. ZARBIYYA TAZNAKHT SARL, même adresse", True),
        (";Autre Une;09;fournit la zarbiyya-taznakht;", True),
        (";Autre Une;09;Tapis;تعاونية زربية تازناخت", True),
        (";Autre Une;09;Tapis;Zarbiyya de Taznakht", False),
        (";Autre Une;09;Tapis;Bizarbiyya Taznakhtoise", False),
        (";Zarbiyya Taznakht Export;09;Tapis;", False),  # the name of another
        (";Zarbiyya;09;Taznakht;", False),
    ],
)
def test_a_firm_is_looked_for_in_every_cell_of_a_kept_file(
    data_folder: Path, django_capture_on_commit_callbacks: Any, line: str, holds: bool
) -> None:
    path = data_folder / "a.csv"
    path.write_text(f"{_HEADED}\n{line}\n", encoding="utf-8")
    run = import_file(path, by=None)
    with django_capture_on_commit_callbacks(execute=True):
        erased(full_firm())
    assert kept_file(data_folder, run).exists() is not holds


def test_a_sheet_that_is_not_read_is_looked_at_too(
    data_folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    path = data_folder / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Liste").write_column(0, 0, ["name", "Autre Une"])
        book.get_worksheet_by_name("Liste").write_column(0, 1, ["region", "09"])
        book.add_worksheet("Notes").write_column(0, 0, ["À revoir", "Zarbiyya Taznakht"])
    run = import_file(path, by=None)
    with django_capture_on_commit_callbacks(execute=True):
        erased(full_firm())
    assert not kept_file(data_folder, run).exists()


@pytest.mark.parametrize(
    "around",
    [
        "%s<p>Zarbiyya Taznakht</p>",
        "%s<table><tr><td>À revoir<td>x<td>y<tr><td>Zarbiyya Taznakht<td>x<td>y</table>",
    ],
)
def test_what_stands_around_the_table_of_a_web_page_is_looked_at_too(
    data_folder: Path, django_capture_on_commit_callbacks: Any, around: str
) -> None:
    table = "<table><tr><td>name<td>region" + "<tr><td>Autre Une<td>09" * 9 + "</table>"
    path = data_folder / "a.xls"
    path.write_text(f"<html><meta charset=utf-8>{around % table}</html>", encoding="utf-8")
    run = import_file(path, by=None)
    with django_capture_on_commit_callbacks(execute=True):
        erased(full_firm())
    assert not kept_file(data_folder, run).exists()


def test_a_kept_file_that_cannot_be_removed_keeps_no_other(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    firm = full_firm()
    runs = [
        import_file(csv_of(data_folder / f"{name}.csv", "Zarbiyya Taznakht", name), by=None)
        for name in ("Autre Une", "Autre Deux", "Autre Trois")
    ]
    paths = sorted(kept_file(data_folder, run) for run in runs)
    hold_fast(monkeypatch, paths[0])
    with pytest.raises(FilesNotRemoved):
        erased(firm)
    assert [path.exists() for path in paths] == [True, False, False]
    assert "a kept file could not be removed" in caplog.text


def test_a_file_brought_while_the_kept_ones_are_read_is_read_too(
    data_folder: Path, cast: Cast, monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    firm = full_firm()
    import_file(csv_of(data_folder / "a.csv", "Autre Une"), by=None)
    brought: list[ImportRun] = []

    def bring(name: str) -> ImportRun:
        path = csv_of(data_folder / "b.csv", name)
        return start_import(path=path, file_name="b.csv", region=None, by=cast.secretariat)

    def brought_meanwhile(*given: Any, **named: Any) -> Any:
        if not brought:
            brought.extend([bring("Zarbiyya Taznakht"), bring("Autre Deux")])
        return open_file(*given, **named)

    monkeypatch.setattr("nasij.intake.rows.mentions.open_file", brought_meanwhile)
    with django_capture_on_commit_callbacks(execute=True):
        erased(firm)
    assert [kept_file(data_folder, run).exists() for run in brought] == [False, True]


def test_files_of_another_region_that_name_it_go_too(
    data_folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    """Its row was refused there, and its name and number came back with the rejected rows."""
    with django_capture_on_commit_callbacks(execute=True):
        confirmed_there = brought_in(data_folder, "01", "Zarbiyya Taznakht", identifier=ICE)
        confirm_import(run=confirmed_there, by=confirmed_there.started_by)
    waiting = brought_in(data_folder, "01", "Zarbiyya Taznakht", "Autre Une")
    confirmed_there.refresh_from_db()
    rejects = data_folder / confirmed_there.rejects_path
    assert (confirmed_there.state, rejects.is_file()) == ("finished", True)
    with django_capture_on_commit_callbacks(execute=True):
        erased(full_firm())
    kept = [kept_file(data_folder, run).exists() for run in (confirmed_there, waiting)]
    assert (kept, rejects.exists()) == ([False, False], False)
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"


def test_rejected_rows_that_outlived_their_file_go_too(
    data_folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = brought_in(data_folder, "01", "Zarbiyya Taznakht")
        confirm_import(run=run, by=run.started_by)
    run.refresh_from_db()
    kept_file(data_folder, run).unlink()
    erased(full_firm())
    assert not (data_folder / run.rejects_path).exists()


def test_a_file_of_another_region_that_does_not_name_it_stops_no_erasure(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm, brought = full_firm(), [brought_in(data_folder, "01", "Autre Une")]

    def brought_meanwhile(*given: Any, **named: Any) -> Any:
        if len(brought) == 1:
            brought.append(brought_in(data_folder, "01", "Autre Deux"))
        return open_file(*given, **named)

    monkeypatch.setattr("nasij.intake.rows.mentions.open_file", brought_meanwhile)
    erased(firm)
    assert len(brought) == 2
    assert all(kept_file(data_folder, run).exists() for run in brought)
    assert {run.state for run in ImportRun.objects.all()} == {"previewed"}


@pytest.mark.parametrize("state", ["running", "checking"])
def test_an_import_at_work_on_its_file_stops_an_erasure(data_folder: Path, state: str) -> None:
    run = import_file(csv_of(data_folder / "a.csv", "Zarbiyya Rare"), by=None)
    job = Job.objects.create(what={"fr": "Lecture"}, language="fr", state="running")
    ImportRun.objects.filter(pk=run.pk).update(state=state, job=job)
    firm = Firm.objects.get(match_key="zarbiyya rare")
    with pytest.raises(ImportAtWork):
        erased(firm)
    assert Firm.objects.get(pk=firm.pk).name
    assert kept_file(data_folder, run).exists()


def test_a_check_that_waits_for_its_turn_is_cancelled(
    data_folder: Path, worked_off: Callable[[], None], monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    monkeypatch.setattr("nasij.intake.acts.imports.AT_ONCE", 0)  # checked in the background
    with django_capture_on_commit_callbacks(execute=True):
        run = brought_in(data_folder, "09", "Zarbiyya Taznakht")
    assert (run.state, DBTaskResult.objects.count()) == ("checking", 1)
    erased(full_firm())
    run.refresh_from_db()
    assert (run.state, run.job, DBTaskResult.objects.count()) == ("cancelled", None, 0)
    assert not kept_file(data_folder, run).exists()


def test_a_confirmed_import_that_waits_for_its_turn_stops_an_erasure(
    data_folder: Path, worked_off: Callable[[], None], django_capture_on_commit_callbacks: Any
) -> None:
    """It is somebody's word that its rows be written: all of them, not only those of the firm."""
    run = brought_in(data_folder, "09", "Zarbiyya Taznakht")
    with django_capture_on_commit_callbacks(execute=True):
        confirm_import(run=run, by=run.started_by)
    with pytest.raises(ImportAtWork):
        erased(full_firm())
    assert kept_file(data_folder, run).exists()


# --- not coming back ------------------------------------------------------------------------------


def refused_rows(run: ImportRun) -> list[str]:
    return list(
        run.problems.filter(is_rejection=True).order_by("line").values_list("code", flat=True)
    )


def test_the_next_file_does_not_bring_it_back_in_silence(data_folder: Path, cast: Cast) -> None:
    firm = full_firm()
    done = erased(firm, cast.secretariat)
    by_ice = import_file(csv_of(data_folder / "1.csv", "Nom Tout Neuf", identifier=ICE), by=None)
    by_name = import_file(
        csv_of(data_folder / "2.csv", "COOP. ZARBIYYA TAZNAKHT", "Neuve Autre"), by=None
    )
    other_identifier = import_file(
        csv_of(data_folder / "3.csv", "Zarbiyya Taznakht", identifier=make_ice(31)), by=None
    )
    assert refused_rows(by_ice) == refused_rows(by_name) == ["erased_at_request"]
    assert (by_name.created, by_name.rejected, by_name.rows_read) == (1, 1, 2)
    assert refused_rows(other_identifier) == []  # two good identifiers: two firms of one name
    problem = ImportProblem.objects.filter(run=by_name).get()
    assert problem.details["number"] == done.pk
    with pytest.raises(ErasedBefore, match=str(done.pk)):
        create_firm(values={"name": "Tapisnom Taznakht", "region": region("09")}, by=None)
    create_firm(values={"name": "Tapisnom Taznakht", "region": region("01")}, by=None)


def test_the_page_says_so_too(data_folder: Path, cast: Cast) -> None:
    done = erased(full_firm(), cast.secretariat)
    answer = cast.client("delegate").post(
        "/fr/exporters/create/",
        {"name": "Zarbiyya Taznakht", "region": "09", "status": "unknown", "language": "fr"},
    )
    assert answer.status_code == 200
    assert f"effacement {done.pk}" in answer.text.lower() or f"n° {done.pk}" in answer.text


def test_once_it_agreed_it_may_come_back(data_folder: Path, cast: Cast) -> None:
    done = erased(full_firm(), cast.secretariat)
    client = cast.client("delegate")
    address = f"/fr/rights/erased/{done.pk}/lift/"
    assert client.post(address, {"reason": "Oui"}).status_code == 403
    with pytest.raises(NotErasable):
        lift_erasure(erasure=done, reason=" ", by=None)
    cast.client("secretariat").post(address, {"reason": "Accord écrit du 3 mai"})
    run = import_file(csv_of(data_folder / "1.csv", "Zarbiyya Taznakht", identifier=ICE), by=None)
    assert (run.created, run.rejected) == (1, 0)
    done.refresh_from_db()
    assert done.lifted_by == cast.secretariat


def test_the_keys_tell_nothing_without_the_secret(
    data_folder: Path, cast: Cast, settings: Any
) -> None:
    erased(full_firm(), cast.secretariat)
    keys = set(SuppressionKey.objects.values_list("key", flat=True))
    assert len(keys) >= 4
    assert all(len(key) == 64 for key in keys)
    settings.SECRET_KEY = "another-secret-key-of-more-than-thirty-two-letters"
    run = import_file(csv_of(data_folder / "1.csv", "Zarbiyya Taznakht", identifier=ICE), by=None)
    assert run.rejected == 0


def test_constraints_of_erasures(data_folder: Path, cast: Cast) -> None:
    done = erased(full_firm(), cast.secretariat)
    with pytest.raises(IntegrityError, match="erasure_lift_has_reason"), transaction.atomic():
        Erasure.objects.filter(pk=done.pk).update(lifted_at=timezone.now())
    key = done.keys.first()
    assert key is not None
    with pytest.raises(IntegrityError), transaction.atomic():  # suppression_key_once
        SuppressionKey.objects.create(erasure=done, kind="identifier", key=key.key)


# --- words ----------------------------------------------------------------------------------------


def test_words_that_mean_other_things_stay_in_the_words_of_others() -> None:
    words = Words.of([make_firm(name="Tapis SARL", phone="0528 00 00 00")])
    assert words.clean("Chez Tapis SARL, appelez 0528 00 00 00.") == "Chez […], appelez […]."
    assert words.clean_elsewhere({"a": ["Les tapis sont beaux"]}) == {"a": ["Les tapis sont beaux"]}
    assert words.clean_elsewhere("0528 00 00 00") == "[…]"
    arabic = Words.of([make_firm(name="تعاونية أركان تزنيت")])
    assert arabic.clean("قالت تعاونية  أركان تزنيت اليوم") == "قالت […] اليوم"
    assert arabic.clean("قالت أركان تزنيت اليوم") == "قالت […] اليوم"


def test_a_firm_without_any_name_erases_nothing_else() -> None:
    words = Words(frozenset(), frozenset())
    assert words.clean("Tout reste.") == "Tout reste."
    assert not words.told_in("")
