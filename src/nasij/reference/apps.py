from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nasij.audit import sentences
from nasij.reference.enums import ReferenceVerb
from nasij.ui import context, navigation
from nasij.ui.navigation import NavEntry


class ReferenceConfig(AppConfig):
    name = "nasij.reference"
    verbose_name = _("Reference")

    def ready(self) -> None:
        from nasij.reference.queries import organisation_name

        sentences.register(ReferenceVerb)
        context.register_organisation(organisation_name)
        for entry in (
            NavEntry(
                "products", _("Find a product code"), "reference:products", 40, section="publish"
            ),
            NavEntry(
                "definitions", _("Definitions"), "reference:definitions", 10, section="footer"
            ),
            NavEntry("sources", _("Sources"), "reference:sources", 20, section="footer"),
            NavEntry(
                "territories", _("Territories"), "reference:territories", 30, section="footer"
            ),
            NavEntry("glossary", _("Glossary"), "reference:glossary", 40, section="footer"),
        ):
            navigation.register(entry)
