"""The words of triage: what a report can be about, where it is, how pressing it is.

The codes are those of a kind of work; their trade names are the ones a Chinese service desk uses.
"""

CATEGORIES: dict[str, str] = {
    "plumbing": "水",
    "electrical": "电",
    "doors_windows": "门窗",
    "walls_floors": "墙面地面",
    "drains": "管道疏通",
    "lift": "电梯",
    "fire": "消防",
    "security_lowvoltage": "安防门禁弱电",
    "heating": "供暖空调",
    "appliances": "家电",
    "public_facilities": "公共设施",
    "cleaning_greening": "绿化保洁",
    "parking": "停车道闸",
    "noise_neighbours": "噪音邻里",
    "fees": "费用咨询",
    "complaint": "投诉建议",
    "other": "其他",
}
"""Code → trade name, in the order in which a desk lists them. The last four are needs that no repair answers."""

PLACELESS = frozenset({"fees", "complaint", "other"})
"""Needs answered at the desk: whether they are behind a home's door has no meaning."""

INDOOR, COMMON = "indoor", "common"
"""Where the work is done: 户内 behind a home's door, 公共 in the common parts."""

EMERGENCY, NORMAL = "emergency", "normal"
"""急 (somebody is in danger, or damage grows by the minute, or a whole building lost water or power) / 普通."""

HEADS = ("category", "place", "urgency")
"""The three questions that the model answers, each with its own labels."""
