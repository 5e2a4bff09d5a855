"""What an erasure leaves of the firm itself: its region, status, sector and years, counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from nasij.exporters.fields import DERIVED, LEFT
from nasij.exporters.holdings.tables import Erased, relations
from nasij.exporters.models import Firm
from nasij.reference.models import Product


def delete_rows(group: Sequence[Firm]) -> None:
    """Those of the tables of which nothing stays, in every room."""
    for relation in relations():
        if relation.holding and relation.holding.erased is Erased.GO:
            for firm in group:
                relation.rows(firm).delete()


def blank(group: Sequence[Firm], at: datetime) -> None:
    """What identifies goes, what is counted stays."""
    Firm.objects.filter(group__in=group).update(group=None)
    for firm in group:
        _coarsen_products(firm)
        for part, left in {**dict.fromkeys(DERIVED, ""), **LEFT}.items():
            setattr(firm, part, left)
        firm.group, firm.erased_at = None, at
        firm.save()


def _coarsen_products(firm: Firm) -> None:
    """A product may be one firm's alone; its chapter is not, and gives the same sector."""
    codes = firm.products.order_by("code").values_list("code", flat=True)
    firm.products.set(Product.objects.filter(level=2, code__in={code[:2] for code in codes}))
