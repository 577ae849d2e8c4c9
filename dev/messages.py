"""Message catalogues: take every word for people out of a module, compare with its Chinese, complete or complain.

`python -m dev.messages` complains; `--write` adds what is missing (with an empty translation) and drops what is gone.
GNU gettext is not needed: Babel reads Python, Django turns templates into something Babel reads.
"""

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import PoFileError, normalize, read_po
from django.utils.translation.template import templatize

from dev.gates.templates import CJK
from dev.gates.tree import MODULES_AT, Sin, Source, Tree

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = "locale/zh_Hans/LC_MESSAGES/django.po"
HEADER = """msgid ""
msgstr ""
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""
Positions = tuple[int | tuple[int, str], ...] | None
KEYWORDS: dict[str, Positions] = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
NAMED = re.compile(r"%\((\w+)\)[#0\- +]*[\d.]*[a-zA-Z]|(?<!\{)\{(\w+)\}")
NAMELESS = re.compile(r"(?<!%)(?:%%)*%[#0\-+]*[\d.]*[sdifr](?![a-z])|\{\}")


@dataclass(frozen=True)
class Phrase:
    """One message as it is written in the program: `plural` and `context` are empty when it has none."""

    singular: str
    plural: str = ""
    context: str = ""

    def __str__(self) -> str:
        return f"{self.context}|{self.singular}" if self.context else self.singular


Found = dict[Phrase, str]


def found_in(module: Path, tree: Tree) -> Found:
    """Every phrase of a module, in reading order, with the place where it was seen first."""
    found: Found = {}
    inside = f"{tree.relative(module)}/"
    for source in tree.product:
        if source.path.startswith(inside):
            _collect(found, source.path, source.text, _keywords(source))
    for template in tree.templates:
        if template.path.startswith(inside):
            spoken = templatize(template.text, origin=template.path)
            flat = "\n".join(line.strip() for line in spoken.splitlines())
            _collect(found, template.path, flat, KEYWORDS | {"_": None})
    return found


def faults(module: Path, tree: Tree) -> list[Sin]:
    """What is wrong between a module's words and its Chinese catalogue."""
    found = found_in(module, tree)
    sins = [sin for phrase, where in found.items() for sin in _faults_of_phrase(phrase, where)]
    path = module / CATALOGUE
    name = tree.relative(path)
    if not path.exists():
        return [*sins, Sin(name, f"is missing, with {len(found)} phrases")] if found else sins
    try:
        catalogue = _read(path)
    except PoFileError as error:
        return [*sins, Sin(name, f"cannot be read: {error}")]
    known = {_phrase(message): message for message in catalogue if message.id}
    sins += [Sin(where, f"'{phrase}' is missing in {name}") for phrase, where in found.items() if phrase not in known]
    sins += [Sin(name, f"'{phrase}' is obsolete: nobody says it") for phrase in known if phrase not in found]
    sins += [Sin(name, f"'{message.id}' is commented out") for message in catalogue.obsolete.values()]
    sins += [sin for phrase, message in known.items() for sin in _faults_of_translation(phrase, message, name)]
    return sins + [Sin(name, f"'{twice}' stands there twice") for twice in _twice(path)]


def conflicts(tree: Tree) -> list[Sin]:
    """One phrase, one translation: Django merges all catalogues, so a second one would win or lose by chance."""
    seen: dict[Phrase, tuple[str, str]] = {}
    sins = []
    for module in _modules(tree):
        path = module / CATALOGUE
        for message in _read(path) if path.exists() else []:
            phrase, said, name = _phrase(message), str(message.string), tree.relative(path)
            if message.id and said and seen.setdefault(phrase, (said, name))[0] != said:
                sins.append(
                    Sin(
                        name, f"'{phrase}' is {said} here and {seen[phrase][0]} in {seen[phrase][1]}: give it a context"
                    )
                )
    return sins


def all_faults(tree: Tree) -> list[Sin]:
    """The faults of every module and between modules."""
    return [sin for module in _modules(tree) for sin in faults(module, tree)] + conflicts(tree)


