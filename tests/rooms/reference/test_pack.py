"""A country is a folder of files: Morocco, and a second one that shares nothing with it."""

import re
from dataclasses import astuple
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from nasij.council.acts import load_seats
from nasij.council.models import Seat
from nasij.needs.acts import load_themes
from nasij.reference.acts import load_pack
from nasij.reference.models import Country, Figure, Territory
from nasij.reference.pack import Pack, PackError
from nasij.reference.queries import (
    country,
    figures,
    organisation,
    places_below,
    region_by_code,
    regions,
)
from nasij.reference.rows import DEFINITION_WORDS, definitions
from nasij.targets.acts import load_targets
from tests.packs.reading import CONTRACT, LITTORAL, MOROCCO

PARANA = LITTORAL.parent / "parana"


def test_morocco_has_twelve_regions_today_and_sixteen_before(db: None) -> None:
    assert regions().count() == 12
    assert regions(date(2014, 1, 1)).count() == 16


def test_lineage_gives_everything_below(db: None) -> None:
    region = region_by_code("09")
    assert region is not None
    below = list(places_below(region))
    assert below
    assert {place.region_code for place in below} == {"09"}


def test_entries_of_the_regions_add_up_to_the_nation(db: None) -> None:
    found = figures("new_active_exporter").filter(territory__role="region")
    assert sum(figure.value for figure in found) == Decimal(4425)


def test_every_figure_has_definition_and_source(db: None) -> None:
    assert not Figure.objects.filter(source__isnull=True).exists()
    assert Figure.objects.count() > 200


def test_organisation_bears_the_name_of_the_day(db: None) -> None:
    before, after = organisation(date(2021, 6, 14)), organisation(date(2026, 1, 1))
    assert before is not None
    assert after is not None
    assert before.name_fr != after.name_fr


def test_countries_have_names_in_three_languages(db: None) -> None:
    senegal = Country.objects.get(pk="SEN")
    assert (senegal.name_fr, senegal.name_ar, senegal.name_en, senegal.numeric) == (
        "Sénégal",
        "السنغال",
        "Senegal",
        "686",
    )


@pytest.mark.parametrize(
    ("code", "alpha2"), [("DEU", "DE"), ("MMR", "MM"), ("YEM", "YE"), ("FRA", "FR"), ("BEL", "BE")]
)
def test_countries_bear_the_codes_of_today(db: None, code: str, alpha2: str) -> None:
    """CLDR also knows DDR, BUR and YMD; they once hid Germany, Myanmar and Yemen."""
    assert Country.objects.get(pk=code).alpha2 == alpha2


def test_loading_twice_changes_nothing(db: None, settings: object) -> None:
    from django.conf import settings as site

    before = list(Territory.objects.values_list("pk", "code", "lineage"))
    load_pack(Pack(site.PACK_DIR))
    assert list(Territory.objects.values_list("pk", "code", "lineage")) == before


def test_another_country_is_only_files(db: None) -> None:
    pack = Pack(LITTORAL)
    # Territories of the first country end, as on an empty site.
    Territory.objects.filter(valid_until__isnull=True).update(valid_until=date(2100, 1, 1))
    Territory.objects.exclude(code="").update(
        valid_until=date(2016, 1, 1), valid_from=date(1900, 1, 1)
    )
    load_pack(pack)
    load_themes(pack)
    load_seats(pack)
    load_targets(pack)
    assert country().code == pack.code
    assert regions().count() == 5
    assert Seat.objects.filter(region__in=regions()).count() >= 5


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"themes\.csv"):
        Pack(tmp_path).rows("themes.csv")


def test_ragged_row_is_named(tmp_path: Path) -> None:
    (tmp_path / "themes.csv").write_text("a,b\n1\n", encoding="utf-8")
    with pytest.raises(PackError, match="line 2"):
        Pack(tmp_path).rows("themes.csv")


def test_a_word_of_a_definition_that_nothing_reads_is_named(tmp_path: Path) -> None:
    text = (LITTORAL / "definitions.csv").read_text(encoding="utf-8")
    assert "threshold_lcu" in text
    (tmp_path / "definitions.csv").write_text(text.replace("threshold_lcu", "treshold_lcu"))
    with pytest.raises(PackError, match=r"exporter_any: params: treshold_lcu is not one of"):
        definitions(Pack(tmp_path))


def test_the_contract_names_the_words_of_a_definition_and_no_other() -> None:
    written = CONTRACT.read_text(encoding="utf-8")
    said = written[written.index("its keys, and no\nothers:") : written.index("Figures under two")]
    assert set(re.findall(r"`([a-z_]+)`", said)) == DEFINITION_WORDS


def test_a_published_figure_that_no_page_reads_is_named(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text('[published]\nstok = "exporter_any"\n')
    with pytest.raises(PackError, match=r"published\.stok"):
        _ = Pack(tmp_path).published


def test_every_definition_that_a_pack_says_pages_are_built_of_is_there() -> None:
    for pack in (Pack(MOROCCO), Pack(LITTORAL), Pack(PARANA)):
        known = {row["key"] for row in pack.rows("definitions.csv")}
        for named in astuple(pack.published):
            assert ({named} if isinstance(named, str) else set(named)) <= {*known, ""}
