"""Importing: every row is counted once, explained, and written once."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from python_calamine import CalamineWorkbook

from nasij.audit.models import Event
from nasij.exporters.fields import headings as own_headings
from nasij.exporters.models import Firm
from nasij.files.problems import reason
from nasij.intake.acts import (
    apply_import,
    cancel_import,
    confirm_import,
    import_file,
    imports,
    remember_columns,
    start_import,
)
from nasij.intake.acts import applying as import_acts
from nasij.intake.enums import ImportState
from nasij.intake.errors import ImportRunsElsewhere, ImportSettled
from nasij.intake.models import ImportedRow, ImportProblem, ImportRun
from tests.factories import make_firm, region
from tests.rooms.intake.files import (
    HEADINGS_FR,
    Expected,
    known_places,
    make_ice,
    messy_rows,
    simple_row,
    write_csv,
    write_xlsx,
)

pytestmark = pytest.mark.django_db


CHUNK = 200


def counts(run: ImportRun) -> tuple[int, int, int, int, int]:
    return run.rows_read, run.created, run.updated, run.unchanged, run.rejected


def snapshot() -> list[dict[str, Any]]:
    """The registry without what differs between two equal runs."""
    firms = Firm.objects.order_by("name", "identifier", "region__code").prefetch_related("products")
    return [
        {
            **{
                field.attname: getattr(firm, field.attname)
                for field in Firm._meta.concrete_fields
                if field.name not in {"id", "created_at", "changed_at"}
            },
            "products": sorted(product.code for product in firm.products.all()),
        }
        for firm in firms
    ]


@pytest.fixture
def messy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Expected]:
    """Three chunks of a file; `test_hostile_files.py` has one of the full size."""
    monkeypatch.setattr("nasij.intake.rows.preview.CHUNK", CHUNK)
    rows, expected = messy_rows(3 * CHUNK, known_places())
    return write_xlsx(tmp_path / "adherents.xlsx", rows, HEADINGS_FR), expected


def test_every_row_is_counted_once(data_folder: Path, messy: tuple[Path, Expected]) -> None:
    path, expected = messy
    told: list[tuple[int, int]] = []
    run = import_file(
        path, by=None, language="fr", progress=lambda done, total, what: told.append((done, total))
    )
    assert (told[0], told[-1]) == ((CHUNK, 3 * CHUNK), (3 * CHUNK, 3 * CHUNK))
    assert run.state == ImportState.FINISHED
    assert run.rows_read == expected.read
    assert run.rows_read == run.created + run.updated + run.unchanged + run.rejected
    assert run.rejected == expected.rejected
    assert run.created == expected.read - expected.rejected == Firm.objects.count()
    assert run.warnings == run.problems.filter(is_rejection=False).count()
    codes = list(run.problems.values_list("code", flat=True))
    assert (
        sum(code in {"identifier_key", "identifier_length"} for code in codes)
        == expected.doubtful_ices
    )
    assert codes.count("commune_unknown") == expected.unknown_communes
    assert codes.count("identifier_scientific") == expected.scientific
    assert sum(code.startswith("duplicate_") for code in codes) == expected.duplicates
    assert Firm.objects.filter(language="ar").count() == expected.arabic_only


def test_the_same_file_again_changes_nothing(
    data_folder: Path, messy: tuple[Path, Expected]
) -> None:
    path, expected = messy
    import_file(path, by=None)
    before = snapshot()
    run = import_file(path, by=None)
    assert counts(run) == (
        expected.read, 0, 0, expected.read - expected.rejected, expected.rejected,
    )  # fmt: skip
    assert snapshot() == before


def test_a_kill_in_the_middle_then_a_second_run_equals_one_clean_run(
    data_folder: Path, messy: tuple[Path, Expected], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = messy
    clean = import_file(path, by=None)
    state, clean_counts = snapshot(), counts(clean)
    problems = list(clean.problems.values_list("line", "code"))
    Firm.objects.all().delete()
    ImportRun.objects.all().delete()

    write, calls = import_acts.applying.write, []

    def dies_in_the_second_chunk(run: ImportRun, chunk: list[Any]) -> None:
        calls.append(1)
        write(run, chunk)
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(import_acts.applying, "write", dies_in_the_second_chunk)
    with pytest.raises(KeyboardInterrupt):
        import_file(path, by=None)
    stopped = ImportRun.objects.get()  # the whole first chunk is written, nothing of the second
    assert stopped.rows_done == CHUNK == stopped.created + stopped.rejected
    assert Firm.objects.count() == stopped.created
    monkeypatch.setattr(import_acts.applying, "write", write)
    again = import_file(path, by=None)
    assert counts(again) == clean_counts
    assert snapshot() == state
    assert list(again.problems.values_list("line", "code")) == problems
    assert ImportRun.objects.count() == 1


def test_rejects_file_names_row_column_value_reason_and_remedy_in_the_language(
    data_folder: Path, tmp_path: Path
) -> None:
    rows = [simple_row(), simple_row(name="Sans région", region="Atlantide")]
    run = import_file(write_csv(tmp_path / "f.csv", rows), by=None, language="ar")
    assert run.rejected == 1
    book = CalamineWorkbook.from_path(str(data_folder / run.rejects_path))
    headings, row = book.get_sheet_by_index(0).to_python()
    place, _column, value, reason, remedy = row[-5:]
    with translation.override("ar"):
        assert list(own_headings()) == headings[:-5]
    assert (place, value) == ("3", "Atlantide")
    assert "Atlantide" in reason
    assert remedy
    assert ImportProblem.objects.get(run=run, is_rejection=True).column == "region"


def test_rejects_are_written_before_the_transaction_that_records_them(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large book takes minutes, in which nobody could sign in."""
    path = write_csv(tmp_path / "f.csv", [simple_row(region="Atlantide")])
    outside, depths = len(connection.savepoint_ids), []
    write = import_acts.write_book

    def measured(*given: Any) -> None:
        depths.append(len(connection.savepoint_ids))
        write(*given)

    def fail(*_given: Any, **_named: Any) -> None:
        raise OSError("no room for the record")

    monkeypatch.setattr(import_acts, "write_book", measured)
    with monkeypatch.context() as patched:
        patched.setattr(import_acts, "record", fail)
        with pytest.raises(OSError, match="no room"):
            import_file(path, by=None)
    assert not list((data_folder / "imports" / "rejects").iterdir())
    run = import_file(path, by=None)
    assert depths == [outside, outside]
    assert (data_folder / run.rejects_path).is_file()


