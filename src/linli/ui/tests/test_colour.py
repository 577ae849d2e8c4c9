"""Any colour a company chooses becomes one that can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.ui import colour

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.478), ("#0f766e", "#0f766e", 1.0)],
)
def test_contrast_agrees_with_published_figures(one: str, other: str, ratio: float) -> None:
    assert colour.contrast(one, other) == pytest.approx(ratio, abs=0.001)
    assert colour.contrast(other, one) == colour.contrast(one, other)


@given(COLOURS)
def test_accent_reads_on_light_ground(chosen: str) -> None:
    accent = colour.light_accent(chosen)
    for ground in ("#ffffff", "#edf0ed", accent.soft):
        assert colour.contrast(accent.tone, ground) >= colour.READABLE
    assert colour.contrast(accent.on_tone, accent.tone) >= colour.READABLE


@given(COLOURS)
def test_accent_reads_on_dark_ground(chosen: str) -> None:
    accent = colour.dark_accent(chosen)
    for ground in ("#1a211e", accent.soft):
        assert colour.contrast(accent.tone, ground) >= colour.READABLE
    assert colour.contrast(accent.on_tone, accent.tone) >= colour.READABLE


def test_readable_colour_stays_as_chosen() -> None:
    assert colour.light_accent("#0f766e").tone == "#0f766e"


@pytest.mark.parametrize("wrong", ["teal", "#fff", "#12345g", "#1234567", ""])
def test_other_spellings_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a #rrggbb colour"):
        colour.parts(wrong)
