"""silence and consent: who has seen a text, what objections led to"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('sightings',
    sa.Column('poll_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('elector_id', sa.Integer(), nullable=True),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['elector_id'], ['electors.id'], name=op.f('fk_sightings_elector_id_electors')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_sightings_member_id_members')),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_sightings_poll_id_polls')),
    sa.PrimaryKeyConstraint('poll_id', 'member_id', name=op.f('pk_sightings'))
    )
    op.create_table('objections',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('poll_id', sa.Integer(), nullable=False),
    sa.Column('elector_id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('amendment', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('proposals', sa.Integer(), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=True),
    sa.Column('resolved_by_id', sa.Integer(), nullable=True),
    sa.Column('resolved_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['elector_id'], ['electors.id'], name=op.f('fk_objections_elector_id_electors')),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_objections_poll_id_polls')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['members.id'], name=op.f('fk_objections_proposed_by_id_members')),
    sa.ForeignKeyConstraint(['resolved_by_id'], ['members.id'], name=op.f('fk_objections_resolved_by_id_members')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_objections')),
    sa.UniqueConstraint('elector_id', 'rank', 'at', name=op.f('uq_objections_elector_id_rank_at'))
    )
    op.create_index(op.f('ix_objections_poll_id'), 'objections', ['poll_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_objections_poll_id'), table_name='objections')
    op.drop_table('objections')
    op.drop_table('sightings')
