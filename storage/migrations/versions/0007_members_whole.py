"""members, whole

What administrators write as the group waits for the person; who hides in the group is not named as its administrator.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("members", sa.Column("anonymous", sa.Boolean(), nullable=False, server_default="0"))
    op.create_table('unsigned',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('message', sa.JSON(), nullable=False),
    sa.Column('prompt_id', sa.Integer(), nullable=True),
    sa.Column('expires_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_unsigned_group_id_groups')),
    sa.ForeignKeyConstraint(['prompt_id'], ['outbox.id'], name=op.f('fk_unsigned_prompt_id_outbox')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unsigned'))
    )
    op.create_index(op.f('ix_unsigned_group_id'), 'unsigned', ['group_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_unsigned_group_id'), table_name='unsigned')
    op.drop_table('unsigned')
    op.drop_column("members", "anonymous")
