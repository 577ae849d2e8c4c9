"""Requirements and their locks in step: what is asked for is pinned, hashed, and free of addresses."""

import re
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from dev.gates.imports import imported
from dev.gates.tree import Sin, Tree

PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?P<marker>\s*;[^\\]*)?", re.MULTILINE)
ADDRESS = re.compile(r"https?://\S+|--(?:extra-)?index-url|--find-links|git\+")
PAIRS = (("requirements.in", "requirements.lock"), ("requirements-dev.in", "requirements-dev.lock"))


def locks_in_step(tree: Tree) -> list[Sin]:
    """Every requirement has a pin that satisfies it and every pin a hash; both locks agree; no address, no second lock."""
    sins = [
        Sin(name, "there is one kind of lock: requirements*.lock")
        for name in ("uv.lock", "poetry.lock")
        if (tree.root / name).exists()
    ]
    for asked, lock in PAIRS:
        if (tree.root / asked).exists():
            sins += _unpinned(tree.root, asked, lock) + _unhashed(tree.root / lock)
            sins += [sin for name in (asked, lock) for sin in _addresses(tree.root / name)]
    product, tools = (_pins(tree.root / lock) for _, lock in PAIRS)
    both = sorted(product.keys() & tools.keys())
    return sins + [
        Sin(
            PAIRS[1][1],
            f"{name} {sorted(map(str, tools[name]))} is not the {sorted(map(str, product[name]))} of the product",
        )
        for name in both
        if product[name] != tools[name]
    ]


def used_and_asked(tree: Tree) -> list[Sin]:
    """What the product imports is asked for in requirements.in, and what is asked for is named somewhere in the product."""
    asked = {canonicalize_name(wish.name): number for number, wish in _wishes(tree.root / PAIRS[0][0])}
    owners = packages_distributions()
    sins = []
    for source in tree.product:
        for statement, name in imported(source.nodes(), source):
            distributions = {canonicalize_name(owner) for owner in owners.get(name.split(".")[0], ())}
            is_asked = statement in source.only_for_types or not distributions or distributions & asked.keys()
            if not is_asked:
                sins.append(
                    source.sin(statement, f"imports {name.split('.')[0]}, which {PAIRS[0][0]} does not ask for")
                )
    ours = (source for source in tree.sources if source.path.startswith("src/") and not source.is_test)
    said = "\n".join(source.text for source in ours).lower()
    names = {
        name: {top.lower() for top, owner in owners.items() if name in map(canonicalize_name, owner)} for name in asked
    }
    idle = [name for name, tops in names.items() if not any(re.search(rf"\b_?{top}", said) for top in {name, *tops})]
    return sorted(set(sins)) + [Sin(f"{PAIRS[0][0]}:{asked[name]}", f"{name} is used nowhere") for name in idle]


def _wishes(path: Path) -> list[tuple[int, Requirement]]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    stripped = ((number, line.partition("#")[0].strip()) for number, line in enumerate(lines, 1))
    return [(number, Requirement(wish)) for number, wish in stripped if wish and not wish.startswith("-")]


def _unpinned(root: Path, asked: str, lock: str) -> list[Sin]:
    pins = _pins(root / lock)
    return [
        Sin(f"{asked}:{number}", f"{wish} is not met by {lock}")
        for number, wish in _wishes(root / asked)
        if not any(
            wish.specifier.contains(version, prereleases=True) for version in pins.get(canonicalize_name(wish.name), ())
        )
    ]


def _pins(lock: Path) -> dict[str, set[Version]]:
    pins: dict[str, set[Version]] = {}
    if lock.exists():
        for pin in PIN.finditer(lock.read_text(encoding="utf-8")):
            pins.setdefault(canonicalize_name(pin["name"]), set()).add(Version(pin["version"]))
    return pins


def _unhashed(lock: Path) -> list[Sin]:
    if not lock.exists():
        return [Sin(lock.name, "is missing")]
    entries = re.split(r"\n(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8"))
    pins = [(PIN.match(entry), entry) for entry in entries]
    return [Sin(lock.name, f"{pin['name']} has no hash") for pin, entry in pins if pin and "--hash=" not in entry]


def _addresses(path: Path) -> list[Sin]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [
        Sin(f"{path.name}:{n}", f"an address: {found[0]}")
        for n, line in enumerate(lines, 1)
        for found in ADDRESS.finditer(line)
    ]
