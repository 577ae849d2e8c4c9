"""What the demo's residents write, by what is really the matter. Written for the demo, apart from what triage learned from."""

import random

from linli.work.terms import Area, Category, Urgency

C = Category

INDOOR: dict[Category, tuple[str, ...]] = {
    C.PLUMBING: (
        "厨房水龙头一直滴水，关不紧",
        "卫生间洗手盆下面的角阀漏水，地上一滩",
        "马桶水箱不停进水，哗哗响",
        "热水器进水管接头渗水",
        "家里水压特别小，洗澡都没法洗",
        "水表后面那段管子在冒水珠",
    ),
    C.ELECTRICAL: (
        "客厅灯不亮了，换了灯泡也不行",
        "一开空调就跳闸",
        "厨房插座没电，其他房间正常",
        "卧室开关按下去没反应，有时候打火花",
        "家里突然停电，邻居家有电",
    ),
    C.DOORS_WINDOWS: (
        "入户门锁芯坏了，钥匙拧不动",
        "阳台推拉窗滑轮坏了，推不动",
        "窗户把手断了关不严，晚上漏风",
        "防盗门合页松了，关门要抬一下",
    ),
    C.WALLS_FLOORS: (
        "客厅墙面起皮掉灰",
        "卧室天花板有水印，墙皮鼓起来了",
        "卫生间瓷砖空鼓，掉了两块",
        "阳台地砖翘起来了，老人容易绊倒",
    ),
    C.DRAINS: (
        "厨房下水道堵了，水下不去",
        "卫生间地漏返臭味",
        "马桶堵住了，冲不下去",
        "洗菜池下水特别慢，还往上返水",
    ),
    C.SECURITY_LOWVOLTAGE: (
        "可视对讲没有声音，开不了楼下的门",
        "家里网络从弱电箱那边断了",
        "门禁卡刷不开单元门，重新发一张可以吗",
        "室内报警器老是误报",
    ),
    C.HEATING: (
        "地暖有一路不热，其他房间正常",
        "暖气片下面漏水，阀门锈住了",
        "中央空调不制热，显示故障",
    ),
    C.APPLIANCES: (
        "抽油烟机不转了，能帮忙看看吗",
        "燃气热水器打不着火",
        "洗衣机脱水的时候报错，有偿维修可以吗",
    ),
    C.NOISE_NEIGHBOURS: (
        "楼上半夜还在拖桌椅，孩子没法睡",
        "隔壁周末早上七点就开始装修打孔",
        "楼上阳台浇花水滴到我家晾的被子上",
        "楼下邻居天天晚上唱歌到十二点",
    ),
    C.FEES: (
        "这个月物业费是怎么算的，比上个月多了",
        "想问下车位管理费交到什么时候",
        "水费账单对不上，麻烦核对一下",
        "物业费发票怎么开",
    ),
}

COMMON: dict[Category, tuple[str, ...]] = {
    C.PLUMBING: ("楼道消防栓旁边的水管渗水", "地下车库顶上滴水，滴到车上了", "花园的水龙头关不住，一直流"),
    C.ELECTRICAL: ("楼道声控灯坏了，晚上黑漆漆的", "单元门口的路灯不亮", "地下车库有一排灯一直闪", "电梯厅灯坏了两个"),
    C.DOORS_WINDOWS: ("单元门闭门器坏了，砰砰响", "楼道窗户玻璃碎了", "地库通道的防火门关不上"),
    C.WALLS_FLOORS: ("大堂墙砖掉了一块", "楼梯间墙面发霉掉皮", "单元门口地砖碎了，下雨天积水"),
    C.DRAINS: ("一楼楼道下水井冒污水，味道很大", "地库排水沟堵了，积水到脚踝", "垃圾站旁边的污水井满了"),
    C.LIFT: (
        "电梯到三楼就停一下，然后抖",
        "电梯按钮按了没反应",
        "电梯里面有异响，咯噔咯噔的",
        "货梯坏了两天了，搬东西不方便",
        "电梯门关不上，一直开关开关",
    ),
    C.FIRE: ("消防通道被私家车堵住了", "楼道灭火器压力不够，指针在红区", "烟感一直响，没有着火", "消防栓箱门打不开"),
    C.SECURITY_LOWVOLTAGE: (
        "单元门门禁坏了，谁都能进",
        "北门的人脸识别识别不了",
        "车库门口的监控好像掉了",
        "大堂对讲主机黑屏",
    ),
    C.HEATING: ("公共管井里的暖气阀门漏水", "大堂空调不热"),
    C.PUBLIC_FACILITIES: (
        "儿童滑梯的螺丝松了，很危险",
        "健身器材的把手断了",
        "花园长椅断了一条腿",
        "快递柜有几个格子打不开",
        "休闲凉亭的顶漏雨",
    ),
    C.CLEANING_GREENING: (
        "楼道好几天没打扫了，有烟头",
        "垃圾分类站满了没人清，苍蝇很多",
        "楼下的树枝长到三楼窗户了，请修剪一下",
        "草坪里全是狗屎，没人管",
        "电梯里地上有饮料，黏脚",
    ),
    C.PARKING: (
        "我的固定车位被别人占了",
        "南门道闸抬杆抬不起来，堵了一排车",
        "道闸识别不了我的新能源车牌",
        "地库充电桩位被油车占了",
    ),
    C.NOISE_NEIGHBOURS: ("广场舞音响太大了，晚上九点还在放", "有人在小区里遛大狗不牵绳"),
    C.FEES: ("公共收益今年怎么没有公示",),
    C.COMPLAINT: (
        "门岗的态度很不好，问路爱理不理",
        "上次报修说好来又没来，要投诉",
        "建议在北门加一个雨棚",
        "希望把快递车的路线和孩子们分开",
    ),
    C.OTHER: ("捡到一串钥匙，放在哪里好", "想问一下办理居住证要找谁盖章", "家里老人需要借一下轮椅"),
}

