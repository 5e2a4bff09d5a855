"""What the first pages show a person, each asked for once."""

from nasij.home.pages.desk import desk_page
from nasij.home.pages.public import regions_page, start_page, track_page
from nasij.home.pages.region import region_page
from nasij.home.pages.search import offered

__all__ = ["desk_page", "offered", "region_page", "regions_page", "start_page", "track_page"]
