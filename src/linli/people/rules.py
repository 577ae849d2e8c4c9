"""Pure decisions about people: which phone numbers can be dialled."""

import unicodedata

SHORTEST_PHONE, LONGEST_PHONE = 7, 15


def can_be_dialled(digits: str) -> bool:
    """Whether bare digits are a number one can dial: a local line (7) to the longest of ITU-T E.164 (15)."""
    return digits.isascii() and digits.isdigit() and SHORTEST_PHONE <= len(digits) <= LONGEST_PHONE


def is_phone(text: str) -> bool:
    """Whether the text, in any writing (`138 0013 8000`, `+86-138…`), holds a number one can dial and no other words."""
    return can_be_dialled("".join(sign for sign in unicodedata.normalize("NFKC", text) if sign not in " -+()\t"))
