"""alerts, whole

Columns are added and dropped in place: rebuilding a table that others point to would break what points to it.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

GROUPS = ("digest_time", "digest_weekday", "rule", "status_due", "unseen", "tg_topic_id", "member_count", "administrator")
POLLS_BY = (
    "polls_by VARCHAR DEFAULT 'everyone' NOT NULL "
    "CONSTRAINT ck_groups_polls_by CHECK (polls_by IN ('everyone', 'administrators'))"
)


def upgrade() -> None:
    op.add_column("groups", sa.Column("administrator", sa.Boolean(), nullable=False, server_default="0"))
    op.add_column("groups", sa.Column("member_count", sa.Integer(), nullable=True))
    op.add_column("groups", sa.Column("tg_topic_id", sa.BigInteger(), nullable=True))
    op.add_column("groups", sa.Column("unseen", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="15,60"))
    op.add_column("groups", sa.Column("status_due", sa.Integer(), nullable=False, server_default="240"))
    op.add_column("groups", sa.Column("rule", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
    op.add_column("groups", sa.Column("digest_weekday", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("groups", sa.Column("digest_time", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="08:00"))
    op.execute(f"ALTER TABLE groups ADD COLUMN {POLLS_BY}")
    op.add_column("alerts", sa.Column("retracted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))

    op.create_table('bundles',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_bundles_group_id_groups')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bundles'))
    )
    op.create_table('red_lines',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('advice', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('severity', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('poll', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('call_within', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('removed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['members.id'], name=op.f('fk_red_lines_created_by_id_members')),
    sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_red_lines_group_id_groups')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_lines')),
    sa.UniqueConstraint('group_id', 'number', name=op.f('uq_red_lines_group_id_number'))
    )
    op.create_table('amendments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('before', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['alert_id'], ['alerts.id'], name=op.f('fk_amendments_alert_id_alerts')),
    sa.ForeignKeyConstraint(['by_id'], ['members.id'], name=op.f('fk_amendments_by_id_members')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_amendments'))
    )
    op.create_index(op.f('ix_amendments_alert_id'), 'amendments', ['alert_id'], unique=False)
    op.create_table('attachments',
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['alert_id'], ['alerts.id'], name=op.f('fk_attachments_alert_id_alerts')),
    sa.ForeignKeyConstraint(['by_id'], ['members.id'], name=op.f('fk_attachments_by_id_members')),
    sa.ForeignKeyConstraint(['to_id'], ['alerts.id'], name=op.f('fk_attachments_to_id_alerts')),
    sa.PrimaryKeyConstraint('alert_id', name=op.f('pk_attachments'))
    )
    op.create_index(op.f('ix_attachments_to_id'), 'attachments', ['to_id'], unique=False)
    op.create_table('bundled',
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('bundle_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['alert_id'], ['alerts.id'], name=op.f('fk_bundled_alert_id_alerts')),
    sa.ForeignKeyConstraint(['bundle_id'], ['bundles.id'], name=op.f('fk_bundled_bundle_id_bundles')),
    sa.PrimaryKeyConstraint('alert_id', name=op.f('pk_bundled'))
    )
    op.create_index(op.f('ix_bundled_bundle_id'), 'bundled', ['bundle_id'], unique=False)
    op.create_table('crossings',
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('red_line_id', sa.Integer(), nullable=False),
    sa.Column('poll_id', sa.Integer(), nullable=True),
    sa.Column('call_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['alert_id'], ['alerts.id'], name=op.f('fk_crossings_alert_id_alerts')),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_crossings_poll_id_polls')),
    sa.ForeignKeyConstraint(['call_id'], ['calls.id'], name=op.f('fk_crossings_call_id_calls')),
    sa.ForeignKeyConstraint(['red_line_id'], ['red_lines.id'], name=op.f('fk_crossings_red_line_id_red_lines')),
    sa.PrimaryKeyConstraint('alert_id', 'red_line_id', name=op.f('pk_crossings'))
    )
    op.create_table('likenesses',
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('like_id', sa.Integer(), nullable=False),
    sa.Column('kept_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['alert_id'], ['alerts.id'], name=op.f('fk_likenesses_alert_id_alerts')),
    sa.ForeignKeyConstraint(['kept_by_id'], ['members.id'], name=op.f('fk_likenesses_kept_by_id_members')),
    sa.ForeignKeyConstraint(['like_id'], ['alerts.id'], name=op.f('fk_likenesses_like_id_alerts')),
    sa.PrimaryKeyConstraint('alert_id', name=op.f('pk_likenesses'))
    )
    op.create_table('origins',
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('tg_message_id', sa.BigInteger(), nullable=True),
    sa.Column('era', sa.Integer(), nullable=False),
    sa.Column('author', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('forwarded', sa.Boolean(), nullable=False),
    sa.Column('written_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('link', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('media', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['alert_id'], ['alerts.id'], name=op.f('fk_origins_alert_id_alerts')),
    sa.PrimaryKeyConstraint('alert_id', name=op.f('pk_origins'))
    )
    op.create_index('ix_origins_message', 'origins', ['tg_message_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_origins_message', table_name='origins')
    op.drop_table('origins')
    op.drop_table('likenesses')
    op.drop_table('crossings')
    op.drop_index(op.f('ix_bundled_bundle_id'), table_name='bundled')
    op.drop_table('bundled')
    op.drop_index(op.f('ix_attachments_to_id'), table_name='attachments')
    op.drop_table('attachments')
    op.drop_index(op.f('ix_amendments_alert_id'), table_name='amendments')
    op.drop_table('amendments')
    op.drop_table('red_lines')
    op.drop_table('bundles')
    op.drop_column("alerts", "retracted_at")
    op.drop_column("groups", "polls_by")
    for column in GROUPS:
        op.drop_column("groups", column)
