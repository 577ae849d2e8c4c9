"""Calls that are allowed in few places: the clock, bare fetches, signals, models by name, ignored types."""

import ast
import re
from collections.abc import Iterator

from dev.gates.imports import imported
from dev.gates.tree import MODULES_AT, Sin, Source, Tree

EDGES = {"pages", "api", "forms"}
TOLD_THE_TIME = {"actions", "queries", "models", "rules", "events", "terms", "forms"}
CLOCKS = {
    "timezone.now",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "date.today",
    "datetime.date.today",
    "time.time",
}
CLOCKS_WITHOUT_VALUE = {"timezone.localtime", "timezone.localdate"}
CLOCK_READERS = (f"{MODULES_AT}/core/clock.py", f"{MODULES_AT}/launch/")
FOUNDATIONS = {"core", "ui", "records", "launch", "site"}
NEVER_WRITE = {"pages", "api", "forms", "queries", "rules", "reactions", "jobs", "management", "templatetags", "models"}
WRITES = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES_ROWS = {"create", "update", "delete"}
SIGNALS = (
    "django.dispatch",
    "django.db.models.signals",
    "django.core.signals",
    "django.db.backends.signals",
    "django.test.signals",
)
IGNORED = re.compile(r"#\s*type:\s*ignore(?P<code>\[[\w, -]+\])?(?P<reason>\s*#\s*\S+)?")


def clock_reads(tree: Tree) -> list[Sin]:
    """Only core.clock reads the machine's clock; rules, actions and what lies below are told the time."""
    sins = []
    for source in tree.product:
        if source.path.startswith(CLOCK_READERS):
            continue
        for call, name in called(source):
            if name in CLOCKS or (name in CLOCKS_WITHOUT_VALUE and not call.args):
                sins.append(
                    source.sin(
                        call, f"{name}() reads the clock: pages and jobs call core.clock.now(), others are told `at`"
                    )
                )
            elif name == "clock.now" and source.module != "core" and source.room in TOLD_THE_TIME:
                sins.append(source.sin(call, f"{source.room} are told the time: take `at`"))
    return sins


def bare_fetches(tree: Tree) -> list[Sin]:
    """Pages and api fetch through access.get and visible_to, never bare."""
    sins = []
    for source in tree.product:
        if source.room not in EDGES:
            continue
        for call, name in called(source):
            owner, _, verb = name.rpartition(".")
            if owner.endswith(".objects") and verb != "visible_to":
                sins.append(source.sin(call, f"{name}() fetches bare: access.get, visible_to or a query of the module"))
            elif verb in {"get_object_or_404", "get_list_or_404"}:
                sins.append(source.sin(call, f"{verb}() fetches bare: use access.get"))
    return sins


def writers(tree: Tree) -> list[Sin]:
    """In a department only actions write; pages, jobs and reactions call them. (A save that is told where to is no row's.)"""
    sins = []
    for source in tree.product:
        if source.module in FOUNDATIONS or source.room not in NEVER_WRITE:
            continue
        for call, name in called(source):
            owner, _, verb = name.rpartition(".")
            if (verb in WRITES and owner and not (verb == "save" and call.args)) or (
                verb in WRITES_ROWS and ".objects" in owner
            ):
                sins.append(source.sin(call, f"{name}() writes; only actions do"))
    return sins


def models_by_name(tree: Tree) -> list[Sin]:
    """A model is imported from the module that owns it, never looked up by a string that no linter follows."""
    return [
        source.sin(call, f"{name}() hides which module is used")
        for source in tree.product
        for call, name in called(source)
        if name.rpartition(".")[2] in {"get_model", "import_module", "__import__", "import_string"}
    ]


def signals(tree: Tree) -> list[Sin]:
    """No signals: down is a call, up is an event."""
    return [
        source.sin(statement, f"{name}: down is a call, up is an event, there are no signals")
        for source in tree.product
        for statement, name in imported(source.nodes(), source)
        if name.startswith(SIGNALS)
    ]


def silenced_types(tree: Tree) -> list[Sin]:
    """`# type: ignore[code]  # reason`, or none."""
    sins = []
    for source in tree.sources:
        for number, line in enumerate(source.text.splitlines(), 1):
            found = IGNORED.search(line)
            if found and not (found["code"] and found["reason"]) and "IGNORED" not in line:
                sins.append(
                    Sin(f"{source.path}:{number}", "an ignored type needs its code and, behind a second #, a reason")
                )
    return sins


def called(source: Source) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the dotted name that is written: `Order.objects.get`, `Order.objects.filter.update`."""
    for node in source.nodes():
        if isinstance(node, ast.Call):
            yield node, _written(node.func)


def _written(function: ast.expr) -> str:
    parts: list[str] = []
    while isinstance(function, ast.Attribute | ast.Call):
        if isinstance(function, ast.Attribute):
            parts.append(function.attr)
        function = function.value if isinstance(function, ast.Attribute) else function.func
    if isinstance(function, ast.Name):
        parts.append(function.id)
    return ".".join(reversed(parts))
