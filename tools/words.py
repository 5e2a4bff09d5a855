"""Keep the catalogs: extract marked strings, merge them into the .po files, say what is missing.

    python tools/words.py update            extract, and merge into every catalog
    python tools/words.py add FILE.json …   take over translations written as JSON
    python tools/words.py check             exit 1 and list what is missing or fuzzy

Pure Python (Babel reads and writes the catalogs): no gettext tools to install. A JSON file holds a
list of {"id", "fr", "ar"}, with "context" and "plural" (then lists of forms) where they apply.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from django.conf import settings as django_settings
from django.template.base import Lexer, Token, TokenType
from django.utils.text import unescape_string_literal

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "nasij"
CORE = ROOT / "src" / "nasij_core"  # its errors and notes are marked N_ and translated by us
LANGUAGES = ("fr", "ar")
Key = tuple[str | None, str, str | None]  # context, id, plural

_CALLS = {
    "_": (0, None, None),
    "N_": (0, None, None),
    "gettext": (0, None, None),
    "gettext_lazy": (0, None, None),
    "gettext_noop": (0, None, None),
    "ngettext_noop": (0, 1, None),
    "ngettext": (0, 1, None),
    "ngettext_lazy": (0, 1, None),
    "pgettext": (1, None, 0),
    "pgettext_lazy": (1, None, 0),
    "npgettext": (1, 2, 0),
    "npgettext_lazy": (1, 2, 0),
}
_QUOTED = r"""(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_TRANSLATE = re.compile(
    rf"""^trans(?:late)?\s+{_QUOTED}(?:\s|$)(?:.*?\bcontext\s+["'](?P<ctx>[^"']*)["'])?""",
    re.DOTALL,
)
_CONSTANT = re.compile(rf"(?<![\w.])_\({_QUOTED}\)")
_CONTEXT = re.compile(r"""\bcontext\s+["']([^"']*)["']""")


def strings() -> dict[Key, list[tuple[str, int]]]:
    """Every marked string of the product with the places where it stands."""
    found: dict[Key, list[tuple[str, int]]] = {}
    for path in sorted([*SOURCE.rglob("*"), *CORE.rglob("*")]):
        if path.suffix == ".py" and "migrations" not in path.parts:
            pairs = _from_python(path)
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            pairs = from_template(path.read_text(encoding="utf-8"))
        else:
            continue
        name = path.relative_to(ROOT).as_posix()
        for key, line in pairs:
            found.setdefault(key, []).append((name, line))
    return found


def _from_python(path: Path) -> Iterator[tuple[Key, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name not in _CALLS:
            continue
        text_at, plural_at, context_at = _CALLS[name]
        text = _literal(node, text_at)
        if text is not None:
            yield (_literal(node, context_at), text, _literal(node, plural_at)), node.lineno


def _literal(call: ast.Call, position: int | None) -> str | None:
    if position is None or position >= len(call.args):
        return None
    value = call.args[position]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def from_template(source: str) -> Iterator[tuple[Key, int]]:
    """Strings of `translate` and `blocktranslate`, and every `_("…")` given to a tag or filter."""
    block: list[Token] | None = None
    for token in Lexer(source).tokenize():
        head = token.contents.split(None, 1)[0] if token.contents.strip() else ""
        if token.token_type == TokenType.BLOCK and head in {"blocktranslate", "blocktrans"}:
            block = [token]
            yield from ((key, token.lineno) for key in _inline(token))
        elif token.token_type == TokenType.BLOCK and head in {"endblocktranslate", "endblocktrans"}:
            assert block is not None
            yield _block_key(block), block[0].lineno
            block = None
        elif block is not None:
            block.append(token)
        elif token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            yield from ((key, token.lineno) for key in _inline(token))


def _inline(token: Token) -> Iterator[Key]:
    if token.token_type == TokenType.BLOCK and (match := _TRANSLATE.match(token.contents)):
        yield match["ctx"], unescape_string_literal(match["text"]), None
    for match in _CONSTANT.finditer(token.contents):
        yield None, unescape_string_literal(match["text"]), None


def _block_key(tokens: list[Token]) -> Key:
    opening = tokens[0].contents
    context = _CONTEXT.search(opening)
    parts: list[str] = [""]
    for token in tokens[1:]:
        if token.token_type == TokenType.TEXT:
            parts[-1] += token.contents.replace("%", "%%")
        elif token.token_type == TokenType.VAR:
            parts[-1] += f"%({token.contents.strip()})s"
        elif token.contents.strip() == "plural":
            parts.append("")
    if re.search(r"\btrimmed\b", opening):
        parts = [" ".join(line.strip() for line in part.strip().splitlines()) for part in parts]
    return (context[1] if context else None), parts[0], parts[1] if len(parts) > 1 else None


def catalog_path(language: str) -> Path:
    return SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"


def read_catalog(language: str) -> Catalog:
    path = catalog_path(language)
    if not path.exists():
        return Catalog(locale=language, project="Nasij", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


# One header for all time: no dates, no names, and CLDR's order of the Arabic plural forms
# (zero, one, two, few, many, other).
_HEADER = """# Nasij
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"
"""
_PLURALS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3"
    " : n%100>=11 ? 4 : 5);",
}


def write_catalog(language: str, catalog: Catalog) -> None:
    buffer = BytesIO()
    write_po(buffer, catalog, width=100, sort_output=True, ignore_obsolete=True, omit_header=True)
    header = _HEADER.format(language=language, plural=_PLURALS[language])
    path = catalog_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{header}\n{buffer.getvalue().decode()}", encoding="utf-8")


def update() -> None:
    """Catalogs hold exactly the strings of the source; translations are kept."""
    found = strings()
    for language in LANGUAGES:
        old, new = read_catalog(language), Catalog(locale=language, charset="utf-8")
        for (context, text, plural), places in found.items():
            identity = (text, plural) if plural else text
            known = old.get(text, context)
            string = known.string if known and not known.fuzzy else None
            if plural and not isinstance(string, tuple | list):
                string = None
            new.add(
                identity,
                string or (() if plural else ""),
                locations=sorted({(name, 0) for name, _ in places}),
                context=context,
                flags=["python-format"] if "%(" in text else [],
            )
        write_catalog(language, new)


def missing() -> dict[str, list[str]]:
    """By language, the strings of the source that no catalog translates."""
    found = strings()
    answer: dict[str, list[str]] = {}
    for language in LANGUAGES:
        catalog = read_catalog(language)
        for context, text, plural in found:
            message = catalog.get(text, context)
            if message is None or message.fuzzy or not _complete(message, plural, catalog):
                answer.setdefault(language, []).append(text)
    return answer


def _complete(message: Message, plural: str | None, catalog: Catalog) -> bool:
    if plural:
        forms = message.string
        return isinstance(forms, tuple | list) and len(forms) == catalog.num_plurals and all(forms)
    return bool(message.string)


def add(paths: list[Path]) -> list[str]:
    """Take over translations; says which entries no marked string asks for."""
    found = {(context, text): plural for context, text, plural in strings()}
    catalogs = {language: read_catalog(language) for language in LANGUAGES}
    unknown: list[str] = []
    for path in paths:
        for entry in json.loads(path.read_text(encoding="utf-8")):
            key = (entry.get("context") or None, entry["id"])
            if key not in found:
                unknown.append(entry["id"])
                continue
            plural = found[key]
            for language, catalog in catalogs.items():
                words = entry.get(language)
                if not words:
                    continue
                if plural:
                    words = _plural_forms(words, catalog.num_plurals)
                identity = (entry["id"], plural) if plural else entry["id"]
                if catalog.get(*key[::-1]) is not None:
                    catalog.get(key[1], key[0]).string = words
                else:
                    catalog.add(identity, words, context=key[0])
    for language, catalog in catalogs.items():
        write_catalog(language, catalog)
    update()
    return unknown


def _plural_forms(words: str | list[str], count: int) -> tuple[str, ...]:
    forms = [words] if isinstance(words, str) else list(words)
    return tuple((forms + [forms[-1]] * count)[:count])


def main(arguments: list[str]) -> int:
    django_settings.configure()
    command = arguments[0] if arguments else ""
    if command == "update":
        update()
    elif command == "add":
        for text in add([Path(name) for name in arguments[1:]]):
            print(f"not in the source: {text}")
    elif command != "check":
        print(__doc__)
        return 2
    gaps = missing()
    for language, texts in gaps.items():
        print(f"{language}: {len(texts)} strings without translation")
        if command == "check":
            print("\n".join(f"  {text!r}" for text in texts))
    return 1 if gaps and command == "check" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
