"""tasks, and their place in the index of words

A row's id in the index was its id here times three, plus 0 for alerts, 1 for polls, 2 for calls. Now it is times eight, so that
tasks, and what comes after them, have a place too. The index is filled anew.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INTO = "search_index(rowid, text, note, topic, resolution)"
# table -> its place in the index, and the columns that fill text, note, topic and resolution
BEFORE = {
    "alerts": (0, ("text", "note", "topic", "resolution")),
    "polls": (1, ("question", "", "", "reason")),
    "calls": (2, ("title", "", "", "reason")),
}
NOW = BEFORE | {"tasks": (3, ("text", "", "", "reason"))}
NAMES = ("text", "note", "topic", "resolution")
OPTIONS = "(SELECT group_concat(text, ' ') FROM poll_options WHERE poll_id = {poll})"


def values(columns, row):
    return ", ".join(f"{row}{column}" if column else "''" for column in columns)


def follow(sources, times):
    """Fill the index, and have it follow what is written; `times`: how many places there are."""
    op.execute("DELETE FROM search_index")
    for table, (place, columns) in sources.items():
        rowid = f"id * {times} + {place}"
        op.execute(f"INSERT INTO {INTO} SELECT {rowid}, {values(columns, '')} FROM {table}")
        op.execute(
            f"CREATE TRIGGER search_{table}_insert AFTER INSERT ON {table} BEGIN "
            f"INSERT INTO {INTO} VALUES (new.{rowid}, {values(columns, 'new.')}); END"
        )
        changes = ", ".join(f"{name} = new.{column}" for name, column in zip(NAMES, columns) if column)
        op.execute(
            f"CREATE TRIGGER search_{table}_update AFTER UPDATE OF {', '.join(filter(None, columns))} ON {table} BEGIN "
            f"UPDATE search_index SET {changes} WHERE rowid = new.{rowid}; END"
        )
        op.execute(
            f"CREATE TRIGGER search_{table}_delete AFTER DELETE ON {table} BEGIN "
            f"DELETE FROM search_index WHERE rowid = old.{rowid}; END"
        )
    poll = f"search_index.rowid / {times}"
    op.execute(
        f"UPDATE search_index SET note = {OPTIONS.format(poll=poll)} "
        f"WHERE rowid % {times} = 1 AND {poll} IN (SELECT poll_id FROM poll_options)"
    )
    op.execute(
        "CREATE TRIGGER search_poll_options_insert AFTER INSERT ON poll_options BEGIN "
        f"UPDATE search_index SET note = note || ' ' || new.text WHERE rowid = new.poll_id * {times} + 1; END"
    )
    op.execute(
        "CREATE TRIGGER search_poll_options_update AFTER UPDATE OF text ON poll_options BEGIN "
        f"UPDATE search_index SET note = {OPTIONS.format(poll='new.poll_id')} "
        f"WHERE rowid = new.poll_id * {times} + 1; END"
    )


def leave(sources):
    for event in ("insert", "update"):
        op.execute(f"DROP TRIGGER search_poll_options_{event}")
    for table in sources:
        for event in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER search_{table}_{event}")


def allow(*scopes):
    """What a list can be about."""
    listed = ", ".join(f"'{scope}'" for scope in scopes)
    with op.batch_alter_table("listings") as batch:
        batch.drop_constraint(op.f("ck_listings_scope"), type_="check")
        batch.create_check_constraint(op.f("ck_listings_scope"), f"scope IN ({listed})")


def upgrade() -> None:
    op.create_table('tasks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=True),
    sa.Column('delegation_id', sa.Integer(), nullable=True),
    sa.Column('due_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('alert_id', sa.Integer(), nullable=True),
    sa.Column('poll_id', sa.Integer(), nullable=True),
    sa.Column('call_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('ended_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.CheckConstraint("state IN ('open', 'done', 'cancelled')", name=op.f('ck_tasks_state')),
    sa.CheckConstraint('member_id IS NULL OR delegation_id IS NULL', name=op.f('ck_tasks_one_assignee')),
    sa.ForeignKeyConstraint(['alert_id'], ['alerts.id'], name=op.f('fk_tasks_alert_id_alerts')),
    sa.ForeignKeyConstraint(['author_id'], ['members.id'], name=op.f('fk_tasks_author_id_members')),
    sa.ForeignKeyConstraint(['call_id'], ['calls.id'], name=op.f('fk_tasks_call_id_calls')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegations.id'], name=op.f('fk_tasks_delegation_id_delegations')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['members.id'], name=op.f('fk_tasks_ended_by_id_members')),
    sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_tasks_group_id_groups')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_tasks_member_id_members')),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_tasks_poll_id_polls')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tasks')),
    sa.UniqueConstraint('group_id', 'number', name=op.f('uq_tasks_group_id_number'))
    )
    op.create_index(op.f('ix_tasks_alert_id'), 'tasks', ['alert_id'], unique=False)
    op.create_index(op.f('ix_tasks_call_id'), 'tasks', ['call_id'], unique=False)
    op.create_index(op.f('ix_tasks_poll_id'), 'tasks', ['poll_id'], unique=False)
    allow("alerts", "all", "tasks")
    leave(BEFORE)
    follow(NOW, 8)


def downgrade() -> None:
    leave(NOW)
    follow(BEFORE, 3)
    op.execute("DELETE FROM listings WHERE scope = 'tasks'")
    allow("alerts", "all")
    for column in ("poll_id", "call_id", "alert_id"):
        op.drop_index(op.f(f'ix_tasks_{column}'), table_name='tasks')
    op.drop_table('tasks')
