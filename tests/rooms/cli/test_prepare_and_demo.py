"""From nothing to a site, and to its demonstration."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from django.utils import translation

from nasij.demo import build
from nasij.demo.people import Account
from tests.rooms.cli.conftest import answer_of, counts, files, nasij


def test_preparing_twice_does_nothing_the_second_time(site: Path) -> None:
    before, rows = files(site), counts(site)
    done = nasij(site, "prepare", "--json")
    assert done.returncode == 0, done.stderr
    assert answer_of(done) == {"prepared": []}
    assert (files(site), counts(site)) == (before, rows)


def test_a_command_leaves_the_database_in_one_file(site: Path) -> None:
    assert nasij(site, "remind", "--json").returncode == 0
    assert [path.name for path in site.glob("nasij.sqlite3*")] == ["nasij.sqlite3"]


def test_a_database_that_was_lost_is_made_and_filled_again(site: Path) -> None:
    rows = counts(site)
    (site / "nasij.sqlite3").unlink()
    assert answer_of(nasij(site, "prepare", "--json"))["prepared"] == ["database", "pack"]
    assert counts(site) == rows


def test_a_changed_pack_is_loaded_again(site: Path) -> None:
    stamp = json.loads((site / "prepared.json").read_text())
    (site / "prepared.json").write_text(json.dumps({**stamp, "pack": "of yesterday"}))
    rows = counts(site)
    assert "pack" in answer_of(nasij(site, "prepare", "--json"))["prepared"]
    changed = {name for name, count in counts(site).items() if count != rows[name]}
    assert changed <= {"audit_event"}


def test_a_folder_of_another_version_is_refused_with_a_sentence_and_left_alone(site: Path) -> None:
    with closing(sqlite3.connect(site / "nasij.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('exporters', '0002_index_ice', '2026-11-01')"
        )
    before, rows = people_s(site), counts(site)
    for told in (nasij(site, "prepare", "--json"), nasij(site, "serve", "--port", "8119")):
        assert told.returncode == 2
        assert "NASIJ_DATA" in told.stdout + told.stderr
        assert "Traceback" not in told.stderr
    assert (people_s(site), counts(site)) == (before, rows)


def people_s(site: Path) -> list[str]:
    """What a folder holds but the static files and the lock, made anew at any start."""
    return sorted(
        str(name) for name in files(site) if not str(name).startswith(("static", "serve.lock"))
    )


def test_a_folder_whose_steps_do_not_follow_each_other_is_refused_too(site: Path) -> None:
    with closing(sqlite3.connect(site / "nasij.sqlite3")) as database, database:
        database.execute("DELETE FROM django_migrations WHERE app = 'exporters'")
    told = nasij(site, "prepare", "--json")
    assert (told.returncode, answer_of(told)["kind"]) == (2, "MadeByAnotherVersion")


def test_demonstration_goes_on_an_empty_site_only(demo_site: Path) -> None:
    rows = counts(demo_site)
    done = nasij(demo_site, "demo", "--json")
    assert done.returncode == 2
    assert "empty" in answer_of(done)["error"]
    assert counts(demo_site) == rows


THREAD = """
    SELECT n.heard_on, i.created_at, i.escalated_at, s.convened_at, s.opened_at, v.opened_at,
        v.closed_at, d.decided_at, a.created_at, a.started_at, c.changed_at, e.added_at, a.done_at
    FROM needs_need n JOIN needs_item i ON i.id = n.item_id
    LEFT JOIN council_agendaitem p ON p.item_id = i.id
    LEFT JOIN council_session s ON s.id = p.session_id
    LEFT JOIN council_decision d ON d.agenda_item_id = p.id
    LEFT JOIN council_vote v ON v.id = d.vote_id
    LEFT JOIN plans_action a ON a.decision_id = d.id
    LEFT JOIN plans_duedatechange c ON c.action_id = a.id
    LEFT JOIN plans_evidence e ON e.action_id = a.id
"""


def test_the_steps_of_the_demonstration_are_told_in_the_language_of_the_site(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Between two French lines they were English."""
    for slow in ("make_people", "_bring_firms", "_hear_needs", "hold_council", "live_with_firms"):
        monkeypatch.setattr(build, slow, MagicMock())
    monkeypatch.setattr(build, "compute_projections", MagicMock())
    monkeypatch.setattr(build, "Firm", MagicMock())
    monkeypatch.setattr(build, "Need", MagicMock())
    monkeypatch.setattr(build, "User", MagicMock())
    said: list[str] = []
    build._build(MagicMock(), said.append)
    assert said[0] == "Entreprises fictives …"
    assert not re.search("ictitious|Projection to", " ".join(said))


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("fr", ["Secrétariat", "Délégation régionale 01", "Chambre, ministère ou partenaire"]),
        ("en", ["Secretariat", "Regional delegate 01", "Chamber, ministry or partner"]),
    ],
)
def test_the_accounts_to_try_are_told_in_the_language_of_the_site(
    language: str, labels: list[str]
) -> None:
    """Beneath a French line stood “administrator” and “delegate 01”."""
    listed = [
        Account(role, "a@b.example", "x") for role in ("secretariat", "delegate 01", "partner")
    ]
    with translation.override(language):
        assert [account.label for account in listed] == labels


