"""Lists that people keep: each reader sees of them only what they may see anyway."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import ERROR
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from nasij.audit.models import Event
from nasij.exporters import acts
from nasij.exporters.acts import merge_firms
from nasij.exporters.errors import ListNameTaken, ListTooLong
from nasij.exporters.models import Firm, FirmList, ListedFirm
from nasij.intake.acts import import_file
from tests.factories import make_firm, region
from tests.people import Cast

pytestmark = pytest.mark.django_db


def url(name: str, *args: Any) -> str:
    with translation.override("fr"):
        return reverse(f"exporters:{name}", args=args)


def firm(name: str, code: str = "09", **values: Any) -> Firm:
    return acts.create_firm(values={"name": name, "region": region(code), **values}, by=None)


def text(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    return bytes(body).decode("utf-8-sig")


def test_firms_are_ticked_onto_a_new_list_and_onto_an_old_one(
    cast: Cast, as_delegate: Client
) -> None:
    one, two = firm("Une"), firm("Deux")
    hidden = firm("Cachee", "01")
    data = {"new": "Salon de Paris", "firm": [one.pk, hidden.pk], "back": url("list")}
    assert as_delegate.post(url("list_add"), data)["Location"] == url("list")
    made = FirmList.objects.get()
    assert set(made.listed.values_list("firm__name", flat=True)) == {"Une"}
    assert Event.objects.latest("id").verb == "exporters.list_created"
    as_delegate.post(url("list_add"), {"list": made.pk, "firm": [one.pk, two.pk]})
    assert made.listed.count() == 2
    page = text(as_delegate.get(url("saved_list", made.pk)))
    assert "Une" in page
    assert "Deux" in page
    found = as_delegate.get(url("list"), {"list": made.pk}).context["page"].firms
    assert {row.name for row in found} == {"Une", "Deux"}


def test_everything_a_search_finds_goes_onto_a_list(as_delegate: Client) -> None:
    for number in range(30):
        firm(f"Argan {number}", status="existing")
    firm("Argan passé", status="past")
    as_delegate.post(
        url("list_add") + "?status=existing&text=argan", {"new": "Argan", "everything": "1"}
    )
    assert FirmList.objects.get().listed.count() == 30


def test_nothing_chosen_makes_no_list(as_delegate: Client) -> None:
    answer = as_delegate.post(url("list_add"), {"new": "Vide"}, follow=True)
    assert [m.level for m in answer.context["messages"]] == [ERROR]
    assert not FirmList.objects.exists()


def test_a_name_that_is_too_long_is_told_so(as_delegate: Client) -> None:
    """It asked for a name, which was there."""
    answer = as_delegate.post(url("list_add"), {"new": "x" * 121}, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert len(told) == 1
    assert "121" in told[0]


def test_a_kept_search_stays_alive(as_delegate: Client) -> None:
    firm("Ancienne", status="potential")
    as_delegate.post(url("list_keep") + "?status=potential", {"name": "À appeler"})
    made = FirmList.objects.get()
    assert (made.kind, made.conditions) == ("lively", {"status": "potential"})
    firm("Nouvelle", status="potential")
    firm("Autre", status="past")
    page = as_delegate.get(url("saved_list", made.pk)).context["page"].firms
    assert [one.name for one in page] == ["Ancienne", "Nouvelle"]


def test_a_shared_list_names_nothing_that_its_reader_may_not_see(
    cast: Cast, as_other_delegate: Client
) -> None:
    """The secretariat lists firms of two regions and shares the list with one of them."""
    near, far = firm("Zarbia du Nord", "01"), firm("Zarbia du Sud", "09")
    picked = acts.create_list(name="Tapis", region=region("01"), by=cast.secretariat)
    acts.add_firms(to=picked, firms=[near, far], by=cast.secretariat)
    listed = ListedFirm.objects.get(firm=far)
    acts.note_listed_firm(listed=listed, note="Note du Sud", by=cast.secretariat)
    lively = acts.create_list(
        name="Toutes", region=region("01"), conditions={"text": "zarbia"}, by=cast.secretariat
    )
    for one in (picked, lively):
        for address in (
            url("saved_list", one.pk),
            url("lists"),
            url("list") + f"?list={one.pk}",
            url("download") + f"?format=csv&list={one.pk}",
        ):
            page = text(as_other_delegate.get(address))
            assert "Sud" not in page, address
        assert "Zarbia du Nord" in text(as_other_delegate.get(url("saved_list", one.pk)))
    counted = as_other_delegate.get(url("lists")).context["table"].rows
    assert [row[-1] for row in counted] == [1, 1]
    for name in ("listed_note", "listed_remove"):
        assert as_other_delegate.post(url(name, listed.pk), {"note": "x"}).status_code == 404
    listed.refresh_from_db()
    assert listed.note == "Note du Sud"


def test_a_private_list_is_nobody_elses(cast: Cast, as_delegate: Client) -> None:
    mine = acts.create_list(name="À moi", by=cast.adviser)
    acts.add_firms(to=mine, firms=[firm("Une")], by=cast.adviser)
    for address in ("saved_list", "list_change", "list_delete"):
        answer = as_delegate.post(url(address, mine.pk), {"name": "x"})
        assert answer.status_code == 404, address
    assert as_delegate.get(url("saved_list", mine.pk)).status_code == 404
    # A filter by a list one may not read is no filter, as any stale link.
    assert "list" not in as_delegate.get(url("list") + f"?list={mine.pk}").context["filter"].fields
    answer = as_delegate.post(url("list_add"), {"list": mine.pk, "firm": [firm("Deux").pk]})
    assert answer.status_code == 302
    assert mine.listed.count() == 1


def test_who_left_neither_reads_nor_changes_their_lists(cast: Cast, as_delegate: Client) -> None:
    made = acts.create_list(name="À moi", firms=[firm("Une")], by=cast.delegate)
    listed = made.listed.get()
    cast.delegate.memberships.update(ends_on=date(2021, 1, 1))
    assert as_delegate.get(url("saved_list", made.pk)).status_code == 403
    assert as_delegate.post(url("list_change", made.pk), {"name": "Autre"}).status_code == 404
    assert as_delegate.post(url("list_delete", made.pk)).status_code == 404
    assert as_delegate.post(url("listed_note", listed.pk), {"note": "x"}).status_code == 404
    assert list(FirmList.objects.values_list("name", flat=True)) == ["À moi"]


def test_who_writes_the_region_fills_its_shared_list(cast: Cast, as_delegate: Client) -> None:
    shared = acts.create_list(name="Commune", region=region("09"), by=cast.adviser)
    as_delegate.post(url("list_add"), {"list": shared.pk, "firm": [firm("Une").pk]})
    assert shared.listed.count() == 1
    assert cast.client("other_delegate").get(url("saved_list", shared.pk)).status_code == 404


def test_notes_and_removal(cast: Cast, as_delegate: Client) -> None:
    made = acts.create_list(name="Salon", by=cast.delegate)
    acts.add_firms(to=made, firms=[firm("Une")], by=cast.delegate)
    listed = made.listed.get()
    as_delegate.post(url("listed_note", listed.pk), {"note": "Stand 12"})
    assert "Stand 12" in text(as_delegate.get(url("saved_list", made.pk)))
    assert "Stand 12" in text(as_delegate.get(url("detail", listed.firm_id)))
    as_delegate.post(url("listed_remove", listed.pk))
    assert not made.listed.exists()
    assert Firm.objects.filter(name="Une").exists()


def test_a_list_is_renamed_shared_and_deleted(cast: Cast, as_delegate: Client) -> None:
    acts.create_list(name="Prise", by=cast.delegate)
    made = acts.create_list(name="Salon", by=cast.delegate)
    as_delegate.post(url("list_change", made.pk), {"name": "Prise", "region": ""})
    made.refresh_from_db()
    assert made.name == "Salon"
    as_delegate.post(url("list_change", made.pk), {"name": "Foire", "region": "09"})
    made.refresh_from_db()
    assert (made.name, made.region and made.region.code) == ("Foire", "09")
    as_delegate.post(url("list_delete", made.pk))
    assert not FirmList.objects.filter(pk=made.pk).exists()
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"exporters.list_changed", "exporters.list_deleted"} <= verbs


def test_the_export_of_a_list_can_be_brought_back(
    cast: Cast, as_secretariat: Client, data_folder: Path, tmp_path: Path
) -> None:
    made = acts.create_list(name="Salon", by=cast.secretariat)
    acts.add_firms(to=made, firms=[firm("Une"), firm("تعاونية", "01")], by=cast.secretariat)
    firm("Hors liste")
    answer = as_secretariat.get(url("download"), {"format": "csv", "list": made.pk})
    path = tmp_path / "list.csv"
    path.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    run = import_file(path, by=None)
    assert (run.rows_read, run.unchanged) == (2, 2)


def test_two_firms_of_a_list_that_are_one_stand_on_it_once(cast: Cast) -> None:
    winner, loser = firm("Une"), firm("Une bis")
    made = acts.create_list(name="Salon", by=cast.delegate)
    acts.add_firms(to=made, firms=[winner, loser], by=cast.delegate)
    merge_firms(winner=winner, loser=loser, by=None)
    assert list(made.listed.values_list("firm_id", flat=True)) == [winner.pk]


def test_names_and_rows_stand_once(cast: Cast) -> None:
    made = acts.create_list(name="Salon", by=cast.delegate)
    with pytest.raises(ListNameTaken):
        acts.create_list(name="Salon", by=cast.delegate)
    with pytest.raises(IntegrityError), transaction.atomic():
        FirmList.objects.create(name="Salon", kind="picked", owner=cast.delegate)
    one = make_firm()
    ListedFirm.objects.create(list=made, firm=one)
    with pytest.raises(IntegrityError), transaction.atomic():
        ListedFirm.objects.create(list=made, firm=one)
    acts.create_list(name="Salon", by=cast.adviser)  # another person's


def test_a_list_has_an_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nasij.exporters.acts.lists.LONGEST", 1)
    made = acts.create_list(name="Salon", by=cast.delegate)
    with pytest.raises(ListTooLong):
        acts.add_firms(to=made, firms=[make_firm(), make_firm()], by=cast.delegate)


def test_one_comes_back_to_this_site_only(as_delegate: Client) -> None:
    for evil in ("https://evil.example/", "//evil.example/"):
        data = {"new": evil[:20], "firm": [make_firm().pk], "back": evil}
        assert as_delegate.post(url("list_add"), data)["Location"] == url("list")