@pytest.mark.parametrize("quicker", [cancel_import, confirm_import])
@pytest.mark.parametrize(
    "act",
    [cancel_import, confirm_import, partial(remember_columns, columns={"Tél.": "phone"})],
)
def test_who_was_slower_is_refused(
    data_folder: Path, tmp_path: Path, quicker: Any, act: Any
) -> None:
    """Two acts at once on one import: each found it waiting for confirmation."""
    path = write_csv(tmp_path / "f.csv", [simple_row()])
    run = start_import(path=path, file_name="f.csv", region=None, by=None)
    slower = ImportRun.objects.get()
    quicker(run=run, by=None)
    with pytest.raises((ImportSettled, ImportRunsElsewhere)):
        act(run=slower, by=None)
    assert ImportRun.objects.get().state == run.state
    assert not Event.objects.filter(verb="intake.columns_named").exists()


def test_an_import_that_stopped_is_taken_up_once(data_folder: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "f.csv", [simple_row()])
    run = start_import(path=path, file_name="f.csv", region=None, by=None)
    ImportRun.objects.update(state=ImportState.RUNNING)
    slower = ImportRun.objects.get()
    confirm_import(run=ImportRun.objects.get(), by=None)
    with pytest.raises(ImportRunsElsewhere):
        confirm_import(run=slower, by=None)
    ImportRun.objects.update(state=ImportState.CANCELLED)
    with pytest.raises(ImportSettled):
        apply_import(run=run, by=None)
    assert not Firm.objects.exists()


