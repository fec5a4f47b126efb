"""ballots: what delegations state beside their ballots"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reservations',
    sa.Column('elector_id', sa.Integer(), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('stated_by_id', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['elector_id'], ['electors.id'], name=op.f('fk_reservations_elector_id_electors')),
    sa.ForeignKeyConstraint(['stated_by_id'], ['members.id'], name=op.f('fk_reservations_stated_by_id_members')),
    sa.PrimaryKeyConstraint('elector_id', name=op.f('pk_reservations'))
    )


def downgrade() -> None:
    op.drop_table('reservations')
