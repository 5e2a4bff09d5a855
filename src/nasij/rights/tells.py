"""What this room tells the others."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nasij.accounts.enums import Permission
from nasij.audit.words import Kept
from nasij.exporters.consent import Objections
from nasij.exporters.holdings.tables import Erased, Holding, Merged, MergeStop
from nasij.exporters.permissions import may_on
from nasij.exporters.sections import FirmSection
from nasij.rights.enums import RequestKind, RightsVerb
from nasij.rights.law.retention import FIRMS, LINKS, REQUESTS
from nasij.rights.notices import ANSWER, ERASED, LINK
from nasij.rights.queries import firms_that_object, objections_of, waits_for_an_answer
from nasij.rights.sections import erasure_section
from nasij.ui.navigation import NavEntry
from nasij.ui.ways import Way

TELLS = (
    NavEntry(
        "firm_requests",
        _("Requests of firms"),
        "rights:requests",
        6,
        Permission.FIRM_EDIT,
        "listen",
    ),
    *RightsVerb,
    Kept("kind", RequestKind, (RightsVerb.REQUEST_WITHDRAWN,)),
    LINK,
    ANSWER,
    ERASED,
    Objections(objections_of, firms_that_object),
    FIRMS,
    LINKS,
    REQUESTS,
    MergeStop(waits_for_an_answer),
    FirmSection(erasure_section, order=5),
    # A link opened the record as it was: it does not open what the other firm said.
    Holding("rights.accesslink.firm", _("Links to the record"), Merged.KEEP, Erased.GO),
    # That it asked and was answered, no longer what.
    Holding("rights.rightsrequest.firm", _("Requests about the record"), Merged.MOVE, Erased.STAY),
    Holding(
        "rights.retentionreview.firm", _("Decisions to keep the record"), Merged.MOVE, Erased.GO
    ),
    Way(
        "firm.record",
        _("Rights of the firm: access, correction, consents"),
        lambda firm: reverse("rights:firm", args=[firm.pk]),
        lambda user, firm: may_on(user, Permission.FIRM_EDIT, firm),
    ),
)
