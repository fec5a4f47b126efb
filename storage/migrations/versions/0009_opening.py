"""opening: scheduled polls, corrections, templates, forms filled in step by step

The index of words follows when an option's text is put right.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OPTIONS = (
    "CREATE TRIGGER search_poll_options_update AFTER UPDATE OF text ON poll_options BEGIN "
    "UPDATE search_index SET note = (SELECT group_concat(text, ' ') FROM poll_options WHERE poll_id = new.poll_id) "
    "WHERE rowid = new.poll_id * 3 + 1; END"
)


def upgrade() -> None:
    op.add_column("polls", sa.Column("lasts", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("polls", sa.Column("tg_message_id", sa.BigInteger(), nullable=True))
    op.add_column("polls", sa.Column("era", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("polls", sa.Column("reworded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.execute(
        "ALTER TABLE drafts ADD COLUMN panel_id INTEGER CONSTRAINT fk_drafts_panel_id_outbox REFERENCES outbox (id)"
    )
    op.create_table('rewordings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('poll_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('question', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('options', sa.JSON(), nullable=False),
    sa.Column('voided', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['members.id'], name=op.f('fk_rewordings_by_id_members')),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_rewordings_poll_id_polls')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rewordings'))
    )
    op.create_index(op.f('ix_rewordings_poll_id'), 'rewordings', ['poll_id'], unique=False)
    op.create_table('templates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('folded', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['members.id'], name=op.f('fk_templates_by_id_members')),
    sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_templates_group_id_groups')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_templates')),
    sa.UniqueConstraint('group_id', 'folded', name=op.f('uq_templates_group_id_folded'))
    )
    op.execute(OPTIONS)


def downgrade() -> None:
    op.execute("DROP TRIGGER search_poll_options_update")
    op.drop_table('templates')
    op.drop_index(op.f('ix_rewordings_poll_id'), table_name='rewordings')
    op.drop_table('rewordings')
    op.drop_column("drafts", "panel_id")
    for column in ("reworded_at", "era", "tg_message_id", "lasts"):
        op.drop_column("polls", column)
