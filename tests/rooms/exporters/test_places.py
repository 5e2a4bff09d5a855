"""A move is not an exit: seats keep their dates, files ask, groups do not go round in circles."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from nasij.audit.models import Event
from nasij.exporters import acts, queries
from nasij.exporters.enums import MoveKind, SiteKind
from nasij.exporters.errors import (
    AlreadyThere,
    GroupCycle,
    MoveBeforeTheSeat,
    PlaceElsewhere,
    SeatIsMoved,
    SiteClosedBeforeItOpened,
)
from nasij.exporters.models import Firm, Site
from nasij.files.places import Places
from nasij.files.problems import CellRefused, RowProblem
from nasij.intake.acts import import_file
from nasij.reference.days import DayOutOfReach
from nasij.reference.models import Territory
from nasij.sentences import in_every_language
from tests.factories import region
from tests.people import Cast
from tests.rooms.intake.files import make_ice

pytestmark = pytest.mark.django_db
SINCE = date(2024, 3, 1)


def url(name: str, *args: Any) -> str:
    with translation.override("fr"):
        return reverse(f"exporters:{name}", args=args)


def firm(code: str = "09", **values: Any) -> Firm:
    given = {"name": "Coopérative Tissaliwine", "region": region(code), **values}
    return acts.create_firm(values=given, by=None)


def commune(name: str, code: str) -> Any:
    return Places.load().commune(name, region(code))


def test_a_place_that_is_unknown_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of a thousand such rows took as long as one of ten thousand others."""
    looked: list[str] = []
    nearest = Places._nearest_place

    def look(places: Places, written: str, region: Territory) -> dict[str, Any]:
        looked.append(written)
        return nearest(places, written, region)

    monkeypatch.setattr(Places, "_nearest_place", look)
    places, home = Places.load(), region("09")
    for _row in range(3):
        with pytest.raises(CellRefused) as refused:
            places.commune("Agadyr", home)
        assert refused.value.code == RowProblem.COMMUNE_UNKNOWN
        assert refused.value.details["nearest"]["fr"] == "Agadir"
    assert looked == ["Agadyr"]


def seats(one: Firm) -> list[tuple[str, date | None, date | None]]:
    rows = one.sites.filter(is_seat=True).order_by("id")
    return [(seat.territory.region_code, seat.starts_on, seat.ends_on) for seat in rows]


def test_a_move_keeps_the_old_seat_with_its_last_day() -> None:
    one = firm(commune=commune("Agadir", "09"))
    acts.move_firm(firm=one, region=region("01"), commune=None, since=SINCE, by=None)
    one.refresh_from_db()
    assert (one.region.code, one.commune) == ("01", None)
    assert seats(one) == [("09", None, SINCE), ("01", SINCE, None)]
    event = Event.objects.get(verb="exporters.firm_moved")
    assert (event.region_code, event.before["region"], event.after["since"]) == (
        "01", "09", "2024-03-01",
    )  # fmt: skip


def test_a_correction_is_no_move() -> None:
    one = firm()
    acts.move_firm(firm=one, region=region("01"), commune=None, kind=MoveKind.CORRECTED, by=None)
    one.refresh_from_db()
    assert one.region.code == "01"
    assert seats(one) == []
    assert queries.region_moves(None) == []
    assert Event.objects.filter(verb="exporters.firm_place_corrected").count() == 1


def test_a_correction_rewrites_the_present_seat_only() -> None:
    one = firm()
    acts.move_firm(firm=one, region=region("01"), commune=None, since=SINCE, by=None)
    acts.move_firm(firm=one, region=region("02"), commune=None, kind=MoveKind.CORRECTED, by=None)
    assert seats(one) == [("09", None, SINCE), ("02", SINCE, None)]


