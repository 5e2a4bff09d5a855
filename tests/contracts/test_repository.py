"""Rules of the repository that a reader should be able to rely on."""

import re
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from tools.check import ON_POSTGRES
from tools.permissions import permission_page

ROOT = Path(__file__).parents[2]
SCRIPTS = {ROOT / "src", ROOT / "src/nasij/ui/fonts"}  # run by hand, imported by nobody


@pytest.mark.parametrize("package", ["nasij_core", "nasij"])
def test_no_module_imports_itself_by_a_ring(package: str) -> None:
    """Also not inside functions; the error names the modules of the ring in order."""
    graph = grimp.build_graph(package)
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    assert len(imports) > 50
    TopologicalSorter(imports).prepare()


def test_every_folder_of_code_is_a_package_that_the_contracts_see() -> None:
    """A folder without `__init__.py` is no module to who reads imports, and escapes every rule."""
    folders = {path.parent for path in (ROOT / "src").rglob("*.py")} - SCRIPTS
    assert {path for path in folders if not (path / "__init__.py").exists()} == set()


def test_what_runs_on_postgresql_is_there() -> None:
    """A file that moved takes the whole step with it: nothing would be run."""
    rooms = ROOT / "tests/rooms"
    paths = [rooms / room / name for room, names in ON_POSTGRES.items() for name in names]
    assert [path for path in paths if not path.exists()] == []


def test_loops_name_the_thing() -> None:
    """`firm`, `row`, `voice`, not `one`: in code and in templates."""
    loop = re.compile(r"\bfor (?:\w+, )?\(?one\b(?:, \w+\)?)? in\b")
    files = [path for kind in ("py", "html") for path in (ROOT / "src").rglob(f"*.{kind}")]
    assert [path.name for path in files if loop.search(path.read_text())] == []


def test_a_state_has_its_tone_beside_its_words() -> None:
    """In `enums`, by `Toned`: kept where it is shown, one state was of several colours."""
    tone = re.compile(r"\w+\.[A-Z_]+: [\"'](?:bad|good|info|neutral|warn)[\"']")
    files = [path for path in (ROOT / "src").rglob("*.py") if "enums" not in str(path)]
    found = {str(path.relative_to(ROOT)) for path in files if tone.search(path.read_text())}
    assert found == {"src/nasij/work/models.py"}  # of a letter, also by how often it was tried


def test_a_view_asks_by_name_and_builds_no_query() -> None:
    """What stands in a view is found by no other page, and scoped or sorted in its own way."""
    query = re.compile(
        r"\.objects\b|\.(filter|exclude|(select|prefetch)_related|order_by|annotate|values_list)\("
    )
    rooms = ROOT / "src/nasij"
    files = [*rooms.glob("*/views.py"), *rooms.glob("*/views/*.py")]
    assert len(files) > 20
    assert [path.name for path in files if query.search(path.read_text())] == []


def test_no_code_names_a_definition_of_a_country() -> None:
    """What a page is built of, `[published]` of the pack names: another country has other keys."""
    published = tomllib.loads((ROOT / "src/nasij/packs/morocco/pack.toml").read_text())["published"]
    keys = [
        key for named in published.values() for key in ([named] if str(named) == named else named)
    ]
    named = re.compile("|".join(rf"['\"]{key}['\"]" for key in keys))
    files = [path for path in (ROOT / "src").rglob("*.py") if named.search(path.read_text())]
    assert [str(path.relative_to(ROOT)) for path in files] == []


def test_a_view_asks_a_page_for_what_it_shows() -> None:
    """Of tables and charts made in a view no other page knows; and an act is named `acts.`, or it
    would not be counted among those of its view."""
    names = r"import (?:[^(\n]*|\([^)]*)"
    drawn = re.compile(
        rf"^from nasij\.\w+ {names}\b(tables|charts)\b"
        r"|^from nasij\.\w+\.(tables|charts|acts)\S* import \(?\s*[a-z]",
        re.MULTILINE,
    )
    rooms = ROOT / "src/nasij"
    files = [*rooms.glob("*/views.py"), *rooms.glob("*/views/*.py")]
    found = {str(path.relative_to(rooms)) for path in files if drawn.search(path.read_text())}
    assert found == set()


def test_every_room_says_in_which_order_its_files_stand() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    ordered = {
        room
        for contract in contracts["contracts"]
        if contract.get("exhaustive")
        for room in contract["containers"]
    }
    folders = (path.parent for path in (ROOT / "src/nasij").glob("*/__init__.py"))
    rooms = {f"nasij.{folder.name}" for folder in folders}
    assert rooms <= ordered, rooms - ordered


