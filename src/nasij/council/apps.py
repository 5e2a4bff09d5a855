from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nasij.accounts.words import tell_values
from nasij.audit import sentences
from nasij.council.enums import Choice, CouncilVerb, DecisionOutcome, Majority, MandateKind
from nasij.ui import navigation


class CouncilConfig(AppConfig):
    name = "nasij.council"
    verbose_name = _("Council")

    def ready(self) -> None:
        from nasij.council.life import decisions_for_firms  # models are loaded by now
        from nasij.exporters import life

        life.register_provider(decisions_for_firms, "action")
        sentences.register(CouncilVerb)
        tell_values(Choice, DecisionOutcome, Majority, MandateKind)
        navigation.register(
            navigation.NavEntry(
                "council.sessions", _("Sessions"), "council:sessions", 30, "session_view", "decide"
            )
        )
        navigation.register(
            navigation.NavEntry(
                "council.seats", _("Seats"), "council:seats", 32, "session_view", "decide"
            )
        )