def test_the_old_place_may_stay_as_a_site() -> None:
    one = firm()
    acts.move_firm(
        firm=one, region=region("01"), commune=None, since=SINCE, keeps_old_place=True, by=None
    )
    kept = one.sites.get(is_seat=False)
    assert (kept.territory.code, kept.starts_on, kept.ends_on) == ("09", SINCE, None)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"region": "09", "commune": None}, AlreadyThere),
        ({"region": "01", "commune": ("Agadir", "09")}, PlaceElsewhere),
        ({"region": "01", "since": timezone.localdate() + timedelta(days=3)}, DayOutOfReach),
        ({"region": "01", "since": date(26, 1, 5)}, DayOutOfReach),
    ],
)
def test_moves_that_cannot_be(given: dict[str, Any], error: type[Exception]) -> None:
    one = firm()
    place = commune(*given["commune"]) if given.get("commune") else None
    with pytest.raises(error), transaction.atomic():
        acts.move_firm(
            firm=one, region=region(given["region"]), commune=place, since=given.get("since"),
            by=None,
        )  # fmt: skip
    one.refresh_from_db()
    assert (one.region.code, seats(one)) == ("09", [])


def test_one_cannot_leave_before_one_came() -> None:
    one = firm()
    acts.move_firm(firm=one, region=region("01"), commune=None, since=SINCE, by=None)
    with pytest.raises(MoveBeforeTheSeat):
        acts.move_firm(firm=one, region=region("02"), commune=None, since=date(2020, 1, 1), by=None)


def test_the_region_left_keeps_the_move_without_the_page(
    as_delegate: Client, as_other_delegate: Client
) -> None:
    one = firm()
    data = {"kind": "moved", "region": "01", "commune": "", "since": "2024-03-01"}
    answer = as_delegate.post(url("move", one.pk), data, follow=True)
    assert answer.redirect_chain[-1][0] == url("moves")
    page = answer.content.decode()
    assert "Tissaliwine" in page
    assert url("detail", one.pk) not in page
    assert as_delegate.get(url("detail", one.pk)).status_code == 404
    page = as_other_delegate.get(url("moves")).content.decode()
    assert url("detail", one.pk) in page
    assert "1er mars" in as_other_delegate.get(url("detail", one.pk)).content.decode()


def test_moves_of_others_are_not_told(cast: Cast) -> None:
    one = firm("02")
    acts.move_firm(firm=one, region=region("03"), commune=None, since=SINCE, by=None)
    page = cast.client("delegate").get(url("moves")).content.decode()
    assert "Tissaliwine" not in page
    assert "Tissaliwine" in cast.client("secretariat").get(url("moves")).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"region": "01", "commune": "Qsar Ghayb"},
        {"region": "99"},
        {"region": "09", "kind": "moved"},
        {"region": "01", "since": "2099-01-01"},
    ],
)
def test_a_wrong_move_says_so_and_writes_nothing(
    as_delegate: Client, wrong: dict[str, str]
) -> None:
    one = firm()
    answer = as_delegate.post(url("move", one.pk), {"kind": "moved", **wrong})
    assert answer.context["form"].errors
    assert not Site.objects.exists()


def test_editing_a_commune_in_the_region_keeps_the_seats_in_step(as_delegate: Client) -> None:
    one = firm()
    path = url("edit", one.pk)

    def save(place: str) -> None:
        form = as_delegate.get(path).context["form"]
        data = {name: form.initial.get(name) or "" for name in form.fields}
        assert as_delegate.post(path, {**data, "commune": place}).status_code == 302

    save("Agadir")  # learnt, not moved to
    assert seats(one) == []
    save("Tiznit")
    assert seats(one) == [("09", None, timezone.localdate()), ("09", timezone.localdate(), None)]


def test_a_file_moves_nobody_and_says_so(data_folder: Path, tmp_path: Path) -> None:
    one = firm(identifier=make_ice(5), activity="Huiles")
    path = tmp_path / "national.csv"
    path.write_text(
        f"ice;name;region;commune;activity\n{make_ice(5)};Coopérative Tissaliwine;01;;Savons\n",
        encoding="utf-8",
    )
    run = import_file(path, by=None)
    one.refresh_from_db()
    assert (one.region.code, one.activity) == ("09", "Savons")
    assert (run.updated, run.warnings, run.rejected) == (1, 1, 0)
    problem = run.problems.get()
    assert (problem.column, problem.code, problem.details) == (
        "region", "region_kept", {"known": in_every_language(region("09"))},
    )  # fmt: skip
    again = import_file(path, by=None)
    assert (again.unchanged, again.warnings) == (1, 1)


# --- sites ----------------------------------------------------------------------------------------


