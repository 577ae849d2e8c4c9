"""How a report's text becomes countable pieces: normal form and character n-grams. Pure, standard library only."""

import re
import unicodedata
from collections import Counter

READ_AT_MOST = 4_000
"""Characters of a report that are counted; a longer one is judged by its beginning (safety rules read all of it)."""

BREAK = "，"
"""What every run of punctuation, symbols and emoji becomes."""

_SIMPLIFIED = str.maketrans(
    "電燈門鎖裡裏壞漏樓無廁馬桶衛廳開關費繳鄰吵雜車場閘壓氣熱煙著滅險傷來們個這還沒過時間說請問幫裝網線視監聲訊號錢單據發"
    "層階戶陽臺臥廚櫃牆磚頂棚處環綠樹蟲貓擾鬧動靜條縫斷裂鬆緊",
    "电灯门锁里里坏漏楼无厕马桶卫厅开关费缴邻吵杂车场闸压气热烟着灭险伤来们个这还没过时间说请问帮装网线视监声讯号钱单据发"
    "层阶户阳台卧厨柜墙砖顶棚处环绿树虫猫扰闹动静条缝断裂松紧",
)
_CALLS_FOR_HELP = {"110", "119", "120"}
_DROPPED = {"Cf", "Mn", "Me", "Cs", "Co", "Cn"}


def normal_form(text: str) -> str:
    """Text as triage reads it: half-width, simplified, lower case, no blanks, numbers as 0 (110, 119 and 120 stay), punctuation as one BREAK."""
    kept = []
    for character in unicodedata.normalize("NFKC", text).casefold().translate(_SIMPLIFIED):
        kind = unicodedata.category(character)
        if kind in _DROPPED or character.isspace():
            continue
        kept.append(character if kind[0] in "LN" else BREAK)
    joined = re.sub(r"\d+", _number, "".join(kept))
    return re.sub(f"{BREAK}+", BREAK, joined).strip(BREAK)


def _number(digits: re.Match[str]) -> str:
    return digits[0] if digits[0] in _CALLS_FOR_HELP else "0"


def count_grams(text: str, longest: int) -> Counter[str]:
    """Counts of the character 1- to `longest`-grams of a normal form; a gram made of a BREAK alone says nothing."""
    read = text[:READ_AT_MOST]
    counts: Counter[str] = Counter()
    for size in range(1, longest + 1):
        counts.update(read[start : start + size] for start in range(len(read) - size + 1))
    del counts[BREAK]
    return counts
