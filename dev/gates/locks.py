"""Requirements and their locks in step: what is asked for is pinned, hashed, and free of addresses."""

import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

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


def _unpinned(root: Path, asked: str, lock: str) -> list[Sin]:
    pins = _pins(root / lock)
    sins = []
    for number, line in enumerate((root / asked).read_text(encoding="utf-8").splitlines(), 1):
        wish = line.partition("#")[0].strip()
        if not wish or wish.startswith("-"):
            continue
        requirement = Requirement(wish)
        versions = pins.get(canonicalize_name(requirement.name), set())
        if not any(requirement.specifier.contains(version, prereleases=True) for version in versions):
            sins.append(Sin(f"{asked}:{number}", f"{requirement} is not met by {lock}"))
    return sins


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
