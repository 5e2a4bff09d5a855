"""A secret ballot is linked to nobody by anything that was ever written, and none is lost."""

from __future__ import annotations

import json
import random
import re
import shutil
import sqlite3
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils.translation import override

from nasij.accounts.models import User
from nasij.audit.models import Event
from nasij.council.acts import annul_vote, cast_votes, close_vote, enter_paper_ballots, open_vote
from nasij.council.ballot_box import FOLDER
from nasij.council.enums import Choice
from nasij.council.errors import (
    BoxNotHere,
    TooFewForSecrecy,
    TooFewOneWay,
    TooFewPapers,
    TooFewVoicesForSecrecy,
    VoteOnPaper,
)
from nasij.council.minutes import is_as_recorded
from nasij.council.models import AgendaItem, Ballot, Presence, Turnout, Vote
from nasij.council.rules import current_rules
from tests.people import Cast
from tests.rooms.council.voters import FORKS, Asked, vote_there

UserOf = Callable[[str], User]
PAPERS = {
    "S04": "against", "S01": "for", "S05": "abstain", "S09": "against",
    "S07": "for", "S02": "for", "S06": "against", "S03": "for",
}  # fmt: skip
EXCHANGED = dict(zip(PAPERS, [*PAPERS.values()][3:] + [*PAPERS.values()][:3], strict=True))
HEADS = {"for": 4, "against": 3, "abstain": 1}

sqlite_only = pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's own log")
postgresql_only = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="reads PostgreSQL's own pages"
)


@pytest.fixture
def secret(point: AgendaItem, cast: Cast) -> Vote:
    return open_vote(point=point, text="Élection", is_secret=True, by=cast.secretariat)


@pytest.fixture
def roll(point: AgendaItem, cast: Cast) -> Vote:
    return open_vote(point=point, text="Texte", by=cast.secretariat)


# --- a site of its own, for processes that may be killed ----------------------------------------


class Site:
    """The test's database for other processes: SQLite copied to a file, PostgreSQL as it is."""

    def __init__(self, folder: Path, vote: Vote) -> None:
        self.folder, self.vote = folder, vote
        self.database = str(connection.settings_dict["NAME"])
        folder.mkdir(exist_ok=True)
        if vote.box:
            (folder / FOLDER).mkdir()
            shutil.copy(Path(settings.NASIJ_DATA) / FOLDER / vote.box, folder / FOLDER)
        if connection.vendor == "sqlite":
            self.database = str(folder / "nasij.sqlite3")
            with closing(sqlite3.connect(self.database)) as copy:
                connection.connection.backup(copy)
                copy.execute("PRAGMA journal_mode=WAL")

    def start(self, ballots: dict[str, str], **asked: Any) -> tuple[ForkServerProcess, Connection]:
        ours, theirs = FORKS.Pipe()
        task = Asked(self.folder, self.database, self.vote.pk, ballots, **asked)
        process = FORKS.Process(target=vote_there, args=(task, theirs))
        process.start()
        theirs.close()  # so that its end is heard
        return process, ours

    def run(self, ballots: dict[str, str], **asked: Any) -> tuple[int | None, list[Any]]:
        process, ours = self.start(ballots, **asked)
        said = []
        with suppress(EOFError):
            while True:
                said.append(ours.recv())
        process.join(timeout=60)
        return process.exitcode, said

    def frames(self) -> list[tuple[int, int, bytes]]:
        """(page, size of the database if this frame ends a commit, content) of the whole log."""
        log = (self.folder / "nasij.sqlite3-wal").read_bytes()
        size = struct.unpack(">I", log[8:12])[0]
        found = []
        for at in range(32, len(log) - size - 23, size + 24):
            page, commit = struct.unpack(">II", log[at : at + 8])
            found.append((page, commit, log[at + 24 : at + 24 + size]))
        return found

    def states(self) -> Iterator[Callable[[str], list[Any]]]:
        """The database after every commit, to be asked: what an attacker makes of the log."""
        base = bytearray((self.folder / "nasij.sqlite3").read_bytes())
        path = self.folder / "replayed.sqlite3"
        for page, commit, content in self.frames():
            at = (page - 1) * len(content)
            base[at : at + len(content)] = content
            if commit:
                base[18:20] = b"\x01\x01"  # opened without a log
                path.write_bytes(base[: commit * len(content)])
                with closing(sqlite3.connect(path)) as opened:
                    yield lambda sql, opened=opened: opened.execute(sql).fetchall()


