"""What the action plans ask people to fill in. Forms read; acts decide."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nasij.accounts.models import User
from nasij.plans.enums import ActionState, EvidenceKind
from nasij.plans.files import ACCEPT, LIMIT_MB
from nasij.plans.shares import equal_shares
from nasij.reference.days import DayField
from nasij.reference.models import Territory
from nasij.reference.queries import regions
from nasij.ui import formats
from nasij.ui.forms import LONGEST_TEXT, FilterForm, NameField, wide_text


def _region_choices() -> list[tuple[str, str]]:
    return [(region.code, region.name) for region in regions()]


class ActionFilter(FilterForm):
    region = forms.ChoiceField(label=_("Region"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *ActionState.choices]
    )
    text = forms.CharField(label=_("Title or owner"), required=False, max_length=100)
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.choose("region", _region_choices(), _("All regions"))


class ActionForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=250, widget=forms.TextInput(attrs={"wide": True})
    )
    owner_name = NameField(
        label=_("Owner"), max_length=150, help_text=_("The person or body that answers for it.")
    )
    owner = forms.ModelChoiceField(
        label=_("Account of the owner"),
        queryset=User.objects.filter(is_active=True).order_by("name", "pk"),
        required=False,
        empty_label=_("No account"),
        help_text=_("It finds the action on its desk, starts it and shows its results."),
    )
    due_on = DayField(label=_("Due date"))
    budget_lcu = forms.DecimalField(  # labelled below: the reader's word for the currency
        min_value=0,
        max_digits=16,
        decimal_places=2,
        help_text=_("0 when the action costs nothing."),
    )
    expected_result = forms.CharField(
        label=_("Expected result"), required=False, max_length=LONGEST_TEXT, widget=wide_text(2)
    )
    description = forms.CharField(
        label=_("Description"), required=False, max_length=LONGEST_TEXT, widget=wide_text(3)
    )
    regions = forms.MultipleChoiceField(
        label=_("Regions that carry the action"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The budget is shared among them: equally, or by the shares below."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        currency = formats.currency_name("", formats.language())
        self.fields["budget_lcu"].label = gettext("Budget, in %(currency)s") % {
            "currency": currency
        }
        places = list(regions())
        self.places: dict[str, Territory] = {place.code: place for place in places}
        field = self.fields["regions"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(place.code, place.name) for place in places]
        for place in places:
            self.fields[f"share_{place.code}"] = forms.DecimalField(
                label=_("Share of %(region)s, in %%") % {"region": place.name},
                required=False,
                min_value=0,
                max_value=100,
                max_digits=7,
                decimal_places=4,
            )

    def main_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if not name.startswith("share_")]

    def share_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("share_")]

    def has_written_shares(self) -> bool:
        """Whether somebody wrote a share: what is wrong with it must be seen, not folded away."""
        return any(field.data for field in self.share_fields())

    def clean(self) -> dict[str, Any]:
        """Shares as fractions of 1: those written, or equal ones when none is written."""
        given: dict[str, Any] = super().clean() or {}
        written = {
            code: given[f"share_{code}"]
            for code in self.places
            if given.get(f"share_{code}") is not None
        }
        chosen = given.get("regions", [])
        missing = [code for code in chosen if code not in written]
        if written and missing:
            name = self.places[missing[0]].name
            self.add_error(
                f"share_{missing[0]}",
                _("Write the share of %(region)s too, or leave all shares empty.")
                % {"region": name},
            )
        extra = [code for code in written if code not in chosen and written[code]]
        if extra and chosen:
            self.add_error(
                f"share_{extra[0]}", _("This region is not ticked among those that carry it.")
            )
        return given

    @property
    def shares(self) -> dict[Territory, Decimal]:
        given, chosen = self.cleaned_data, self.cleaned_data["regions"]
        if all(given.get(f"share_{code}") is None for code in chosen):
            parts = equal_shares(chosen)
        else:
            parts = {code: given[f"share_{code}"] / 100 for code in chosen}
        return {self.places[code]: part for code, part in parts.items()}


class MoveForm(forms.Form):
    to_date = DayField(label=_("New date"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_TEXT,
        widget=wide_text(3),
        help_text=_("Everybody who follows the action will read it."),
    )

    def __init__(self, *given: Any, is_asked_for: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        if is_asked_for:
            self.fields["reason"].help_text = _(
                "Everybody who follows the action will read it, the exporters who asked for it on "
                "their page too."
            )


class EvidenceForm(forms.Form):
    """What a person says. That data match it is said by data: nobody types it."""

    kind = forms.ChoiceField(
        label=_("Who vouches for it"),
        choices=[kind for kind in EvidenceKind.choices if kind[0] != EvidenceKind.MATCHED],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What was achieved"), max_length=LONGEST_TEXT, widget=wide_text(3)
    )
    value = forms.DecimalField(label=_("Value"), required=False, max_digits=18, decimal_places=2)
    unit = forms.CharField(
        label=_("Unit"), required=False, max_length=40, help_text=_("firms, jobs, an amount…")
    )
    source = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=250,
        help_text=_(
            "Where the firm confirmed it: who of the firm, when and how; or add the file below."
        ),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        # Here, not above: a sentence with a number in it is written in the language of the moment.
        limit = {"limit": LIMIT_MB}
        self.fields["file"].help_text = (
            _("PDF, picture or office file, at most %(limit)s MB.") % limit
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("value") is not None and not given.get("unit"):
            self.add_error("unit", _("A value needs its unit."))
        return given


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_TEXT, widget=wide_text(3))

    def __init__(self, *given: Any, promise: str = "", **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["reason"].help_text = promise
