"""What people are told of each kind of data: what it is for, and what stands in its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from nasij.datasets.enums import DatasetKind, FileColumn
from nasij.reference.identifiers import name_of
from nasij.reference.names import PLACE_NAME
from nasij.sentences import filled_lazily
from nasij.ui.parts import Text

_IDENTIFIER: Any = lazy(lambda: str(name_of("identifier")), str)()
_FIRM = (_IDENTIFIER, _("Name"), PLACE_NAME)


@dataclass(frozen=True, slots=True)
class KindTold:
    what_for: Text  # and where it is found
    columns: tuple[FileColumn | Text, ...]
    unit: Text  # of the values, or of what stands in their place

    @property
    def headings(self) -> list[str]:
        """The columns, under headings of the reader's language that are read."""
        return [
            str(column.label if isinstance(column, FileColumn) else column)
            for column in self.columns
        ]


KINDS: dict[DatasetKind, KindTold] = {
    DatasetKind.TRADE: KindTold(
        _(
            "Who sells what to whom in the world: the ground of the export potential. CEPII "
            "publishes it as BACI, free of charge."
        ),
        (
            FileColumn.YEAR,
            FileColumn.EXPORTER,
            FileColumn.IMPORTER,
            FileColumn.PRODUCT,
            FileColumn.VALUE_USD,
        ),
        filled_lazily(
            _(
                "US dollars (“%(dollars)s”, value_usd) or thousands of them (“%(thousands)s”, v): "
                "the heading says which; CEPII writes t, i, j, k, v"
            ),
            {"dollars": FileColumn.VALUE_USD.label, "thousands": FileColumn.VALUE_KUSD.label},
        ),
    ),
    DatasetKind.DISTANCES: KindTold(
        _(
            "How far countries are from one another: without it, distance plays no part. CEPII "
            "publishes it as GeoDist."
        ),
        (FileColumn.EXPORTER, FileColumn.IMPORTER, FileColumn.DISTANCE),
        _("kilometres"),
    ),
    DatasetKind.GROWTH: KindTold(
        _(
            "Growth forecasts by country and year: without them, supply and demand are today's. "
            "The IMF publishes them in the World Economic Outlook."
        ),
        (FileColumn.COUNTRY, FileColumn.YEAR, FileColumn.GROWTH),
        _("share: 0.035 is 3.5%"),
    ),
    DatasetKind.TARIFFS: KindTold(
        _("Import duties by product: without them, tariffs play no part."),
        (FileColumn.EXPORTER, FileColumn.IMPORTER, FileColumn.PRODUCT, FileColumn.TARIFF),
        _("share: 0.05 is 5%; * for every exporter"),
    ),
    DatasetKind.REGIONAL: KindTold(
        _(
            "A table of region, sector (or HS chapter), year and value: it can split the "
            "potential to regions."
        ),
        (FileColumn.REGION, FileColumn.SECTOR, FileColumn.YEAR, FileColumn.VALUE),
        _("any currency"),
    ),
    DatasetKind.CUSTOMS: KindTold(
        _(
            "Exports by firm, product, market and month: who exports, who starts and who stops, "
            "and the exact regional potential."
        ),
        (*_FIRM, FileColumn.PRODUCT, FileColumn.IMPORTER, _("Month"), FileColumn.VALUE),
        _("any currency; other headings are recognised too"),
    ),
    DatasetKind.ASSOCIATION: KindTold(
        _("Members of an association with their markets or products, without values."),
        (*_FIRM, FileColumn.IMPORTER, FileColumn.PRODUCT),
        _("no values"),
    ),
}
