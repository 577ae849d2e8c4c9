"""The style sheet keeps the promises of the look: contrast, touch targets, focus, size."""

import re
from itertools import product
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[1] / "static" / "ui"
SHEET = (STATIC / "linli.css").read_text(encoding="utf-8")
TOKEN = re.compile(r"--l-([\w-]+):(#[0-9a-f]{6})\b")
GROUNDS = ("ground", "surface", "sunken")
TONES = ("ok", "soon", "over", "info", "quiet", "accent")
TEXT_PAIRS = [
    *product(("ink", "muted"), GROUNDS),
    *[(tone, f"{tone}-soft") for tone in TONES],
    *[("ink", f"{tone}-soft") for tone in TONES],
    *product(("accent", "ok", "soon", "over"), ("ground", "surface")),
    ("on-accent", "accent"),
]
SHAPE_PAIRS = [("edge", "surface"), ("star", "surface"), ("accent", "sunken")]


def block(selector: str) -> dict[str, str]:
    """The colour tokens of the first rule with this selector."""
    rule = SHEET[SHEET.index(selector + "{") :]
    return dict(TOKEN.findall(rule[: rule.index("}")]))


LIGHT = block(":root")
DARK = LIGHT | block(":root[data-bs-theme=dark]")
THEMES = {"light": LIGHT, "dark": DARK}


def luminance(colour: str) -> float:
    """WCAG 2.1, relative luminance."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.1, contrast ratio."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_contrast(theme: str, text: str, ground: str) -> None:
    ratio = contrast(THEMES[theme][text], THEMES[theme][ground])
    assert ratio >= 4.5, f"{text} on {ground} in {theme}: {ratio:.2f}"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_contrast_of_edges_and_shapes(theme: str, shape: str, ground: str) -> None:
    ratio = contrast(THEMES[theme][shape], THEMES[theme][ground])
    assert ratio >= 3, f"{shape} on {ground} in {theme}: {ratio:.2f}"


def test_dark_of_the_device_is_dark_of_choice() -> None:
    assert block("@media (prefers-color-scheme:dark){:root:not([data-bs-theme=light])") == block(
        ":root[data-bs-theme=dark]"
    )


def test_touch_targets_are_44_px() -> None:
    assert "--l-touch:2.75rem" in SHEET  # 44 px at the 16 px of a browser
    for part in (
        ".btn",
        ".form-control,.form-select",
        ".l-chip",
        ".l-nav a",
        ".l-tabs a",
        ".l-check",
        ".l-chart summary",
    ):
        rule = SHEET[SHEET.index(f"\n{part}{{") :]
        assert "min-height:var(--l-touch)" in rule[: rule.index("}")], part
    assert re.search(r"\.l-stars label\{[^}]*width:3rem;height:3rem", SHEET)
    assert re.search(r"\.l-bar nav a\{[^}]*min-height:3\.25rem", SHEET)
    small = SHEET.index(".btn-sm{")
    assert "(hover:hover) and (pointer:fine)" in SHEET[small - 80 : small], "small buttons are for a mouse only"


def test_focus_is_visible() -> None:
    assert ":focus-visible{outline:3px solid var(--l-accent)" in SHEET
    assert "outline:none" not in SHEET.replace(" ", "")
    assert "outline:0" not in SHEET.replace(" ", "")


def test_sheet_is_small_and_asks_nobody_else() -> None:
    assert len(SHEET.encode()) < 20_000
    assert "url(" not in SHEET
    assert "@import" not in SHEET
    assert SHEET.count("{") == SHEET.count("}")


def test_large_type_enlarges_everything() -> None:
    assert ":root[data-type=large]{font-size:125%}" in SHEET
    assert not re.search(r"font-size:\d+px", SHEET.replace(".l-plot text{font-size:12px", "")), (
        "sizes of text are in rem"
    )


def test_scripts_ask_nobody_else() -> None:
    for script in STATIC.glob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert "://" not in text, script.name
        assert not re.search(r"\b(eval|Function|innerHTML|document\.write)\b", text), script.name
