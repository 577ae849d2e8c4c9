"""The shape of actions, rules' neighbours and events: keyword-only verbs with actor and time, frozen facts."""

import ast

from dev.gates.size import COUNTED_FROM, Function
from dev.gates.tree import Sin, Source, Tree


def actions(tree: Tree) -> list[Sin]:
    """A public function of actions is a verb: keyword-only, `by` and `at`, a docstring, typed."""
    sins = []
    for source in tree.product:
        if source.room != "actions" or source.module not in tree.floors:
            continue
        for node in source.tree.body:
            if isinstance(node, Function) and not node.name.startswith("_"):
                sins += [source.sin(node, f"{node.name} {what}") for what in _faults(node)]
    return sins


def events(tree: Tree) -> list[Sin]:
    """Every class of events is a frozen dataclass with a docstring."""
    sins = []
    for source in tree.product:
        if source.room != "events" or source.module == "core":
            continue
        for node in source.tree.body:
            if isinstance(node, ast.ClassDef):
                if not any(_is_frozen(decorator) for decorator in node.decorator_list):
                    sins.append(source.sin(node, f"{node.name} needs @dataclass(frozen=True)"))
                if not ast.get_docstring(node):
                    sins.append(source.sin(node, f"{node.name} needs a docstring: what happened"))
    return sins


def docstrings(tree: Tree) -> list[Sin]:
    """What other rooms and modules may call says what it means; every file says what it is about."""
    open_rooms = {"queries", "rules", "terms", "dispatch", "triage"}
    sins = []
    for source in tree.product:
        has_words = ast.get_docstring(source.tree) or source.lines < COUNTED_FROM
        if source.room in open_rooms | {"actions", "models", "pages", "jobs", "reactions"} and not has_words:
            sins.append(source.sin(None, "the file does not say what it is about"))
        if source.room in open_rooms or source.module == "core":
            sins += [
                source.sin(node, f"{node.name} needs a docstring")
                for node in _public(source)
                if not ast.get_docstring(node)
            ]
    return sins


def _public(source: Source) -> list[Function]:
    return [node for node in source.tree.body if isinstance(node, Function) and not node.name.startswith("_")]


def _faults(function: Function) -> list[str]:
    given = {argument.arg for argument in function.args.kwonlyargs}
    faults = []
    if function.args.args or function.args.posonlyargs or function.args.vararg:
        faults.append("takes positional arguments; actions are keyword-only")
    faults += [f"needs `{name}`" for name in ("by", "at") if name not in given]
    if not ast.get_docstring(function):
        faults.append("needs a docstring in the user's words")
    return faults


def _is_frozen(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and any(
        word.arg == "frozen" and ast.unparse(word.value) == "True" for word in decorator.keywords
    )
