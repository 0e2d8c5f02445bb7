"""The schema as it is after all migrations, readable, for comparison.

    python -m tests.storage.schema

writes it anew after a migration was added.
"""

import asyncio
import sqlite3
import tempfile
from pathlib import Path

import asyncpg

from bot.storage.store import file_of, is_postgres, open_store
from tests.storage.postgres import server

FOLDER = Path(__file__).parent

_COLUMNS = """
select table_name || '.' || column_name || ' ' || data_type
    || case is_nullable when 'NO' then ' not null' else '' end
    || case is_identity when 'YES' then ' identity' else '' end
from information_schema.columns where table_schema = current_schema()
"""
_CONSTRAINTS = """
select conrelid::regclass || ': ' || pg_get_constraintdef(oid)
from pg_constraint where connamespace = current_schema()::regnamespace and contype <> 'n'
"""
_INDEXES = "select indexdef from pg_indexes where schemaname = current_schema()"


def recorded(where: str) -> Path:
    """Return the file that holds the schema of this engine."""
    return FOLDER / ("schema-postgres.txt" if is_postgres(where) else "schema-sqlite.sql")


async def described(where: str) -> str:
    """Return the schema of a migrated database."""
    if not is_postgres(where):
        return _sqlite(file_of(where))
    connection = await asyncpg.connect(where)
    try:
        found = [
            row[0]
            for query in (_COLUMNS, _CONSTRAINTS, _INDEXES)
            for row in await connection.fetch(f"{query} order by 1")
        ]
        schema = await connection.fetchval("select current_schema()")
    finally:
        await connection.close()
    return "\n".join(found).replace(f"{schema}.", "") + "\n"


def _sqlite(file: Path) -> str:
    raw = sqlite3.connect(file)
    rows = raw.execute(
        "select sql from sqlite_master where sql is not null and name not like 'sqlite_%'"
        " order by tbl_name, type desc, name"
    ).fetchall()
    raw.close()
    return "\n\n".join(f"{sql};" for (sql,) in rows) + "\n"


async def _record(where: str) -> None:
    await (await open_store(where)).close()
    recorded(where).write_text(await described(where), encoding="utf-8")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, server() as postgres:
        for where in (f"sqlite:///{folder}/bot.db", postgres.new_place()):
            asyncio.run(_record(where))


if __name__ == "__main__":
    main()
