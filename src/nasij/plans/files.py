"""Files that may be kept as evidence: their size, their kind by name and by first bytes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from nasij.plans.errors import EvidenceKindUnknown, EvidenceTooLarge

LIMIT_MB = min(10, settings.NASIJ_UPLOAD_LIMIT_MB)
_ZIP = b"PK\x03\x04"
# A page or a script under another name must not be kept and served: the first bytes decide too.
_BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "docx": (_ZIP,),
    "xlsx": (_ZIP,),
    "ods": (_ZIP,),
    "odt": (_ZIP,),
}
ACCEPT = ",".join(f".{kind}" for kind in _BEGINNINGS)


def check_evidence_file(file: UploadedFile[Any]) -> None:
    """Raises EvidenceTooLarge or EvidenceKindUnknown."""
    name = file.name or ""
    if (file.size or 0) > LIMIT_MB * 1024 * 1024:
        raise EvidenceTooLarge(limit=LIMIT_MB)
    beginnings = _BEGINNINGS.get(name.rpartition(".")[2].lower())
    first = file.read(16)
    file.seek(0)
    if beginnings is None or not first.startswith(beginnings):
        raise EvidenceKindUnknown(name=name, good=", ".join(_BEGINNINGS))
