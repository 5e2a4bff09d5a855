"""Closed lists of the target room."""

from django.utils.translation import gettext_lazy as _

from nasij.audit.words import Verbs


class TargetVerb(Verbs):
    PROJECTION_COMPUTED = (
        "targets.projection_computed",
        _("%(actor)s computed the projection of “%(subject)s”"),
    )
