"""Readable colours from any colour: WCAG contrast, and an accent's tones for light and dark ground."""

import re
from dataclasses import dataclass

READABLE = 4.5
"""The contrast ratio that WCAG 2.1 AA asks of text (success criterion 1.4.3)."""

HEX = re.compile(r"#[0-9a-fA-F]{6}")
Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Accent:
    """One accent on one ground: for text and filled buttons, for text on it, and as a quiet background."""

    tone: str
    on_tone: str
    soft: str


def parts(colour: str) -> Rgb:
    """Red, green and blue, 0 to 1, of `#rrggbb`; `ValueError` for anything else."""
    if not HEX.fullmatch(colour):
        raise ValueError(f"not a #rrggbb colour: {colour!r}")
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def hexed(rgb: Rgb) -> str:
    """`#rrggbb` of red, green and blue, 0 to 1."""
    return "#" + "".join(f"{round(part * 255):02x}" for part in rgb)


def luminance(colour: str) -> float:
    """Relative luminance, 0 black to 1 white (WCAG 2.1)."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """The colour that lies `share` (0 to 1) of the way from one to the other."""
    first, second = parts(one), parts(other)
    red, green, blue = (a + (b - a) * share for a, b in zip(first, second, strict=True))
    return hexed((red, green, blue))


def light_accent(colour: str) -> Accent:
    """The accent on light ground: darkened until it reads on white, on the page's ground and on its own soft tone."""
    for step in range(51):
        tone = mix(colour, "#000000", step / 50)
        soft = mix("#ffffff", tone, 0.1)
        if min(contrast(tone, ground) for ground in ("#ffffff", "#edf0ed", soft)) >= READABLE:
            return Accent(tone, "#ffffff", soft)
    return Accent("#000000", "#ffffff", "#e6e6e6")


def dark_accent(colour: str) -> Accent:
    """The accent on dark ground: lightened until it reads on the page's surface and on its own soft tone."""
    soft = mix("#1a211e", colour, 0.22)
    for step in range(51):
        tone = mix(colour, "#ffffff", step / 50)
        if min(contrast(tone, ground) for ground in ("#1a211e", soft)) >= READABLE:
            return Accent(tone, mix(tone, "#000000", 0.88), soft)
    return Accent("#ffffff", "#111614", "#28322e")
