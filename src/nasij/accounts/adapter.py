"""How the sign-in library behaves here: by invitation only, back to the language of the person."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as library
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import translation

from nasij.accounts import limits
from nasij.accounts.notices import SIGN_IN
from nasij.work.outbox import post

_LINKS = {"password_reset_url"}  # made for the language of the page


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are opened through an invitation link only."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through our outbox, by the one kind whose text is never stored; in the language of who
        reads it, whatever page it was asked for on."""
        user = context.get("user")
        language = user.language if user else translation.get_language()
        links = {name: translate_url(context[name], language) for name in _LINKS & set(context)}
        found = {"request": library.request, "email": email, **context, **links}
        with translation.override(language):
            message = self.render_mail(template_prefix, email, found)
        post(
            SIGN_IN,
            to=email,
            about=user,
            language=language,
            subject=message.subject,
            text=message.body,
        )

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counted by the pair of account and network, and given back when the password is right."""
        login = str(credentials.get("email", ""))
        self._login_failed_rl_usage = limits.begin_password_try(request, login)
        if self._login_failed_rl_usage is None:
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        limits.note_wrong_password(request)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        limits.forget_password_tries(request, str(credentials.get("email", "")))


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
