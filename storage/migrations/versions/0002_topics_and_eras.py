"""topics and eras

Columns are added and dropped in place: rebuilding a table that others point to would break what points to it.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("cards", "outbox"):
        op.add_column(table, sa.Column("era", sa.Integer(), nullable=False, server_default="0"))
        op.add_column(table, sa.Column("tg_topic_id", sa.BigInteger(), nullable=True))
        op.add_column(table, sa.Column("astray", sa.Boolean(), nullable=False, server_default="0"))
    op.add_column("groups", sa.Column("tg_former_chat_id", sa.BigInteger(), nullable=True))
    op.add_column("groups", sa.Column("era", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("groups", sa.Column("muted_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.create_index(op.f("ix_groups_tg_former_chat_id"), "groups", ["tg_former_chat_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_groups_tg_former_chat_id"), "groups")
    for table, columns in (
        ("groups", ("muted_until", "era", "tg_former_chat_id")),
        ("outbox", ("astray", "tg_topic_id", "era")),
        ("cards", ("astray", "tg_topic_id", "era")),
    ):
        for column in columns:
            op.drop_column(table, column)
