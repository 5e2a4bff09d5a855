"""Lives a life in the fictitious country and says every address of its site, in three languages.

Run by `test_another_country.py` as a process of its own, since a site reads its country once:
`python -m tests.rooms.another_country FILE` writes the answers to FILE as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402 - the site is read first
from django.conf import settings  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.urls import NoReverseMatch, reverse  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from nasij.accounts.acts import invite_person  # noqa: E402
from nasij.accounts.models import Membership, User  # noqa: E402
from nasij.cli.prepare import load_current_pack  # noqa: E402
from nasij.council import acts as council  # noqa: E402
from nasij.council.enums import Choice, Majority  # noqa: E402
from nasij.council.models import Seat  # noqa: E402
from nasij.datasets.acts import load_customs  # noqa: E402
from nasij.exporters import acts as exporters  # noqa: E402
from nasij.exporters.enums import EvidenceSource, MarketStanding  # noqa: E402
from nasij.exporters.models import Firm  # noqa: E402
from nasij.intake.acts import import_file  # noqa: E402
from nasij.needs import acts as needs  # noqa: E402
from nasij.needs.models import Need, Theme  # noqa: E402
from nasij.plans import acts as plans  # noqa: E402
from nasij.plans.enums import EvidenceKind  # noqa: E402
from nasij.reference.models import Country, Territory  # noqa: E402
from nasij.reference.queries import country, regions  # noqa: E402
from nasij.reports.acts import build_roadmap  # noqa: E402
from nasij.rights.acts import ask_erasure, erase_firm, give_link  # noqa: E402
from nasij.rights.enums import LinkChannel  # noqa: E402
from nasij.sharing import acts as sharing  # noqa: E402
from tests.people import make_user  # noqa: E402
from tests.rooms.security.conftest import own_patterns, readable  # noqa: E402

CUSTOMS = (
    "Shell number,Name,Place,HS code,Country,Period,Value (thousands of cowries)\n"
    "12,Salt of the Vale,Saltworks,250100,Brazil,2024-05,12\n"
    "999111,Pans and Pots,Grey Harbour,250100,France,2024-06,7\n"
    "999222,Nowhere Known,Grey Harbour,250100,Atlantis,2024-06,7\n"
)
LANGUAGES = ("en", "fr", "ar")
FIRMS = (
    "Shell number,Name,Name in Arabic,Region,Commune,Activity,Products,Phone\n"
    "12,Salt of the Vale cowry,ملح الوادي,Salt Vale,Saltworks,Salt,250100,\n"
    "345678,Amber and Sons,العنبر وأبناؤه,Amber Cape,Amberton,Amber,,\n"
    "34567890,Too Long a Number,,Amber Cape,Nowhere,Amber,xyzzy,12\n"
    ",,,,,,,\n"
    ",No Region,,Atlantis,,,,\n"
)


def main(target: Path) -> None:
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)  # tables straight from the models
    load_current_pack()
    setup_test_environment()
    settings.KEEP_PAGES = False
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    backend = "django_tasks.backends.immediate.ImmediateBackend"
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": backend}}
    lived = live(target.parent)
    target.write_text(json.dumps(list(answers(lived, target.parent))), encoding="utf-8")


# --- a life -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lived:
    member: User  # who may open everything
    code: str  # of the link that a firm was given
    words: dict[str, list[str]]  # what may fill an address


def live(folder: Path) -> Lived:
    """Firms, statements, a council, and what follows from it."""
    places = list(regions())
    people = [make_user(f"delegate{place.code}", "delegate", place.code) for place in places]
    member = make_user("everybody", "secretariat", None)
    for role in ("administrator", "analyst"):
        Membership.objects.create(user=member, role=role, starts_on=date(2020, 1, 1))
    firm, code = _firms(folder, member, people[0])
    _customs(folder, member)
    token, item_needs = _needs(firm, places, people[0])
    _council(item_needs, people, member)
    for language in LANGUAGES:
        build_roadmap(language=language, by=member)
    _invitation, link = invite_person(
        email="new@example.org", name="New", role="partner", region_code=places[0].code,
        language="en", by=member,
    )  # fmt: skip
    words = {
        "code": [places[0].code, country().code, Seat.objects.order_by("order")[0].code, "2501"],
        "key": ["exporter_any"],
        "kind": ["need", "item", "point", "vote", "decision", "action", "csv", "xlsx", "svg"],
        "language": list(LANGUAGES),
        "name": ["flow"],
        "proof": ["x" * 24],
        "token": [token, link.rstrip("/").rsplit("/", 1)[1]],
    }
    return Lived(member, code, words)


def _firms(folder: Path, member: User, colleague: User) -> tuple[Firm, str]:
    path = folder / "firms.csv"
    path.write_text(FIRMS, encoding="utf-8")
    import_file(path, by=member, language="en")
    salt, amber = Firm.objects.order_by("name").filter(identifier__in=("000012", "345678"))[::-1]
    exporters.note_market(
        firm=salt, country=Country.objects.get(code="BRA"), standing=MarketStanding.EXPORTS,
        source=EvidenceSource.DECLARED, evidence_on=date(2026, 1, 1), by=member,
    )  # fmt: skip
    exporters.save_contact(firm=salt, values={"name": "Coral", "email": "c@example.org"}, by=member)
    sharing.refer_firm(firm=salt, recipient=colleague, reason="Ask them", by=member)
    sharing.share_firm(firm=salt, region=amber.region, by=member)
    exporters.create_list(name="Fair", by=member)
    ask_erasure(firm=amber, by=member)
    gone = exporters.create_firm(values={"name": "Gone", "region": salt.region}, by=member)
    erase_firm(request=ask_erasure(firm=gone, by=member), reason="Asked", by=member)
    needs.record_visit(firm=salt, note="Saw the pans", by=member)
    twin = exporters.create_firm(
        values={"name": "Salt of the Vale twin", "region": salt.region, "identifier": "777"},
        by=member,
    )
    exporters.merge_firms(winner=salt, loser=twin, by=member)
    _link, code = give_link(firm=salt, channel=LinkChannel.SHOWN, by=member)
    return salt, code


def _customs(folder: Path, member: User) -> None:
    """Records of firms in the country's own numbers and money, one of them refused."""
    path = folder / "customs.csv"
    path.write_text(CUSTOMS, encoding="utf-8")
    load_customs(path, by=member)


