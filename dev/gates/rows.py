"""Models: where foreign keys point and how, and nothing hidden in save()."""

import ast
from dataclasses import dataclass

from dev.gates.imports import imported
from dev.gates.tree import PACKAGE, Sin, Source, Tree

RELATIONS = ("ForeignKey", "OneToOneField", "ManyToManyField")
KEEPS_THE_ROW = {"RESTRICT", "PROTECT"}
ENDINGS = {"models.DateTimeField": ("_at", "_since", "_until", "_base"), "models.DateField": ("_on", "_day")}
HIDDEN_WRITERS = {"save", "delete", "save_base", "full_clean"}


@dataclass(frozen=True)
class Relation:
    """A field that points at another model; `target` is the module of the house that owns the model, '' outside it."""

    call: ast.Call
    kind: str
    target: str

    def argument(self, name: str) -> str:
        """The source text of a keyword argument."""
        return next((ast.unparse(word.value) for word in self.call.keywords if word.arg == name), "")


def foreign_keys(tree: Tree) -> list[Sin]:
    """Keys point down; across modules they hide their reverse accessor and never delete what they point at."""
    sins = []
    for source in tree.product:
        for relation in relations(source, tree):
            if not relation.target or relation.target == source.module:
                continue
            if not tree.may_use(source.module, relation.target):
                sins.append(source.sin(relation.call, f"a key of {source.module} points up at {relation.target}"))
            if relation.argument("related_name") not in ("'+'", '"+"'):
                sins.append(source.sin(relation.call, f'a key to {relation.target} needs related_name="+"'))
            on_delete = relation.argument("on_delete").rpartition(".")[2]
            if relation.kind != "ManyToManyField" and on_delete not in KEEPS_THE_ROW:
                sins.append(
                    source.sin(
                        relation.call, f"on_delete={on_delete} reaches into {relation.target}; RESTRICT does not"
                    )
                )
    return sins


def hidden_writes(tree: Tree) -> list[Sin]:
    """No model overrides save() or delete(): what a verb does stands in the action."""
    return [
        source.sin(method, f"{parent.name}.{method.name}() hides business; put it in an action")
        for source in tree.product
        for parent in source.nodes()
        if isinstance(parent, ast.ClassDef) and (source.room == "models" or _is_model(parent))
        for method in parent.body
        if isinstance(method, ast.FunctionDef) and method.name in HIDDEN_WRITERS
    ]


def moments_and_days(tree: Tree) -> list[Sin]:
    """A moment is named _at (or _since, _until, _base), a day _on."""
    sins = []
    for source in tree.product:
        for node in source.nodes():
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.value, ast.Call)
                and isinstance(node.targets[0], ast.Name)
            ):
                kind, name = ast.unparse(node.value.func), node.targets[0].id
                endings = ENDINGS.get(kind, ())
                if endings and not f"_{name}".endswith(endings):
                    sins.append(source.sin(node, f"{name} is a {kind}: its name ends in {' or '.join(endings)}"))
    return sins


def relations(source: Source, tree: Tree) -> list[Relation]:
    """The relation fields of a file."""
    names = {name.rpartition(".")[2]: name for _, name in imported(source.nodes(), source)}
    names |= _aliases(source)
    found = []
    for node in source.nodes():
        if isinstance(node, ast.Call):
            kind = ast.unparse(node.func).rpartition(".")[2]
            if kind.endswith(RELATIONS):
                given = (
                    node.args[0]
                    if node.args
                    else next((word.value for word in node.keywords if word.arg == "to"), None)
                )
                plain = next(relation for relation in RELATIONS if kind.endswith(relation))
                found.append(Relation(node, plain, _owner(given, source, names, tree) if given else ""))
    return found


def _owner(given: ast.expr, source: Source, names: dict[str, str], tree: Tree) -> str:
    if isinstance(given, ast.Constant):
        label, dot, _ = str(given.value).rpartition(".")
        return (label if label in tree.modules else "") if dot else source.module
    written = ast.unparse(given)
    if written.endswith("AUTH_USER_MODEL"):
        return "core"
    first, _, rest = written.partition(".")
    dotted = ".".join(filter(None, [names.get(first, ""), rest]))
    parts = dotted.split(".")
    if parts[0] == PACKAGE and len(parts) > 1:
        return parts[1]
    return "" if first in names else source.module


def _aliases(source: Source) -> dict[str, str]:
    aliases: dict[str, str] = {}
    for node in source.nodes():
        if isinstance(node, ast.ImportFrom) and node.module:
            aliases |= {alias.asname: f"{node.module}.{alias.name}" for alias in node.names if alias.asname}
        elif isinstance(node, ast.Import):
            aliases |= {alias.asname: alias.name for alias in node.names if alias.asname}
    return aliases


def _is_model(parent: ast.ClassDef) -> bool:
    bases = {ast.unparse(base).rpartition(".")[2] for base in parent.bases}
    return bool(bases & {"Model", "CompanyRow"})
