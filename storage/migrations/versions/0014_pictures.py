"""pictures of results: a group may do without
"""

import sqlalchemy as sa
from alembic import op


revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("groups", sa.Column("pictures", sa.Boolean(), nullable=False, server_default="1"))


def downgrade() -> None:
    op.drop_column("groups", "pictures")
