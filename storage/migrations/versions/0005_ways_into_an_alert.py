"""ways into an alert: edits offered as amendments, forms begun in private"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("origins", sa.Column("wordless", sa.Boolean(), nullable=False, server_default="0"))
    op.add_column("drafts", sa.Column("private", sa.Boolean(), nullable=False, server_default="0"))
    op.add_column("drafts", sa.Column("told", sa.JSON(), nullable=False, server_default="{}"))
    op.create_table('offers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('prompt_id', sa.Integer(), nullable=True),
    sa.Column('decision', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['alert_id'], ['alerts.id'], name=op.f('fk_offers_alert_id_alerts')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['members.id'], name=op.f('fk_offers_decided_by_id_members')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offers'))
    )
    op.create_index(op.f('ix_offers_alert_id'), 'offers', ['alert_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_offers_alert_id'), table_name='offers')
    op.drop_table('offers')
    for table, column in (("drafts", "told"), ("drafts", "private"), ("origins", "wordless")):
        op.drop_column(table, column)
