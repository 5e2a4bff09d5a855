"""The code of an access link: unguessable, short enough to be read out and typed on a phone."""

from __future__ import annotations

import re
import secrets

import qrcode
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from qrcode.image.svg import SvgPathFillImage

# Without I, L, O and U: nothing that is taken for a digit. Sixteen of them are 80 bits.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH, _GROUP = 16, 4
_READ_AS = str.maketrans("ILO", "110")


def new_code() -> str:
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return "-".join(drawn[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def code_hash(code: str) -> str:
    """Keyed: a copy of the database alone does not allow codes to be tried against it."""
    bare = re.sub(r"[\s\-–—]", "", code).upper().translate(_READ_AS)
    return salted_hmac("nasij.exporters.access", bare, algorithm="sha256").hexdigest()


def link_of(code: str, language: str) -> str:
    """The address of the firm's record. The code stands behind “#”, which browsers never send:
    it is in no server's log, in no Referer and in no preview that a mail program makes."""
    with translation.override(language):
        return f"{settings.SITE_URL}{reverse('rights:record')}#{code}"


def qr_svg(text: str) -> str:
    """The link as a square to be scanned: an SVG with its own white ground."""
    image = qrcode.make(text, image_factory=SvgPathFillImage, border=2)
    return str(image.to_string(encoding="unicode"))