def test_sites_are_added_and_closed_from_the_page(as_delegate: Client) -> None:
    one = firm()
    place = commune("Agadir", "09")
    data = {
        "site-territory": f"Agadir [{place.code}]", "site-kind": "packing",
        "site-label": "Station Nord", "site-starts_on": "2020-05-01",
    }  # fmt: skip
    assert as_delegate.post(url("site_add", one.pk), data).status_code == 302
    site = one.sites.get()
    assert (site.kind, site.is_seat, site.starts_on) == ("packing", False, date(2020, 5, 1))
    assert "Station Nord" in as_delegate.get(url("detail", one.pk)).content.decode()
    as_delegate.post(url("site_close", site.pk), {"on": "2019-01-01"})
    site.refresh_from_db()
    assert site.ends_on is None
    as_delegate.post(url("site_close", site.pk), {"on": "2023-01-01"})
    site.refresh_from_db()
    assert site.ends_on == date(2023, 1, 1)


def test_a_wrong_site_is_shown_open_as_it_was_filled(as_delegate: Client) -> None:
    one = firm()
    page = as_delegate.post(
        url("site_add", one.pk), {"site-territory": "Nulle-Part-Ici", "site-kind": "plant"}
    )
    assert page.status_code == 200
    assert "territory" in page.context["site_form"].errors
    assert "Nulle-Part-Ici" in page.content.decode()


def test_a_seat_is_moved_and_not_closed() -> None:
    one = firm()
    seat = Site.objects.create(firm=one, territory=region("09"), is_seat=True)
    with pytest.raises(SeatIsMoved):
        acts.close_site(site=seat, by=None)
    site = acts.add_site(
        firm=one, territory=region("01"), kind=SiteKind.PLANT, starts_on=SINCE, by=None
    )
    with pytest.raises(SiteClosedBeforeItOpened):
        acts.close_site(site=site, on=date(2020, 1, 1), by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Site.objects.create(
            firm=one, territory=region("09"), starts_on=SINCE, ends_on=date(2020, 1, 1)
        )


def test_another_region_touches_no_site(as_other_delegate: Client) -> None:
    one = firm()
    site = acts.add_site(firm=one, territory=region("09"), kind=SiteKind.PLANT, by=None)
    assert as_other_delegate.post(url("site_close", site.pk)).status_code == 404
    assert as_other_delegate.post(url("site_add", one.pk), {}).status_code == 404
    assert as_other_delegate.post(url("group", one.pk), {}).status_code == 404


def test_places_are_proposed_with_their_region(as_delegate: Client) -> None:
    found = as_delegate.get(url("place_suggestions") + "?q=agadir").json()["results"]
    assert any("Souss-Massa" in name for name in found)


# --- groups ---------------------------------------------------------------------------------------


def test_a_group_is_set_shown_and_left(as_delegate: Client) -> None:
    parent, one = firm(name="Holding Souss"), firm(name="Filiale")
    data = {"group-group": f"Holding Souss [{parent.pk}]"}
    assert as_delegate.post(url("group", one.pk), data).status_code == 302
    assert "Holding Souss" in as_delegate.get(url("detail", one.pk)).content.decode()
    assert "Filiale" in as_delegate.get(url("detail", parent.pk)).content.decode()
    as_delegate.post(url("group", one.pk), {"group-group": ""})
    one.refresh_from_db()
    assert one.group is None


def test_a_circle_is_refused() -> None:
    top, middle, low = (firm(name=name) for name in ("Haut", "Milieu", "Bas"))
    acts.set_group(firm=middle, group=top, by=None)
    acts.set_group(firm=low, group=middle, by=None)
    for group in (low, middle, top):
        with pytest.raises(GroupCycle), transaction.atomic():
            acts.set_group(firm=top, group=group, by=None)


def test_a_group_elsewhere_is_counted_and_not_named(cast: Cast, as_delegate: Client) -> None:
    parent, one = firm("01", name="Holding Cachee"), firm(name="Filiale")
    below = firm("01", name="Petite Cachee")
    acts.set_group(firm=one, group=parent, by=cast.secretariat)
    acts.set_group(firm=below, group=one, by=cast.secretariat)
    page = as_delegate.get(url("detail", one.pk)).content.decode()
    assert "Cachee" not in page
    assert "autre région" in page
    # It cannot be chosen by its number either.
    answer = as_delegate.post(url("group", one.pk), {"group-group": f"x [{below.pk}]"})
    assert "group" in answer.context["group_form"].errors
