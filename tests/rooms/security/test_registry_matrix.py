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
from nasij.exporters.models import Contact, Erasure, Firm, FirmList, ListedFirm, Merge, Site
from nasij.filings.models import FiledFirm
from nasij.intake.models import ImportRun
from nasij.rights.models import AccessLink, RightsRequest
from nasij.sharing.models import Referral, Share
from tests.rooms.security.conftest import (
    FIRM,
    FIRM_MARKS,
    World,
    assert_guarded,
    client_of,
    own_patterns,
    readable,
)
from tests.rooms.security.test_other_regions import addresses

pytestmark = pytest.mark.usefixtures("told_briefly")

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
CENTRE_ACT = "post 302 403 404 403 404 404 302"
# A firm's own pages: without its code they show the question for the code, to anybody.
OPEN = "get  200 200 200 200 200 200 200"
OPEN_LINK = "get  302 302 302 302 302 302 302"
OPEN_ACT = "post 302 302 302 302 302 302 302"

MATRIX: dict[str, str] = {
    "exporters:contact_add": FORM,
    "exporters:contact_remove": ACT,
    "exporters:create": EDIT_ALL,
    "exporters:detail": SEE,
    "exporters:distinct": ACT,
    "exporters:download": VIEW_ALL,
    "exporters:duplicates": EDIT_ALL,
    "exporters:edit": EDIT,
    "exporters:follow": ACT_SEEN,
    "exporters:list": VIEW_ALL,
    "exporters:market_add": FORM,
    "exporters:market_remove": NAMELESS,
    "exporters:merge": EDIT,
    "exporters:merge_undo": ACT,
    "exporters:standing": FORM,
    "exporters:suggestions": VIEW_ALL,
    "exporters:move": EDIT,
    "exporters:site_add": FORM,
    "exporters:site_close": ACT,
    "exporters:group": ACT,
    "exporters:moves": VIEW_ALL,
    "exporters:place_suggestions": EDIT_ALL,
    "exporters:names": VIEW_ALL,
    "sharing:share": EDIT,
    "sharing:share_withdraw": ACT,
    "sharing:refer": EDIT,
    "sharing:referrals": VIEW_ALL,
    "sharing:referral": BETWEEN,
    "sharing:referral_accept": RECEIVER,
    "sharing:referral_answer": ANSWER,
    "sharing:referral_decline": ANSWER,
    "sharing:referral_withdraw": SENDER,
    "sharing:referral_end": ACT,
    "exporters:lists": VIEW_ALL,
    "exporters:list_keep": POST_ALL,
    "exporters:list_add": POST_ALL,
    "exporters:saved_list": "get  302 200 404 200 403 403 200",
    "exporters:list_change": ACT,
    "exporters:list_delete": ACT,
    "exporters:listed_remove": ACT,
    "exporters:listed_note": ACT,
    "exporters:followed_seen": "post 302 302 302 302 302 302 302",
    "exporters:twins": EDIT,
    "intake:upload": BRING,
    "intake:cancel": RUN_ACT,
    "intake:check": RUN_ACT,
    "intake:confirm": RUN_ACT,
    "intake:firms": RUN,
    "intake:headings": RUN_ACT,
    "intake:rejects": RUN,
    "intake:run": RUN,
    "intake:state": RUN,
    "intake:template": BRING,
    "filings:list": EDIT_ALL,
    "filings:firm": EDIT,
    "filings:match": NAMELESS,
    "filings:refuse": ACT,
    "filings:create": ACT,
    "filings:leave": ACT,
    "filings:return": ACT,
    "filings:unmatch": ACT,
    "rights:firm": EDIT,
    "rights:link_make": ACT,
    "rights:consent_note": FORM,
    "rights:objection_note": FORM,
    "rights:erasure_note": FORM,
    "rights:firm_record": EDIT,
    "rights:firm_record_download": EDIT,
    "rights:link_revoke": ACT,
    "rights:requests": EDIT_ALL,
    "rights:request": EDIT,
    "rights:erase": CENTRE,
    "rights:erase_again": CENTRE_ACT,
    "rights:request_state": EDIT,
    "rights:erased": EDIT_ALL,
    "rights:lift": CENTRE,
    "rights:retention": EDIT_ALL,
    "rights:keep": NAMELESS,
    "rights:record": OPEN,
    "rights:record_close": OPEN_ACT,
    "rights:record_correct": OPEN_LINK,
    "rights:record_choices": OPEN_LINK,
    "rights:record_consent": OPEN_ACT,
    "rights:record_objection": OPEN_ACT,
    "rights:record_erasure": OPEN_ACT,
    "rights:record_withdraw": OPEN_ACT,
    "rights:record_download": OPEN_LINK,
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
    "exporters:suggestions": "?q=zarbiasecret",
}

