"""Who may open what of the registry, address by address: an address without a line here fails."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import translation

from nasij.audit.acts import record
from nasij.exporters.enums import ExporterVerb
from nasij.exporters.models import (
    Contact,
    Erasure,
    Firm,
    FirmList,
    ListedFirm,
    Merge,
    Referral,
    Share,
    Site,
)
from nasij.filings.models import FiledFirm
from nasij.intake.models import ImportRun
from nasij.rights.models import AccessLink, RightsRequest
from tests.rooms.security.conftest import (
    FIRM,
    FIRM_MARKS,
    World,
    client_of,
    own_patterns,
    readable,
)
from tests.rooms.security.test_other_regions import addresses

ROLES = (
    "visitor", "delegate", "other_delegate", "adviser", "partner", "analyst", "secretariat",
)  # fmt: skip

# Pages of no firm in particular, read with FIRM_VIEW, FIRM_EDIT or FIRM_IMPORT.
VIEW_ALL = "get  302 200 200 200 403 403 200"
EDIT_ALL = "get  302 200 200 200 403 403 200"
BRING = "get  302 200 200 403 403 403 200"
# Pages and acts of a firm of region 09. What a person may not see is not there: 404.
SEE = "get  302 200 404 200 404 404 200"
EDIT = "get  302 200 404 200 404 404 200"
ACT_SEEN = "post 302 302 404 302 404 404 302"
ACT = "post 302 302 404 302 404 404 302"
FORM = "post 302 200 404 200 404 404 200"  # an empty form comes back with its errors
RUN = "get  302 200 404 404 404 404 200"
RUN_ACT = "post 302 302 404 404 404 404 302"
# Between the adviser who sent and the delegate who received; the national team reads the thread.
BETWEEN = "get  302 200 404 200 404 404 404"
RECEIVER = "post 302 302 404 302 404 404 404"
ANSWER = "post 302 200 404 302 404 404 404"  # empty words come back to who may answer
SENDER = "post 302 302 404 302 404 404 404"
NAMELESS = "post 302 404 404 404 404 404 404"  # no firm was named
POST_ALL = "post 302 302 302 302 403 403 302"
# Only where the right to erase is held.
CENTRE = "get  302 403 404 403 404 404 200"
# A firm's own pages: without its code they show the question for the code, to anybody.
OPEN = "get  200 200 200 200 200 200 200"
OPEN_LINK = "get  302 302 302 302 302 302 302"
OPEN_ACT = "post 302 302 302 302 302 302 302"

MATRIX: dict[str, str] = {
    "contact_add": FORM,
    "contact_remove": ACT,
    "create": EDIT_ALL,
    "detail": SEE,
    "distinct": ACT,
    "download": VIEW_ALL,
    "duplicates": EDIT_ALL,
    "edit": EDIT,
    "follow": ACT_SEEN,
    "import": BRING,
    "import_cancel": RUN_ACT,
    "import_check": RUN_ACT,
    "import_confirm": RUN_ACT,
    "import_headings": RUN_ACT,
    "import_rejects": RUN,
    "import_run": RUN,
    "import_state": RUN,
    "list": VIEW_ALL,
    "market_add": FORM,
    "market_remove": NAMELESS,
    "merge": EDIT,
    "merge_undo": ACT,
    "standing": FORM,
    "suggestions": VIEW_ALL,
    "move": EDIT,
    "site_add": FORM,
    "site_close": ACT,
    "group": ACT,
    "moves": VIEW_ALL,
    "place_suggestions": EDIT_ALL,
    "names": VIEW_ALL,
    "share": EDIT,
    "share_withdraw": ACT,
    "refer": EDIT,
    "referrals": VIEW_ALL,
    "referral": BETWEEN,
    "referral_accept": RECEIVER,
    "referral_answer": ANSWER,
    "referral_decline": ANSWER,
    "referral_withdraw": SENDER,
    "lists": VIEW_ALL,
    "list_keep": POST_ALL,
    "list_add": POST_ALL,
    "saved_list": "get  302 200 404 200 403 403 200",
    "list_change": ACT,
    "list_delete": ACT,
    "listed_remove": ACT,
    "listed_note": ACT,
    "followed_seen": "post 302 302 302 302 302 302 302",
    "rights": EDIT,
    "link_make": ACT,
    "consent_note": FORM,
    "objection_note": FORM,
    "erasure_note": FORM,
    "firm_record": EDIT,
    "firm_record_download": EDIT,
    "link_revoke": ACT,
    "requests": EDIT_ALL,
    "request": EDIT,
    "erase": CENTRE,
    "erased": EDIT_ALL,
    "lift": CENTRE,
    "retention": EDIT_ALL,
    "keep": NAMELESS,
    "record": OPEN,
    "record_close": OPEN_ACT,
    "record_correct": OPEN_LINK,
    "record_choices": OPEN_LINK,
    "record_consent": OPEN_ACT,
    "record_objection": OPEN_ACT,
    "record_erasure": OPEN_ACT,
    "record_withdraw": OPEN_ACT,
    "record_download": OPEN_LINK,
    "twins": EDIT,
    "filed": EDIT_ALL,
    "filed_firm": EDIT,
    "filed_match": NAMELESS,
    "filed_refuse": ACT,
    "filed_create": ACT,
    "filed_leave": ACT,
    "filed_return": ACT,
    "filed_unmatch": ACT,
    "template": BRING,
}

# The same of other rooms: pages, searches and files that list firms.
ELSEWHERE: dict[str, str] = {
    "/fr/potential/exporters/": VIEW_ALL,
    "/fr/potential/exporters/download.csv": VIEW_ALL,
    "/fr/potential/exporters/download.xlsx": VIEW_ALL,
    "/fr/search/?q=zarbiasecret": "get 302 200 200 200 200 200 200",
    "/fr/search/suggestions.json?q=zarbiasecret": "get 302 200 200 200 200 200 200",
}

# Addresses of other rooms that name firms to those who may see them. One that is not here and
# names a firm all the same is a door nobody looked at.
NAMING = {
    "accounts:events",
    "home:dashboard",
    "home:search",
    "home:suggestions",
    "needs:detail",
    "needs:firm_suggestions",
    "needs:group",
    "needs:item",
    "needs:list",
    "needs:silence",
    "needs:visit",
    "potential:starters",
    "potential:starters_download",
}
ASKED = {
    "home:search": "?q=zarbiasecret",
    "home:suggestions": "?q=zarbiasecret",
    "needs:firm_suggestions": "?q=zarbiasecret",
    "suggestions": "?q=zarbiasecret",
}

# Addresses of what belongs to a firm: the one of region 09.
_OWN_KEYS: dict[str, type[Model]] = {
    "contact_remove": Contact, "erase": RightsRequest, "filed_": FiledFirm,
    "import_": ImportRun, "lift": Erasure, "link_revoke": AccessLink, "list_change": FirmList,
    "list_delete": FirmList, "listed_": ListedFirm, "merge_undo": Merge,
    "record_withdraw": RightsRequest, "referral": Referral, "request": RightsRequest,
    "saved_list": FirmList, "share_withdraw": Share, "site_close": Site,
}  # fmt: skip


def address(name: str, parts: list[str]) -> str:
    """The address of the firm of region 09, or of what belongs to it."""
    firm = Firm.objects.get(name=FIRM)
    twin = Firm.objects.get(name=f"{FIRM} bis")
    keys: dict[str, int] = {"pk": firm.pk, "other": twin.pk}
    for start, model in _OWN_KEYS.items():
        if name.startswith(start):
            keys["pk"] = model._default_manager.order_by("pk")[0].pk
    with translation.override("fr"):
        return reverse(f"exporters:{name}", kwargs={part: keys[part] for part in parts})


def exporters_addresses() -> Iterator[tuple[str, list[str]]]:
    for full, parts in own_patterns():
        room, _, name = full.partition(":")
        if room == "exporters":
            yield name, parts


def test_every_address_of_the_registry_has_its_line() -> None:
    assert {name for name, _parts in exporters_addresses()} == set(MATRIX)


@pytest.mark.parametrize("role", ROLES)
def test_each_person_opens_what_the_matrix_says(role: str, world: World, tmp_path: Path) -> None:
    client = client_of(world, role)
    wrong, column = [], ROLES.index(role)
    for name, parts in exporters_addresses():
        method, *statuses = MATRIX[name].split()
        url = address(name, parts) + ASKED.get(name, "")
        with transaction.atomic():  # nothing that is posted here stays
            answer = getattr(client, method)(url)
            text = readable(answer, tmp_path) if answer.status_code == 200 else ""
            transaction.set_rollback(True)
        if answer.status_code != int(statuses[column]):
            wrong.append((name, answer.status_code, statuses[column]))
        if role == "visitor" and not MATRIX[name].startswith(("get  200", OPEN_LINK, OPEN_ACT)):
            assert "/account/login/" in answer.headers["Location"], name
        if role == "other_delegate":
            assert not [mark for mark in FIRM_MARKS if mark in text], name
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("url", ELSEWHERE)
def test_other_rooms_name_firms_to_whom_the_matrix_says(
    url: str, world: World, tmp_path: Path
) -> None:
    sees = {"delegate", "adviser", "secretariat"}
    for role, status in zip(ROLES, ELSEWHERE[url].split()[1:], strict=True):
        answer = client_of(world, role).get(url)
        assert answer.status_code == int(status), role
        assert (FIRM in readable(answer, tmp_path)) == (role in sees), role


def test_a_get_of_an_act_is_refused(world: World) -> None:
    client = client_of(world, "secretariat")
    for name, parts in exporters_addresses():
        if MATRIX[name].startswith("post"):
            assert client.get(address(name, parts)).status_code == 405, name


def test_addresses_of_other_rooms_that_name_firms_are_known(world: World, tmp_path: Path) -> None:
    client = client_of(world, "secretariat")
    firm = Firm.objects.get(name=FIRM)
    record(ExporterVerb.FIRM_CHANGED, subject=firm, by=None, region_code="09")
    naming = set()
    with translation.override("fr"):
        for name, url in addresses(world):
            answer: Any = client.get(url + ASKED.get(name, ""))
            if answer.status_code == 200 and FIRM in readable(answer, tmp_path):
                naming.add(name)
    found = {name for name in naming if not name.startswith("exporters:")}
    assert found == NAMING, sorted(found ^ NAMING)


@pytest.mark.parametrize(
    ("role", "name"),
    list(product(("other_delegate", "partner", "analyst", "visitor"), sorted(ASKED))),
)
def test_no_search_names_a_firm_to_others(
    role: str, name: str, world: World, tmp_path: Path
) -> None:
    full = name if ":" in name else f"exporters:{name}"
    with translation.override("fr"):
        url = reverse(full)
    for words in ("zarbiasecret", "ZARBIA", "900000001000084", "90000 0001"):
        for question in (f"?q={words}", f"?text={words}&q={words}&region=09"):
            answer = client_of(world, role).get(url + question)
            if answer.status_code == 200:
                assert FIRM not in readable(answer, tmp_path), (url, question)