def test_corrected_rejects_can_be_brought_back(data_folder: Path, tmp_path: Path) -> None:
    rows = [simple_row(name="Sans région", region="Atlantide")]
    run = import_file(write_csv(tmp_path / "f.csv", rows), by=None)
    sheet = CalamineWorkbook.from_path(str(data_folder / run.rejects_path)).get_sheet_by_index(0)
    headings, row = sheet.to_python()
    written = dict(zip(headings, row, strict=True))
    corrected = written | {name: "Oriental" for name in written if written[name] == "Atlantide"}
    path = tmp_path / "corrected.csv"
    path.write_text(
        ";".join(headings) + "\n" + ";".join(f'"{corrected[name]}"' for name in headings),
        encoding="utf-8",
    )
    assert counts(import_file(path, by=None)) == (1, 1, 0, 0, 0)


def test_an_empty_cell_says_nothing_and_erases_nothing(data_folder: Path, tmp_path: Path) -> None:
    firm = make_firm(name="x", identifier=make_ice(1), activity="Huiles", employees=12)
    rows = [simple_row(name="Nom neuf", identifier=make_ice(1))]
    run = import_file(write_csv(tmp_path / "f.csv", rows), by=None)
    firm.refresh_from_db()
    assert counts(run) == (1, 0, 1, 0, 0)
    assert (firm.name, firm.activity, firm.employees) == ("Nom neuf", "Huiles", 12)
    trace = ImportedRow.objects.get(firm=firm)
    assert (trace.before, trace.after) == ({"name": "x"}, {"name": "Nom neuf"})


@pytest.mark.parametrize(
    "written",
    ["{0}", " {1} {2} {3} ", "{1}.{2}.{3}", "ICE {0}", "{bare}"],
)
def test_spellings_of_one_identifier_mean_one_firm(
    data_folder: Path, tmp_path: Path, written: str
) -> None:
    ice = "001792926000012"
    firm = make_firm(identifier=ice)
    cell = written.format(ice, ice[:9], ice[9:13], ice[13:], bare=ice.lstrip("0"))
    run = import_file(write_csv(tmp_path / "f.csv", [simple_row(identifier=cell)]), by=None)
    assert counts(run) == (1, 0, 1, 0, 0)
    assert Firm.objects.get().pk == firm.pk


def test_arabic_indic_digits_mean_the_same_firm(data_folder: Path, tmp_path: Path) -> None:
    make_firm(identifier="001792926000012")
    cell = "001792926000012".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    import_file(write_csv(tmp_path / "f.csv", [simple_row(identifier=cell)]), by=None)
    assert Firm.objects.count() == 1


def test_a_doubtful_ice_is_kept_and_identifies_nobody(data_folder: Path, tmp_path: Path) -> None:
    rows = [
        simple_row(name="Un", identifier="123456789012345"),
        simple_row(name="Deux", identifier="123456789012345"),
    ]
    path = write_csv(tmp_path / "f.csv", rows)
    run = import_file(path, by=None)
    assert (run.created, run.warnings) == (2, 4)
    assert set(Firm.objects.values_list("identifier", "identifier_doubtful")) == {
        ("123456789012345", True)
    }
    # Only the control digits were once said to be wrong, and not that two firms share a number.
    with translation.override("en"):
        shared = run.problems.filter(code="identifier_shared").order_by("line")
        assert [reason(one.code, one.value, one.details) for one in shared] == [
            "Row 3 of this file, “Deux”, has this identifier too.",
            "Row 2 of this file, “Un”, has this identifier too.",
        ]
    again = import_file(path, by=None)
    assert (again.unchanged, again.warnings) == (2, 4)
    rows = [simple_row(name="Trois", identifier="123456789012345")]
    run = import_file(write_csv(tmp_path / "g.csv", rows), by=None)
    assert run.problems.get(code="identifier_known").details == {"name": "Un"}


def test_a_doubtful_ice_does_not_replace_a_good_one(data_folder: Path, tmp_path: Path) -> None:
    firm = make_firm(name="Tissaliwine", match_key="tissaliwine", identifier=make_ice(5))
    rows = [simple_row(identifier="123")]
    run = import_file(write_csv(tmp_path / "f.csv", rows), by=None)
    firm.refresh_from_db()
    assert firm.identifier == make_ice(5)
    assert set(run.problems.values_list("code", flat=True)) == {
        "identifier_length",
        "identifier_kept",
    }


