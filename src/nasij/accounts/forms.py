"""Forms about people."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _

from nasij.accounts.models import User
from nasij.accounts.permissions import roles_to_give
from nasij.reference.queries import regions
from nasij.ui.forms import FilterForm, NameField


def _region_choices() -> list[tuple[str, str]]:
    return [("", "—"), *((region.code, region.name) for region in regions())]


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"))
    region = forms.ChoiceField(
        label=_("Region"),
        choices=_region_choices,
        required=False,
        help_text=_("For a role held in one region; empty for the whole country."),
    )

    def __init__(self, *given: Any, by: User, **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        # None beforehand: the first is the one with the most rights.
        field.choices = [*BLANK_CHOICE_DASH, *((role.key, role.name) for role in roles_to_give(by))]


class InvitationForm(RoleForm):
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    name = NameField(label=_("Name"), max_length=150)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ("name", "email", "role", "region", "language")


class AcceptForm(forms.Form):
    name = NameField(label=_("Your name"), max_length=150)
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters. A short sentence is easy to remember."),
    )
    password_again = forms.CharField(
        label=_("Password again"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, second = cleaned.get("password"), cleaned.get("password_again")
        if first and second and first != second:
            self.add_error("password_again", _("The two passwords are not the same."))
        elif first:
            try:
                validate_password(first, user=self._user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class ProfileForm(forms.Form):
    name = NameField(label=_("Name"), max_length=150)
    language = forms.ChoiceField(label=_("Language of my pages"), choices=settings.LANGUAGES)


class AddressForm(forms.Form):
    """The password is asked: an unlocked phone is not enough to take an account."""

    email = forms.EmailField(label=_("New e-mail address"), max_length=254)
    password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *given: Any, user: User, **named: Any) -> None:
        super().__init__(*given, **named)
        self._user = user

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if email == self._user.email:
            raise forms.ValidationError(_("This is the address you sign in with already."))
        return email

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if not get_adapter().reauthenticate(self._user, password):
            raise forms.ValidationError(_("Incorrect password."))
        return password


class EventFilterForm(FilterForm):
    search = forms.CharField(label=_("Person or subject"), required=False, max_length=120)
    verb = forms.ChoiceField(label=_("What happened"), required=False)

    def __init__(self, data: Any, *, verbs: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.choose("verb", verbs, _("Everything"))


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """The library leaves the name of a key without a label of its own."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["name"].label = _("Name of the key")


class EditKeyForm(EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["name"].label = _("Name of the key")
