"""What import-linter does not look at: imports hidden in functions, circles, names of files, migrations."""

import ast
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import PurePath

from dev.gates.size import Function
from dev.gates.tree import PACKAGE, Sin, Source, Tree

NAMELESS = {
    "util",
    "utils",
    "helper",
    "helpers",
    "manager",
    "managers",
    "service",
    "services",
    "common",
    "misc",
    "base",
    "lib",
    "tools",
}
Imported = tuple[ast.stmt, str]


def hidden_imports(tree: Tree) -> list[Sin]:
    """Imports stand at the top; only `ready` of an apps.py loads what registers itself."""
    sins = []
    for source in tree.sources:
        if source.is_test and source.path.startswith("src/"):
            continue
        for function in (node for node in source.nodes() if isinstance(node, Function)):
            if source.room == "apps" and function.name == "ready":
                continue
            for statement, name in imported(ast.walk(function), source):
                sins.append(source.sin(statement, f"imports {name} inside {function.name}: a cycle wearing a coat"))
    return sorted(set(sins))


def circles(tree: Tree) -> list[Sin]:
    """No circle among the files of the product (imports only for types left out), nor among its modules (all imports)."""
    files = {source.dotted: source for source in tree.product}
    among_files: dict[str, set[str]] = {name: set() for name in files}
    among_modules: dict[str, set[str]] = {}
    for source in tree.product:
        for statement, name in imported(source.nodes(), source):
            target = _file_of(name, files)
            if target and target != source.dotted and statement not in source.only_for_types:
                among_files[source.dotted].add(target)
            used = _module_of(name)
            if source.module and used and used != source.module:
                among_modules.setdefault(source.module, set()).add(used)
    return [*_circle("files", among_files), *_circle("modules", among_modules)]


def nameless_files(tree: Tree) -> list[Sin]:
    """A file is named by its topic; utils, helpers, services and their like are drawers."""
    sources = (source for source in tree.sources if not source.is_migration)
    return [
        Sin(source.path, f"'{part}' names no topic")
        for source in sources
        for part in {*PurePath(source.path).with_suffix("").parts} & NAMELESS
    ]


def lonely_migrations(tree: Tree) -> list[Sin]:
    """A migration imports nothing of the house but field classes and the migration kit of core: code moves on, history stays."""
    sins = []
    for source in tree.sources:
        if source.is_migration:
            for statement, name in imported(source.nodes(), source):
                if _module_of(name) and not name.startswith((f"{PACKAGE}.core.private", f"{PACKAGE}.core.migrating")):
                    sins.append(source.sin(statement, f"a migration imports {name}"))
    return sins


def imported(nodes: Iterable[ast.AST], source: Source) -> list[Imported]:
    """What import statements among the nodes name, fully dotted: `linli.work.models.Order`, `django.db.models`."""
    found: list[Imported] = []
    for node in nodes:
        if isinstance(node, ast.Import):
            found += [(node, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = _absolute(node, source)
            found += [(node, f"{start}.{alias.name}") for alias in node.names]
    return found


def _absolute(node: ast.ImportFrom, source: Source) -> str:
    if not node.level:
        return node.module or ""
    is_package = source.path.endswith("__init__.py")
    parts = source.dotted.split(".")
    above = parts[: len(parts) - node.level + is_package]
    return ".".join([*above, *filter(None, [node.module])])


def _file_of(name: str, files: Mapping[str, Source]) -> str:
    return name if name in files else name.rpartition(".")[0] if name.rpartition(".")[0] in files else ""


def _module_of(name: str) -> str:
    parts = name.split(".")
    return parts[1] if parts[0] == PACKAGE and len(parts) > 1 else ""


def _circle(what: str, graph: Mapping[str, set[str]]) -> list[Sin]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [Sin("src", f"a circle among {what}: {' → '.join(reversed(error.args[1]))}")]
    return []
