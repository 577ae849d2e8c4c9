"""How the cells of a published list are written: widths and spaces made even, and the many ways to say nothing."""

import re
import unicodedata

SAYS_NOTHING = re.compile(
    r"(?:暂无|暂缺|暂未|暂不|尚未|尚无|未知|不详|待定|待补|未公开|面议|无资料|无信息|无数据|n/?a$|null$|none$|[-—/.]*$)",
    re.IGNORECASE,
)


class Unreadable(ValueError):
    """The cell says something, but nothing we can make sense of."""


def even(text: str) -> str:
    """The text with full-width signs made plain (NFKC: ㎡ becomes m2, （ becomes a bracket) and all spaces dropped."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def says_nothing(text: str) -> bool:
    """Whether an evened cell is a way to leave it empty: '', 暂无资料, 暂无信息元/m2·月, 待定, '-'. A digit says something."""
    return not re.search(r"\d", text.replace("m2", "")) and SAYS_NOTHING.match(text) is not None
