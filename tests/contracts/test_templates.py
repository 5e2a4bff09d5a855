"""Templates can be read: short lines, few tags on each, no name for what is used once or never."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import Library, engines
from django.template.base import Lexer, Token, TokenType

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/nasij"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
LETTERS = sorted(SOURCE.rglob("templates/**/*.txt"))
WIDEST = 160
MOST_TAGS = 4
# Found by Django, by allauth or by the renderer of forms under these names, which nobody writes.
ASKED_BY_OTHERS = ("account/", "allauth/", "django/forms/", "429.html")

each_template = pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: path.relative_to(SOURCE).as_posix()
)


def tags(path: Path) -> list[Token]:
    tokens = Lexer(path.read_text(encoding="utf-8")).tokenize()
    return [token for token in tokens if token.token_type == TokenType.BLOCK]


def test_templates_are_formatted() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "djangofmt", "-q", "--check", "src/nasij"],
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, "run: djangofmt src/nasij"


@pytest.mark.parametrize("path", [*TEMPLATES, *LETTERS], ids=lambda path: path.name)
def test_lines_are_short_and_hold_few_tags(path: Path) -> None:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        assert len(line) <= WIDEST, f"line {number} has {len(line)} characters"
        assert line.count("{%") <= MOST_TAGS, f"line {number} has {line.count('{%')} tags"


NAMED = re.compile(r"^translate\s.*\sas\s+(\w+)$", re.DOTALL)


@each_template
def test_a_text_gets_a_name_only_where_it_is_used_twice(path: Path) -> None:
    for number, (name, uses) in enumerate(named_texts(path)):
        assert uses >= 2, f"“{name}” (text {number}) is used {uses} times: give it as _(“…”)"


def named_texts(path: Path) -> Iterator[tuple[str, int]]:
    """Each name of `translate … as name`, and how often it is read before it is given again."""
    source = path.read_text(encoding="utf-8")
    tokens = Lexer(source).tokenize()
    for at, token in enumerate(tokens):
        named = NAMED.match(token.contents) if token.token_type == TokenType.BLOCK else None
        if named:
            yield named[1], uses_of(named[1], tokens[at + 1 :])


def uses_of(name: str, tokens: list[Token]) -> int:
    again = re.compile(rf"\sas(var)?\s+{name}$")
    word = re.compile(rf"(?<![\w.\"'-]){name}(?![\w=-])")
    uses = 0
    for token in tokens:
        if token.token_type == TokenType.BLOCK and again.search(token.contents):
            break
        if token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            uses += len(word.findall(re.sub(r'"[^"]*"', '""', token.contents)))
    return uses


@each_template
def test_what_is_loaded_is_used(path: Path) -> None:
    libraries = engines["django"].engine.template_libraries
    built_in = engines["django"].engine.builtins
    source = path.read_text(encoding="utf-8")
    for token in tags(path):
        words = token.split_contents()
        if words[0] != "load":
            continue
        for name in words[1:]:
            assert libraries_path(name) not in built_in, f"{name} is built in"
            assert is_used(libraries[name], source, tags(path)), f"{name} is not used"


def libraries_path(name: str) -> str:
    return str(engines["django"].engine.libraries[name])


def is_used(library: Library, source: str, found: list[Token]) -> bool:
    named = {token.split_contents()[0] for token in found}
    return bool(named & set(library.tags)) or any(
        re.search(rf"\|{name}\b", source) for name in library.filters
    )


def test_every_template_is_asked_for() -> None:
    asked = "\n".join(
        path.read_text(encoding="utf-8")
        for path in SOURCE.rglob("*")
        if path.suffix in {".py", ".html"}
    )
    names = [path.as_posix().rsplit("/templates/", 1)[1] for path in TEMPLATES]
    unused = [
        name for name in names if not name.startswith(ASKED_BY_OTHERS) and f'"{name}"' not in asked
    ]
    assert not unused, unused


def test_an_arrow_from_before_to_after_turns_with_the_page() -> None:
    """In Arabic a change read backwards."""
    turning = '{% if direction == "rtl" %}←{% else %}→{% endif %}'
    told = {path: path.read_text(encoding="utf-8") for path in TEMPLATES}
    assert not [path for path, text in told.items() if set("→←") & set(text.replace(turning, ""))]


OWN_TONE = re.compile(r'^pill (\S+_state_display( (tone=)?"\w+")?$|_\("Demonstration"\))')


@each_template
def test_a_state_has_the_tone_that_its_room_gives_it(path: Path) -> None:
    """`state_pill` or a tone of the page: one state was of several colours, by the page."""
    assert [tag.contents for tag in tags(path) if OWN_TONE.match(tag.contents)] == []
