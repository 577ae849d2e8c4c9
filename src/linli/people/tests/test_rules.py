"""Which digits can be dialled."""

import pytest

from linli.people.rules import can_be_dialled, is_phone, surname


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("13800138000", True),
        ("8008208820", True),
        ("1234567", True),
        ("123456", False),
        ("1234567890123456", False),
        ("", False),
        ("一二三四五六七", False),
        ("１３８００１３８０００", False),
        ("138-0013", False),
    ],
)
def test_a_number_one_can_dial(digits: str, expected: bool) -> None:
    assert can_be_dialled(digits) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("138 0013 8000", True),
        ("+86-138-0013-8000", True),
        ("（0512）6688 7799", True),
        ("１３８００１３８０００", True),
        ("请打 13800138000", False),
        ("", False),
    ],
)
def test_a_phone_in_any_writing_but_no_other_words(text: str, expected: bool) -> None:
    assert is_phone(text) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("李建国", "李"), ("欧阳海", "欧阳"), ("欧阳", "欧"), ("司马", "司"), ("Anna", "Anna"), ("", "")],
)
def test_the_surname_stands_first_and_may_have_two_characters(name: str, expected: str) -> None:
    assert surname(name) == expected
