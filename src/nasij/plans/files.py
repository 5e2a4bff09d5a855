"""Files that may be kept as evidence: their size, their kind by name and by first bytes."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from nasij.plans.errors import EvidenceKindUnknown, EvidenceTooLarge

LIMIT_MB = min(10, settings.NASIJ_UPLOAD_LIMIT_MB)
_ZIP = b"PK\x03\x04"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"


class Kind(NamedTuple):
    """How a file of this kind begins, and the type it is sent under: not the machine's guess."""

    beginning: bytes
    content_type: str


# A page or a script under another name must not be kept and served: the first bytes decide too.
_KINDS = {
    "pdf": Kind(b"%PDF-", "application/pdf"),
    "png": Kind(b"\x89PNG\r\n\x1a\n", "image/png"),
    "jpg": Kind(b"\xff\xd8\xff", "image/jpeg"),
    "jpeg": Kind(b"\xff\xd8\xff", "image/jpeg"),
    "docx": Kind(_ZIP, f"{_OFFICE}.wordprocessingml.document"),
    "xlsx": Kind(_ZIP, f"{_OFFICE}.spreadsheetml.sheet"),
    "ods": Kind(_ZIP, f"{_OPEN}.spreadsheet"),
    "odt": Kind(_ZIP, f"{_OPEN}.text"),
}
ACCEPT = ",".join(f".{kind}" for kind in _KINDS)


def kind_of(name: str) -> Kind | None:
    return _KINDS.get(name.rpartition(".")[2].lower())


def check_evidence_file(file: UploadedFile[Any]) -> None:
    """Raises EvidenceTooLarge or EvidenceKindUnknown."""
    name = file.name or ""
    if (file.size or 0) > LIMIT_MB * 1024 * 1024:
        raise EvidenceTooLarge(limit=LIMIT_MB)
    kind = kind_of(name)
    first = file.read(16)
    file.seek(0)
    if kind is None or not first.startswith(kind.beginning):
        raise EvidenceKindUnknown(name=name, good=list(_KINDS))
