"""Forms of a firm's rights: its own pages, and those of the team that answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nasij.exporters.enums import ConsentStep, ContactPurpose, ObjectionScope, Said
from nasij.exporters.fields import LANGUAGES
from nasij.exporters.forms.evidence import HEARD
from nasij.exporters.forms.firms import FirmForm
from nasij.exporters.models import Contact, Firm
from nasij.exporters.queries.firms import products_of_firm
from nasij.reference.days import DayField, today
from nasij.reference.firm_names import match_key
from nasij.reference.queries import regions
from nasij.rights.enums import LinkChannel
from nasij.rights.errors import AnswerMissing
from nasij.rights.models import ProposedChange


def _words(label: Any, *, required: bool = False, rows: int = 2, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        required=required,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class CodeForm(forms.Form):
    """The code of a link, as it is read on paper or heard by phone."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "class": "ltr",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "data-code": "",
            }
        ),
        help_text=_("Sixteen letters and digits, in groups of four. Capitals do not matter."),
    )


class LinkForm(forms.Form):
    """How the firm is given its link."""

    channel = forms.ChoiceField(
        label=_("How it is given"),
        choices=[
            (LinkChannel.EMAIL, _("Send it to the firm's registered address")),
            (LinkChannel.SHOWN, _("Show it here, to be printed or copied by hand")),
        ],
    )
    language = forms.ChoiceField(label=_("Language of the firm"), choices=LANGUAGES.items())

    def __init__(self, data: Any = None, *, firm: Firm, has_address: bool) -> None:
        channel = LinkChannel.EMAIL if has_address else LinkChannel.SHOWN
        initial = {"language": firm.language, "channel": channel}
        super().__init__(data, prefix="link", initial=initial)


class ConsentForm(forms.Form):
    """What a person of the firm said of a purpose, when and how."""

    contact = forms.ModelChoiceField(label=_("Contact"), queryset=Contact.objects.none())
    purpose = forms.ChoiceField(label=_("May be written to for"), choices=ContactPurpose.choices)
    step = forms.ChoiceField(label=_("What was said"), choices=ConsentStep.choices)
    how = forms.ChoiceField(label=_("How"), choices=HEARD)
    happened_on = DayField(label=_("On which day"), latest=today)

    def __init__(self, data: Any = None, *, firm: Firm) -> None:
        super().__init__(data, prefix="consent", initial={"happened_on": timezone.localdate()})
        contact = self.fields["contact"]
        assert isinstance(contact, forms.ModelChoiceField)
        contact.queryset = firm.contacts.select_related("firm__region").order_by("name", "id")


class ObjectionForm(forms.Form):
    scope = forms.ChoiceField(
        label=_("What it objects to"), choices=ObjectionScope.choices, widget=forms.RadioSelect
    )
    reason = _words(_("Why, if it says so"))
    said = forms.ChoiceField(label=_("How"), choices=HEARD)

    def __init__(
        self, data: Any = None, *, scopes: Iterable[ObjectionScope] = tuple(ObjectionScope)
    ) -> None:
        super().__init__(data, prefix="objection")
        field = self.fields["scope"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(scope.value, scope.label) for scope in scopes]


class OwnObjectionForm(ObjectionForm):
    """The same, filled by the firm itself."""

    def __init__(self, data: Any = None, **named: Any) -> None:
        super().__init__(data, **named)
        del self.fields["said"]
        self.fields["scope"].label = _("I no longer want my record to be used for")
        self.fields["reason"].label = _("Why, if you wish to say so")


class ErasureForm(forms.Form):
    """The first step: somebody asks for it."""

    reason = _words(_("Why"), required=True)
    said = forms.ChoiceField(
        label=_("Who asks"),
        choices=[
            (Said.PHONE, _("The firm, by phone")),
            (Said.WRITING, _("The firm, in writing")),
            (Said.PERSON, _("The firm, in person")),
            (Said.TEAM, _("The team: it has been kept long enough")),
        ],
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="erasure")


