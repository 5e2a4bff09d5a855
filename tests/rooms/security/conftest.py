"""A world in region 09 whose every text is a mark, so that a leak can be read off any answer."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from nasij.accounts.models import User
from nasij.council.models import Decision
from nasij.exporters.enums import MarketStanding
from nasij.exporters.models import (
    Contact,
    Distinct,
    Erasure,
    Firm,
    FirmList,
    ListedFirm,
    MarketEvidence,
    Merge,
    Site,
)
from nasij.filings.models import FiledFirm
from nasij.intake.models import ImportProblem, ImportRun
from nasij.needs.enums import ReplyChannel
from nasij.needs.models import Need, Reply, Snooze, Visit
from nasij.plans.models import Action, ActionShare, DueDateChange, Evidence
from nasij.reference.models import Country
from nasij.rights.models import AccessLink, RightsRequest
from nasij.sharing.models import Referral, Share
from tests.again import again
from tests.factories import (
    make_agenda_item,
    make_firm,
    make_item,
    make_need,
    make_session,
    region,
)
from tests.people import Cast, make_user

# What only region 09 may read. The first word of each is what an attacker would search for.
FIRM = "Zarbiasecret Tissage"
CONTACT = "Contactsecret Personne"
EMAIL = "courriel@secret.example"
PHONE = "+212 5 99 88 77 66"
NEED = "Besoinsecret trop de retards"
LOOSE_NEED = "Besoinlibre sans item"
REPLY = "Reponsesecrete envoyee"
ITEM = "Itemsecret non porte au conseil"
# What follows from a decision stands in the record of the council, which its readers share.
ACTION = "Actionsecrete de la region"
OWNER = "Responsablesecret"
MOVED = "Retardsecret du fournisseur"
EVIDENCE = "Preuvesecrete jointe"
VISIT = "Visitesecrete note du delegue"
LIST = "Listesecrete du salon"
REFERRAL = "Demandesecrete au collegue"
FIRM_MARKS = (FIRM, CONTACT, EMAIL, PHONE, VISIT, LIST, REFERRAL)
NEED_MARKS = (NEED, LOOSE_NEED, REPLY)
ITEM_MARKS = (ITEM,)
ACTION_MARKS = (ACTION, OWNER, MOVED, EVIDENCE)
RECORD_MARKS = (ACTION, OWNER)


@dataclass(frozen=True)
class World:
    cast: Cast
    token: str

    @cached_property
    def pks(self) -> dict[str, set[int]]:
        """Of every object, by the name of its room."""
        return _all_pks()


@pytest.fixture
def world(cast: Cast, settings: Any, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.NASIJ_DATA = tmp_path
    again("region 09", lambda: _live(cast))
    (tmp_path / "imports").mkdir()
    (tmp_path / "imports" / "firms.csv").write_text(f"name;region\n{FIRM};09\n")
    piece = settings.MEDIA_ROOT / Evidence.objects.get().file.name
    piece.parent.mkdir(parents=True, exist_ok=True)
    piece.write_bytes(b"%PDF-1.7 " + EVIDENCE.encode())
    for name in ("other_adviser", "other_partner", "nobody"):
        cast.users[name] = User.objects.get(email=f"{name}@example.org")
    return World(cast, Need.objects.get(text=NEED).token)


def _live(cast: Cast) -> None:
    make_user("other_adviser", "adviser", "01")
    make_user("other_partner", "partner", "01")
    make_user("nobody", "none", "01")
    firm = _firms()
    _life(firm, cast)
    _rights(firm)
    _thread(firm)


def _firms() -> Firm:
    firm = make_firm("09", name=FIRM, email=EMAIL, phone=PHONE, identifier="900000001000084")
    firm.name_key = firm.match_key = "zarbiasecret tissage"
    firm.save()
    twin = make_firm("09", name=f"{FIRM} bis", name_key="zarbiasecret tissage bis")
    gone = make_firm("09", name=f"{FIRM} ancien", merged_into=firm)
    Contact.objects.create(firm=firm, name=CONTACT, email=EMAIL, phone=PHONE)
    Site.objects.create(firm=firm, territory=region("09"), label=f"{FIRM} usine")
    MarketEvidence.objects.create(
        firm=firm,
        country=Country.objects.order_by("code")[0],
        standing=MarketStanding.values[0],
        source="declared",
        evidence_on=date(2026, 1, 1),
    )
    Merge.objects.create(winner=firm, loser=gone, winner_before={"before": {}, "after": {}})
    Distinct.objects.create(first=firm, second=twin)
    run = ImportRun.objects.create(
        file_name=f"{FIRM}.csv",
        file_sha256="0" * 64,
        file_path="imports/firms.csv",
        region=region("09"),
        state="finished",
        rejects_path="imports/firms.csv",
        rejected=1,
    )
    ImportProblem.objects.create(
        run=run, line=2, column="name", value=FIRM, code="name_missing", is_rejection=True
    )
    return firm


def _life(firm: Firm, cast: Cast) -> None:
    """What people of the region do with the firm, among themselves."""
    own = {"firm": firm, "recorded_by": cast.delegate, "region": region("09")}
    Visit.objects.create(**own, happened_on=date(2026, 1, 1), note=VISIT, next_step=VISIT)
    Snooze.objects.create(
        firm=firm, until=date(2099, 1, 1), reason=VISIT, put_off_on=date(2026, 1, 1)
    )
    for kind, conditions in (("picked", {}), ("lively", {"text": "zarbiasecret"})):
        made = FirmList.objects.create(
            name=f"{LIST} {kind}", kind=kind, conditions=conditions, owner=cast.delegate,
            region=region("09"),
        )  # fmt: skip
    ListedFirm.objects.create(list=made, firm=firm, note=LIST)
    Referral.objects.create(
        firm=firm, sender=cast.adviser, recipient=cast.delegate, reason=REFERRAL
    )
    # A share that has ended opens nothing.
    Share.objects.create(firm=firm, region=region("01"), ends_on=date(2026, 1, 1))
    moved = make_firm("09", name=f"{FIRM} partie", name_key="zarbiasecret partie")
    Site.objects.create(firm=moved, territory=region("02"), is_seat=True, ends_on=date(2026, 1, 1))
    Site.objects.create(
        firm=moved, territory=region("09"), is_seat=True, starts_on=date(2026, 1, 1)
    )


def _rights(firm: Firm) -> None:
    """What the firm may ask for about its record, a firm that was erased, a line of a file."""
    AccessLink.objects.create(
        firm=firm,
        code_hash="0" * 64,
        channel="shown",
        language="fr",
        expires_at=timezone.now() + timedelta(days=30),
    )
    RightsRequest.objects.create(
        firm=firm, kind="erasure", said="phone", due_on=date(2099, 1, 1), reason=VISIT
    )
    gone = make_firm("09", name="", erased_at=timezone.now())
    Erasure.objects.create(firm=gone, reason=VISIT, asked_by_firm=True, secret_mark="0" * 64)
    FiledFirm.objects.create(code="k1", name=f"{FIRM} export", region=region("09"))


def _thread(firm: Firm) -> None:
    carried = make_item("09", title="Point porte au conseil", state="in_action")
    make_item("09", title=ITEM, summary=ITEM, state="open")
    need = make_need("09", text=NEED, firm=firm, item=carried, reply_email=EMAIL)
    make_need("09", text=LOOSE_NEED, firm=firm)
    Reply.objects.create(need=need, text=REPLY, language="fr", channel=ReplyChannel.values[0])
    point = make_agenda_item(make_session(state="open"), title="Point", item=carried)
    decision = Decision.objects.create(
        agenda_item=point,
        text="Texte decide",
        outcome="adopted",
        decided_at=datetime(2026, 6, 1, 9, tzinfo=UTC),
    )
    for number in range(2):  # two, so that a strip counts them and does not name them
        action = Action.objects.create(
            decision=decision,
            title=f"{ACTION} {number}",
            owner_name=OWNER,
            first_due_on=date(2026, 9, 30),
            due_on=date(2026, 9, 30),
            budget_lcu=Decimal(1000),
        )
        ActionShare.objects.create(action=action, region=region("09"), share=1)
    DueDateChange.objects.create(
        action=action, from_date=date(2026, 9, 1), to_date=date(2026, 9, 30), reason=MOVED
    )
    Evidence.objects.create(
        action=action,
        kind="declared",
        text=EVIDENCE,
        file="evidence/piece.pdf",
        file_name="piece.pdf",
    )


def _all_pks() -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for model in apps.get_models():
        room = model._meta.app_label
        if model.__module__.startswith("nasij.") and room not in {"reference", "audit"}:
            pks = model._default_manager.values_list("pk", flat=True)
            found.setdefault(room, set()).update(pk for pk in pks if isinstance(pk, int))
    return found


# --- every address of the site ----------------------------------------------------------------


def own_patterns(
    resolver: URLResolver | None = None, space: str = ""
) -> list[tuple[str, list[str]]]:
    """(name, names of its parts) of every address whose view is ours."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += own_patterns(pattern, inner)
        elif isinstance(pattern, URLPattern) and pattern.callback.__module__.startswith("nasij."):
            found.append((space + str(pattern.name), list(pattern.pattern.converters)))
    return sorted(found)


