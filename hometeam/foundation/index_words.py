"""The word index itself, which Django's schema cannot say: called by the migration, different on each database."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SQLITE = [
    """
    CREATE VIRTUAL TABLE foundation_search USING fts5(
        title, body, content='foundation_searchrow', content_rowid='id',
        tokenize='unicode61 remove_diacritics 2', prefix='2 3'
    )
    """,
    """
    CREATE TRIGGER foundation_search_added AFTER INSERT ON foundation_searchrow BEGIN
        INSERT INTO foundation_search(rowid, title, body) VALUES (new.id, new.title, new.body);
    END
    """,
    """
    CREATE TRIGGER foundation_search_gone AFTER DELETE ON foundation_searchrow BEGIN
        INSERT INTO foundation_search(foundation_search, rowid, title, body)
        VALUES ('delete', old.id, old.title, old.body);
    END
    """,
    """
    CREATE TRIGGER foundation_search_changed AFTER UPDATE ON foundation_searchrow BEGIN
        INSERT INTO foundation_search(foundation_search, rowid, title, body)
        VALUES ('delete', old.id, old.title, old.body);
        INSERT INTO foundation_search(rowid, title, body) VALUES (new.id, new.title, new.body);
    END
    """,
]
_POSTGRESQL = [
    """
    ALTER TABLE foundation_searchrow ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', body), 'B')
    ) STORED
    """,
    "CREATE INDEX foundation_search_words ON foundation_searchrow USING gin (words)",
]
_UNDO = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS foundation_search_added",
        "DROP TRIGGER IF EXISTS foundation_search_gone",
        "DROP TRIGGER IF EXISTS foundation_search_changed",
        "DROP TABLE IF EXISTS foundation_search",
    ],
    "postgresql": ["ALTER TABLE foundation_searchrow DROP COLUMN words"],
}


def make(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the index that follows the table of search rows."""
    for statement in {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[editor.connection.vendor]:
        editor.execute(statement)


def drop(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the index away again."""
    for statement in _UNDO[editor.connection.vendor]:
        editor.execute(statement)
