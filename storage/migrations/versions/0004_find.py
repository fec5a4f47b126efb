"""finding: the index of words, listings, when a card was shown again

The index is SQLite's FTS5, kept by triggers: whoever writes an alert, a poll or a call need not know of it. A row's id there
is its id here times three, plus 0 for alerts, 1 for polls, 2 for calls.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INDEX = (
    "CREATE VIRTUAL TABLE search_index USING fts5(text, note, topic, resolution, "
    "tokenize = 'unicode61 remove_diacritics 2')"
)
# table -> its place in the index, and the columns that fill text, note, topic and resolution
SOURCES = {
    "alerts": (0, ("text", "note", "topic", "resolution")),
    "polls": (1, ("question", "", "", "reason")),
    "calls": (2, ("title", "", "", "reason")),
}
OPTIONS = (
    "CREATE TRIGGER search_poll_options_insert AFTER INSERT ON poll_options BEGIN "
    "UPDATE search_index SET note = note || ' ' || new.text WHERE rowid = new.poll_id * 3 + 1; END"
)
FILL_OPTIONS = (
    "UPDATE search_index SET note = (SELECT group_concat(text, ' ') FROM poll_options WHERE poll_id = search_index.rowid / 3) "
    "WHERE rowid % 3 = 1 AND rowid / 3 IN (SELECT poll_id FROM poll_options)"
)


def values(columns: tuple[str, ...], row: str) -> str:
    return ", ".join(f"{row}{column}" if column else "''" for column in columns)


def upgrade() -> None:
    op.create_table('listings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('scope', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('words', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('topic', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('severity', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('seconds', sa.Integer(), nullable=False),
    sa.Column('newest', sa.JSON(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint("scope IN ('alerts', 'all')", name=op.f('ck_listings_scope')),
    sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_listings_group_id_groups')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listings'))
    )
    op.add_column("cards", sa.Column("shown_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.execute(INDEX)
    for table, (place, columns) in SOURCES.items():
        rowid, into = f"id * 3 + {place}", "search_index(rowid, text, note, topic, resolution)"
        op.execute(f"INSERT INTO {into} SELECT {rowid}, {values(columns, '')} FROM {table}")
        op.execute(
            f"CREATE TRIGGER search_{table}_insert AFTER INSERT ON {table} BEGIN "
            f"INSERT INTO {into} VALUES (new.{rowid}, {values(columns, 'new.')}); END"
        )
        changes = ", ".join(
            f"{name} = new.{column}" for name, column in zip(SOURCES["alerts"][1], columns) if column
        )
        op.execute(
            f"CREATE TRIGGER search_{table}_update AFTER UPDATE OF {', '.join(filter(None, columns))} ON {table} BEGIN "
            f"UPDATE search_index SET {changes} WHERE rowid = new.{rowid}; END"
        )
        op.execute(
            f"CREATE TRIGGER search_{table}_delete AFTER DELETE ON {table} BEGIN "
            f"DELETE FROM search_index WHERE rowid = old.{rowid}; END"
        )
    op.execute(FILL_OPTIONS)
    op.execute(OPTIONS)


def downgrade() -> None:
    op.execute("DROP TRIGGER search_poll_options_insert")
    for table in SOURCES:
        for event in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER search_{table}_{event}")
    op.execute("DROP TABLE search_index")
    op.drop_column("cards", "shown_at")
    op.drop_table("listings")
