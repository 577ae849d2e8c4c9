"""Pure decisions about people: which phone numbers can be dialled, by which surname somebody is addressed."""

import unicodedata

SHORTEST_PHONE, LONGEST_PHONE = 7, 15

COMPOUND_SURNAMES = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "司徒",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "令狐",
        "慕容",
        "长孙",
        "宇文",
        "夏侯",
        "端木",
        "轩辕",
        "南宫",
        "闻人",
        "申屠",
        "呼延",
    ]
)
"""The double surnames (复姓) that one still meets."""


def can_be_dialled(digits: str) -> bool:
    """Whether bare digits are a number one can dial: a local line (7) to the longest of ITU-T E.164 (15)."""
    return digits.isascii() and digits.isdigit() and SHORTEST_PHONE <= len(digits) <= LONGEST_PHONE


def is_phone(text: str) -> bool:
    """Whether the text, in any writing (`138 0013 8000`, `+86-138…`), holds a number one can dial and no other words."""
    return can_be_dialled("".join(sign for sign in unicodedata.normalize("NFKC", text) if sign not in " -+()\t"))


def surname(name: str) -> str:
    """The surname that stands first in a Chinese name; a name in other letters is taken whole."""
    if name[:2] in COMPOUND_SURNAMES and len(name) > 2:
        return name[:2]
    return name if name[:1].isascii() else name[:1]
