"""What this room tells the others."""

from django.utils.translation import gettext_lazy as _

from nasij.reference.enums import ReferenceVerb
from nasij.reference.queries import organisation_name
from nasij.ui.context import Organisation
from nasij.ui.navigation import NavEntry

TELLS = (
    *ReferenceVerb,
    Organisation(organisation_name),
    NavEntry("products", _("Find a product code"), "reference:products", 40, section="publish"),
    NavEntry("definitions", _("Definitions"), "reference:definitions", 10, section="footer"),
    NavEntry("sources", _("Sources"), "reference:sources", 20, section="footer"),
    NavEntry("territories", _("Territories"), "reference:territories", 30, section="footer"),
    NavEntry("glossary", _("Glossary"), "reference:glossary", 40, section="footer"),
)
