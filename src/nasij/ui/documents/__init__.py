"""Documents: `render_pdf(template, data, language) -> bytes`, and the blocks they are made of."""

from nasij.ui.documents import blocks
from nasij.ui.documents.engine import DocumentError, render_pdf

__all__ = ["DocumentError", "blocks", "render_pdf"]