URGENT: dict[Category, tuple[str, ...]] = {
    C.PLUMBING: ("水管爆了！水喷出来止不住，客厅全是水", "总阀关不上，水往楼下漏，快来人"),
    C.ELECTRICAL: ("配电箱冒烟了，有焦味", "洗澡的时候感觉漏电，手麻"),
    C.LIFT: ("电梯困人了，里面有老人和小孩", "电梯突然下坠停在两层中间，人出不来"),
    C.FIRE: ("楼道里有烟，味道呛人，不知道哪里着火", "车库有电动车冒烟"),
    C.DRAINS: ("厕所污水倒灌，客厅都淹了", "一楼卫生间反水，已经漫到卧室了"),
    C.DOORS_WINDOWS: ("阳台玻璃裂了快掉下去，下面有人走",),
    C.WALLS_FLOORS: ("外墙瓷砖往下掉，砸到车了，下面有人走很危险",),
    C.SECURITY_LOWVOLTAGE: ("有陌生人在撬隔壁的门锁，快来",),
    C.HEATING: ("暖气爆管了，热水喷得到处都是",),
}

LEADS = ("", "", "", "你好，", "师傅你好，", "物业吗，", "麻烦看一下，", "请问，", "喂，")
ENDS = ("", "", "", "，麻烦尽快", "，谢谢", "。什么时候能来？", "，家里有老人", "。辛苦了！", "，都好几天了")


def report_text(category: Category, area: Area, urgency: Urgency, *, draw: int) -> str:
    """A resident's words about what is the matter; always the same for the same draw."""
    dice = random.Random(f"{draw}:text")
    phrases = URGENT.get(category) if urgency == Urgency.EMERGENCY else None
    if phrases is None:
        phrases = (INDOOR if area == Area.INDOOR else COMMON).get(category) or COMMON.get(category) or INDOOR[category]
    return f"{dice.choice(LEADS)}{dice.choice(phrases)}{dice.choice(ENDS)}"


REPAIRED = ("已修好，试用正常", "更换配件，现场恢复", "已修好并清理现场", "已调试，当面确认")
DONE: dict[Category, tuple[str, ...]] = {
    C.PLUMBING: ("更换角阀，试水不漏", "换了密封圈，放水测试正常", "管道接口重新做了，擦干观察不渗"),
    C.ELECTRICAL: ("更换灯具，已亮", "线路接头重新压接，通电正常", "更换空开，试用正常"),
    C.DRAINS: ("疏通完成，放水测试正常", "清掏完成，排水通畅"),
    C.LIFT: ("维保单位到场，调试后恢复运行", "更换部件，试运行正常"),
    C.CLEANING_GREENING: ("已清扫干净", "已清理并消毒", "已修剪，枝叶清走"),
    C.PARKING: ("已联系车主挪车", "道闸已复位，试抬杆正常"),
    C.NOISE_NEIGHBOURS: ("已上门劝说，对方答应注意", "已劝止，现场安静了"),
    C.FEES: ("已逐项说明，业主清楚了", "账单已核对，明细已发给业主"),
    C.COMPLAINT: ("已向业主道歉并说明", "已记录建议，答复业主"),
    C.OTHER: ("已答复业主", "已办妥"),
}
"""What a worker notes at the end, by what was the matter; `REPAIRED` for every other repair."""

WHERE: tuple[tuple[str, str], ...] = (
    ("车库", "地下车库A区"),
    ("地库", "地下车库B区"),
    ("车位", "地下车库A区"),
    ("北门", "北门"),
    ("南门|道闸|门岗|消防通道", "南门"),
    ("垃圾", "垃圾分类站"),
    ("电梯里|电梯到|电梯按|电梯门|电梯困|电梯突|货梯", "电梯"),
    ("花园|草坪|长椅|凉亭|遛", "中心花园"),
    ("儿童", "儿童乐园"),
    ("健身|广场", "健身广场"),
    ("楼|单元|大堂|电梯厅|灭火器|消防栓|烟|外墙|管井|撬|树枝", "大堂"),
)
"""The common place that words point at, by the first of them that the text holds."""
BACK = ("工具不全，换人更快", "不是我的工种", "手上活一时走不开")
PRAISE = ("师傅来得很快，修得也好", "态度很好，谢谢", "挺满意的", "还带了鞋套，很细心", "")
BLAME = ("等得太久了", "修了还是有点问题", "没有提前打电话", "来了两次才修好", "一般吧")
AGAIN = ("又漏了，跟上次一样", "修好两天又坏了", "还是不行，麻烦再来看看")


def done_note(category: Category, *, draw: int) -> str:
    """What the worker notes at the end of such an order."""
    return pick(DONE.get(category, REPAIRED), draw=draw, what="done")


def common_place_in(text: str) -> str:
    """The name of the common place where the matter of this text lies; the service centre if it names none."""
    return next((name for words, name in WHERE if any(word in text for word in words.split("|"))), "物业服务中心")


def pick(phrases: tuple[str, ...], *, draw: int, what: str) -> str:
    """One of the phrases, always the same for the same draw and question."""
    return random.Random(f"{draw}:{what}").choice(phrases)