def test_two_identifiers_under_one_name_are_two_firms(data_folder: Path, tmp_path: Path) -> None:
    make_firm(name="Tissaliwine", match_key="tissaliwine", identifier=make_ice(5))
    run = import_file(write_csv(tmp_path / "f.csv", [simple_row(identifier=make_ice(6))]), by=None)
    assert run.created == 1
    assert [problem.code for problem in run.problems.all()] == ["identifier_other"]


def test_a_row_that_may_mean_several_firms_is_rejected(data_folder: Path, tmp_path: Path) -> None:
    for number in (5, 6):
        make_firm(name="Tissaliwine", match_key="tissaliwine", identifier=make_ice(number))
    run = import_file(write_csv(tmp_path / "f.csv", [simple_row()]), by=None)
    assert [problem.code for problem in run.problems.all()] == ["several_matches"]


def test_name_and_region_tell_the_firm_whatever_the_legal_form(
    data_folder: Path, tmp_path: Path
) -> None:
    rows = [simple_row(name="Sté Aït Melloul Export SARL")]
    import_file(write_csv(tmp_path / "a.csv", rows), by=None)
    rows = [simple_row(name="AIT MELLOUL EXPORT", activity="Agrumes")]
    run = import_file(write_csv(tmp_path / "b.csv", rows), by=None)
    assert counts(run) == (1, 0, 1, 0, 0)


def test_rows_of_other_regions_are_rejected_for_a_delegate(
    data_folder: Path, tmp_path: Path, cast: Any
) -> None:
    rows = [simple_row(), simple_row(name="Ailleurs", region="Oriental")]
    path = write_csv(tmp_path / "f.csv", rows)
    run = start_import(path=path, file_name="f.csv", region=region("09"), by=cast.delegate)
    run = apply_import(run=run, by=cast.delegate)
    assert counts(run) == (2, 1, 0, 0, 1)
    assert run.problems.get(is_rejection=True).code == "region_not_yours"


def test_a_delegate_cannot_take_a_firm_of_another_region_by_its_ice(
    data_folder: Path, tmp_path: Path, cast: Any
) -> None:
    firm = make_firm("01", name="Intacte", identifier=make_ice(9))
    path = write_csv(tmp_path / "f.csv", [simple_row(identifier=make_ice(9))])
    run = start_import(path=path, file_name="f.csv", region=region("09"), by=cast.delegate)
    run = apply_import(run=run, by=cast.delegate)
    firm.refresh_from_db()
    assert (run.rejected, firm.name, firm.region.code) == (1, "Intacte", "01")


def test_preview_foretells_what_applying_does(
    data_folder: Path, messy: tuple[Path, Expected], cast: Any
) -> None:
    path, _ = messy
    run = start_import(path=path, file_name="a.xlsx", region=None, by=cast.secretariat)
    assert Firm.objects.count() == 0
    foreseen = run.preview["counts"]
    run = apply_import(run=run, by=cast.secretariat)
    done = {name: getattr(run, name) for name in foreseen if name != "read"}
    assert foreseen == {"read": run.rows_read, **done}


def test_one_event_for_one_import(data_folder: Path, tmp_path: Path) -> None:
    import_file(write_csv(tmp_path / "f.csv", [simple_row()]), by=None)
    assert Event.objects.filter(verb="intake.import_finished").count() == 1


def test_a_file_whose_record_fails_is_not_kept(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "f.csv", [simple_row(name="Tissaliwine")])

    def fail(*_given: Any, **_named: Any) -> None:
        raise OSError("no room for the record")

    with monkeypatch.context() as patched:
        patched.setattr(imports, "record", fail)
        with pytest.raises(OSError, match="no room"):
            start_import(path=path, file_name="f.csv", region=None, by=None)
    kept = data_folder / "imports"
    assert not [file for file in kept.rglob("*") if file.is_file()]
    start_import(path=path, file_name="f.csv", region=None, by=None)
    with monkeypatch.context() as patched:  # brought again: the file of the first stays
        patched.setattr(imports, "record", fail)
        with pytest.raises(OSError, match="no room"):
            start_import(path=path, file_name="f.csv", region=None, by=None)
    assert len([file for file in kept.rglob("*") if file.is_file()]) == 1
