"""An erased firm in the words of others: it goes from them however they wrote its name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from nasij.audit.models import Event
from nasij.exporters.enums import Said
from nasij.exporters.identity.redaction import Words
from nasij.exporters.models import Erasure, Firm, FirmList, ListedFirm
from nasij.needs.models import Item, Need, Reply, Snooze, Visit
from nasij.rights.acts import ask_erasure, erase_firm
from nasij.sharing.models import Referral, Share
from tests.factories import make_firm, make_item, make_need
from tests.people import Cast, make_user

pytestmark = pytest.mark.django_db

_TEXTS = {
    Need: ("text",),
    Reply: ("text",),
    Item: ("title", "summary", "reason"),
    Visit: ("people", "note", "next_step"),
    Snooze: ("reason",),
    ListedFirm: ("note",),
    Share: ("reason",),
    Referral: ("reason", "question", "outcome"),
}


def say_everywhere(text: str) -> Event:
    """In whatever colleagues write of another firm, and in the record of an act on it."""
    other = make_firm("01", name="Autre Citée")
    need = make_need(text=text, item=make_item(title=text, summary=text, reason=text))
    Reply.objects.create(need=need, text=text, language="fr", channel="link")
    Visit.objects.create(
        firm=other, region=other.region, happened_on=date(2026, 1, 1),
        people=text, note=text, next_step=text,
    )  # fmt: skip
    Snooze.objects.create(
        firm=other, until=date(2099, 1, 1), put_off_on=date(2026, 1, 1), reason=text
    )
    colleague = make_user("colleague", "adviser", "09")
    Share.objects.create(firm=other, user=colleague, reason=text)
    Referral.objects.create(
        firm=other, recipient=colleague, reason=text, question=text, outcome=text
    )
    picked = FirmList.objects.create(name=text, owner=colleague, kind="picked")
    ListedFirm.objects.create(list=picked, firm=other, note=text)
    return Event.objects.create(
        verb="needs.item_changed", subject_type="needs.item", subject_id="1", subject_label=text,
        actor_label=text, before={"summary": text}, after={"lines": [text]},
    )  # fmt: skip


def said_everywhere(event: Event) -> Iterator[tuple[str, Any]]:
    for model, names in _TEXTS.items():
        for row in model._default_manager.order_by("pk").values(*names):
            yield from ((f"{model.__name__}.{name}", value) for name, value in row.items())
    yield "FirmList.name", FirmList.objects.get().name
    event.refresh_from_db()
    yield "Event.subject_label", event.subject_label
    yield "Event.actor_label", event.actor_label
    yield "Event.before", event.before["summary"]
    yield "Event.after", event.after["lines"][0]


def erase(firm: Firm, cast: Cast) -> None:
    request = ask_erasure(firm=firm, reason="À sa demande", said=Said.WRITING)
    erase_firm(request=request, reason="À sa demande", by=cast.secretariat)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Étoile du Souss SARL", "étoile du souss"),
        ("Étoile du Souss SARL", "ÉTOILE DU SOUSS SARL"),
        ("Étoile du Souss SARL", "Etoile du Souss"),
        ("Étoile du Souss SARL", "Étoile  du  Souss"),
        ("Étoile du Souss SARL", "Étoile\u00a0du\u00a0Souss"),
        ("Étoile du Souss SARL", unicodedata.normalize("NFD", "Étoilé du Souss")),
        ("ETOILE DU SOUSS", "Étoile du Souss"),
        ("Société Écorce Dorée", "SOCIÉTÉ ÉCORCE DORÉE"),
        ("Argan Tiznit Export", "Argan\nTiznit Export"),
        ("Argan  Tiznit Export", "Argan-Tiznit Export"),
        ("L'Écorce d'Œillet", "l’écorce d’oeillet"),
        ("L'Écorce d'Oeillet", "L’ÉCORCE D’ŒILLET"),
        ("تعاونية أركان تزنيت", "تعاونيّة اركان تزنيت"),
        ("تعاونية أركان تزنيت", "اركان\u200f تزنيـت"),
    ],
)
def test_however_its_name_is_written(
    data_folder: Path, cast: Cast, name: str, written: str
) -> None:
    firm = make_firm(name=name)
    event = say_everywhere(f"Été à Béni : comme {written}, né ici")
    erase(firm, cast)
    assert set(said_everywhere(event)) == {
        (place, "Été à Béni : comme […], né ici") for place, _text in said_everywhere(event)
    }


def test_other_words_stay_as_they_are_written(data_folder: Path, cast: Cast) -> None:
    text = "Étoile du Soussi,  l’étoile, SOUSS\u200f et les étoiles du Souss"
    event = say_everywhere(text)
    erase(make_firm(name="Étoile du Souss SARL"), cast)
    assert {said for _place, said in said_everywhere(event)} == {text}


SHORT = (
    "Zyxwellton Qarfouk", "zyxwellton-qarfouk", "QARFOUK TANNERIE", "Zyxwellton Qarfouk Tannerie",
)  # fmt: skip


@pytest.mark.parametrize("short", SHORT)
def test_a_short_form_goes_from_what_is_the_firms_alone(
    data_folder: Path, cast: Cast, short: str
) -> None:
    """“Demande de Zyxwellton Qarfouk” stayed for good as the reason of its erasure."""
    firm = make_firm(name="Zyxwellton Qarfouk Tannerie SARL")
    need = make_need(firm=firm, text=f"Chez {short}, on attend")
    acts = [
        Event.objects.create(
            verb="needs.need_heard", subject_type=kind, subject_id=str(subject),
            subject_label=f"De {short}", after={"lines": [f"Par {short}."]},
        )
        for kind, subject in (("needs.need", need.pk), ("exporters.firm", firm.pk))
    ]  # fmt: skip
    request = ask_erasure(firm=firm, reason=f"Demande de {short}", said=Said.WRITING)
    asked = ("rights.rightsrequest", str(request.pk))
    acts.append(
        Event.objects.create(
            verb="rights.asked", subject_type=asked[0], subject_id=asked[1], subject_label=short
        )
    )
    erase_firm(request=request, reason=f"Demande de {short}", by=cast.secretariat)
    need.refresh_from_db()
    assert need.text == "Chez […], on attend"
    assert "qarfouk" not in need.search_text
    assert Erasure.objects.get().reason == "Demande de […]"
    for act in acts:
        act.refresh_from_db()
    assert [act.subject_label for act in acts] == ["De […]", "[…]", "[…]"]
    assert acts[0].after == {"lines": ["Par […]."]}
    request.refresh_from_db()
    assert request.reason == ""


def test_a_short_form_stays_in_the_words_of_others_and_the_page_says_so(
    data_folder: Path, cast: Cast
) -> None:
    firm = make_firm(name="Zyxwellton Qarfouk Tannerie SARL")
    event = say_everywhere(text := "Comme Zyxwellton Qarfouk, dit-on")
    request = ask_erasure(firm=firm, reason="À sa demande", said=Said.WRITING)
    page = cast.client("secretariat").get(f"/fr/rights/requests/{request.pk}/erase/").text
    assert "formes abrégées de son nom" in page
    erase_firm(request=request, reason="À sa demande", by=cast.secretariat)
    assert {said for _place, said in said_everywhere(event)} == {text}


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Coopérative Argan-Tiznit Export", "Tiznit Export et Argan Tiznit", "[…] et […]"),
        ("L’Écorce d’Œillet du Sud", "l'écorce d'oeillet, et l'écorce", "[…], et l'écorce"),
        ("Huiles, Argan et Savons", "Des huiles, argan compris", "Des […] compris"),
        ("Perles de la Vallée", "Au bord de la mer", "Au bord de la mer"),
        ("Étoile du Souss SARL", "L’Étoile du Souss", "L’[…]"),
        ("L’Étoile du Souss SARL", "Étoile du Souss, l'étoile du Souss", "[…], […]"),
        ("Coopérative d’Argan Tiznit", "Argan Tiznit ; d’Argan Tiznit", "[…] ; […]"),
        ("Fleurs de la Vallée", "fleurs de la prairie", "fleurs de la prairie"),
        ("Étoile du Souss SARL", "Une SARL du Souss", "Une SARL du Souss"),
        ("تعاونية أركان تزنيت الكبرى", "قالت اركان تزنيت اليوم", "قالت […] اليوم"),
    ],
)
def test_two_words_of_its_name_are_a_short_form(name: str, text: str, left: str) -> None:
    assert Words.of([make_firm(name=name)]).clean_own(text) == left
