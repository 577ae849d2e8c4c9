"""The shape of actions, rules' neighbours and events: keyword-only verbs with actor and time, frozen facts."""

import ast
import re

from dev.gates.imports import imported
from dev.gates.size import COUNTED_FROM, Function
from dev.gates.tree import PACKAGE, Sin, Source, Tree

VERB_FILE = re.compile(rf"{PACKAGE}\.(?P<module>\w+)\.actions\.(?P<file>\w+)")


def actions(tree: Tree) -> list[Sin]:
    """Every verb is keyword-only, takes `by` and `at` and has a docstring.

    The verbs are the public functions of actions.py; of a folder, those that its `__all__` names, and others import them
    from the folder: its files share functions among themselves only.
    """
    sins = []
    for source in tree.product:
        if source.room == "actions":
            told = _told(source, tree)
            verbs = [node for node in _public(source) if told is None or node.name in told]
            sins += [source.sin(node, f"{node.name} {what}") for node in verbs for what in _faults(node)]
        for statement, name in imported(source.nodes(), source):
            found = VERB_FILE.match(name)
            is_file = found and (tree.root / f"src/{PACKAGE}/{found['module']}/actions/{found['file']}.py").exists()
            if found and is_file and (source.module, source.room) != (found["module"], "actions"):
                sins.append(source.sin(statement, f"imports the file {found[0]}; verbs come from the folder"))
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


def page_classes(tree: Tree) -> list[Sin]:
    """Pages are functions; a class of views is a framework inside the house."""
    return [
        source.sin(node, f"{node.name} is a view class; pages are functions")
        for source in tree.product
        for node in source.nodes()
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("View") for base in node.bases)
    ]


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


def _told(source: Source, tree: Tree) -> set[str] | None:
    """What the actions folder of this file tells others (`__all__`); None for a plain actions.py."""
    folder = next(
        (other for other in tree.product if other.path == f"src/{PACKAGE}/{source.module}/actions/__init__.py"), None
    )
    if folder is None:
        return None
    lists = (
        node for node in folder.tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    )
    return {str(name) for node in lists for name in ast.literal_eval(node.value)}


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
