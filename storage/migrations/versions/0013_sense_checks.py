"""sense checks: Telegram's own polls, and who answered in them"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('native_polls',
    sa.Column('tg_poll_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('poll_id', sa.Integer(), nullable=False),
    sa.Column('tg_message_id', sa.BigInteger(), nullable=True),
    sa.Column('era', sa.Integer(), nullable=False),
    sa.Column('sure', sa.Boolean(), nullable=False),
    sa.Column('outsiders', sa.Integer(), nullable=False),
    sa.Column('unsigned', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_native_polls_poll_id_polls')),
    sa.PrimaryKeyConstraint('tg_poll_id', name=op.f('pk_native_polls'))
    )
    op.create_index(op.f('ix_native_polls_poll_id'), 'native_polls', ['poll_id'], unique=False)
    op.create_table('native_answers',
    sa.Column('tg_poll_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('elector_id', sa.Integer(), nullable=True),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('choices', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('update_id', sa.BigInteger(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['elector_id'], ['electors.id'], name=op.f('fk_native_answers_elector_id_electors')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_native_answers_member_id_members')),
    sa.ForeignKeyConstraint(['tg_poll_id'], ['native_polls.tg_poll_id'], name=op.f('fk_native_answers_tg_poll_id_native_polls')),
    sa.PrimaryKeyConstraint('tg_poll_id', 'member_id', name=op.f('pk_native_answers'))
    )
    op.create_index(op.f('ix_native_answers_elector_id'), 'native_answers', ['elector_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_native_answers_elector_id'), table_name='native_answers')
    op.drop_table('native_answers')
    op.drop_index(op.f('ix_native_polls_poll_id'), table_name='native_polls')
    op.drop_table('native_polls')
