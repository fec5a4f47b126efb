"""early end: when a poll whose result is certain is to close"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("polls", sa.Column("closing_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("polls", "closing_at")
