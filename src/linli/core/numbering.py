"""Numbers that people read out on the telephone: a series, counted without gaps within it."""

from datetime import date

from django.db import connection

from linli.core import scope

TAKE = """
    INSERT INTO core_counter (company_id, series, value) VALUES (%s, %s, 1)
    ON CONFLICT (company_id, series) DO UPDATE SET value = core_counter.value + 1 RETURNING value
"""


def next_number(prefix: str, day: date) -> str:
    """The next number of a day's series, such as `BX261124-0017`; the series stays locked until the transaction ends."""
    series = f"{prefix}{day:%y%m%d}"
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [scope.company_id(), series])
        (value,) = cursor.fetchone()
    return f"{series}-{value:04d}"
