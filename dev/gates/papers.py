"""Papers: every module has its page, nothing names a machine or a registry, no promise instead of work."""

import ast
import re
from typing import TypeGuard

from dev.gates.tree import MODULES_AT, Sin, Text, Tree

SLOTS = 15
MACHINE_PATH = re.compile(
    r"(?<![\w.}>])/(?:work/(?:main|shared)|root/|tmp/\w|home/(?!app\b)\w+/)|\.\./shared(?!/data\b|/design/REQ)"
)
REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "mirror",
    "registry." + "npm",
    "tuna." + "tsinghua",
    "mirrors." + "aliyun",
)
PROMISE = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
LOCKS = ("requirements.lock", "requirements-dev.lock", "package-lock.json")


def module_pages(tree: Tree) -> list[Sin]:
    """Every module of the house has docs/modules/<name>.md, and no page speaks of a module that is gone."""
    written = {path.stem for path in (tree.root / "docs/modules").glob("*.md")}
    missing = [Sin(f"docs/modules/{name}.md", "the module has no page") for name in tree.modules if name not in written]
    return missing + [Sin(f"docs/modules/{name}.md", "no such module") for name in sorted(written - {*tree.modules})]


def machine_paths(tree: Tree) -> list[Sin]:
    """Committed text holds no path of somebody's machine."""
    return _matches(tree, MACHINE_PATH, "a path of one machine")


def registries(tree: Tree) -> list[Sin]:
    """Committed text names no package registry: the reader's own settings decide where packages come from."""
    return _matches(tree, re.compile("|".join(map(re.escape, REGISTRIES))), "the address of a registry")


def promises(tree: Tree) -> list[Sin]:
    """No notes to self: what is not done is in the issues."""
    return _matches(tree, PROMISE, "a note to self; open an issue or do it")


def slots(tree: Tree) -> list[Sin]:
    """All slots are declared in one dict `SLOTS`, at most 15."""
    declared = [(source, node) for source in tree.product for node in source.tree.body if _declares_slots(node)]
    sins = [source.sin(node, f"slots are declared in {declared[0][0].path}") for source, node in declared[1:]]
    for source, node in declared:
        names = node.value.keys if isinstance(node.value, ast.Dict) else []
        if len(names) > SLOTS:
            sins.append(source.sin(node, f"{len(names)} slots; {SLOTS} are the most"))
    return sins


def _declares_slots(node: ast.stmt) -> TypeGuard[ast.Assign | ast.AnnAssign]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return any(isinstance(target, ast.Name) and target.id == "SLOTS" for target in targets)


def _matches(tree: Tree, pattern: re.Pattern[str], what: str) -> list[Sin]:
    return [
        Sin(f"{text.path}:{number}", f"{what}: {found[0]}")
        for text in tree.texts
        if _is_ours(text)
        for number, line in enumerate(text.text.splitlines(), 1)
        for found in pattern.finditer(line)
    ]


def _is_ours(text: Text) -> bool:
    return (
        not text.path.startswith("dev/gates/")
        and text.path != "tests/test_house.py"
        and f"{MODULES_AT}/ui/static/vendor" not in text.path
    )