ORDER = (
    "urls > views > sections > holdings > life > forms | downloads > pages > tables | charts"
    " | words > acts > queries > analysis > permissions > models > enums | errors | signals"
)
OUT_OF_ORDER = {
    "council": {"words"},  # docs/adr/0017
    "exporters": {"sections", "holdings", "life"},  # there, what an answer of the rooms is
}
AROUND = {"tells", "subscribers", "tasks", "templatetags", "middleware"}
SHARED = {"notices"}


def _contracts_of_rooms() -> Iterator[tuple[str, list[list[str]]]]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    for contract in contracts["contracts"]:
        for container in contract.get("containers", ()):
            if container.startswith("nasij."):
                layers = [layer.split(" | ") for layer in contract["layers"]]
                yield container.removeprefix("nasij."), layers


def test_the_files_of_every_room_stand_in_one_order() -> None:
    assert f"`{ORDER}`" in (ROOT / "ARCHITECTURE.md").read_text()
    rank = {name: at for at, row in enumerate(ORDER.split(" > ")) for name in row.split(" | ")}
    for room, layers in _contracts_of_rooms():
        known = set(rank) - OUT_OF_ORDER.get(room, set())
        found = [name for layer in layers for name in layer if name in known]
        assert found == sorted(found, key=rank.__getitem__), room


def test_a_name_of_few_rooms_has_a_sentence_beside_it() -> None:
    text = (ROOT / "pyproject.toml").read_text().partition("# Inside a room,")[2]
    known = {name for row in ORDER.split(" > ") for name in row.split(" | ")} | AROUND | SHARED
    for layer in re.findall(r'^  "([a-z_ |]+)",$', text, re.MULTILINE):
        assert known.issuperset(layer.split(" | ")), layer


def test_every_setting_is_in_the_example() -> None:
    source = (ROOT / "src/nasij/settings.py").read_text()
    read = set(re.findall(r'(?:env\.\w+|_choice|_flag|_number)\(\s*"([A-Z_]+)"', source))
    shown = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read <= shown, read - shown


def test_dependencies_have_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    block = text.split("dependencies = [", 1)[1].split("\n]", 1)[0]
    for line in block.splitlines():
        if line.strip().startswith('"'):
            assert "#" in line, f"no reason: {line}"


@pytest.mark.parametrize(
    "name", ["requirements.lock", "requirements-dev.lock", "requirements-uv.lock"]
)
def test_locks_name_no_host(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "--hash=sha256:" in text


def test_permission_table_is_printed() -> None:
    assert (ROOT / "docs/permissions.md").read_text() == permission_page()


PUBLIC = {
    "root", "health", "home:start", "home:regions", "home:region", "home:track",
    "home:accessibility", "home:ask_record", "accounts:invitation", "ui:gallery",
    "reference:definitions", "reference:definition", "reference:sources", "reference:products",
    "reference:product_suggestions", "reference:territories", "reference:territory",
    "reference:glossary", "targets:target", "potential:national", "potential:product",
    "potential:region", "potential:download", "targets:chart",
    "council:public_decisions", "council:public_decision",
    "datasets:list", "datasets:detail",
    "rights:record", "rights:record_close", "rights:record_correct",
    "rights:record_choices", "rights:record_consent", "rights:record_objection",
    "rights:record_erasure", "rights:record_withdraw", "rights:record_download",
}  # fmt: skip


def own_views(resolver: URLResolver, prefix: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            found |= own_views(pattern, prefix + space)
        elif isinstance(pattern, URLPattern) and pattern.callback.__module__.startswith("nasij."):
            found[prefix + str(pattern.name)] = pattern.callback
    return found


def test_public_pages_stand_on_a_list() -> None:
    views = own_views(get_resolver())
    public = {name for name, view in views.items() if not getattr(view, "login_required", True)}
    assert public == PUBLIC, (public - PUBLIC, PUBLIC - public)


def test_templates_hold_no_inline_script_or_style() -> None:
    for path in (ROOT / "src/nasij").rglob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text), path
        assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))", text), path


def test_css_uses_logical_directions() -> None:
    physical = re.compile(
        r"(?<![-\w])(margin|padding|border|inset)-(left|right)\s*:|float:\s*(left|right)|text-align:\s*(left|right)"
    )
    for path in (ROOT / "src/nasij").rglob("static/**/*.css"):
        assert not physical.search(path.read_text(encoding="utf-8")), path


def test_site_language_order() -> None:
    assert [code for code, _ in settings.LANGUAGES] == ["fr", "ar", "en"]


def test_days_are_written_and_told_in_one_place() -> None:
    """By `formats`, in the reader's language; and the day of a moment is that of the country: what
    was done at half past midnight was told of the day before."""
    by_hand = re.compile(r'_at\.(date|strftime)\(|strftime\("%d')
    files = set((ROOT / "src/nasij").rglob("*.py")) - {ROOT / "src/nasij/ui/formats.py"}
    assert [path.name for path in files if by_hand.search(path.read_text())] == []
