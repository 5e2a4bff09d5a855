from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nasij.audit import sentences
from nasij.intake.enums import IntakeVerb


class IntakeConfig(AppConfig):
    name = "nasij.intake"
    verbose_name = _("Files of firms")

    def ready(self) -> None:
        from nasij.exporters import life
        from nasij.intake import subscribers  # noqa: F401 — connects the answers
        from nasij.intake.queries import life_of_imports

        sentences.register(IntakeVerb)
        life.register_provider(life_of_imports, "record")