def linked_by_the_log(site: Site) -> dict[str, str]:
    """Seat → choice, as far as two neighbouring states of the database tell it."""
    found: dict[str, str] = {}
    voted: set[str] = set()
    counts: dict[str, int] = {}
    for ask in site.states():
        seats = {row[0] for row in ask("SELECT seat_id FROM council_turnout")}
        now = dict(ask("SELECT choice, count(*) FROM council_ballot GROUP BY choice"))
        grown = [choice for choice, count in now.items() if count > counts.get(choice, 0)]
        if len(seats - voted) == 1 and len(grown) == 1:
            found[(seats - voted).pop()] = grown[0]
        voted, counts = seats, now
    return found


# --- what the database remembers ------------------------------------------------------------------


@sqlite_only
@pytest.mark.django_db(transaction=True)
def test_every_page_ever_written_is_the_same_whoever_cast_which_ballot(
    secret: Vote, tmp_path: Path
) -> None:
    """Byte for byte: what does not depend on who chose what cannot tell it. Closing included."""
    logs = []
    for name, ballots in (("one", PAPERS), ("other", EXCHANGED)):
        site = Site(tmp_path / name, secret)
        code, said = site.run(ballots, still=True, close=True)
        assert code == 0
        assert said[-1] == HEADS
        assert linked_by_the_log(site) == {}
        logs.append(site.frames())
    assert len(logs[0]) > len(PAPERS)
    assert logs[0] == logs[1]


@sqlite_only
@pytest.mark.django_db(transaction=True)
def test_the_reading_of_the_log_would_find_a_link(roll: Vote, tmp_path: Path) -> None:
    """The same reading recovers every ballot of a roll call, and its pages differ."""
    logs = []
    for name, ballots in (("one", PAPERS), ("other", EXCHANGED)):
        site = Site(tmp_path / name, roll)
        assert site.run(ballots, still=True)[0] == 0
        assert linked_by_the_log(site) == ballots
        logs.append(site.frames())
    assert logs[0] != logs[1]


@postgresql_only
def test_no_transaction_number_and_no_dead_row_links_a_ballot(
    secret: Vote, user_of: UserOf, cast: Cast
) -> None:
    for seat, choice in PAPERS.items():
        cast_votes(vote=secret, choices={seat: Choice(choice)}, by=_hand(secret, seat))
    assert _by_transaction() == {}
    assert not any(_pages_hold(word) for word in (b"against", b"abstain"))
    assert close_vote(vote=secret, by=cast.secretariat).result.heads == HEADS
    assert not Ballot.objects.exists()


@postgresql_only
def test_the_reading_of_transaction_numbers_would_find_a_link(roll: Vote, user_of: UserOf) -> None:
    for seat, choice in PAPERS.items():
        cast_votes(vote=roll, choices={seat: Choice(choice)}, by=_hand(roll, seat))
    assert _by_transaction() == PAPERS
    assert _pages_hold(b"against")