def _needs(firm: Firm, places: list[Territory], delegate: User) -> tuple[str, list[Need]]:
    theme = Theme.objects.order_by("key")[0]
    heard = [
        needs.record_need(
            region=firm.region, text=text, theme=theme, firm=firm, by=delegate,
            reply_email="c@example.org",
        )
        for text in ("The boats are late", "The boats never come")
    ]  # fmt: skip
    needs.record_need(region=places[1], text="Dunes cover the road", theme=theme, by=delegate)
    return heard[0].token, heard


def _council(heard: list[Need], people: list[User], member: User) -> None:
    item = needs.group_needs(needs=heard, title="Boats", theme=heard[0].theme, by=member)
    needs.escalate_item(item=item, reason="Heard twice", by=member)
    seats = list(Seat.objects.filter(region__isnull=False).order_by("order"))
    for seat, person in zip(seats, people, strict=True):
        council.fill_seat(
            seat=seat, person_name=person.name, user=person, starts_on=date(2021, 1, 1),
            basis="Chosen", by=member,
        )  # fmt: skip
    session = council.create_session(
        number=1, title="First council", starts_at=_at(-30), place="Lighthouse",
        chair="The keeper", by=member,
    )  # fmt: skip
    point = council.place_item(session=session, item=item, by=member)
    council.convene_session(session=session, at=_at(-50), notify=False, by=member)
    session = council.open_session(session=session, at=_at(-30), by=member)
    for seat in seats:
        council.mark_arrival(session=session, seat=seat, at=_at(-30), by=member)
    vote = council.open_vote(
        point=point, text="A boat each week", majority=Majority.SIMPLE, at=_at(-30, 1), by=member
    )
    choices = {entry["seat"]: Choice.FOR for entry in vote.entitled}
    council.enter_roll_call(vote=vote, choices=choices, by=member)
    vote = council.close_vote(vote=vote, at=_at(-30, 2), by=member)
    decision = council.record_decision(
        point=point, text="A boat each week", vote=vote, at=_at(-30, 3), by=member
    )
    action = plans.create_action(
        decision=decision, title="Buy a boat", owner_name="Harbour", owner=None,
        due_on=timezone.localdate() - timedelta(days=1), budget_lcu=Decimal(90_000),
        shares={seats[0].region: Decimal(1)}, expected_result="A boat", by=member,
    )  # fmt: skip
    action = plans.start_action(action=action, at=_at(-20), by=member)
    plans.move_due_date(
        action=action, to_date=timezone.localdate() + timedelta(days=9), reason="Fog", by=member
    )
    plans.add_evidence(
        action=action, kind=EvidenceKind.DECLARED, text="Seen at sea",
        file=SimpleUploadedFile("boat.pdf", b"%PDF-1.7 a boat"), by=member,
    )  # fmt: skip
    council.close_session(session=session, at=_at(-30, 5), by=member)
    council.create_session(number=2, title="Second council", starts_at=_at(30), by=member)


