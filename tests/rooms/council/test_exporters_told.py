"""What exporters are told of the session that takes up what they said: nothing before it is
convened, and never what does not hold any more."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from nasij.council import acts
from nasij.council.errors import AlreadyOnAgenda
from nasij.council.models import Session
from nasij.home.thread import stations_of
from nasij.needs.models import Item, Need
from tests import factories
from tests.people import Cast

START = datetime(2027, 1, 20, 9, tzinfo=UTC)


@pytest.fixture
def need(cast: Cast) -> Need:
    item = factories.make_item("09", title="Fret vers Dakar", state="escalated")
    return factories.make_need(item=item, language="fr")


@pytest.fixture
def session(need: Need, cast: Cast) -> Session:
    """In preparation, with the item of the need."""
    session = acts.create_session(number=7, title="Session 7", starts_at=START, by=cast.secretariat)
    acts.place_item(session=session, item=_item(need), by=cast.secretariat)
    return session


def _item(need: Need) -> Item:
    return Item.objects.get(pk=need.item_id)


def _said(need: Need) -> list[str]:
    return list(need.replies.order_by("pk").values_list("text", flat=True))


def _agenda(need: Need, cast: Cast) -> tuple[str, str]:
    found = next(one for one in stations_of(need, cast.secretariat) if one.kind == "agenda")
    return found.state, str(found.title)


def _move(session: Session, to: datetime, cast: Cast) -> None:
    names = ("number", "title", "kind", "place", "chair", "chair_seat", "secretary")
    shares = ("quorum_share", "quorum_weight_share")
    given = {name: getattr(session, name) for name in (*names, *shares)}
    acts.change_session(session=session, **given, starts_at=to, confirmed=True, by=cast.secretariat)


def test_nobody_is_told_of_a_session_that_is_still_prepared(
    session: Session, need: Need, cast: Cast
) -> None:
    assert _said(need) == []
    assert _agenda(need, cast) == ("current", "Session 7 (en préparation)")
    assert _item(need).state == "escalated"
    acts.remove_point(point=session.agenda.get(), by=cast.secretariat)
    assert _said(need) == []
    assert _item(need).state == "escalated"


def test_who_spoke_is_told_once_the_session_is_convened(
    session: Session, need: Need, cast: Cast
) -> None:
    acts.convene_session(session=session, confirmed=True, by=cast.secretariat)
    [said] = _said(need)
    assert "est à l’ordre du jour" in said
    assert "20 janvier 2027" in said
    assert _agenda(need, cast) == ("done", "Session 7")
    assert _item(need).state == "on_agenda"


def test_an_item_stands_on_one_session_in_preparation_only(
    session: Session, need: Need, cast: Cast
) -> None:
    other = acts.create_session(number=8, title="Huit", starts_at=START, by=cast.secretariat)
    assert need.item.title not in _offered(cast, other)
    with pytest.raises(AlreadyOnAgenda):
        acts.place_item(session=other, item=_item(need), by=cast.secretariat)


def _offered(cast: Cast, session: Session) -> str:
    page = cast.client("secretariat").get(reverse("council:session", args=[session.pk]))
    assert page.status_code == 200
    return page.content.decode()


def test_another_day_is_told_and_nothing_else_is(session: Session, need: Need, cast: Cast) -> None:
    acts.convene_session(session=session, confirmed=True, by=cast.secretariat)
    session.refresh_from_db()
    _move(session, START + timedelta(days=14), cast)
    _first, second = _said(need)
    assert "20 janvier 2027" in second
    assert "3 février 2027" in second
    session.refresh_from_db()
    session.place = "Agadir"
    _move(session, session.starts_at, cast)
    assert len(_said(need)) == 2


def test_what_a_session_left_is_told_and_so_is_the_day_of_its_second_call(
    session: Session, need: Need, cast: Cast
) -> None:
    acts.convene_session(session=session, confirmed=True, by=cast.secretariat)
    acts.open_session(session=session, at=START, confirmed=True, by=cast.secretariat)
    session = acts.close_session(
        session=session, at=START + timedelta(hours=2), by=cast.secretariat
    )
    said = _said(need)
    assert len(said) == 2
    assert "n’a pas traité" in said[1]
    assert "20 janvier 2027" in said[1]
    assert _agenda(need, cast) == ("current", "Session 7 (non traité)")
    again = acts.call_again(
        session=session, starts_at=START + timedelta(days=30), by=cast.secretariat
    )
    assert len(_said(need)) == 2
    acts.convene_session(session=again, confirmed=True, by=cast.secretariat)
    said = _said(need)
    assert len(said) == 3
    assert "est à l’ordre du jour" in said[2]
    assert "19 février 2027" in said[2]


@pytest.mark.parametrize(
    ("language", "words"), [("ar", "لم يتناول"), ("en", "did not deal with"), ("fr", "pas traité")]
)
def test_it_is_told_in_the_language_of_who_spoke_and_by_letter(
    session: Session, need: Need, cast: Cast, language: str, words: str
) -> None:
    Need.objects.update(language=language, reply_email="firm@example.org")
    acts.convene_session(session=session, confirmed=True, by=cast.secretariat)
    acts.open_session(session=session, at=START, confirmed=True, by=cast.secretariat)
    acts.close_session(session=session, by=cast.secretariat)
    assert words in _said(need)[1]
    assert need.replies.last().channel == "email"
