from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nasij.accounts.words import tell_values
from nasij.audit import sentences
from nasij.plans.enums import ActionState, EvidenceKind, PlanVerb
from nasij.ui import navigation


class PlansConfig(AppConfig):
    name = "nasij.plans"
    verbose_name = _("Action plans")

    def ready(self) -> None:
        from nasij.exporters import life  # models are loaded by now
        from nasij.plans import subscribers  # noqa: F401 — connects the answers
        from nasij.plans.life import actions_for_firms

        life.register_provider(actions_for_firms, "action")
        sentences.register(PlanVerb)
        tell_values(ActionState, EvidenceKind)
        navigation.register(
            navigation.NavEntry("plans", _("Action plans"), "plans:list", 40, "action_view", "act")
        )
