"""Firms of files: by number matched, by name proposed; a person decides, and may take back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from nasij.audit.models import Event
from nasij.datasets.acts import load_association, load_customs, retire_snapshot
from nasij.datasets.models import Snapshot
from nasij.exporters import acts as exporters_acts
from nasij.exporters.enums import EvidenceSource, FirmStatus, MarketStanding
from nasij.exporters.identity.likeness import set_keys
from nasij.exporters.models import Firm, MarketEvidence, Standing
from nasij.exporters.queries import market_statuses
from nasij.filings import acts
from nasij.filings.enums import FilingState, MatchedBy
from nasij.filings.errors import FilingDecided
from nasij.filings.matching import looking as matching
from nasij.filings.matching.forgetting import leave_lines, lines_of
from nasij.filings.models import FiledFirm, Filing
from nasij.filings.queries import filed_counts, filed_firms, filing_counts, latest_filing
from nasij.intake.acts import import_file
from nasij.reference.models import Country, Definition
from tests.again import again
from tests.factories import make_firm, region
from tests.people import Cast
from tests.rooms.datasets.firm_lines import HEADINGS, LINES, ice, many, write

pytestmark = pytest.mark.django_db


def registered(name: str, code: str = "09", **fields: Any) -> Firm:
    firm = make_firm(code, name=name, **fields)
    set_keys(firm)
    firm.save()
    return firm


def load(folder: Path, lines: Any = tuple(LINES)) -> Snapshot:
    return load_customs(write(folder / "customs.csv", lines), by=None).snapshot


def filed(name: str) -> FiledFirm:
    return FiledFirm.objects.get(name=name)


@pytest.fixture
def snapshot(data_folder: Path, tmp_path: Path) -> Snapshot:
    """Firm 1 by its ICE, “Argan Taliouine” by its name, the two others not found."""
    again("four firms of a file", lambda: _four_firms(tmp_path), folder=data_folder)
    return Snapshot.objects.get()


def _four_firms(folder: Path) -> None:
    registered("Primeurs du Souss", identifier=ice(1))
    registered("Arganes Taliouine SARL")
    load(folder)


# --- matching ---------------------------------------------------------------------------------


def test_by_ice_it_is_matched_and_its_name_is_dropped(snapshot: Snapshot) -> None:
    matched = FiledFirm.objects.get(state=FilingState.MATCHED)
    assert (matched.firm.name, matched.matched_by) == ("Primeurs du Souss", MatchedBy.IDENTIFIER)  # type: ignore[union-attr]
    assert (matched.name, matched.place, matched.identifiers) == ("", "", {})


def test_firms_that_an_import_adds_are_looked_for_among_those_of_files(
    snapshot: Snapshot, tmp_path: Path, cast: Cast
) -> None:
    """Whether the registry or the customs file comes first says nothing of who is who."""
    lost = filed("Câblage du Détroit")
    assert lost.state == FilingState.UNMATCHED
    path = tmp_path / "registry.csv"
    path.write_text(
        f"Raison sociale;Région;ICE\n{lost.name};Tanger-Tétouan-Al Hoceima;{ice(3)}\n", "utf-8"
    )
    run = import_file(path, by=cast.secretariat)
    lost.refresh_from_db()
    assert (lost.state, lost.matched_by) == (FilingState.MATCHED, MatchedBy.IDENTIFIER)
    assert lost.firm is not None
    assert MarketEvidence.objects.filter(firm=lost.firm).exists()
    event = Event.objects.get(verb="filings.looked_again")
    assert (event.subject_id, event.after["matched"]) == (str(run.pk), 1)
    import_file(path, by=cast.secretariat)  # nothing is written, and nobody looked for
    assert Event.objects.filter(verb="filings.looked_again").count() == 1


def test_by_name_it_is_only_proposed_with_score_and_why(snapshot: Snapshot) -> None:
    proposed = filed("Argan Taliouine")
    assert proposed.state == FilingState.PROPOSED
    assert proposed.firm == Firm.objects.get(name="Arganes Taliouine SARL")
    assert proposed.score is not None
    assert 0.72 <= proposed.score <= 1
    assert proposed.reasons == ["same_name"]  # but for the plural and the legal form
    assert not MarketEvidence.objects.filter(firm=proposed.firm).exists()


def test_states_add_up_to_the_firms_of_the_file(data_folder: Path, tmp_path: Path) -> None:
    for number in (0, 3, 8):
        registered(f"Autre {number}", identifier=ice(number + 1))
    registered("Firme 12", "09")
    snapshot = load(tmp_path, many(300))
    counts = filing_counts(snapshot)
    assert sum(counts.values()) == snapshot.record["firms"] == 40
    assert counts[FilingState.MATCHED] == 3
    assert counts[FilingState.PROPOSED] >= 1


@pytest.mark.parametrize(
    ("field", "heading", "number"),
    [("export_code", "Code exportateur", "EX-77/1"), ("tax_number", "IF", "1234567"),
     ("register_number", "RC", "4455")],
)  # fmt: skip
def test_other_numbers_match_unless_the_names_speak_against(
    field: str, heading: str, number: str, data_folder: Path, tmp_path: Path
) -> None:
    firm = registered("Atlas Cuir", **{field: number})
    headings = (heading, "Nom", "Commune", "SH", "Pays", "Annee", "Valeur")
    line = (number, "ATLAS CUIR SARL", "Agadir", "420221", "FRA", "2024", "5")
    load_customs(write(tmp_path / "a.csv", [line], headings), by=None)
    assert FiledFirm.objects.get().firm == firm
    assert FiledFirm.objects.get().state == FilingState.MATCHED
    FiledFirm.objects.all().delete()
    other = (number, "Conserveries Doukkala", *line[2:])
    load_customs(write(tmp_path / "b.csv", [other], headings), by=None)
    assert FiledFirm.objects.get().state == FilingState.PROPOSED


def test_a_number_borne_by_two_firms_is_not_certain(data_folder: Path, tmp_path: Path) -> None:
    registered("Atlas Cuir", export_code="77")
    registered("Atlas Cuir Export", export_code="77")
    headings = ("Code exportateur", "Nom", "SH", "Pays", "Annee", "Valeur")
    line = ("77", "Atlas Cuir", "420221", "FRA", "2024", "5")
    load_customs(write(tmp_path / "a.csv", [line], headings), by=None)
    assert FiledFirm.objects.get().state == FilingState.PROPOSED


def test_an_arabic_name_is_proposed_across_scripts(data_folder: Path, tmp_path: Path) -> None:
    firm = registered("Aït Melloul Export")
    line = ("", "آيت ملول إكسبور", "أكادير", "0702", "FRA", "2024", "5")
    load(tmp_path, [line])
    assert filed("آيت ملول إكسبور").firm == firm


def test_loading_again_changes_nothing_and_records_nothing(
    snapshot: Snapshot, tmp_path: Path
) -> None:
    before = Event.objects.count(), MarketEvidence.objects.count(), Standing.objects.count()
    load(tmp_path)
    assert before == (
        Event.objects.count(), MarketEvidence.objects.count(), Standing.objects.count()
    )  # fmt: skip


def test_one_event_says_what_a_run_changed(snapshot: Snapshot) -> None:
    event = Event.objects.get(verb="filings.file_followed")
    assert event.after["new"] == 4
    assert event.after["matched"] == 1
    assert event.after["evidence"] == 2


def test_a_run_killed_in_the_middle_is_taken_up(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registered("Primeurs du Souss", identifier=ice(1))
    lines = many(300)
    monkeypatch.setattr(matching, "_CHUNK", 15)
    record, calls = matching._record, []

    def dying(*args: Any) -> int:
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return record(*args)

    with monkeypatch.context() as patch:
        patch.setattr(matching, "_record", dying)
        with pytest.raises(KeyboardInterrupt):
            load(tmp_path, lines)
    assert FiledFirm.objects.count() == 15
    snapshot = load(tmp_path, lines)  # the same file: only what was left undone
    assert sum(filing_counts(snapshot).values()) == 40
    assert filing_counts(snapshot)[FilingState.MATCHED] == 1
    assert Filing.objects.count() == 40


def test_a_firm_is_known_again_in_the_next_file(snapshot: Snapshot, tmp_path: Path) -> None:
    acts.leave_filing(filed=filed("Câblage du Détroit"), by=None)
    load_customs(write(tmp_path / "next.csv", [*LINES, LINES[0]]), by=None)
    assert FiledFirm.objects.count() == 4
    assert FiledFirm.objects.get(state=FilingState.LEFT).name == ""
    assert FiledFirm.objects.filter(state=FilingState.MATCHED).count() == 1


# --- what follows -----------------------------------------------------------------------------


def test_markets_follow_with_the_date_of_the_file(snapshot: Snapshot) -> None:
    firm = Firm.objects.get(name="Primeurs du Souss")
    found = {one.country.pk: one for one in market_statuses(firm)}
    assert found["FRA"].standing == MarketStanding.EXPORTS
    assert found["ESP"].standing == MarketStanding.EXPORTED  # in 2023 alone
    assert found["FRA"].source == EvidenceSource.CUSTOMS
    assert found["FRA"].evidence_on.isoformat() == "2024-06-30"
    assert list(firm.markets.values_list("pk", flat=True)) == ["FRA"]


def test_what_was_removed_by_hand_does_not_come_back(snapshot: Snapshot, tmp_path: Path) -> None:
    firm, france = Firm.objects.get(name="Primeurs du Souss"), Country.objects.get(pk="FRA")
    exporters_acts.remove_market(firm=firm, country=france, by=None)
    load_customs(write(tmp_path / "n.csv", [*LINES, (*LINES[0][:5], "2025-01", "9")]), by=None)
    assert "FRA" not in {one.country.pk for one in market_statuses(firm)}


def test_standings_follow_the_definitions_that_can_be_computed(snapshot: Snapshot) -> None:
    firm = Firm.objects.get(name="Primeurs du Souss")
    found = {one.definition_id: (one.status, one.year, one.source) for one in firm.standings.all()}
    existing = (FirmStatus.EXISTING, 2024, EvidenceSource.CUSTOMS)
    # Two years decide neither four years running nor a mean of three.
    assert found == {"exporter_any": existing, "exporter_active": existing}


def test_windows_and_runs_are_computed_when_the_years_are_there(
    data_folder: Path, tmp_path: Path
) -> None:
    firm = registered("Primeurs du Souss", identifier=ice(1))
    lines = [
        (ice(1), "X", "Agadir", "070200", "FRA", str(year), "6000000") for year in range(2021, 2025)
    ]
    load(tmp_path, lines)
    found = set(firm.standings.values_list("definition_id", flat=True))
    assert found == {"exporter_any", "exporter_active", "exporter_confirmed", "exporter_regular"}


def test_one_who_stopped_is_a_past_exporter(data_folder: Path, tmp_path: Path) -> None:
    firm = registered("Argan Taliouine", identifier=ice(2))
    load(tmp_path)
    firm.refresh_from_db()
    assert firm.status == FirmStatus.PAST
    assert firm.standings.get(definition="exporter_any").status == FirmStatus.PAST


def test_a_status_that_nobody_said_follows_the_file(snapshot: Snapshot) -> None:
    assert Firm.objects.get(name="Primeurs du Souss").status == FirmStatus.EXISTING


def test_what_people_said_is_not_overwritten(data_folder: Path, tmp_path: Path) -> None:
    firm = registered("Primeurs", identifier=ice(1), status=FirmStatus.POTENTIAL)
    definition = Definition.objects.get(pk="exporter_any")
    exporters_acts.declare_standing(
        firm=firm, definition=definition, status=FirmStatus.POTENTIAL, year=2024, by=None
    )
    load(tmp_path)
    firm.refresh_from_db()
    assert firm.status == FirmStatus.POTENTIAL
    sources = dict(firm.standings.filter(definition=definition).values_list("source", "status"))
    assert sources == {"declared": FirmStatus.POTENTIAL, "customs": FirmStatus.EXISTING}


def test_members_of_an_association_are_evidence_of_its_own(
    data_folder: Path, tmp_path: Path
) -> None:
    firm = registered("Primeurs", identifier=ice(1))
    path = write(tmp_path / "m.csv", [(ice(1), "Primeurs", "FRA")], ("ICE", "Nom", "Pays"))
    load_association(path, by=None, year=2024)
    (status,) = market_statuses(firm)
    assert (status.source, status.standing) == (EvidenceSource.ASSOCIATION, MarketStanding.EXPORTS)
    assert not firm.standings.exists()


# --- decisions --------------------------------------------------------------------------------


def test_confirming_a_proposal_matches_and_follows(snapshot: Snapshot, cast: Cast) -> None:
    one = filed("Argan Taliouine")
    firm = one.firm
    assert firm is not None
    events = Event.objects.count()
    acts.match_filing(filed=one, firm=firm, by=cast.delegate)
    one.refresh_from_db()
    assert (one.state, one.matched_by, one.name) == (FilingState.MATCHED, MatchedBy.PERSON, "")
    assert one.decided_by == cast.delegate
    assert [found.country.pk for found in market_statuses(firm)] == ["FRA"]
    assert Event.objects.count() == events + 1
    assert "Argan Taliouine" not in str(Event.objects.latest("pk").after)


def test_a_refused_proposal_is_remembered(snapshot: Snapshot, tmp_path: Path) -> None:
    one = filed("Argan Taliouine")
    acts.refuse_filing(filed=one, by=None)
    assert one.state == FilingState.UNMATCHED
    load_customs(write(tmp_path / "n.csv", [*LINES, LINES[1]]), by=None)
    assert filed("Argan Taliouine").state == FilingState.UNMATCHED


def test_a_match_can_be_taken_back(snapshot: Snapshot, tmp_path: Path) -> None:
    one = FiledFirm.objects.get(state=FilingState.MATCHED)
    firm = one.firm
    assert firm is not None
    acts.unmatch_filing(filed=one, by=None)
    firm.refresh_from_db()
    assert market_statuses(firm) == []
    assert not firm.standings.exists()
    assert firm.status == FirmStatus.UNKNOWN
    assert not firm.markets.exists()
    load_customs(write(tmp_path / "n.csv", [*LINES, LINES[0]]), by=None)
    one.refresh_from_db()
    assert (one.state, one.name) == (FilingState.UNMATCHED, "Souss Primeurs SARL")


def test_taking_back_leaves_what_another_line_says(data_folder: Path, tmp_path: Path) -> None:
    firm = registered("Primeurs", identifier=ice(1), export_code="E1")
    first = write(tmp_path / "a.csv", [LINES[0]])
    headings = ("Code exportateur", "SH", "Pays", "Annee", "Valeur")
    load_customs(first, by=None)
    load_customs(
        write(tmp_path / "b.csv", [("E1", "070200", "USA", "2024", "7")], headings), by=None
    )
    assert {one.country.pk for one in market_statuses(firm)} == {"FRA", "USA"}
    numbered = FiledFirm.objects.get(filings__snapshot__origin="a.csv")
    acts.unmatch_filing(filed=numbered, by=None)
    assert {one.country.pk for one in market_statuses(firm)} == {"USA"}


def test_a_firm_is_added_from_the_line(snapshot: Snapshot, cast: Cast) -> None:
    one = filed("Câblage du Détroit")
    events = Event.objects.count()
    firm = acts.create_from_filing(filed=one, region=region("01"), by=cast.secretariat)
    assert (firm.name, firm.identifier, firm.region.code) == ("Câblage du Détroit", ice(3), "01")
    assert [found.country.pk for found in market_statuses(firm)] == ["ESP"]
    assert FiledFirm.objects.get(firm=firm).matched_by == MatchedBy.CREATED
    assert Event.objects.count() == events + 1


@pytest.mark.parametrize(
    ("name", "name_ar", "kept"),
    [
        ("Câblage", "كابلات", ("Câblage", "كابلات", "")),
        ("Câblage", "CABLAGE SARL", ("Câblage", "", "CABLAGE SARL")),
        ("", "CABLAGE SARL", ("CABLAGE SARL", "", "")),
        ("", "كابلات", ("كابلات", "كابلات", "")),
    ],
)
def test_a_name_without_arabic_letters_is_no_arabic_name(
    snapshot: Snapshot, name: str, name_ar: str, kept: tuple[str, str, str]
) -> None:
    one = filed("Câblage du Détroit")
    FiledFirm.objects.filter(pk=one.pk).update(name=name, name_ar=name_ar)
    firm = acts.create_from_filing(filed=one, region=region("01"), by=None)
    assert (firm.name, firm.name_ar, firm.trade_names) == kept


def test_what_was_decided_is_not_decided_twice(snapshot: Snapshot) -> None:
    one = FiledFirm.objects.get(state=FilingState.MATCHED)
    with pytest.raises(FilingDecided):
        acts.leave_filing(filed=one, by=None)
    with pytest.raises(FilingDecided):
        acts.refuse_filing(filed=filed("Câblage du Détroit"), by=None)
    with pytest.raises(FilingDecided):
        acts.unmatch_filing(filed=filed("Câblage du Détroit"), by=None)
    with pytest.raises(FilingDecided):
        acts.return_filing(filed=filed("Câblage du Détroit"), by=None)


@pytest.mark.parametrize("act", [acts.leave_filing, acts.refuse_filing])
def test_who_decides_later_is_refused(snapshot: Snapshot, act: Any) -> None:
    """Two people at once on one line: each page showed it undecided."""
    slower = filed("Argan Taliouine")
    acts.match_filing(filed=filed("Argan Taliouine"), firm=slower.firm, by=None)
    with pytest.raises(FilingDecided):
        act(filed=slower, by=None)
    assert FiledFirm.objects.get(pk=slower.pk).state == FilingState.MATCHED


def test_left_aside_loses_its_name_and_can_be_taken_up(snapshot: Snapshot) -> None:
    one = filed("Câblage du Détroit")
    acts.leave_filing(filed=one, by=None)
    assert (one.state, one.name, one.identifiers) == (FilingState.LEFT, "", {})
    acts.return_filing(filed=one, by=None)
    assert one.state == FilingState.UNMATCHED


def test_names_go_when_the_file_is_retired_and_come_back_when_it_is_loaded(
    snapshot: Snapshot, tmp_path: Path
) -> None:
    retire_snapshot(snapshot=snapshot, by=None)
    assert not FiledFirm.objects.exclude(name="", place="", identifiers={}).exists()
    load(tmp_path)
    assert filed("Câblage du Détroit").identifiers == {"identifier": ice(3)}
    assert Snapshot.objects.filter(kind="customs").count() == 1


def test_erasing_a_firm_reaches_the_lines_that_name_it(snapshot: Snapshot, tmp_path: Path) -> None:
    firm = registered("Cooperative Tissa")
    assert leave_lines(firm, by=None) == 1
    assert not FiledFirm.objects.filter(name__contains="Tissa").exists()
    load_customs(write(tmp_path / "n.csv", [*LINES, LINES[-1]]), by=None)
    assert not FiledFirm.objects.filter(name__contains="Tissa").exists()
    assert leave_lines(firm, by=None) == 0


def test_merging_moves_the_lines_and_the_refusals(snapshot: Snapshot) -> None:
    one = FiledFirm.objects.get(state=FilingState.MATCHED)
    loser, winner = one.firm, registered("Autre")
    other = filed("Câblage du Détroit")
    assert loser is not None
    other.not_firms.add(loser, winner)
    exporters_acts.declare_standing(
        firm=winner,
        definition=Definition.objects.get(pk="exporter_any"),
        status=FirmStatus.PAST,
        year=None,
        by=None,
    )
    merge = exporters_acts.merge_firms(winner=winner, loser=loser, by=None)
    one.refresh_from_db()
    assert one.firm == winner
    assert set(other.not_firms.all()) == {winner}
    assert winner.standings.filter(definition="exporter_any").count() == 2  # two sources
    exporters_acts.undo_merge(merge=merge, by=None)
    one.refresh_from_db()
    assert one.firm == loser
    assert set(other.not_firms.all()) == {winner, loser}


# --- constraints ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("filed_firm_linked", {"state": FilingState.MATCHED}),
        ("filed_firm_nameless_when_decided", {"state": FilingState.LEFT, "name": "Somebody"}),
    ],
)
def test_a_filed_firm_breaks_no_rule(name: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=name):
        FiledFirm.objects.create(code="x", **wrong)


def test_a_file_speaks_of_a_firm_once(snapshot: Snapshot) -> None:
    first = Filing.objects.first()
    assert first is not None
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_a_source_says_one_standing_under_a_definition() -> None:
    firm, definition = make_firm(), Definition.objects.get(pk="exporter_any")
    Standing.objects.create(firm=firm, definition=definition, status=FirmStatus.PAST)
    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.create(firm=firm, definition=definition, status=FirmStatus.EXISTING)


# --- pages and rights -------------------------------------------------------------------------


def url(name: str, *args: Any) -> str:
    with translation.override("fr"):
        return reverse(f"filings:{name}", args=args)


def test_a_delegate_sees_the_lines_of_the_region(
    snapshot: Snapshot, as_delegate: Client, as_other_delegate: Client, as_secretariat: Client
) -> None:
    def seen(client: Client) -> str:
        return "".join(
            client.get(url("list"), {"state": state}).content.decode()
            for state in FilingState.values
        )

    mine, theirs, everyones = seen(as_delegate), seen(as_other_delegate), seen(as_secretariat)
    assert "Argan Taliouine" in mine
    assert "Primeurs du Souss" in mine
    assert "Câblage" not in mine
    assert "Tissa" not in mine  # the file places it nowhere
    assert "Câblage" in theirs
    assert "Argan" not in theirs
    assert all(name in everyones for name in ("Argan", "Câblage", "Tissa", "Primeurs"))


def test_an_empty_list_says_what_the_others_hold(
    data_folder: Path, tmp_path: Path, as_delegate: Client, as_other_delegate: Client
) -> None:
    load(tmp_path, LINES[:1])
    page = as_delegate.get(url("list")).text
    assert "Rien à confirmer" in page
    assert f'href="{url("list")}?state=unmatched">Non trouvées\u00a0: 1</a>' in page
    assert "quand un fichier" not in page
    searched = {"state": "unmatched", "text": "personne"}
    assert "ne correspond à cette recherche" in as_delegate.get(url("list"), searched).text
    assert f"{url('list')}?state=unmatched" in as_delegate.get("/fr/desk/").text
    assert "quand un fichier" in as_other_delegate.get(url("list")).text
    assert "?state=unmatched" not in as_other_delegate.get("/fr/desk/").text


ACTIONS = ("match", "refuse", "create", "leave", "return", "unmatch")


def test_a_line_of_another_region_is_not_there(
    snapshot: Snapshot, as_other_delegate: Client, cast: Cast
) -> None:
    one = filed("Argan Taliouine")
    for client in (as_other_delegate, cast.client("analyst")):
        answers = [client.get(url("firm", one.pk))]
        answers += [client.post(url(name, one.pk), {"firm": one.firm_id}) for name in ACTIONS]
        assert {answer.status_code for answer in answers} == {404}
    one.refresh_from_db()
    assert one.state == FilingState.PROPOSED


def test_an_analyst_has_no_list_of_firms(snapshot: Snapshot, cast: Cast) -> None:
    assert cast.client("analyst").get(url("list")).status_code == 403
    assert cast.client("partner").get(url("list")).status_code == 403


def test_a_proposal_of_another_region_is_not_shown(
    data_folder: Path, tmp_path: Path, as_delegate: Client, as_secretariat: Client
) -> None:
    firm = registered("Zellige Tissaoui Fils", "01")
    load(tmp_path, [(ice(9), "Zellige Tissaoui Fils", "Agadir", "6908", "FRA", "2024", "5")])
    one = filed("Zellige Tissaoui Fils")
    assert one.firm == firm
    page = as_delegate.get(url("firm", one.pk)).content.decode()
    assert reverse("exporters:detail", args=[firm.pk]) not in page
    assert as_delegate.post(url("match", one.pk), {"firm": firm.pk}).status_code == 404
    assert (
        reverse("exporters:detail", args=[firm.pk])
        in as_secretariat.get(url("firm", one.pk)).content.decode()
    )


def test_a_delegate_decides_on_the_page(snapshot: Snapshot, as_delegate: Client) -> None:
    one = filed("Argan Taliouine")
    page = as_delegate.get(url("firm", one.pk), {"q": "Taliouine"}).content.decode()
    assert "Arganes Taliouine SARL" in page
    assert "151590" in page
    answer = as_delegate.post(url("match", one.pk), {"firm": one.firm_id}, follow=True)
    assert answer.status_code == 200
    one.refresh_from_db()
    assert one.state == FilingState.MATCHED
    as_delegate.post(url("unmatch", one.pk))
    one.refresh_from_db()
    assert one.state == FilingState.UNMATCHED
    as_delegate.post(url("create", one.pk), {"region": "09"})
    one.refresh_from_db()
    assert one.matched_by == MatchedBy.CREATED


def test_a_delegate_adds_no_firm_to_another_region(snapshot: Snapshot, as_delegate: Client) -> None:
    one = filed("Argan Taliouine")
    as_delegate.post(url("create", one.pk), {"region": "01"})
    one.refresh_from_db()
    assert one.state == FilingState.PROPOSED


def test_only_firms_of_years_in_use_are_counted(tmp_path: Path) -> None:
    """A newer file of the same years replaces the older: its firms were counted with the new."""
    load(tmp_path)
    write(tmp_path / "newer.csv", [LINES[0], LINES[4]])
    newer = load_customs(tmp_path / "newer.csv", by=None).snapshot
    assert filed_counts(None) == filing_counts(newer)
    assert len(filed_firms(None)) == 2
    assert latest_filing(filed("Argan Taliouine")) is None


def test_firms_of_a_file_in_another_currency_are_not_counted(tmp_path: Path) -> None:
    load(tmp_path)
    headings = (*HEADINGS[:-1], "Valeur FOB (EUR)")
    newer = load_customs(write(tmp_path / "eur.csv", [LINES[4]], headings), by=None).snapshot
    assert filed_counts(None) == filing_counts(newer)


def test_an_older_file_keeps_the_firms_of_its_other_years(tmp_path: Path) -> None:
    load(tmp_path)
    load_customs(write(tmp_path / "newer.csv", [LINES[4]]), by=None)  # of 2024 alone
    assert {firm.name for firm in filed_firms(None)} >= {"Argan Taliouine", "Câblage du Détroit"}
    assert len(filed_firms(None)) == 3  # the cooperative exported in 2024 only


def test_a_later_file_with_numbers_among_names_takes_no_name_away(
    data_folder: Path, tmp_path: Path
) -> None:
    """The number stood in place of the name, and what was proposed by name was gone."""
    registered("Argan Taliouine")
    load(tmp_path)
    before = set(FiledFirm.objects.values_list("name", "state"))
    lines = [(ice(2), "2024-07", "100")]
    headings = ("Exportateur", "Période", "Valeur FOB (MAD)")
    load_customs(write(tmp_path / "later.csv", lines, headings), by=None)
    assert set(FiledFirm.objects.values_list("name", "state")) == before


def test_a_number_among_names_is_matched_by_number(data_folder: Path, tmp_path: Path) -> None:
    firm = registered("Souss Primeurs", identifier=ice(100_001))
    lines = [(ice(100_001).lstrip("0"), "2024-07", "100"), ("Autre firme", "2024-07", "100")]
    headings = ("Exportateur", "Période", "Valeur FOB (MAD)")
    load_customs(write(tmp_path / "numbers.csv", lines, headings), by=None)
    (line,) = FiledFirm.objects.filter(firm=firm)
    assert line.name == ""


def test_a_number_said_twice_is_no_name(data_folder: Path, tmp_path: Path) -> None:
    """It took the place of the name that a year before had given."""
    headings = ("ICE", "Exportateur", "Période", "Valeur FOB (MAD)")
    number = ice(100_001)
    lines = [(number, "Firme A", "2023-07", "100"), (number, number, "2024-07", "100")]
    load_customs(write(tmp_path / "a.csv", lines, headings), by=None)
    assert filed("Firme A").identifiers["identifier"] == number


@pytest.mark.parametrize("form", ["ICE {}", "{} - SOCIETE ZY", "ICE:{} / RC 12", "ZY ({})"])
@pytest.mark.parametrize("heading", ["Exportateur", "Nom arabe"])
def test_an_erasure_finds_a_number_that_stands_for_a_name(
    heading: str, form: str, data_folder: Path, tmp_path: Path
) -> None:
    """Beside a number of another kind it stays there, by which all rows of its firm are known. A
    short name is no number of a register."""
    headings = ("Code opérateur", heading, "Période", "Valeur FOB (MAD)")
    lines = [("A7", form.format(ice(100_001)), "2024-07", "100"), ("A8", "217", "2024-07", "1")]
    load_customs(write(tmp_path / "a.csv", lines, headings), by=None)
    firm = registered("Une autre", identifier=ice(100_001), register_number="217")
    assert leave_lines(firm, by=None) == 1
    assert FiledFirm.objects.exclude(state=FilingState.LEFT).count() == 1


def test_an_erasure_leaves_the_numbers_of_others_alone(data_folder: Path, tmp_path: Path) -> None:
    """Any number of a line counted as any of the firm's, and no file brought its line back."""
    headings = ("Code opérateur", "RC", "Tribunal", "Exportateur", "Période", "Valeur FOB (MAD)")
    lines = [
        ("4711", "", "", "Conserverie du Nord", "2024-07", "100"),
        ("12", "4711", "Casablanca", "Troisième SARL", "2024-07", "100"),
        ("13", "4711", "Agadir", "Celle de l'Atlas", "2024-07", "100"),
    ]
    load_customs(write(tmp_path / "a.csv", lines, headings), by=None)
    firm = registered("Une autre", register_number="4711", register_court="Agadir")
    assert [line.name for line in lines_of(firm)] == ["Celle de l'Atlas"]


@pytest.mark.parametrize("name", ["3M", "2000", "212", "0522 12 34 56", ice(100_001)[:-1] + "x"])
def test_digits_in_a_name_make_no_number(name: str, data_folder: Path, tmp_path: Path) -> None:
    headings = ("Exportateur", "Période", "Valeur FOB (MAD)")
    load_customs(write(tmp_path / "a.csv", [(name, "2024-07", "100")], headings), by=None)
    assert filed(name).state == FilingState.UNMATCHED
