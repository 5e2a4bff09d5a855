"""What a firm may ask of its record: the door of this room for everyone who writes to it."""

from nasij.rights.acts.access import ask_link, give_link, open_record, revoke_link
from nasij.rights.acts.confirming import confirm_erasure
from nasij.rights.acts.consents import note_consent
from nasij.rights.acts.erasing import erase_firm, lift_erasure
from nasij.rights.acts.requests import (
    answer_correction,
    answer_request,
    ask_correction,
    ask_erasure,
    raise_objection,
    withdraw_request,
)
from nasij.rights.acts.retention import keep_firm, let_go