class OwnErasureForm(forms.Form):
    reason = _words(_("Why, if you wish to say so"))
    sure = forms.BooleanField(
        label=_("I understand that an erased record cannot be brought back."),
        error_messages={"required": _("Tick the box to ask for the erasure.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="erasure")


class CorrectionForm(FirmForm):
    """The firm's form, filled by the firm: what it makes is ticked or said in ordinary words."""

    kept_products = forms.MultipleChoiceField(
        label=_("Products noted: untick what you do not make"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    remark = _words(_("Anything else to be put right"))

    def __init__(self, data: Any = None, *, firm: Firm) -> None:
        super().__init__(data, regions=list(regions()), firm=firm)
        del self.fields["status"]  # counted under declared definitions, not corrected by hand
        noted = [(product.code, product.name) for product in products_of_firm(firm)]
        kept = self.fields["kept_products"]
        assert isinstance(kept, forms.MultipleChoiceField)
        kept.choices = noted
        if not noted:
            del self.fields["kept_products"]
        self.fields["products"].label = _("Other products you make")
        self.initial.update(products="", kept_products=[code for code, _name in noted])
        names = [name for name in self.fields if name != "kept_products"]
        names.insert(names.index("products"), "kept_products")
        self.order_fields(names)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "products" in cleaned:
            both = {*cleaned["products"], *cleaned.get("kept_products", [])}
            cleaned["products"] = sorted(both)
        return cleaned


class VerdictForm(forms.Form):
    """Accept or refuse each proposed change, with its reason."""

    answer = _words(_("A word to the firm"))

    def __init__(self, data: Any = None, *, changes: Iterable[ProposedChange]) -> None:
        super().__init__(data)
        self.changes = list(changes)
        for change in self.changes:
            self.fields[f"verdict_{change.pk}"] = forms.ChoiceField(
                label=_("Decision"),
                choices=[("yes", _("Accept")), ("no", _("Refuse"))],
                widget=forms.RadioSelect,
            )
            self.fields[f"reason_{change.pk}"] = forms.CharField(
                label=_("What is done, or why not") if change.is_remark else _("Reason"),
                required=change.is_remark,
                max_length=500,
            )
        self.order_fields([*(name for name in self.fields if name != "answer"), "answer"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for change in self.changes:
            refused = cleaned.get(f"verdict_{change.pk}") == "no"
            reason = f"reason_{change.pk}"
            if refused and reason not in self.errors and not cleaned[reason].strip():
                self.add_error(reason, str(AnswerMissing()))
        return cleaned

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """A decision and its reason, for each change."""
        return [
            (self[f"verdict_{change.pk}"], self[f"reason_{change.pk}"]) for change in self.changes
        ]

    def verdicts(self) -> dict[int, tuple[bool, str]]:
        cleaned = self.cleaned_data
        return {
            change.pk: (
                cleaned[f"verdict_{change.pk}"] == "yes",
                cleaned[f"reason_{change.pk}"],
            )
            for change in self.changes
        }


class AnswerForm(forms.Form):
    """Answer an objection, or refuse an erasure."""

    granted = forms.ChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Granted")), ("no", _("Refused"))],
        widget=forms.RadioSelect,
    )
    answer = _words(_("What the firm reads"), help_text=_("A refusal needs its reason."))

    def __init__(self, data: Any = None, *, only_refusal: bool = False) -> None:
        super().__init__(data)
        if only_refusal:
            granted = forms.ChoiceField(choices=[("no", _("Refused"))], widget=forms.HiddenInput)
            self.fields["granted"] = granted
            granted.initial = "no"
            self.fields["answer"].help_text = _("Why the record stays: the firm reads it.")


class EraseForm(forms.Form):
    """The second step: the name is typed, so that nobody erases by one click."""

    reason = _words(_("Why it is erased"), required=True, help_text=_("It stays; name nobody."))
    name = forms.CharField(
        label=_("Type the name of the firm"),
        max_length=250,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )

    def __init__(self, data: Any = None, *, firm: Firm) -> None:
        super().__init__(data, prefix="erase")
        self._names = {match_key(name) for name in (firm.name, firm.name_ar) if name}

    def clean_name(self) -> str:
        typed: str = self.cleaned_data["name"]
        if match_key(typed) not in self._names:
            raise forms.ValidationError(_("This is not the name of the firm: nothing was erased."))
        return typed


class KeepForm(forms.Form):
    firm = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why it stays"), max_length=250)
    years = forms.TypedChoiceField(label=_("For how long"), coerce=int)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        years = self.fields["years"]
        assert isinstance(years, forms.ChoiceField)
        years.choices = [
            (count, ngettext("%(n)s year", "%(n)s years", count) % {"n": count})
            for count in (1, 2, 3)
        ]


class LiftForm(forms.Form):
    reason = _words(_("How the firm agreed to be registered again"), required=True)
