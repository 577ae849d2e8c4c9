"""Who looks after an estate, as published lists write it: companies, and the many words for their absence.

A cell may name a company, several, or say that the owners, a work unit or the street office manage it themselves. Those are
no companies. A name is compared by its normal form: without legal trimmings, brackets' width, branch and the word 市.
"""

import re
from dataclasses import dataclass

from linli.estates.rules.cities import CITIES
from linli.estates.rules.words import even, says_nothing
from linli.estates.terms import SelfManagement

WHOLE_CELL_NONE = re.compile(r"无|(?:无|没有|没).{0,4}(?:物业|物管|居委会).*|.*(?:没有|无)物业(?:管理|服务|公司)*")
NO_NAME = re.compile(
    r"[a-z]+|[\W\d_]+|.*(?:评估参考价|元/平).*|(?:本)?(?:小区|社区|政府|大厦|其他|其它|自己)?(?:物业|物管)(?:管理|服务)*(?:公司|中心|处)?"
)
KINDS: tuple[tuple[SelfManagement, re.Pattern[str]], ...] = (
    (SelfManagement.DEVELOPER, re.compile(r"开发商|发展商|建设单位")),
    (SelfManagement.OWNERS, re.compile(r"业主(?!.*公司)|业委会")),
    (SelfManagement.COMMITTEE, re.compile(r"居委会|居民委员会|社区$")),
    (SelfManagement.VILLAGE, re.compile(r"村委|村民委员会")),
    (SelfManagement.SUBDISTRICT, re.compile(r"街道(?:办事处|办|管理处|物管|物业|代管|\()|街道$")),
    (SelfManagement.HOUSING_OFFICE, re.compile(r"房管[所局处站]|房地产管理[局所]|房屋管理[局所]|房产管?理?局")),
    (SelfManagement.PRIVATE, re.compile(r"私人|个人承包")),
    (SelfManagement.WORK_UNIT, re.compile(r"单位|自管|自行管理|自己管理|内部(?:自聘|保洁|保安|管理)")),
)
COMPANY = re.compile(r"公司|集团")
PROPERTY = re.compile(r"物业|物管|房屋(?:经营)?管理|住宅管理|楼宇|小区管理|社区服务|管家")
BRANCHES = tuple(
    re.compile(rf"(?P<parent>.{{2,}}?{end})(?P<branch>(?!管理|服务|经营).{{2,14}}(?:分公司|分部|管理处|项目部))")
    for end in ("公司", "物业")
)
REMARK = re.compile(r"\((?![^()]*公司)[^()]*\)$")
LEGAL = re.compile(r"(?:股份)?有限(?:责任)?公?司?$|[总分]?公司$|集团$")
CITY = re.compile(rf"^({'|'.join(CITIES)})市(?=..)")


@dataclass(frozen=True)
class Company:
    """A company named in a cell: how to write it, and the form under which it is one and the same."""

    name: str
    normal_name: str


def operators_in(cell: str) -> list[Company | SelfManagement]:
    """Everybody whom a cell names, in order and once each; at least one answer, `NOT_STATED` for an empty cell."""
    said = even(cell)
    if says_nothing(said):
        return [SelfManagement.NOT_STATED]
    if WHOLE_CELL_NONE.fullmatch(said):
        return [SelfManagement.NONE]
    found = [_operator(part) for part in _parts(cell)]
    return list(dict.fromkeys(found)) or [SelfManagement.NO_NAME]


def normal_name(name: str) -> str:
    """The form by which a company is compared: 北京市万科物业服务（有限）公司 and 北京万科物业管理有限公司 are one."""
    said = CITY.sub(r"\1", even(name).replace("(集团)", ""))
    trimmed = LEGAL.sub("", said)
    while trimmed != said and len(trimmed) > 1:
        said, trimmed = trimmed, LEGAL.sub("", trimmed)
    return re.sub(r"物业(?:经营|管理|服务)+", "物业", trimmed)


def is_evident(name: str) -> bool:
    """Whether the name itself says that the company manages property; developers, ports and agencies do not say so."""
    return PROPERTY.search(name) is not None


def _parts(cell: str) -> list[str]:
    """The names in a cell. Signs outside brackets part them; a space does so only between two whole names."""
    parts = []
    for piece in re.split(r"[,，、;；|]+(?![^(（]*[)）])", cell):
        words = piece.split()
        are_names = len(words) > 1 and all(len(word) >= 4 for word in words)
        parts += [even(word) for word in words] if are_names else [even(piece)]
    return [part for part in (part.strip("-—·.:/*") for part in parts) if part]


def _operator(part: str) -> Company | SelfManagement:
    if NO_NAME.fullmatch(part):
        return SelfManagement.NO_NAME
    if not COMPANY.search(part) or part.endswith("单位房"):
        for kind, words in KINDS:
            if words.search(part):
                return kind
    name = REMARK.sub("", part) or part
    branches = (branch.fullmatch(name) for branch in BRANCHES)
    name = next((found["parent"] for found in branches if found and "物业" not in found["branch"]), name)
    normal = normal_name(name)
    if len(normal) < 2 or NO_NAME.fullmatch(normal):
        return SelfManagement.NO_NAME
    return Company(name.replace("(", "（").replace(")", "）"), normal)
