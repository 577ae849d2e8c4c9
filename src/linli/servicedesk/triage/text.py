"""How a report's text becomes countable pieces: normal form and character n-grams. Pure, standard library only."""

import re
import unicodedata
from collections import Counter

READ_AT_MOST = 4_000
"""Characters of a report that are counted; a longer one is judged by its beginning (safety rules read all of it)."""

BREAK = "，"
"""What every run of punctuation, symbols and emoji becomes."""

_SIMPLIFIED = str.maketrans(
    "來倉個們傷儲動務區員問單嗎園圖報場塊塵壓壞夾奪寬將對屍層帶幫幾廁廚廢廣廳強彈彎後徑從復恆悶惡愛態慣慮憑應懸戰戲戶拋捨掃掛換損摳撿擋擔據擠擾攔攝斷時晝暫會東桿條棟業構樁樓樣樹橋機橫檢檯櫃欄歡歲歸殘毀氣汙"
    "決沒況淨減測溝溫滅滲滾滿漲潑潔濃濕濾瀉灑灣為無煙煩熱燈燒燻爐牆狀獨現瑪環甚產畢畫異當痠療發盜監盤眾睏睜確碼磚禮種積穩窩窪竊節範築簽籃糞紅紗紙級細終組結絕絡給絲經綠維網緊線緩縫總繩繳繼續罵聞聲職聽腦腫腳"
    "膠臟臥臨臺與舊舖艙莊華萬葉著蓋蔔藥蘭處虛號蟲蟻衛衝裏補裝裡製襯見規視親覺觸訂計訊訪設許診試該認語誤說誰課調請諒論諮講謝證議護變讓豬貓貝負財貨責貴買費貼賠賣質購贈趕跡蹤躍車軌軟較載輕輛輪轉辦農這連進運過"
    "達違遞遠適遲選遺還邊邏鄉鄰醫釘針鈴銀銅銹鋁鋪鋼錄錢錯鍋鎖鏈鏟鏡鏽鐘鐵鑰長門閃閉開間閘閥關陰陳陽隊階際隨險雖雙雜離難電靈靜韌響頂項順須預領頭頻題額顏類顯風颱飄飛飯養餘馬騎驗驚髒體髮鬆鬧魚鳥鴿麵麼黃點黨黴"
    "齊齒齡龍",
    "来仓个们伤储动务区员问单吗园图报场块尘压坏夹夺宽将对尸层带帮几厕厨废广厅强弹弯后径从复恒闷恶爱态惯虑凭应悬战戏户抛舍扫挂换损抠捡挡担据挤扰拦摄断时昼暂会东杆条栋业构桩楼样树桥机横检台柜栏欢岁归残毁气污"
    "决没况净减测沟温灭渗滚满涨泼洁浓湿滤泻洒湾为无烟烦热灯烧熏炉墙状独现玛环什产毕画异当酸疗发盗监盘众困睁确码砖礼种积稳窝洼窃节范筑签篮粪红纱纸级细终组结绝络给丝经绿维网紧线缓缝总绳缴继续骂闻声职听脑肿脚"
    "胶脏卧临台与旧铺舱庄华万叶着盖卜药兰处虚号虫蚁卫冲里补装里制衬见规视亲觉触订计讯访设许诊试该认语误说谁课调请谅论咨讲谢证议护变让猪猫贝负财货责贵买费贴赔卖质购赠赶迹踪跃车轨软较载轻辆轮转办农这连进运过"
    "达违递远适迟选遗还边逻乡邻医钉针铃银铜锈铝铺钢录钱错锅锁链铲镜锈钟铁钥长门闪闭开间闸阀关阴陈阳队阶际随险虽双杂离难电灵静韧响顶项顺须预领头频题额颜类显风台飘飞饭养余马骑验惊脏体发松闹鱼鸟鸽面么黄点党霉"
    "齐齿龄龙",
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
