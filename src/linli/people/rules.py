"""Pure decisions about people: which phone numbers can be dialled."""

SHORTEST_PHONE, LONGEST_PHONE = 7, 15


def can_be_dialled(digits: str) -> bool:
    """Whether bare digits are a number one can dial: a local line (7) to the longest of ITU-T E.164 (15)."""
    return digits.isascii() and digits.isdigit() and SHORTEST_PHONE <= len(digits) <= LONGEST_PHONE
