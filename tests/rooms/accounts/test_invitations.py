"""Accounts are opened by invitation: one link, one use."""

import errno
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.test import Client
from django.utils import timezone

from nasij.accounts.acts import accept_invitation, invite_person
from nasij.accounts.errors import AlreadyHasAccount, InvitationClosed, RegionNeeded
from nasij.accounts.models import Invitation, User
from nasij.accounts.notices import INVITATION
from nasij.accounts.roles import ROLES
from nasij.audit.models import Event
from nasij.work.enums import LetterState
from nasij.work.models import Letter
from tests.factories import region
from tests.people import Cast

FORM = {
    "email": "new@example.org",
    "name": "New",
    "role": "delegate",
    "region": "05",
    "language": "ar",
}


def invited_link(client: Client) -> str:
    """As whoever gives it reads it: on the page, never in a role of more rights than theirs."""
    page = client.post("/fr/people/invite/", {**FORM, "role": "adviser"})
    found = re.search(r"http://[^<\s]+/ar/people/invitation/[\w-]+/", page.content.decode())
    assert found is not None
    return found[0].removeprefix("http://127.0.0.1:8000")


@pytest.mark.parametrize(
    ("giver", "role"), [("secretariat", "adviser"), ("administrator", "delegate")]
)
def test_a_message_written_to_a_folder_is_not_said_to_be_sent(
    cast: Cast, settings: Any, giver: str, role: str
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    answer = cast.client(giver).post("/fr/people/invite/", {**FORM, "role": role})
    page = answer.content.decode()
    assert "Aucun message n’est parti" in page
    assert "a été envoyé" not in page


def test_invited_person_opens_an_account_in_their_language(
    as_secretariat: Client, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        link = invited_link(as_secretariat)
    assert link in mail.outbox[0].body
    visitor = Client()
    page = visitor.get(link)
    assert 'dir="rtl"' in page.content.decode()
    password = "a sentence to remember"
    done = visitor.post(link, {"name": "N", "password": password, "password_again": password})
    assert done.status_code == 302
    user = User.objects.get(email="new@example.org")
    assert [(m.role, m.region.code) for m in user.memberships.all() if m.region] == [
        ("adviser", "05")
    ]
    assert visitor.get(link).status_code == 404


def test_an_account_without_its_session_is_not_opened(
    as_secretariat: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up in between: the link stays good for another try."""

    def no_room(*_given: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    link = invited_link(as_secretariat)
    password = "a sentence to remember"
    sent = {"name": "N", "password": password, "password_again": password}
    with monkeypatch.context() as full:
        full.setattr(SessionStore, "save", no_room)
        assert Client(raise_request_exception=False).post(link, sent).status_code == 503
    assert not User.objects.filter(email=FORM["email"]).exists()
    assert Client().post(link, sent).status_code == 302


def test_no_role_is_chosen_beforehand(as_secretariat: Client) -> None:
    """The first of the list was, with every right of the site."""
    page = as_secretariat.get("/fr/people/invite/").content.decode()
    roles = page[page.index('name="role"') :].partition("</select>")[0]
    assert re.findall(r'<option value="([^"]*)"', roles)[0] == ""
    assert "Choisissez…" in roles
    assert "selected" not in roles.replace('<option value="" selected', "")


def test_an_address_is_not_proposed_as_a_name(db: None) -> None:
    address = "X@example.org"
    _, link = invite_person(
        email=address, name=address, role="analyst", region_code="", language="fr", by=None
    )
    page = Client().get(link.removeprefix("http://127.0.0.1:8000")).content.decode()
    assert "Analyst" in page
    assert f'value="{address}"' not in page


def test_only_the_hash_of_the_link_is_kept(as_secretariat: Client) -> None:
    token = invited_link(as_secretariat).rstrip("/").rsplit("/", 1)[1]
    assert token not in str(Invitation.objects.values().get())
    assert token not in str(list(Event.objects.values()))


def test_invitation_runs_out(cast: Cast) -> None:
    _, link = invite_person(
        email="x@example.org", name="X", role="analyst", region_code="", language="fr", by=None
    )
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(InvitationClosed):
        accept_invitation(token=link.rstrip("/").rsplit("/", 1)[1], name="X", password="y" * 12)


def test_an_open_invitation_says_its_role_and_its_place(as_secretariat: Client) -> None:
    invited_link(as_secretariat)
    page = " ".join(as_secretariat.get("/fr/people/").content.decode().split())
    said = page[page.index("new@example.org") :][:300]
    assert str(ROLES["adviser"].name) in said
    assert region("05").name in said


def test_an_invitation_without_a_name_says_its_address_once(as_secretariat: Client) -> None:
    invite_person(
        email="New@example.org",
        name="New@example.org",
        role="delegate",
        region_code="05",
        language="fr",
        by=None,
    )
    page = as_secretariat.get("/fr/people/").content.decode()
    line = page[page.casefold().index("new@example.org") :].split("<form")[0]
    assert line.casefold().count("new@example.org") == 1


def test_a_withdrawn_invitation_opens_nothing(as_secretariat: Client, cast: Cast) -> None:
    link = invited_link(as_secretariat)
    found = Invitation.objects.get()
    address = f"/fr/people/invitations/{found.pk}/withdraw/"
    assert f'action="{address}"' in as_secretariat.get("/fr/people/").content.decode()
    answer = as_secretariat.post(address, follow=True).content.decode()
    assert "retirée" in answer
    assert "new@example.org" not in answer
    assert Letter.objects.get(kind=INVITATION.key).state == LetterState.WITHDRAWN
    password = "a sentence to remember"
    sent = {"name": "N", "password": password, "password_again": password}
    assert Client().get(link).status_code == 404
    assert Client().post(link, sent).status_code == 404
    with pytest.raises(InvitationClosed):
        accept_invitation(token=link.rstrip("/").rsplit("/", 1)[1], name="N", password=password)
    assert not User.objects.filter(email="new@example.org").exists()
    event = Event.objects.get(verb="accounts.invitation_withdrawn")
    assert (event.subject_label, event.region_code) == ("new@example.org", "05")
    as_secretariat.post(address)  # a second time changes nothing
    assert Event.objects.filter(verb="accounts.invitation_withdrawn").count() == 1
    assert invited_link(as_secretariat) != link  # the same address may be invited again


def test_who_may_not_give_a_role_may_not_take_its_invitation_back(cast: Cast) -> None:
    cast.client("administrator").post(
        "/fr/people/invite/", {**FORM, "role": "administrator", "region": ""}
    )
    found = Invitation.objects.get()
    address = f"/fr/people/invitations/{found.pk}/withdraw/"
    assert address not in cast.client("secretariat").get("/fr/people/").content.decode()
    cast.client("secretariat").post(address)
    assert cast.client("delegate").post(address).status_code == 403
    assert Client().post(address).status_code == 302
    found.refresh_from_db()
    assert found.is_open
    cast.client("administrator").post(address)
    found.refresh_from_db()
    assert not found.is_open


def test_regional_role_without_region_is_refused_in_words(as_secretariat: Client) -> None:
    page = as_secretariat.post("/en/people/invite/", {**FORM, "role": "adviser", "region": ""})
    assert str(RegionNeeded()) in page.content.decode()
    assert not Invitation.objects.exists()


def test_address_with_account_is_refused(cast: Cast) -> None:
    with pytest.raises(AlreadyHasAccount):
        invite_person(
            email="DELEGATE@example.org",
            name="D",
            role="analyst",
            region_code="",
            language="fr",
            by=None,
        )


def test_weak_password_is_refused(as_secretariat: Client) -> None:
    link = invited_link(as_secretariat)
    page = Client().post(link, {"name": "N", "password": "short", "password_again": "short"})
    assert page.status_code == 200
    assert not User.objects.filter(email="new@example.org").exists()


def test_delegate_may_not_invite(as_delegate: Client) -> None:
    assert as_delegate.get("/fr/people/invite/").status_code == 403


def test_nobody_signs_up_without_invitation(db: None) -> None:
    page = Client().post(
        "/fr/account/signup/",
        {"email": "a@example.org", "password1": "x" * 14, "password2": "x" * 14},
    )
    assert not User.objects.filter(email="a@example.org").exists()
    assert page.status_code in {200, 302, 403}


def test_the_page_of_an_invitation_is_kept_by_nobody(as_secretariat: Client) -> None:
    answer = Client().get(invited_link(as_secretariat))
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_name_holds_no_line_break_and_no_hidden_mark(as_secretariat: Client) -> None:
    as_secretariat.post(
        "/fr/people/invite/", {**FORM, "role": "adviser", "name": "A\n B\u202eC\u200f"}
    )
    assert Invitation.objects.get().name == "A BC"


def test_a_second_invitation_to_the_same_place_renews_the_first(as_secretariat: Client) -> None:
    """Two stood open side by side: withdrawn once, the other still let the person in."""
    first, second = invited_link(as_secretariat), invited_link(as_secretariat)
    assert Invitation.objects.count() == 1
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    earlier = Letter.objects.filter(kind=INVITATION.key).order_by("pk")[0]
    assert earlier.state == LetterState.WITHDRAWN
    page = as_secretariat.post("/fr/people/invite/", {**FORM, "role": "adviser"}).text
    assert "dont le lien n’ouvre plus rien" in page
    page = as_secretariat.post("/fr/people/invite/", {**FORM, "role": "adviser", "region": "06"})
    assert "dont le lien n’ouvre plus rien" not in page.text
    assert Invitation.objects.count() == 2  # another place


def test_an_invitation_that_ran_out_is_not_renewed_but_made_anew(as_secretariat: Client) -> None:
    invited_link(as_secretariat)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    invited_link(as_secretariat)
    assert Invitation.objects.count() == 2


def test_another_invitation_of_who_has_an_account_says_what_to_do(
    as_secretariat: Client, cast: Cast
) -> None:
    """It asked for a password twice, and then told the invited person to give a role."""
    first = invited_link(as_secretariat)
    second = re.search(
        r"http://127.0.0.1:8000(/ar/people/invitation/[\w-]+/)",
        as_secretariat.post(
            "/fr/people/invite/", {**FORM, "role": "adviser", "region": "01"}
        ).content.decode(),
    )
    assert second is not None
    password = "a sentence to remember"
    sent = {"name": "N", "password": password, "password_again": password}
    assert "a déjà un compte" not in as_secretariat.get("/fr/people/").content.decode()
    assert Client().post(first, sent).status_code == 302
    link = second[1].replace("/ar/", "/fr/")
    for answer in (Client().get(link), Client().post(link, sent)):
        page = answer.content.decode()
        assert 'type="password"' not in page
        assert "connectez-vous" in page
        assert "la personne qui vous a invité" in page
        assert "donnez plutôt un rôle" not in page
    assert "a déjà un compte" in as_secretariat.get("/fr/people/").content.decode()


def test_an_invitation_names_the_region_of_its_role(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    """Twelve delegates were invited as the same “regional delegate”."""
    with django_capture_on_commit_callbacks(execute=True):
        cast.client("administrator").post("/fr/people/invite/", {**FORM, "language": "fr"})
    letter = next(one for one in mail.outbox if one.to == [FORM["email"]])
    assert f"Région\u00a0: {region('05').name_fr}" in letter.body
