"""Reading one report: what comes out, what must alarm, what must not, and what a text may look like."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.servicedesk.triage.emergency import RULES, first_alarm
from linli.servicedesk.triage.reading import AT_MOST_UNREAD, EMERGENCY_FROM, Understanding, understand
from linli.servicedesk.triage.terms import CATEGORIES, EMERGENCY, NORMAL, PLACELESS
from linli.servicedesk.triage.text import READ_AT_MOST, normal_form
from linli.work.terms import Category

PAGE = Path(__file__).parents[4] / "docs" / "rules" / "triage.md"
DANGERS = {
    "电梯困人了，12号楼": "trapped",
    "我们三个人被困在电梯里": "trapped",
    "宝宝反锁在卧室里了": "trapped",
    "电梯突然往下坠了好几层": "lift_fall",
    "家里有很重的煤气味": "gas",
    "走廊闻到天然气": "gas",
    "10楼着火了": "fire",
    "配电房一直冒烟": "fire",
    "水管爆了，到处是水": "burst",
    "三角阀崩了关不住水": "burst",
    "粪水从地漏往外冒": "sewage",
    "路灯杆漏电": "electric_shock",
    "刚才洗澡被电了一下": "electric_shock",
    "高层的玻璃掉下来了": "falling",
    "花盆砸到人了": "falling",
    "老人在楼下晕倒": "injury",
    "快打120": "injury",
    "楼下有人持刀": "violence",
    "奶奶三天没接电话": "no_answer",
    "我家小孩走丢了": "missing",
    "路上井盖没了": "open_pit",
    "整栋楼停电": "outage",
}
NO_DANGERS = (
    "没有着火，只是问问灭火器在哪",
    "不是很急，有空来看一下水龙头",
    "不是漏电，是灯泡坏了",
    "怕着火，楼道里堆满纸箱",
    "万一着火了怎么跑",
    "消防演习响的警报，不是起火",
    "存在火灾隐患",
    "刚才误报，没有冒烟",
    "漏电保护器要换一个",
    "燃气灶打不着火",
    "油烟机不吸油烟",
    "停电通知什么时候贴",
)


DOCUMENTED = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if re.match(r"\| [a-z_]+ \|(?: [^|]+ \|){3}$", line) and not line.startswith("| rule ")
]


def test_codes_are_those_of_work() -> None:
    assert list(CATEGORIES) == [str(category) for category in Category]


@pytest.mark.parametrize(
    ("text", "category", "indoor"),
    [
        ("厨房水龙头一直滴水，拧紧了也不行", "plumbing", True),
        ("马桶堵了，水下不去", "drains", True),
        ("3号楼电梯又停了", "lift", False),
        ("楼道灯不亮，晚上看不见", "electrical", False),
        ("地库有人占我车位", "parking", False),
        ("楼上半夜拖椅子吵得睡不着", "noise_neighbours", True),
        ("物业费怎么交", "fees", False),
        ("保安态度很差，我要投诉", "complaint", False),
    ],
)
def test_plain_reports_are_understood(text: str, category: str, indoor: bool) -> None:
    read = understand(text)
    assert (read.category, read.indoor, read.urgency, read.rule) == (category, indoor, NORMAL, "")
    assert read.confidence == read.category_p == max(read.category_scores.values())
    assert sum(read.category_scores.values()) == pytest.approx(1, abs=1e-5)
    assert read.why
    assert all(gram in normal_form(text) for gram in read.why)


@pytest.mark.parametrize(("text", "rule"), DANGERS.items())
def test_a_named_danger_is_an_emergency(text: str, rule: str) -> None:
    read = understand(text)
    assert (read.rule, read.urgency, read.urgency_p) == (rule, EMERGENCY, 1.0)
    assert read.rule_words in normal_form(text)


def test_every_rule_is_tried() -> None:
    assert {rule.name for rule in RULES} == set(DANGERS.values())


@pytest.mark.parametrize("text", NO_DANGERS)
def test_a_denied_feared_or_rehearsed_danger_sets_off_no_rule(text: str) -> None:
    assert first_alarm(normal_form(text)) is None


def test_the_page_names_every_rule_in_order() -> None:
    assert [(name, says) for name, says, *_ in DOCUMENTED] == [(rule.name, rule.says) for rule in RULES]


@pytest.mark.parametrize(("name", "says", "alarms", "quiet"), DOCUMENTED)
def test_the_examples_of_the_page_hold(name: str, says: str, alarms: str, quiet: str) -> None:
    alarm = first_alarm(normal_form(alarms))
    assert alarm
    assert (alarm.rule.name, alarm.rule.says) == (name, says)
    assert first_alarm(normal_form(quiet)) is None


def test_danger_beside_a_denial_still_alarms() -> None:
    assert understand("没有着火，是煤气味很重").rule == "gas"
    assert understand("不是我家，隔壁着火了").rule == "fire"


@given(st.text(max_size=300), st.sampled_from(sorted(DANGERS)))
def test_adding_a_danger_never_lowers_urgency(text: str, danger: str) -> None:
    assert understand(f"{text}。{danger}").urgency == EMERGENCY
    assert understand(f"{text}。{danger}").urgency_p >= understand(text).urgency_p


def test_danger_at_the_end_of_a_rambling_message_is_heard() -> None:
    ramble = "师傅你好我想说的是我们家去年装修以后一直有点小毛病，" * 400
    assert len(ramble) > READ_AT_MOST
    assert understand(ramble).urgency_p < 1
    assert understand(ramble + "现在着火了").rule == "fire"


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    read = understand(text)
    assert read.category in CATEGORIES
    assert 0 <= read.confidence <= 1
    assert (read.urgency == EMERGENCY) == (read.urgency_p >= EMERGENCY_FROM)
    assert not (read.indoor and read.category in PLACELESS)


@pytest.mark.parametrize(
    "text", ["", "   ", "🙏🙏🐶", "。。。", "?", "How do I register my visitor?", "asdf qwer", "水"]
)
def test_what_cannot_be_read_goes_to_a_person(text: str) -> None:
    read = understand(text)
    assert read.confidence <= AT_MOST_UNREAD
    assert read.needs_a_person


@pytest.mark.parametrize("text", ["龘靐齉爩麤", "乾坤屯蒙需讼师比小畜履", "喵喵喵喵喵喵喵"])
def test_strange_chinese_goes_to_a_person(text: str) -> None:
    assert understand(text).needs_a_person


@pytest.mark.parametrize(
    "written",
    [
        "厨房 水龙头 一直 滴水",
        "厨房水龙头一直滴水！！！！",
        "廚房水龍頭一直滴水",
        "厨房水龙头一直滴水\n\n\t",
        "厨房\u200b水龙头\ufe0f一直滴水🙏",
        "【厨房水龙头一直滴水】",
    ],
)
def test_spacing_width_script_and_marks_change_nothing(written: str) -> None:
    assert understand(written) == understand("厨房水龙头一直滴水")


def test_full_width_numbers_and_letters_change_nothing() -> None:
    assert understand("Ａ栋１２楼电梯坏了") == understand("a栋9楼电梯坏了")


@pytest.mark.parametrize(
    ("slipped", "category"),
    [
        ("水龙头漏税", "plumbing"),
        ("马桶睹了不下水", "drains"),
        ("电替又停了", "lift"),
        ("开关一开就跳匝", "electrical"),
    ],
)
def test_common_slips_are_forgiven(slipped: str, category: str) -> None:
    assert understand(slipped).category == category


def test_reading_needs_numpy_alone() -> None:
    source = Path(__file__).parents[3]
    code = "import sys, linli.servicedesk.triage.reading as r; r.understand('电梯坏了'); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(source)}, capture_output=True, check=True
    )
    loaded = {name.split(".")[0] for name in done.stdout.decode().split()}
    assert "numpy" in loaded
    assert not loaded & {"scipy", "sklearn", "django", "python_calamine"}


def test_a_reading_does_not_change() -> None:
    readings: list[Understanding] = [understand("阳台窗户关不严，下雨渗水，麻烦师傅来看看") for _ in range(3)]
    assert readings[0] == readings[1] == readings[2]