def write(module: Path, tree: Tree) -> bool:
    """Bring the catalogue in step: keep order and comments, drop what is gone, add what is new; whether it changed."""
    found = found_in(module, tree)
    path = module / CATALOGUE
    known = {_phrase(message): message for message in _read(path) if message.id} if path.exists() else {}
    if not found and not path.exists():
        return False
    entries = [_entry(phrase, message) for phrase, message in known.items() if phrase in found]
    entries += [_entry(phrase, None) for phrase in found if phrase not in known]
    text = "\n".join([HEADER, *entries])
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def main(arguments: list[str] | None = None) -> int:
    """Command line: 0 when every catalogue is complete."""
    parser = argparse.ArgumentParser(prog="python -m dev.messages", description=__doc__)
    parser.add_argument("--write", action="store_true", help="add missing phrases, drop obsolete ones")
    parser.add_argument("modules", nargs="*", help="only these modules of the house")
    wanted = parser.parse_args(arguments)
    tree = Tree(ROOT)
    modules = [module for module in _modules(tree) if not wanted.modules or module.name in wanted.modules]
    if wanted.write:
        for module in modules:
            if write(module, tree):
                print(f"wrote {tree.relative(module / CATALOGUE)}")
    sins = [sin for module in modules for sin in faults(module, tree)] + conflicts(tree)
    for sin in sins:
        print(sin)
    print(f"{len(sins)} faults" if sins else "every phrase has its Chinese")
    return 1 if sins else 0


def _modules(tree: Tree) -> Iterator[Path]:
    return (tree.root / MODULES_AT / name for name in tree.modules)


def _collect(found: Found, path: str, text: str, keywords: dict[str, Positions]) -> None:
    for line, message, _comments, context in extract("python", BytesIO(text.encode()), keywords):
        ids = message if isinstance(message, tuple) else (message,)
        found.setdefault(Phrase(ids[0], ids[1] if len(ids) > 1 else "", context or ""), f"{path}:{line}")


def _keywords(source: Source) -> dict[str, Positions]:
    """The translation functions under the names by which this file imports them."""
    names: dict[str, Positions] = {}
    for node in source.nodes():
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names |= {
                alias.asname or alias.name: KEYWORDS[alias.name] for alias in node.names if alias.name in KEYWORDS
            }
    return names


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans", abort_invalid=True)


def _phrase(message: Message) -> Phrase:
    ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
    return Phrase(ids[0], ids[1] if len(ids) > 1 else "", message.context or "")


def _translations(message: Message) -> list[str]:
    said = message.string if isinstance(message.string, tuple | list) else [message.string]
    return [form or "" for form in said]


def _faults_of_phrase(phrase: Phrase, where: str) -> list[Sin]:
    said = phrase.singular + phrase.plural
    sins = [Sin(where, f"'{phrase}' is not English")] if CJK.search(said) else []
    if NAMELESS.search(said):
        sins.append(Sin(where, f"'{phrase}' has a placeholder without a name"))
    return sins


def _faults_of_translation(phrase: Phrase, message: Message, name: str) -> list[Sin]:
    if message.fuzzy:
        return [Sin(name, f"'{phrase}' is fuzzy: translate it")]
    said = _translations(message)
    if len(said) != 1 or not said[0]:
        return [Sin(name, f"'{phrase}' has no translation" if not any(said) else f"'{phrase}': Chinese has one form")]
    wanted = _placeholders(phrase.plural or phrase.singular)
    if _placeholders(said[0]) != wanted:
        return [
            Sin(
                name,
                f"'{phrase}' and its translation differ in placeholders: {sorted(wanted ^ _placeholders(said[0]))}",
            )
        ]
    return []


def _placeholders(text: str) -> set[str]:
    return {percent or brace for percent, brace in NAMED.findall(text)}


def _twice(path: Path) -> list[str]:
    heads = re.findall(r"^(?:msgctxt .*\n)?msgid (?:\".*\"\n)+", path.read_text(encoding="utf-8"), re.MULTILINE)
    return sorted({head.strip().replace("\n", " ") for head in heads if heads.count(head) > 1})


def _entry(phrase: Phrase, message: Message | None) -> str:
    said = _translations(message)[0] if message else ""
    lines = [f"# {comment}" for comment in (message.user_comments if message else [])]
    if message and message.fuzzy:
        lines.append("#, fuzzy")
    if phrase.context:
        lines.append(f"msgctxt {normalize(phrase.context, width=0)}")
    lines.append(f"msgid {normalize(phrase.singular, width=0)}")
    if phrase.plural:
        lines.append(f"msgid_plural {normalize(phrase.plural, width=0)}")
    lines.append(f"msgstr{'[0]' if phrase.plural else ''} {normalize(said, width=0)}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
