"""The project folder as the house gates see it: parsed Python, templates, texts and the order of the floors.

A gate is a function from a `Tree` to the sins it found, so that it can be pointed at this project or at a toy folder.
"""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PACKAGE = "linli"
MODULES_AT = f"src/{PACKAGE}"
LEFT_OUT = {"__pycache__", "node_modules", "vendor", "pictures"}
BINARY = {".png", ".jpg", ".jpeg", ".webp", ".ico", ".woff2", ".npz", ".joblib", ".mo", ".pyc", ".xlsx", ".gz", ".zip"}


@dataclass(frozen=True, order=True)
class Sin:
    """One breach of a house rule: where it is, and what to do about it."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True)
class Source:
    """One Python file: its path from the project root, its text, and its place in the house."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def lines(self) -> int:
        return len(self.text.splitlines())

    @cached_property
    def dotted(self) -> str:
        """The import name: `linli.work.actions.closing`; of a package, the package."""
        parts = Path(self.path.removeprefix("src/")).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def module(self) -> str:
        """The module of the house it belongs to (`work`); empty outside the product."""
        return _part(self.dotted, 1)

    @property
    def room(self) -> str:
        """The room it belongs to (`actions`, also for `actions/closing.py`); empty outside the product."""
        return _part(self.dotted, 2)

    @property
    def is_test(self) -> bool:
        return "tests" in Path(self.path).parts or self.path == "conftest.py"

    @property
    def is_migration(self) -> bool:
        return "migrations" in Path(self.path).parts

    def sin(self, node: ast.AST | None, what: str) -> Sin:
        """A sin at a node of this file."""
        line = getattr(node, "lineno", None)
        return Sin(f"{self.path}:{line}" if line else self.path, what)

    def nodes(self) -> Iterator[ast.AST]:
        """Every node of the file."""
        return ast.walk(self.tree)

    @cached_property
    def only_for_types(self) -> set[ast.AST]:
        """The import statements behind `if TYPE_CHECKING`."""
        guards = (node for node in self.nodes() if isinstance(node, ast.If))
        return {statement for guard in guards if "TYPE_CHECKING" in ast.unparse(guard.test) for statement in guard.body}


@dataclass(frozen=True)
class Text:
    """A committed text file of any kind."""

    path: str
    text: str


@dataclass(frozen=True)
class Tree:
    """A project folder. Nothing is cached on disk and nothing is imported from it."""

    root: Path

    @cached_property
    def sources(self) -> list[Source]:
        """Every Python file of src, dev, bench, tests and of the root itself."""
        paths = [path for folder in ("src", "dev", "bench", "tests") for path in (self.root / folder).rglob("*.py")]
        paths += self.root.glob("*.py")
        kept = sorted(path for path in paths if not LEFT_OUT & set(path.parts))
        return [Source(self.relative(path), path.read_text(encoding="utf-8")) for path in kept]

    @cached_property
    def product(self) -> list[Source]:
        """The Python of src/linli without tests and migrations."""
        inside = (source for source in self.sources if source.path.startswith(f"{MODULES_AT}/"))
        return [source for source in inside if not source.is_test and not source.is_migration]

    @cached_property
    def templates(self) -> list[Text]:
        """Every template of the product."""
        found = sorted((self.root / MODULES_AT).glob("*/templates/**/*.*"))
        return [Text(self.relative(path), path.read_text(encoding="utf-8")) for path in found if path.is_file()]

    @cached_property
    def texts(self) -> list[Text]:
        """Every text file that is, or would be, committed."""
        texts = []
        for path in self._committed():
            if path.suffix in BINARY or not path.is_file():
                continue
            try:
                texts.append(Text(self.relative(path), path.read_text(encoding="utf-8")))
            except UnicodeDecodeError:
                continue
        return texts

    @cached_property
    def modules(self) -> list[str]:
        """The modules of the house that exist."""
        return sorted(path.parent.name for path in (self.root / MODULES_AT).glob("*/__init__.py"))

    @cached_property
    def floors(self) -> dict[str, int]:
        """The height of every module, from the `floors` contract of import-linter; siblings share a height."""
        options = tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))
        contracts = options["tool"]["importlinter"]["contracts"]
        layers = next(contract["layers"] for contract in contracts if contract.get("id") == "floors")
        heights = enumerate(reversed(layers))
        return {name.strip(): height for height, floor in heights for name in floor.replace("|", ":").split(":")}

    def may_use(self, module: str, used: str) -> bool:
        """Whether a module may name another one: itself or one on a lower floor."""
        return module == used or self.floors[used] < self.floors[module]

    def relative(self, path: Path) -> str:
        """The path from the root, with slashes."""
        return path.relative_to(self.root).as_posix()

    def _committed(self) -> list[Path]:
        if (self.root / ".git").exists():
            listed = subprocess.run(
                ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                cwd=self.root,
                check=True,
                capture_output=True,
                text=True,
            )
            return sorted(self.root / name for name in listed.stdout.split("\0") if name)
        names = (path.relative_to(self.root) for path in sorted(self.root.rglob("*")))
        return [self.root / name for name in names if not any(_is_left_out(part) for part in name.parts[:-1])]


def _is_left_out(folder: str) -> bool:
    return folder in LEFT_OUT or (folder.startswith(".") and folder != ".ci")


def _part(dotted: str, index: int) -> str:
    parts = dotted.split(".")
    return parts[index] if parts[0] == PACKAGE and len(parts) > index else ""
