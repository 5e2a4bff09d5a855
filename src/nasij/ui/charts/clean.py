"""From the converter's SVG to one that a strict page and a document accept.

For the page: no style attribute, no font names, no scripts, colours as classes, ids of its own,
links only to our own paths. Arabic words are isolated, so that "2,4 مليار" keeps its order inside
a left-to-right drawing.
"""

import hashlib
import re
from xml.etree import ElementTree

from nasij.ui.charts import look

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
LINK_HOST = "https://links.invalid"  # the converter makes every link absolute; we unmake it

_KEPT = {
    "svg": {"width", "height", "viewBox"},
    "g": set(),
    "path": {"d"},
    "line": {"x1", "y1", "x2", "y2"},
    "rect": {"x", "y", "width", "height", "rx"},
    "circle": {"cx", "cy", "r"},
    "text": {"text-anchor", "font-size", "font-weight", "font-style"},
    "tspan": {"x", "y", "dy"},
    "a": {"href", "aria-label"},
    "title": set(),
    "clipPath": {"id"},
    "defs": set(),
}
_EVERYWHERE = {
    "transform", "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap",
    "stroke-linejoin", "stroke-miterlimit", "opacity", "fill-opacity", "stroke-opacity",
    "clip-path", "class",
}  # fmt: skip
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_CLIP = re.compile(r"(?<=[\"#])clip\d+(?=[\")])")
_LONG = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")


def for_page(svg: str, label: str) -> str:
    """Inline SVG; `label` names the drawing for those who do not see it."""
    svg = _numbered_anew(svg)
    mark = hashlib.sha256(svg.encode()).hexdigest()[:8]
    root = _read(svg)
    _walk(root, mark, themed=True)
    root.attrib = {"class": "drawing", "viewBox": root.get("viewBox", ""), **_size(root)}
    linked = root.find(".//a") is not None
    root.set("role", "group" if linked else "img")
    root.set("aria-label", label)
    return _write(root)


def for_document(svg: str) -> str:
    """The same drawing with its colours and its font, for a PDF or an image."""
    root = _read(_numbered_anew(svg))
    _walk(root, "d", themed=False)
    for text in root.iter("text"):
        half_bold = text.get("font-weight") in {"600", "bold"}
        text.set("font-family", f"{look.FONT} SmBld, {look.FONT}" if half_bold else look.FONT)
    return _write(root)


def _size(root: ElementTree.Element) -> dict[str, str]:
    return {name: root.get(name, "") for name in ("width", "height")}


def _numbered_anew(svg: str) -> str:
    """The converter counts clip paths through its whole life, and the same chart would differ
    from one process to the next."""
    names = list(dict.fromkeys(_CLIP.findall(svg)))
    return _CLIP.sub(lambda found: f"clip-{names.index(found.group())}", svg)


def _read(svg: str) -> ElementTree.Element:
    root = ElementTree.fromstring(svg)  # noqa: S314 — drawn by us a moment ago
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{SVG}}}")
    return root


def _write(root: ElementTree.Element) -> str:
    root.attrib = {"xmlns": SVG, **root.attrib}
    return ElementTree.tostring(root, encoding="unicode")


def _walk(element: ElementTree.Element, mark: str, themed: bool) -> None:
    for child in list(element):
        if child.tag not in _KEPT or _is_invisible(child):
            element.remove(child)
            continue
        _walk(child, mark, themed)
        if child.tag in {"g", "defs"} and len(child) == 0:
            element.remove(child)
    _attributes(element, mark, themed)
    if element.text and _ARABIC.search(element.text):
        element.text = f"\u2067{element.text}\u2069"


def _is_invisible(element: ElementTree.Element) -> bool:
    if element.get("display") == "none":
        return True
    painted = any(element.get(side) not in (None, "none") for side in ("fill", "stroke"))
    frame = "background" in element.get("class", "") or "foreground" in element.get("class", "")
    return element.tag == "path" and (frame and not painted)


def _attributes(element: ElementTree.Element, mark: str, themed: bool) -> None:
    name = element.tag
    given = dict(element.attrib)
    if name == "a":
        given["href"] = _own_path(given.get("href") or given.get(f"{{{XLINK}}}href", ""))
        given["aria-label"] = _label_inside(element)
    allowed = _KEPT[name] | _EVERYWHERE
    kept = {key: _shorter(value) for key, value in given.items() if key in allowed}
    kept.pop("class", None)
    for key in ("opacity", "fill-opacity", "stroke-opacity"):
        if kept.get(key) == "1":
            del kept[key]
    if name == "clipPath":
        kept["id"] = f"{mark}-{kept['id']}"
    if "clip-path" in kept:
        kept["clip-path"] = kept["clip-path"].replace("url(#", f"url(#{mark}-")
    if themed and (classes := _classes(kept)):
        kept["class"] = classes
    if name != "a" and "aria-label" in given:
        element.set("aria-label", given["aria-label"])
        kept["aria-label"] = given["aria-label"]
    element.attrib = kept


def _label_inside(link: ElementTree.Element) -> str:
    """The converter names the shape; a reader by keyboard lands on the link."""
    for child in link.iter():
        if label := child.attrib.pop("aria-label", ""):
            title = ElementTree.SubElement(child, "title")
            title.text = label
            return label
    return ""


def _classes(attributes: dict[str, str]) -> str:
    names = []
    for side, prefix in (("fill", "f"), ("stroke", "s")):
        if found := look.CLASSES.get(attributes.get(side, "").lower()):
            names.append(f"{prefix}-{found}")
    return " ".join(names)


def _own_path(url: str) -> str:
    path = url.removeprefix(LINK_HOST)
    return path if path.startswith("/") and not path.startswith("//") else "#"


def _shorter(value: str) -> str:
    return _LONG.sub(lambda found: f"{float(found.group()):.2f}".rstrip("0").rstrip("."), value)
