"""Small forms of a firm's page: a market, a status under a definition, a contact."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nasij.exporters import cells
from nasij.exporters.enums import (
    Consent,
    ContactPurpose,
    EvidenceSource,
    FirmStatus,
    MarketStanding,
    Said,
)
from nasij.exporters.fields import LANGUAGES
from nasij.files.problems import RowProblem, reason
from nasij.reference.days import DayField, today
from nasij.reference.models import Country, Definition
from nasij.ui.forms import NameField

# A person notes what they heard or saw; customs and association files come in as files.
_BY_HAND = [
    (source.value, source.label) for source in (EvidenceSource.DECLARED, EvidenceSource.OBSERVED)
]

# How a member of the team heard something; by its link the firm says it itself.
HEARD = [(said.value, said.label) for said in (Said.PHONE, Said.WRITING, Said.PERSON)]


class MarketForm(forms.Form):
    """A market of the firm, since when we know, from whom."""

    country = forms.ModelChoiceField(label=_("Country"), queryset=Country.objects.none())
    standing = forms.ChoiceField(label=_("What the market is"), choices=MarketStanding.choices)
    source = forms.ChoiceField(label=_("Who says so"), choices=_BY_HAND)
    evidence_on = DayField(label=_("On which day"), latest=today)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="market", initial={"evidence_on": timezone.localdate()})
        field = self.fields["country"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Country.objects.all()
        if data is None:  # in the reader's order; the check of what is posted needs none
            named = sorted(Country.objects.all(), key=lambda country: country.name)
            field.choices = [("", "—"), *((country.pk, country.name) for country in named)]


class StandingForm(forms.Form):
    """What the firm is under one definition of “exporter”."""

    definition = forms.ModelChoiceField(label=_("Definition"), queryset=Definition.objects.none())
    status = forms.ChoiceField(label=_("Status"), choices=FirmStatus.choices)
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=1990,
        validators=[MaxValueValidator(lambda: today().year)],  # counted when it is asked
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="standing")
        definition = self.fields["definition"]
        assert isinstance(definition, forms.ModelChoiceField)
        definition.queryset = Definition.objects.filter(family="exporters").order_by("key")


class ContactForm(forms.Form):
    """A person of the firm. What the address may be used for is asked with the address."""

    name = NameField(label=_("Name"), max_length=150)
    role = NameField(label=_("Role in the firm"), max_length=100, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput({"type": "tel"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES.items())
    purpose = forms.ChoiceField(label=_("May be written to for"), choices=ContactPurpose.choices)
    consent = forms.ChoiceField(label=_("Consent"), choices=Consent.choices)
    consent_on = DayField(label=_("Consent given on"), required=False, latest=today)
    consent_how = forms.ChoiceField(
        label=_("How it was given"),
        required=False,
        choices=[("", "—"), *HEARD],
        help_text=_("Kept in the log of consents, as the proof."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="contact")

    def clean_phone(self) -> str:
        """One form of a number for the whole registry."""
        typed: str = self.cleaned_data["phone"]
        found = cells.phones(typed)
        if typed and (found.unread or len(found.numbers) != 1):
            raise forms.ValidationError(reason(RowProblem.PHONE_UNREADABLE, typed, {}))
        return found.numbers[0] if typed else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("consent") == Consent.GIVEN and not cleaned.get("consent_on"):
            self.add_error("consent_on", _("Say on which day the person agreed."))
        return cleaned
