"""A seeded phrase grammar: composes short reports and varies written ones as hasty people type them. Pure.

It makes training more robust (other rooms, greetings, hurry, typing slips). Nothing that triage is judged by comes from here.
"""

import random
from collections.abc import Sequence
from dataclasses import replace

from linli.servicedesk.triage.corpus import Phrase, Report

GREETINGS = ("你好，", "您好", "物业你好，", "师傅", "管家在吗，", "亲，", "请问", "那个，", "麻烦问一下", "喂你好")
ADDRESSES = (
    "3栋2单元1502，",
    "5号楼",
    "12-3-501 ",
    "我是8幢的业主，",
    "2单元",
    "东区16栋",
    "7-1-902：",
    "咱们11号楼",
    "我住六楼，",
    "一期4栋",
)
TIMES = ("今天早上", "昨天晚上开始", "刚刚", "这几天", "上周就", "从国庆到现在", "下午两点多", "好多天了，", "半夜")
ENDINGS = (
    "，麻烦尽快处理",
    "，谢谢",
    "。请派人看看",
    "，急！",
    "，很急",
    "，不急，有空来就行",
    "，什么时候能来",
    "，赶紧的",
    "，拜托了🙏",
    "。辛苦师傅",
    "，我电话打不通",
    "，晚上六点以后在家",
    "？？？",
    "！！！",
    "，都反映好几次了",
    "，在线等",
    "，家里有老人小孩",
    "，明天上午来也可以",
)
LETTERS = (
    "反映%s小区%s的问题",
    "请求解决%s%s的问题",
    "投诉%s%s，多次反映无果",
    "尊敬的领导：我是%s的业主，%s，望领导重视",
    "领导您好，我们%s的居民反映%s，请有关部门尽快处理",
    "关于%s小区%s的投诉和建议",
    "强烈请求%s物业整改：%s，严重影响居民正常生活",
    "书记您好！我住在%s，%s，打过很多次电话，一直没有人解决，请督促",
)
"""How the same need is put in a letter: without these, letters would be taken for what mostly comes in letters."""
ESTATES = ("阳光花园", "锦绣里", "幸福家园", "翠湖名都", "城西安置小区", "滨江一号", "东方华庭", "和顺苑")
SLIPS = {
    "漏": "楼陋",
    "堵": "赌睹",
    "梯": "替",
    "闸": "匝扎",
    "禁": "近",
    "塞": "赛",
    "厕": "测侧",
    "渗": "参",
    "灯": "登等",
    "锁": "所",
    "管": "馆官",
    "裂": "列烈",
    "坏": "怀",
    "桶": "筒捅",
    "费": "废",
    "墙": "强",
    "吵": "炒",
    "垃": "拉",
    "暖": "软",
    "修": "休",
}
BETWEEN = ("", "", "", "又", "好像", " ")


def compose(phrases: Sequence[Phrase], rng: random.Random) -> list[Report]:
    """Reports that join a thing with a happening of one row: each of both occurs at least once, in chance company."""
    composed = []
    for phrase in phrases:
        turns = max(len(phrase.things), len(phrase.happenings))
        for thing, happening in zip(
            _deal(phrase.things, turns, rng), _deal(phrase.happenings, turns, rng), strict=True
        ):
            composed.append(replace(phrase.label, text=thing + rng.choice(BETWEEN) + happening))
    return composed


def vary(report: Report, rng: random.Random) -> Report:
    """The same report as somebody else might type it: the label stays true, the words around and the letters move."""
    text = report.text
    if rng.random() < 0.2:
        return replace(report, text=rng.choice(LETTERS) % (rng.choice(ESTATES), text))
    if rng.random() < 0.35:
        text = rng.choice(TIMES) + text
    if rng.random() < 0.4:
        text = rng.choice(ADDRESSES) + text
    if rng.random() < 0.3:
        text = rng.choice(GREETINGS) + text
    if rng.random() < 0.6:
        text += rng.choice(ENDINGS)
    for slip in (_mistype, _drop_a_letter, _run_together, _widen):
        if rng.random() < 0.25:
            text = slip(text, rng)
    return replace(report, text=text)


def _deal(words: Sequence[str], turns: int, rng: random.Random) -> list[str]:
    shuffled = rng.sample(list(words), len(words))
    return [shuffled[turn % len(words)] for turn in range(turns)]


def _mistype(text: str, rng: random.Random) -> str:
    places = [index for index, letter in enumerate(text) if letter in SLIPS]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + rng.choice(SLIPS[text[at]]) + text[at + 1 :]


def _drop_a_letter(text: str, rng: random.Random) -> str:
    if len(text) < 8:  # a short report can lose its meaning with one letter
        return text
    at = rng.randrange(len(text))
    return text[:at] + text[at + 1 :]


def _run_together(text: str, rng: random.Random) -> str:
    return "".join(letter for letter in text if letter not in "，。！？、 ")


def _widen(text: str, rng: random.Random) -> str:
    """Full-width letters and a blank somewhere, as some phone keyboards leave them."""
    wide = "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)
    at = rng.randrange(len(wide) + 1)
    return wide[:at] + " " + wide[at:]
