"""The page on which a contact is recorded, in less than a minute, and its small companions."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nasij.accounts.permissions import Person
from nasij.exporters.models import Firm
from nasij.needs.enums import VisitKind
from nasij.needs.forms.fields import prepare_firm_field
from nasij.needs.models import Visit
from nasij.needs.models.visits import SILENT_AFTER
from nasij.reference.days import DayField, today
from nasij.reference.lookups import LookupField, proposal

DAYS = (30, 60, 90, 180, 365)


def days_choices() -> list[tuple[int, str]]:
    return [(days, _days(days)) for days in DAYS]


def _days(days: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


class VisitForm(forms.Form):
    """Which firm, how, when: the rest only if there is something to say."""

    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    firm = LookupField[Firm](
        label=_("Firm"),
        help_text=_("A part of its name, or its identifier."),
        widget=forms.TextInput(
            attrs={
                "data-suggest": reverse_lazy("needs:firm_suggestions"),
                "autocomplete": "off",
                "dir": "auto",
            }
        ),
    )
    kind = forms.ChoiceField(
        label=_("How"), choices=VisitKind.choices, widget=forms.RadioSelect, initial="visit"
    )
    happened_on = DayField(label=_("On which day"), latest=today)
    note = forms.CharField(
        label=_("In short"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("What one must know before the next contact. Needs have a page of their own."),
    )
    next_step = forms.CharField(
        label=_("Next step"),
        required=False,
        max_length=250,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("What you promised, as you would say it: “send the list of trade fairs”."),
    )
    next_step_on = DayField(label=_("By when"), required=False)
    people = forms.CharField(
        label=_("Who was met"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        user: Person,
        firm: Firm | None = None,
        visit: Visit | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(visit) if visit else None)
        self.fields["client_key"].initial = secrets.token_urlsafe(18)
        if visit is not None:  # the firm of a contact does not change
            del self.fields["firm"], self.fields["client_key"]
            return
        self.fields["happened_on"].initial = timezone.localdate
        prepare_firm_field(self.fields["firm"], user)
        self.fields["firm"].required = True
        if firm is not None:
            self.initial["firm"] = proposal(firm.shown_name, firm.pk)

    def clean_kind(self) -> VisitKind:
        return VisitKind(self.cleaned_data["kind"])


def _initial(visit: Visit) -> dict[str, Any]:
    names = ("kind", "happened_on", "note", "next_step", "next_step_on", "people")
    return {name: getattr(visit, name) for name in names}


class PutOffForm(forms.Form):
    """A firm that can wait, and why."""

    until = DayField(label=_("Until"))
    reason = forms.CharField(
        label=_("Why it can wait"),
        max_length=250,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class SilenceForm(forms.Form):
    """What the list of silent firms is asked for; what cannot be read is not asked."""

    days = forms.TypedChoiceField(label=_("Without contact for"), coerce=int, required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)

    def __init__(self, data: Any, *, regions: list[Any], usual: int) -> None:
        super().__init__(data)
        self.usual = usual
        choices = sorted({*days_choices(), (usual, _days(usual))})
        self.fields["days"].choices = choices  # type: ignore[attr-defined]
        self.fields["region"].choices = [  # type: ignore[attr-defined]
            ("", _("All regions")),
            *((region.code, region.name) for region in regions),
        ]
        if len(regions) < 2:
            del self.fields["region"]
        self.fields["days"].initial = usual
        self.is_bound = bool(data)

    def wanted(self) -> tuple[int, str]:
        if not self.is_bound:
            return self.usual, ""
        self.is_valid()
        given = self.cleaned_data
        return given.get("days") or self.usual, given.get("region", "")


class ReminderForm(forms.Form):
    is_weekly = forms.BooleanField(
        label=_("Send me a message once a week about silent firms, next steps and referrals"),
        required=False,
    )
    silent_after = forms.IntegerField(
        label=_("A firm is silent after (days without contact)"),
        min_value=7,
        max_value=1825,
        initial=SILENT_AFTER,
    )
