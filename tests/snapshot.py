"""The content of the test database, kept aside: tests that commit for real leave it as they found it."""

from dataclasses import dataclass

from django.db import connection, transaction

TABLES = """
    SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> 'django_migrations' ORDER BY c.oid
"""
SEQUENCES = (
    "SELECT schemaname || '.' || quote_ident(sequencename), last_value FROM pg_sequences WHERE last_value IS NOT NULL"
)


@dataclass(frozen=True)
class Snapshot:
    """Every row and every sequence, as PostgreSQL's COPY writes them."""

    rows: dict[str, bytes]
    sequences: dict[str, int]


def taken() -> Snapshot:
    """What the database holds now."""
    rows = {}
    with connection.cursor() as cursor:
        for table in _tables():
            with cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as copy:
                rows[table] = b"".join(bytes(block) for block in copy)
        cursor.execute(SEQUENCES)
        return Snapshot(rows, dict(cursor.fetchall()))


def restore(snapshot: Snapshot) -> None:
    """Make the database hold exactly what it held then."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '30s'")  # somebody left a transaction open: say so rather than wait
        cursor.execute(f"TRUNCATE {', '.join(snapshot.rows)} RESTART IDENTITY CASCADE")
        for table, content in snapshot.rows.items():
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy:
                copy.write(content)
        for sequence, value in snapshot.sequences.items():
            cursor.execute("SELECT setval(%s::regclass, %s)", [sequence, value])


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return [name for (name,) in cursor.fetchall()]
