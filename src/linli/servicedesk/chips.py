"""What people most often report, one tap each. The label is for the reader's language; the value is what triage reads, worded
so that it is sure of it: whoever only taps waits for no person at the desk (a test holds every chip to that)."""

from django.utils.translation import pgettext_lazy as _p

from linli.estates.terms import PlaceKind
from linli.ui.components import Choice

AT_HOME = (
    Choice("家里漏水", _p("symptom", "Water leaks"), "drop"),
    Choice("家里没电或跳闸", _p("symptom", "No power"), "bolt"),
    Choice("家里马桶堵了或下水道堵了", _p("symptom", "Drain blocked"), "basin"),
    Choice("门锁坏了或窗户坏了", _p("symptom", "Door or window"), "door"),
    Choice("内墙渗水掉皮", _p("symptom", "Wall damp"), "wall"),
    Choice("邻居噪音大，影响休息", _p("symptom", "Noise"), "noise"),
)
IN_COMMON = (
    Choice("公共区域灯不亮", _p("symptom", "Light is out"), "light"),
    Choice("公共区域卫生差，垃圾没清理", _p("symptom", "Dirty"), "broom"),
    Choice("小区公共设施坏了", _p("symptom", "Something is broken"), "wrench"),
    Choice("公共区域水管漏水", _p("symptom", "Water leaks"), "drop"),
    Choice("门禁打不开", _p("symptom", "Door access fails"), "key"),
    Choice("车位被占、车辆堵路", _p("symptom", "Parking"), "car"),
)
IN_LIFT = (
    Choice("有人被困电梯", _p("symptom", "Somebody is stuck"), "alert"),
    Choice("电梯异响、抖动", _p("symptom", "Noise or shaking"), "noise"),
    Choice("电梯停运了，故障", _p("symptom", "Lift does not run"), "pause"),
    Choice("电梯门故障关不上", _p("symptom", "Door does not close"), "door"),
    Choice("电梯按钮失灵", _p("symptom", "Button fails"), "more"),
    Choice("电梯地面卫生差，没人打扫", _p("symptom", "Dirty"), "broom"),
)


def chips_for(kind: str, name: str) -> tuple[Choice, ...]:
    """The chips that suit a place."""
    if is_lift(name):
        return IN_LIFT
    return AT_HOME if kind == PlaceKind.HOME else IN_COMMON


def is_lift(name: str) -> bool:
    """Whether a place of this name is a lift, where somebody may be stuck."""
    return "电梯" in name
