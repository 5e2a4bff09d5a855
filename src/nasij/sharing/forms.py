"""Forms that show a firm to others: shares and referrals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.queries import memberships_holding
from nasij.exporters.forms.fields import SPEAKS
from nasij.exporters.models import Firm
from nasij.reference.choosing import RegionField
from nasij.reference.days import DayField, today
from nasij.reference.queries import regions


class PersonField(forms.ChoiceField):
    """A colleague who may read firms, under the region they work in."""

    def offer(self, *, but: User) -> None:
        held = memberships_holding(Permission.FIRM_VIEW).exclude(user=but)
        self._people: dict[str, User] = {}
        groups: dict[str, dict[str, str]] = {}
        for membership in held.select_related("user", "region"):
            key, person = str(membership.user_id), membership.user
            place = membership.region.name if membership.region else str(_("Whole country"))
            self._people[key] = person
            groups.setdefault(place, {})[key] = str(person)
        offered = [(place, [*people.items()]) for place, people in sorted(groups.items())]
        self.choices = [("", "—"), *offered]

    def clean(self, value: Any) -> Any:
        key = super().clean(value)
        return self._people[key] if key else None


class ShareForm(forms.Form):
    """With a region or with one person; to read or to write; until when."""

    region = RegionField(label=_("With a region"), required=False)
    user = PersonField(label=_("Or with one person"), required=False)
    may_edit = forms.BooleanField(label=_("They may also change the record"), required=False)
    ends_on = DayField(
        label=_("Until"),
        required=False,
        earliest=today,
        help_text=_("The last day. Empty: until you withdraw it."),
    )
    reason = forms.CharField(
        label=_("Why"), max_length=300, required=False, widget=forms.TextInput(SPEAKS)
    )

    def __init__(self, data: Any = None, *, firm: Firm, by: User) -> None:
        super().__init__(data)
        region: Any = self.fields["region"]
        region.offer((place for place in regions() if place.pk != firm.region_id), "—")
        user: Any = self.fields["user"]
        user.offer(but=by)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("region")) == bool(given.get("user")):
            self.add_error(None, _("Choose a region or a person: one of the two."))
        return given


class ReferForm(forms.Form):
    """To whom, why, and what is asked."""

    recipient = PersonField(label=_("To whom"))
    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, **SPEAKS}),
        help_text=_("What they must know of this firm to begin."),
    )
    question = forms.CharField(
        label=_("Your question"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, **SPEAKS}),
    )
    ends_on = DayField(
        label=_("They see the firm until"),
        required=False,
        earliest=today,
        help_text=_("Empty: until they have answered or declined."),
    )

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data)
        recipient: Any = self.fields["recipient"]
        recipient.offer(but=by)


class WordsForm(forms.Form):
    """A few words that close a referral."""

    words = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 3, **SPEAKS}))

    def __init__(self, data: Any = None, *, label: Any, prefix: str) -> None:
        super().__init__(data, prefix=prefix)
        self.fields["words"].label = label
