"""What can go wrong with a firm's rights, said to the person it happens to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nasij.exporters.errors import RegistryError


class NoAddress(RegistryError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This firm has no e-mail address in the registry. Show or print the link instead, "
                "and give it to a person of the firm."
            )
        )


class LinkClosed(RegistryError):
    """One sentence for every reason: who guesses learns nothing."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This code is not known, has run out or was revoked. Check it letter by letter, "
                "or ask your delegate for a new one."
            )
        )


class RequestSettled(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("This request was already answered or taken back."))


class AnswerMissing(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("A refusal needs its reason: the firm reads it."))


class NotErasable(RegistryError):
    """An erasure is refused, with its reason."""
