"""Templates: they reach down only, and their words go through the catalogue."""

import ast
import re
from html.parser import HTMLParser

from dev.gates.calls import called
from dev.gates.tree import PACKAGE, Sin, Source, Text, Tree

TAG = re.compile(r"{%\s*(?P<name>\w+)\s+(?P<rest>.*?)\s*%}", re.DOTALL)
NAMED = re.compile(r"""["']([^"']+)["']""")
LINKERS = {"reverse", "reverse_lazy", "redirect", "resolve_url"}
RENDERERS = {"render", "get_template", "render_to_string", "select_template", "TemplateResponse"}
CJK = re.compile(r"[\u3400-\u9fff]")
DJANGO_SYNTAX = re.compile(
    r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}"
    r"|{%\s*block\s+\w*class\w*\s*%}.*?{%\s*endblock\b.*?%}"
    r"|{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
SPOKEN_ATTRIBUTES = {"title", "placeholder", "alt", "aria-label"}
KEYS = {"Ctrl", "Alt", "Shift", "Enter", "Esc", "Tab"}
SAME_IN_EVERY_LANGUAGE = KEYS | {
    "Linli",
    "QR",
    "SLA",
    "CSV",
    "Excel",
    "English",
    "中文",
    "邻里",
    "简体中文",
    "HTTPS",
    "px",
}
WORD = re.compile(r"[A-Za-z]{2,}|[\u3400-\u9fff]+")


def reach(tree: Tree) -> list[Sin]:
    """{% url %}, {% include %}, {% extends %}, {% load %} in templates, and links and templates named in Python, point down."""
    libraries = _libraries(tree)
    sins = []
    for template in tree.templates:
        module = template.path.split("/")[2]
        for line, used in _named_by_template(template, libraries, tree):
            if not tree.may_use(module, used):
                sins.append(
                    Sin(f"{template.path}:{line}", f"a template of {module} reaches up to {used}; offer a slot")
                )
    for source in tree.product:
        for call, used in _named_by_python(source, tree):
            if source.module in tree.floors and not tree.may_use(source.module, used):
                sins.append(source.sin(call, f"{source.module} names a page or template of {used}; offer a slot"))
    return sins


def places(tree: Tree) -> list[Sin]:
    """The templates and addresses of a module carry its name, so that a reader sees whose they are."""
    sins = []
    for template in tree.templates:
        parts = template.path.split("/")
        if parts[4] != parts[2] and not (parts[2] == "ui" and len(parts) == 5):
            sins.append(Sin(template.path, f"a template of {parts[2]} lies in templates/{parts[2]}/"))
    for source in tree.product:
        if source.room == "urls" and source.module != "site":
            wanted = [ast.unparse(node) for node in source.tree.body if isinstance(node, ast.Assign)]
            if f"app_name = '{source.module}'" not in wanted:
                sins.append(source.sin(None, f'the addresses of {source.module} need app_name = "{source.module}"'))
    return sins


def spoken_words(tree: Tree) -> list[Sin]:
    """Every word a person reads in a template stands in {% translate %} or {% blocktranslate %}."""
    return [
        Sin(f"{template.path}:{line}", f"'{words[:40]}' is not translated")
        for template in tree.templates
        if template.path.endswith((".html", ".txt"))
        for line, words in _untranslated(template.text)
    ]


def _named_by_template(template: Text, libraries: dict[str, str], tree: Tree) -> list[tuple[int, str]]:
    found = []
    for tag in TAG.finditer(template.text):
        line = template.text.count("\n", 0, tag.start()) + 1
        used: list[str] = []
        if tag["name"] == "url":
            used = [name.split(":")[0] for name in NAMED.findall(tag["rest"])[:1] if ":" in name]
        elif tag["name"] in {"include", "extends"}:
            used = [name.split("/")[0] for name in NAMED.findall(tag["rest"])[:1]]
        elif tag["name"] == "load":
            used = [libraries[name] for name in tag["rest"].split() if name in libraries]
        found += [(line, name) for name in used if name in tree.floors]
    return found


def _named_by_python(source: Source, tree: Tree) -> list[tuple[ast.Call, str]]:
    found = []
    for call, name in called(source):
        verb = name.rpartition(".")[2]
        if verb not in LINKERS | RENDERERS:
            continue
        given = [argument.value for argument in call.args[:2] if isinstance(argument, ast.Constant)]
        split_at = ":" if verb in LINKERS else "/"
        used = [str(value).split(split_at)[0] for value in given if split_at in str(value)]
        found += [(call, module) for module in used if module in tree.floors]
    return found


def _libraries(tree: Tree) -> dict[str, str]:
    return {
        source.path.rpartition("/")[2][:-3]: source.module for source in tree.product if source.room == "templatetags"
    }


class _Reader(HTMLParser):
    """Collects what a person reads: text outside script and style, and the attributes that are spoken."""

    def __init__(self) -> None:
        super().__init__()
        self.silent = 0
        self.heard: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"script", "style"}
        self.heard += [(self.getpos()[0], value) for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.heard.append((self.getpos()[0], data))


def _untranslated(text: str) -> list[tuple[int, str]]:
    reader = _Reader()
    reader.feed(DJANGO_SYNTAX.sub(lambda found: "\n" * found[0].count("\n"), text))
    reader.close()
    return [
        (line + words[: len(words) - len(words.lstrip())].count("\n"), words.strip())
        for line, words in reader.heard
        if set(WORD.findall(words)) - SAME_IN_EVERY_LANGUAGE
    ]


def chinese_in_code(tree: Tree) -> list[Sin]:
    """Sentences for people are English msgids with a translation; no Chinese literal in the rooms that speak to people."""
    rooms = {"pages", "forms", "records", "actions", "queries", "models", "events", "reactions", "jobs", "api", "apps"}
    sins = []
    for source in tree.product:
        if source.room not in rooms and source.module not in {"core", "ui", "records", PACKAGE}:
            continue
        spoken = _not_spoken(source)
        for node in source.nodes():
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and CJK.search(node.value)
                and node not in spoken
            ):
                sins.append(source.sin(node, f"'{node.value[:30]}' is Chinese in code: write English and translate it"))
    return sins


def _not_spoken(source: Source) -> set[ast.AST]:
    """Docstrings, and the patterns by which we read what people wrote."""
    patterns = (call.args[:1] for call, name in called(source) if name.startswith("re."))
    return {node.value for node in source.nodes() if isinstance(node, ast.Expr)} | {
        node for args in patterns for node in args
    }
