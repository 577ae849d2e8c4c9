"""What people most often report, one tap each. The value is what triage reads; the label is for the reader's language."""

from django.utils.translation import pgettext_lazy as _p

from linli.estates.terms import PlaceKind
from linli.ui.components import Choice

AT_HOME = (
    Choice("家里漏水", _p("symptom", "Water leaks")),
    Choice("家里没电或跳闸", _p("symptom", "No power")),
    Choice("下水道堵了", _p("symptom", "Drain blocked")),
    Choice("门锁或窗户坏了", _p("symptom", "Door or window")),
    Choice("墙面渗水掉皮", _p("symptom", "Wall damp")),
    Choice("邻居噪音扰民", _p("symptom", "Noise")),
)
IN_COMMON = (
    Choice("公共区域灯不亮", _p("symptom", "Light is out")),
    Choice("地面脏、垃圾没清理", _p("symptom", "Dirty")),
    Choice("公共设施损坏", _p("symptom", "Something is broken")),
    Choice("公共区域漏水", _p("symptom", "Water leaks")),
    Choice("门禁打不开", _p("symptom", "Door access fails")),
    Choice("车位被占、车辆堵路", _p("symptom", "Parking")),
)
IN_LIFT = (
    Choice("电梯困人", _p("symptom", "Somebody is stuck")),
    Choice("电梯异响、抖动", _p("symptom", "Noise or shaking")),
    Choice("电梯停运了", _p("symptom", "Lift does not run")),
    Choice("电梯门关不上", _p("symptom", "Door does not close")),
    Choice("电梯按钮失灵", _p("symptom", "Button fails")),
    Choice("电梯轿厢内脏", _p("symptom", "Dirty")),
)


def chips_for(kind: str, name: str) -> tuple[Choice, ...]:
    """The chips that suit a place."""
    if "电梯" in name:
        return IN_LIFT
    return AT_HOME if kind == PlaceKind.HOME else IN_COMMON
