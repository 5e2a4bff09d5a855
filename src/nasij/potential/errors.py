"""What stops a potential from being computed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nasij.work.errors import Refusal


class TradeNotLoaded(Refusal):
    template = _("No trade flows are loaded: the potential is not computable.")
    remedy_template = _("Load a file of world trade flows first.")


class ExporterNotInFlows(Refusal):
    template = _("%(exporter)s exports nothing in the trade flows “%(snapshot)s”.")
    remedy_template = _("Check the code of the country, or load a file that holds it.")