def readable(response: HttpResponse, folder: Path) -> str:
    """The text of an answer: of a page, of JSON, of a workbook's cells, of a PDF's words."""
    content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "".join(
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
    if content.startswith(b"%PDF") and shutil.which("pdftotext"):
        path = folder / "read.pdf"
        path.write_bytes(content)
        done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=False)
        return re.sub(r"\s+", " ", done.stdout.decode()) + content.decode("latin-1")
    return content.decode("utf-8", "replace")


def assert_guarded(answer: Any) -> None:
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"https?:|\*", policy)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
    if not answer.streaming and "html" in answer.headers.get("Content-Type", ""):
        assert inline_parts(answer.text) == [], answer.request["PATH_INFO"]


def inline_parts(page: str) -> list[str]:
    """What the policy would refuse to run: scripts and styles within the page."""
    data = re.compile(r"<script[^>]*type=\"application/json\".*?</script>", re.DOTALL)
    return re.findall(
        r"<script(?![^>]*\ssrc=)[^>]*>|<[^>]*\sstyle=[^>]*>|<[^>]*\son[a-z]+=[^>]*>",
        data.sub("", page),
    )


def client_of(world: World, role: str) -> Client:
    return Client() if role == "visitor" else world.cast.client(role)


@pytest.fixture
def told_briefly(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is refused is told without the page around it, which is the same whatever was asked
    (`test_numbers.py`): half of a walk went into drawing it."""

    def told(status: int) -> Callable[[HttpRequest, Exception], HttpResponse]:
        return lambda request, exception: HttpResponse(str(exception), status=status)

    for status in (403, 404):
        monkeypatch.setattr(f"nasij.urls.handler{status}", told(status))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of what a view looks for in an address or a form, as it looks for them."""
    names: set[str] = set()

    def noted(method: str) -> None:
        former = getattr(QueryDict, method)

        def read(self: QueryDict, key: Any, *given: Any) -> Any:
            names.add(str(key))
            return former(self, key, *given)

        monkeypatch.setattr(QueryDict, method, read)

    for method in ("get", "getlist", "__getitem__"):
        noted(method)
    return names