def _at(days: int, hours: int = 0) -> datetime:
    return timezone.now() + timedelta(days=days, hours=hours)


# --- every address --------------------------------------------------------------------------------


def answers(lived: Lived, folder: Path) -> Iterator[dict[str, Any]]:
    """One answer of each address in each language: the first that is a page, else the last. What
    only takes a post does so whatever its number is, and what opened once is asked for first."""
    opened: dict[str, int] = {}
    member, firm = Client(raise_request_exception=False), Client(raise_request_exception=False)
    member.force_login(lived.member, backend="allauth.account.auth_backends.AuthenticationBackend")
    member.post(reverse("reports:build", args=["en"]))  # a job, so that its page opens
    firm.post(reverse("rights:record"), {"code": lived.code})
    for language in LANGUAGES:
        with translation.override(language):
            for name, parts in own_patterns():
                translation.activate(language)  # an address without a language changes it
                client = firm if name.startswith("rights:record") else member
                told = {"name": name, "language": language, "status": 0, "text": ""}
                paths = list(_paths(name, parts, lived.words))
                first = opened.get(name, 0)
                answer = _first_page(client, paths[first:] + paths[:first], language)
                if answer is not None:
                    opened[name] = paths.index(answer.request["PATH_INFO"])
                    told |= {"path": answer.request["PATH_INFO"], "status": answer.status_code}
                    told["text"] = readable(answer, folder).partition("%PDF")[0]
                yield told


def _first_page(client: Client, paths: list[str], language: str) -> Any:
    answer: Any = None
    for path in paths:
        answer = client.get(path, headers={"accept-language": language})
        if answer.status_code in {200, 405}:
            break
    return answer


def _paths(name: str, parts: list[str], words: dict[str, list[str]]) -> Iterator[str]:
    for values in product(*(words.get(part) or _numbers(name.partition(":")[0]) for part in parts)):
        with suppress(NoReverseMatch):
            yield reverse(name, kwargs=dict(zip(parts, values, strict=True)))


@cache
def _numbers(room: str) -> list[str]:
    """The keys of the room's records, or of all where the room is the first page's."""
    found: set[int] = set()
    for model in apps.get_models():
        if room in (model._meta.app_label, "home") and model.__module__.startswith("nasij."):
            pks = model._default_manager.values_list("pk", flat=True)[:40]
            found |= {pk for pk in pks if isinstance(pk, int)}
    return [str(pk) for pk in sorted(found)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
