"""What the pages of a firm's rights show a person, each asked for once."""

from nasij.rights.pages.erasing import erase_page, erased_page, retention_page
from nasij.rights.pages.firm import firm_page, firm_record_page, link_page
from nasij.rights.pages.record import choices_page, correct_page, record_page
from nasij.rights.pages.requests import request_page, requests_page, state_of

__all__ = [
    "choices_page",
    "correct_page",
    "erase_page",
    "erased_page",
    "firm_page",
    "firm_record_page",
    "link_page",
    "record_page",
    "request_page",
    "requests_page",
    "retention_page",
    "state_of",
]