def test_every_thread_of_the_demonstration_runs_forward(demo_site: Path) -> None:
    """Firms were heard after the council had decided on what they said."""
    with closing(sqlite3.connect(demo_site / "nasij.sqlite3")) as database:
        threads = database.execute(THREAD).fetchall()
    assert any(all(thread[:10]) for thread in threads)
    for thread in threads:
        steps = [step for step in thread if step]
        assert steps == sorted(steps)


def test_sealed_minutes_of_the_demonstration_hold_what_was_known_at_the_seal(
    demo_site: Path,
) -> None:
    """They told of a due date that was set two months after the seal."""
    with closing(sqlite3.connect(demo_site / "nasij.sqlite3")) as database:
        ((record, closed_at),) = database.execute(
            "SELECT minutes_record, closed_at FROM council_session WHERE closed_at IS NOT NULL"
        ).fetchall()
        actions = database.execute("SELECT title, first_due_on, created_at FROM plans_action")
        due = {title: (day, made_at) for title, day, made_at in actions}
    sealed = {
        action["title"]: action["due_on"]
        for point in json.loads(record)["points"]
        for decision in point["decisions"]
        for action in decision["actions"]
    }
    assert sealed == {title: day for title, (day, _made_at) in due.items()}
    assert all(made_at < closed_at for _day, made_at in due.values())


MESSAGES = """
    SELECT r.station, date(r.sent_at), date(i.escalated_at), date(s.convened_at),
        date(d.decided_at), date(a.created_at), date(a.done_at)
    FROM needs_reply r JOIN needs_need n ON n.id = r.need_id JOIN needs_item i ON i.id = n.item_id
    LEFT JOIN council_agendaitem p ON p.item_id = i.id
    LEFT JOIN council_session s ON s.id = p.session_id
    LEFT JOIN council_decision d ON d.agenda_item_id = p.id
    LEFT JOIN plans_action a ON a.decision_id = d.id
"""


def test_messages_of_the_demonstration_follow_its_story(demo_site: Path) -> None:
    """Each was sent today, months after what it tells of."""
    with closing(sqlite3.connect(demo_site / "nasij.sqlite3")) as database:
        messages = database.execute(MESSAGES).fetchall()
    stations = set()
    for station, sent, escalated, convened, decided, made, done in messages:
        stations.add(station)
        if station == "on_agenda":
            assert escalated <= sent <= convened
            continue
        told_on = {
            "escalated": escalated,
            "decided": decided,
            "declined": decided,
            "in_action": made,
            "done": done,
        }
        assert sent == told_on[station]
    assert stations == {"escalated", "on_agenda", "decided", "declined", "in_action", "done"}


HISTORIES = """
    SELECT i.id, e.verb, date(e.at), date(i.created_at), date(i.escalated_at)
    FROM audit_event e JOIN needs_item i
        ON e.subject_type = 'needs.item' AND e.subject_id = CAST(i.id AS TEXT)
    ORDER BY i.id, e.at, e.id
"""


def test_histories_of_the_demonstration_bear_the_days_of_its_story(demo_site: Path) -> None:
    """An item made and decided in the summer had its whole history today."""
    with closing(sqlite3.connect(demo_site / "nasij.sqlite3")) as database:
        acts = database.execute(HISTORIES).fetchall()
        ((closing_day, kept_day),) = database.execute(
            "SELECT date(s.closed_at), date(e.at) FROM audit_event e JOIN council_session s"
            " ON e.subject_id = CAST(s.id AS TEXT) WHERE e.verb = 'council.session_closed'"
        ).fetchall()
    assert kept_day == closing_day
    days = {"needs.needs_grouped": 3, "needs.item_escalated": 4}
    assert {verb for _item, verb, *_days in acts} >= set(days)
    for _item, verb, *told in acts:
        if verb in days:
            assert told[0] == told[days[verb] - 2]


def test_a_site_with_one_account_takes_no_demonstration(site: Path) -> None:
    invited = nasij(site, "invite", "ines@example.org", "--role", "administrator", "--json")
    assert invited.returncode == 0, invited.stdout + invited.stderr
    assert "/people/invitation/" in answer_of(invited)["link"]


def test_an_unknown_role_is_refused_with_the_good_ones(site: Path) -> None:
    rows = counts(site)
    done = nasij(site, "invite", "ines@example.org", "--role", "king", "--json")
    assert done.returncode == 2
    assert "administrator" in answer_of(done)["error"]
    assert counts(site) == rows


def test_a_folder_that_is_not_prepared_says_so(tmp_path: Path) -> None:
    file = tmp_path / "firms.csv"
    file.write_text("name;region\nTissaliwine;Souss-Massa\n", encoding="utf-8")
    done = nasij(tmp_path / "site", "load", "registry", file, "--json")
    assert done.returncode == 2
    assert "nasij prepare" in answer_of(done)["error"]