# Addresses of what belongs to a firm: the one of region 09.
_OWN_KEYS: dict[str, type[Model]] = {
    "exporters:contact_remove": Contact, "exporters:list_change": FirmList,
    "exporters:list_delete": FirmList, "exporters:listed_": ListedFirm,
    "exporters:merge_undo": Merge, "sharing:referral": Referral,
    "exporters:saved_list": FirmList, "sharing:share_withdraw": Share,
    "exporters:site_close": Site, "filings:": FiledFirm, "intake:": ImportRun,
    "rights:erase": RightsRequest, "rights:lift": Erasure, "rights:link_revoke": AccessLink,
    "rights:record_withdraw": RightsRequest, "rights:request": RightsRequest,
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
        return reverse(name, kwargs={part: keys[part] for part in parts})


OF_FIRMS = {"exporters", "intake", "filings", "sharing", "rights"}


def addresses_of_firms() -> Iterator[tuple[str, list[str]]]:
    for name, parts in own_patterns():
        if name.partition(":")[0] in OF_FIRMS:
            yield name, parts


def test_every_address_of_the_registry_has_its_line() -> None:
    assert {name for name, _parts in addresses_of_firms()} == set(MATRIX)


@pytest.mark.parametrize("role", ROLES)
def test_each_person_opens_what_the_matrix_says(role: str, world: World, tmp_path: Path) -> None:
    client = client_of(world, role)
    wrong, column = [], ROLES.index(role)
    for name, parts in addresses_of_firms():
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


@pytest.mark.parametrize("role", ROLES)
def test_other_rooms_name_firms_to_whom_the_matrix_says(
    role: str, world: World, tmp_path: Path
) -> None:
    sees, client = {"delegate", "adviser", "secretariat"}, client_of(world, role)
    for url, row in ELSEWHERE.items():
        answer = client.get(url)
        assert answer.status_code == int(row.split()[1:][ROLES.index(role)]), url
        assert (FIRM in readable(answer, tmp_path)) == (role in sees), url


def test_a_get_of_an_act_is_refused(world: World) -> None:
    client = client_of(world, "secretariat")
    for name, parts in addresses_of_firms():
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
            assert_guarded(answer)
            if answer.status_code == 200 and FIRM in readable(answer, tmp_path):
                naming.add(name)
    found = {name for name in naming if name.partition(":")[0] not in OF_FIRMS}
    assert found == NAMING, sorted(found ^ NAMING)


@pytest.mark.parametrize("role", ["other_delegate", "partner", "analyst", "visitor"])
def test_no_search_names_a_firm_to_others(role: str, world: World, tmp_path: Path) -> None:
    client = client_of(world, role)
    with translation.override("fr"):
        urls = [reverse(name) for name in ASKED]
    for url, words in product(urls, ("zarbiasecret", "ZARBIA", "900000001000084", "90000 0001")):
        for question in (f"?q={words}", f"?text={words}&q={words}&region=09"):
            answer = client.get(url + question)
            if answer.status_code == 200:
                assert FIRM not in readable(answer, tmp_path), (url, question)
