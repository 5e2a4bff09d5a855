"""What the pages of the potential show, each asked for once."""

from nasij.potential.pages.national import empty_page, national_page
from nasij.potential.pages.product import product_page
from nasij.potential.pages.region import (
    RegionEmptyPage,
    RegionPage,
    UntoldPage,
    region_page,
)

__all__ = [
    "RegionEmptyPage",
    "RegionPage",
    "UntoldPage",
    "empty_page",
    "national_page",
    "product_page",
    "region_page",
]
