"""What this room tells the others."""

from django.utils.translation import gettext_lazy as _

from nasij.accounts.enums import Permission
from nasij.audit.words import Kept
from nasij.exporters.consent import CONTACTS
from nasij.exporters.enums import ExporterVerb, FirmLifeVerb, SiteKind
from nasij.exporters.holdings.listed import LISTED
from nasij.exporters.holdings.tables import Erased, Holding, Merged
from nasij.exporters.life import ActsTold, Life
from nasij.exporters.queries.life import life_of_record
from nasij.ui.navigation import NavEntry

_MOVE, _KEEP, _MOVE_OR_DROP = Merged.MOVE, Merged.KEEP, Merged.MOVE_OR_DROP
_GO, _STAY, _PART = Erased.GO, Erased.STAY, Erased.PART

TELLS = (
    NavEntry("exporters", _("Exporters"), "exporters:list", 5, Permission.FIRM_VIEW, "listen"),
    *ExporterVerb,
    *FirmLifeVerb,
    Kept("kind", SiteKind, (FirmLifeVerb.SITE_ADDED,)),
    Life.of(life_of_record, "record", "market", "sharing"),
    ActsTold(
        "market",
        frozenset(
            (ExporterVerb.MARKET_SET, ExporterVerb.MARKET_REMOVED, ExporterVerb.STANDING_DECLARED)
        ),
    ),
    LISTED,
    CONTACTS,
    Holding("exporters.firm.group", _("Subsidiaries"), _MOVE, _STAY),
    Holding("exporters.firm.merged_into", _("Records merged before"), _MOVE, _STAY),
    # Coarsened to chapters, which give the sector.
    Holding(
        "exporters.firm_products.firm", _("Products"), _MOVE_OR_DROP, _STAY, same=("product_id",)
    ),
    Holding("exporters.firm_markets.firm", _("Markets"), _MOVE_OR_DROP, _GO, same=("country_id",)),
    Holding("exporters.site.firm", _("Sites"), _MOVE, _GO),
    # Definition, status and year: what is counted.
    Holding(
        "exporters.standing.firm",
        _("Statuses by definition"),
        _MOVE_OR_DROP,
        _STAY,
        same=("definition_id", "source"),
    ),
    Holding("exporters.marketevidence.firm", _("Evidence on markets"), _MOVE, _GO),
    Holding("exporters.contact.firm", _("Contacts"), _MOVE, _GO),
    Holding("exporters.consententry.firm", _("Lines of the log of consents"), _MOVE, _GO),
    Holding(
        "exporters.follower.firm",
        _("People who follow it"),
        _MOVE_OR_DROP,
        _GO,
        same=("user_id",),
    ),
    Holding("exporters.merge.winner", _("Merges of records"), _KEEP, _GO),
    Holding("exporters.merge.loser", _("Merges of records"), _KEEP, _GO),
    Holding("exporters.distinct.first", _("Firms said to be others"), _KEEP, _GO),
    Holding("exporters.distinct.second", _("Firms said to be others"), _KEEP, _GO),
    Holding(
        "exporters.listedfirm.firm", _("Places on lists"), _MOVE_OR_DROP, _PART, same=("list_id",)
    ),
    Holding("exporters.erasure.firm", _("Erasures"), _KEEP, _STAY),
)