def _by_transaction() -> dict[str, str]:
    """Seat → choice, by the number of the transaction that wrote both."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.seat_id, b.choice FROM council_turnout t JOIN council_ballot b "
            "ON t.xmin::text = b.xmin::text"
        )
        return dict(cursor.fetchall())


def _pages_hold(word: bytes) -> bool:
    """Whether a row of the tables a vote touches, living or dead, holds these letters.

    Rows older than this test's transaction are other tests': nobody has cleared them away yet.
    """
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pageinspect")
        for table in ("council_vote", "council_ballot", "council_turnout", "audit_event"):
            cursor.execute("SELECT pg_relation_size(%s) / 8192", [table])
            for page in range(cursor.fetchone()[0]):
                cursor.execute(
                    "SELECT t_data FROM heap_page_items(get_raw_page(%s, %s)) "
                    "WHERE t_xmin::text::bigint >= pg_current_xact_id()::text::bigint",
                    [table, page],
                )
                if any(word in bytes(row[0] or b"") for row in cursor.fetchall()):
                    return True
    return False


def _hand(vote: Vote, seat: str) -> User:
    user = next(voice["user"] for voice in vote.entitled if voice["seat"] == seat)
    return User.objects.get(pk=user)


# --- what the box holds ---------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_box_is_one_file_of_counts_and_is_gone_when_counted(
    secret: Vote, tmp_path: Path
) -> None:
    code, said = Site(tmp_path / "site", secret).run(PAPERS, close=True)
    assert code == 0
    *boxes, at_closing, heads = said
    assert [len(box) for box in boxes] == [1] * len(PAPERS)
    assert json.loads(next(iter(boxes[0].values()))) == {"for": 0, "against": 1, "abstain": 0}
    assert at_closing == {}
    assert heads == HEADS


def test_a_vote_without_its_box_is_not_counted_and_can_be_annulled(
    secret: Vote, cast: Cast
) -> None:
    """As after restoring a backup, which holds no box."""
    for path in (Path(settings.NASIJ_DATA) / FOLDER).glob("*"):
        path.unlink()
    with pytest.raises(BoxNotHere):
        cast_votes(vote=secret, choices={"S09": Choice.FOR}, by=cast.delegate)
    assert annul_vote(vote=secret, reason="Restauré", by=cast.secretariat).state == "annulled"


# --- processes that die ---------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_process_killed_while_a_ballot_is_cast_loses_and_doubles_nothing(
    when: str, secret: Vote, tmp_path: Path
) -> None:
    site = Site(tmp_path / "site", secret)
    first = dict([*PAPERS.items()][:3])
    assert site.run(first)[0] == 0
    assert site.run({"S09": "against"}, die=when)[0] == -9
    code, said = site.run(PAPERS, close=True)  # all try again
    assert code == 0
    already = {line.split()[1] for line in said if isinstance(line, str)}
    assert already == {*first, *(["S09"] if when == "after" else [])}
    assert said[-1] == HEADS
    assert said[-2] == {}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_at_once_with_some_killed_lose_and_double_nothing(
    secret: Vote, tmp_path: Path
) -> None:
    site, dice = Site(tmp_path / "site", secret), random.Random(20261128)
    running = [site.start({seat: choice}, wait=True) for seat, choice in PAPERS.items()]
    for _process, ours in running:
        assert ours.recv() == "ready"
    for _process, ours in running:
        ours.send("now")
    time.sleep(dice.uniform(0.02, 0.1))
    for process, _ours in dice.sample(running, 4):
        process.kill()
    for process, _ours in running:
        process.join(timeout=60)
    code, said = site.run(PAPERS, close=True)
    assert code == 0
    assert said[-1] == HEADS


# --- enough ballots to hide in --------------------------------------------------------------------


def test_the_ballots_of_two_persons_are_not_counted(
    secret: Vote, cast: Cast, user_of: UserOf
) -> None:
    """Not even four of them: both hold a proxy."""
    cast_votes(vote=secret, choices={"S09": Choice.FOR, "S07": Choice.FOR}, by=cast.delegate)
    by_proxy = {"S01": Choice.AGAINST, "S05": Choice.AGAINST}
    cast_votes(vote=secret, choices=by_proxy, by=user_of("S01"))
    with pytest.raises(TooFewForSecrecy):
        close_vote(vote=secret, by=cast.secretariat)
    cast_votes(vote=secret, choices={"S02": Choice.FOR}, by=user_of("S02"))
    assert close_vote(vote=secret, by=cast.secretariat).result.heads["for"] == 3


def test_one_ballot_on_a_device_is_not_told_by_subtracting_the_papers(
    secret: Vote, cast: Cast, user_of: UserOf
) -> None:
    cast_votes(vote=secret, choices={"S09": Choice.AGAINST, "S07": Choice.FOR}, by=cast.delegate)
    _hand_in(secret, ["S02", "S03", "S04"], cast)
    with pytest.raises(TooFewOneWay):
        close_vote(vote=secret, by=cast.secretariat)
    cast_votes(vote=secret, choices={"S01": Choice.FOR}, by=user_of("S01"))
    with pytest.raises(TooFewOneWay):
        close_vote(vote=secret, by=cast.secretariat)
    secret.refresh_from_db()
    assert secret.result is None
    cast_votes(vote=secret, choices={"S06": Choice.FOR}, by=user_of("S06"))
    assert sum(close_vote(vote=secret, by=cast.secretariat).result.heads.values()) == 7


def test_two_papers_are_not_taken_beside_ballots_on_devices(
    secret: Vote, cast: Cast, user_of: UserOf
) -> None:
    """A paper's writer, or who held its holder's proxy, would have no more to hide in."""
    for seat in ("S02", "S03", "S04"):
        cast_votes(vote=secret, choices={seat: Choice.FOR}, by=user_of(seat))
    with pytest.raises(TooFewPapers):
        _hand_in(secret, ["S01", "S05", "S09"], cast)
    closed = close_vote(vote=secret, by=cast.secretariat).result
    assert closed is not None
    assert closed.heads["for"] == 3


def _hand_in(vote: Vote, seats: list[str], cast: Cast) -> None:
    counts = {Choice.FOR: 1, Choice.AGAINST: len(seats) - 1}
    enter_paper_ballots(vote=vote, seats=seats, counts=counts, by=cast.secretariat)


def test_rules_may_ask_for_more_and_never_for_less(secret: Vote, monkeypatch: Any) -> None:
    from nasij.council import rules
    from nasij.reference.pack import current_pack

    written = current_pack().toml("council.toml")
    for asked, kept in ((1, 3), (5, 5)):
        written["ballot"]["least_secret"] = asked
        monkeypatch.setattr(rules.Pack, "toml", lambda self, name: written)
        assert rules.rules_of(current_pack()).least_secret_ballots == kept
    assert current_rules().least_secret_ballots == 3


def test_a_secret_vote_of_two_persons_does_not_open(point: AgendaItem, cast: Cast) -> None:
    """Both hold a proxy: four voices, and two hands."""
    session = point.session
    Presence.objects.exclude(seat__in=("S01", "S09")).delete()
    type(session).objects.update(quorum_share=0)
    with pytest.raises(TooFewVoicesForSecrecy):
        open_vote(point=point, text="T", is_secret=True, by=cast.secretariat)


def test_an_annulled_secret_vote_tells_no_count_anywhere(secret: Vote, cast: Cast) -> None:
    cast_votes(vote=secret, choices={"S09": Choice.AGAINST}, by=cast.delegate)
    annul_vote(vote=secret, reason="Trop peu de bulletins", by=cast.secretariat)
    secret.refresh_from_db()
    assert secret.result is None
    assert secret.box == ""
    page = cast.client("delegate").get(f"/fr/council/votes/{secret.pk}/").content.decode()
    assert "Trop peu de bulletins" in page
    assert not any(word in str(Event.objects.values("after")) for word in ("against", "heads"))


def test_few_ballots_on_devices_are_taken_to_paper_with_all_the_others(
    secret: Vote, cast: Cast, user_of: UserOf
) -> None:
    """Nothing was left but to annul the vote."""
    cast_votes(vote=secret, choices={"S09": Choice.AGAINST}, by=cast.delegate)
    _hand_in(secret, ["S02", "S03", "S04"], cast)
    office = cast.client("secretariat")
    url = f"/fr/council/votes/{secret.pk}/"
    assert f"{url}paper-only/" in office.get(url).content.decode()
    assert cast.client("delegate").post(f"{url}paper-only/").status_code == 403
    secret.refresh_from_db()
    wiped = Path(settings.NASIJ_DATA) / FOLDER / secret.box
    office.post(f"{url}paper-only/")
    secret.refresh_from_db()
    assert secret.is_on_paper
    assert secret.box != wiped.name
    assert not secret.turnout.exists()
    mine = cast.client("delegate").get(url).content.decode()
    assert 'name="S09"' not in mine
    assert "tous sur papier" in mine
    with pytest.raises(VoteOnPaper):
        cast_votes(vote=secret, choices={"S09": Choice.AGAINST}, by=cast.delegate)
    _hand_in(secret, ["S02", "S03", "S04", "S09"], cast)
    closed = close_vote(vote=secret, by=cast.secretariat)
    assert closed.result.voted == 4
    assert is_as_recorded(closed)
    minutes = cast.client("delegate").get(f"/fr/council/{secret.agenda_item.session_id}/minutes/")
    assert "tous sur papier" in minutes.content.decode()


def test_enough_ballots_on_devices_stay(secret: Vote, cast: Cast, user_of: UserOf) -> None:
    for seat in ("S01", "S02", "S03"):
        cast_votes(vote=secret, choices={seat: Choice.FOR}, by=user_of(seat))
    office = cast.client("secretariat")
    url = f"/fr/council/votes/{secret.pk}/"
    assert "paper-only" not in office.get(url).content.decode()
    office.post(f"{url}paper-only/")
    assert secret.turnout.count() == 3


def test_seats_exchanged_between_devices_and_papers_are_seen(
    secret: Vote, cast: Cast, user_of: UserOf
) -> None:
    for seat in ("S01", "S06", "S09"):
        cast_votes(vote=secret, choices={seat: Choice.FOR}, by=user_of(seat))
    _hand_in(secret, ["S02", "S03", "S04"], cast)
    closed = close_vote(vote=secret, by=cast.secretariat)
    assert is_as_recorded(closed)
    closed.turnout.filter(seat="S01").update(on_paper=True)
    closed.turnout.filter(seat="S02").update(on_paper=False)
    assert not is_as_recorded(closed)


def _vote_page(vote: Vote, cast: Cast) -> str:
    url = f"/fr/council/votes/{vote.pk}/"
    return cast.client("secretariat").get(url).content.decode().replace("\u00a0", " ")


def test_nobody_is_asked_to_wait_for_ballots_that_cannot_come(
    secret: Vote, cast: Cast, user_of: UserOf
) -> None:
    """“Wait for more ballots”, it said, when everybody had voted."""
    cast_votes(vote=secret, choices={"S09": Choice.AGAINST, "S07": Choice.FOR}, by=cast.delegate)
    assert "Attendez" in _refusal(secret, cast)
    _hand_in(secret, ["S02", "S03", "S04"], cast)
    assert "Attendez" in _refusal(secret, cast)  # two persons are left, and two are lacking
    cast_votes(vote=secret, choices={"S06": Choice.FOR}, by=user_of("S06"))
    assert "Attendez" in _refusal(secret, cast)
    Turnout.objects.filter(seat="S06").update(on_paper=True)
    way_out = "faites voter tout le monde sur papier, ou annulez le vote"
    assert way_out in _refusal(secret, cast)
    Turnout.objects.create(vote=secret, seat_id="S01", on_paper=True)
    Turnout.objects.create(vote=secret, seat_id="S05", on_paper=True)
    refused = _refusal(secret, cast)
    assert "Attendez" not in refused
    assert way_out in refused
    page = _vote_page(secret, cast)
    assert "paper-only" in page
    assert way_out in page
    assert f"{secret.pk}/close/" not in page  # refused, so not offered


def _refusal(vote: Vote, cast: Cast) -> str:
    with pytest.raises((TooFewForSecrecy, TooFewOneWay)) as raised:
        close_vote(vote=vote, by=cast.secretariat)
    with override("fr"):
        return str(raised.value).replace("\u00a0", " ")


def test_who_enters_papers_is_warned_of_few_ballots_on_devices(
    secret: Vote, cast: Cast, user_of: UserOf
) -> None:
    """Six papers were entered beside one ballot on a device, and the vote could not be counted."""
    assert "sur un appareil. À côté de papiers" not in _vote_page(secret, cast)
    cast_votes(vote=secret, choices={"S09": Choice.AGAINST}, by=cast.delegate)
    warned = _vote_page(secret, cast)
    assert "1 personne a voté sur un appareil. À côté de papiers" in warned
    assert "Laissez d’abord d’autres personnes voter sur un appareil" in warned
    _hand_in(secret, ["S02", "S03", "S04", "S06"], cast)
    assert "Il ne reste pas assez de personnes pour cela" in _vote_page(secret, cast)
    cast_votes(vote=secret, choices={"S01": Choice.FOR}, by=user_of("S01"))
    assert "2 personnes ont voté sur un appareil" in _vote_page(secret, cast)


def test_refused_papers_stay_in_their_open_form_until_the_vote_takes_none(
    secret: Vote, cast: Cast, user_of: UserOf
) -> None:
    """All that was typed was lost, and the form was folded away."""
    cast_votes(vote=secret, choices={"S01": Choice.FOR}, by=user_of("S01"))
    office = cast.client("secretariat")
    papers = f"/fr/council/votes/{secret.pk}/papers/"

    def sent(seats: list[str], **counts: int) -> str:
        given = {"votes_for": 0, "votes_against": 0, "abstentions": 0, **counts, "seats": seats}
        return office.post(papers, given, follow=True).content.decode()

    for seats, count, told in (
        (["S02", "S03"], 3, "comptez de nouveau les bulletins"),
        (["S02", "S03"], 2, "Recueillez d’abord les bulletins d’autres personnes"),
        (["S01", "S02", "S03"], 3, "est déjà enregistré"),  # one voted since the page was read
    ):
        page = sent(seats, votes_for=count)
        form = page.split('<details class="dialog" open><summary>Saisir les bulletins papier', 1)[1]
        form = form.split("</details>", 1)[0]
        assert told in form
        assert f'name="votes_for" value="{count}"' in form
        assert re.findall(r'value="(S\d+)"[^>]* checked', form) == seats
        assert ('value="S01"' in form) == ("S01" in seats)
    annul_vote(vote=secret, reason="Retiré", by=cast.secretariat)
    closed = sent(["S02", "S03"], votes_for=2)
    assert "notice--bad" in closed
    assert "Ce vote est clôturé" in closed
