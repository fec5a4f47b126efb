"""watches: alerts that are waited on"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('watches',
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('unseen_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('reminded', sa.Integer(), nullable=False),
    sa.Column('critical_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('asked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('still_open_by_id', sa.Integer(), nullable=True),
    sa.Column('still_open_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['alert_id'], ['alerts.id'], name=op.f('fk_watches_alert_id_alerts')),
    sa.ForeignKeyConstraint(['still_open_by_id'], ['members.id'], name=op.f('fk_watches_still_open_by_id_members')),
    sa.PrimaryKeyConstraint('alert_id', name=op.f('pk_watches'))
    )


def downgrade() -> None:
    op.drop_table('watches')
