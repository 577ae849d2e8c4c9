"""What people most often report, one tap each. The value is what triage reads; the label is for the reader's language."""

from django.utils.translation import pgettext_lazy as _p

from linli.estates.terms import PlaceKind
from linli.ui.components import Choice

AT_HOME = (
    Choice("家里漏水", _p("symptom", "Water leaks"), "drop"),
    Choice("家里没电或跳闸", _p("symptom", "No power"), "bolt"),
    Choice("下水道堵了", _p("symptom", "Drain blocked"), "basin"),
    Choice("门锁或窗户坏了", _p("symptom", "Door or window"), "door"),
    Choice("墙面渗水掉皮", _p("symptom", "Wall damp"), "wall"),
    Choice("邻居噪音扰民", _p("symptom", "Noise"), "noise"),
)
IN_COMMON = (
    Choice("公共区域灯不亮", _p("symptom", "Light is out"), "light"),
    Choice("地面脏、垃圾没清理", _p("symptom", "Dirty"), "broom"),
    Choice("公共设施损坏", _p("symptom", "Something is broken"), "wrench"),
    Choice("公共区域漏水", _p("symptom", "Water leaks"), "drop"),
    Choice("门禁打不开", _p("symptom", "Door access fails"), "key"),
    Choice("车位被占、车辆堵路", _p("symptom", "Parking"), "car"),
)
IN_LIFT = (
    Choice("电梯困人", _p("symptom", "Somebody is stuck"), "alert"),
    Choice("电梯异响、抖动", _p("symptom", "Noise or shaking"), "noise"),
    Choice("电梯停运了", _p("symptom", "Lift does not run"), "pause"),
    Choice("电梯门关不上", _p("symptom", "Door does not close"), "door"),
    Choice("电梯按钮失灵", _p("symptom", "Button fails"), "more"),
    Choice("电梯轿厢内脏", _p("symptom", "Dirty"), "broom"),
)


def chips_for(kind: str, name: str) -> tuple[Choice, ...]:
    """The chips that suit a place."""
    if is_lift(name):
        return IN_LIFT
    return AT_HOME if kind == PlaceKind.HOME else IN_COMMON


def is_lift(name: str) -> bool:
    """Whether a place of this name is a lift, where somebody may be stuck."""
    return "电梯" in name
