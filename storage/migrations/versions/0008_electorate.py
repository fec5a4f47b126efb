"""electorate: roles, ranks, proxies; what polls of every kind will keep

Ballots are copied into a table of another key: nothing points to them. `polls` has a check to be widened, which SQLite
cannot do in place, and others point to it. So within this one transaction the table is dropped and made again under its
own name, with foreign keys deferred to the commit: every row that others point to is back before that, or nothing is done.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BEFORE, AFTER = "state IN ('open', 'closed')", "state IN ('scheduled', 'open', 'closed')"
POLLS = (
    ("secret", "BOOLEAN DEFAULT '0' NOT NULL"),
    ("hidden", "BOOLEAN DEFAULT '0' NOT NULL"),
    ("early", "BOOLEAN DEFAULT '0' NOT NULL"),
    ("choices", "INTEGER DEFAULT '1' NOT NULL"),
    ("opens_at", "DATETIME"),
    ("version", "INTEGER DEFAULT '1' NOT NULL"),
    ("text", "VARCHAR DEFAULT '' NOT NULL"),
    ("owner", "VARCHAR DEFAULT '' NOT NULL"),
    ("review_on", "DATE"),
    ("native", "BOOLEAN DEFAULT '0' NOT NULL"),
    ("replaces_id", "INTEGER CONSTRAINT fk_polls_replaces_id_polls REFERENCES polls (id)"),
)
SEATS_ROLE = (
    "role VARCHAR DEFAULT 'principal' NOT NULL CONSTRAINT ck_seats_role CHECK (role IN ('principal', 'deputy'))"
)
DELEGATIONS_ROLE = (
    "role VARCHAR DEFAULT 'voting' NOT NULL CONSTRAINT ck_delegations_role CHECK (role IN ('voting', 'observer'))"
)
YEARS = (
    "UPDATE delegations SET weight_year = CAST(weight_source AS INTEGER), weight_source = '' "
    "WHERE weight_source GLOB '[0-9][0-9][0-9][0-9]'"
)
YEARS_BACK = "UPDATE delegations SET weight_source = CAST(weight_year AS TEXT) WHERE weight_year IS NOT NULL"
STANDING = (
    "SELECT elector_id, CAST(choices AS INTEGER), reason, cast_by_id, at FROM ballots "
    "WHERE rank = (SELECT max(rank) FROM ballots AS other WHERE other.elector_id = ballots.elector_id)"
)


def restate(before: str, after: str) -> None:
    """Make `polls` again with another check, its rows, indexes and triggers as they were."""
    connection = op.get_bind()
    (made,) = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'polls'").one()
    if before not in made:
        raise RuntimeError(f"polls has no check {before}: {made}")
    kept = "SELECT sql FROM sqlite_master WHERE tbl_name = 'polls' AND type IN ('index', 'trigger') AND sql IS NOT NULL"
    belongings = connection.exec_driver_sql(kept).scalars().all()
    for step in (
        "PRAGMA defer_foreign_keys = ON",
        "CREATE TABLE polls_kept AS SELECT * FROM polls",
        "DROP TABLE polls",
        made.replace(before, after),
        "INSERT INTO polls SELECT * FROM polls_kept",
        "DROP TABLE polls_kept",
        *belongings,
    ):
        connection.exec_driver_sql(step)
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise RuntimeError(f"rows point to polls that are not there: {broken}")


def ballots(name: str, *choice: sa.Column[int] | sa.Column[str], key: tuple[str, ...]) -> None:
    op.create_table(name,
    sa.Column('elector_id', sa.Integer(), nullable=False),
    *choice,
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('cast_by_id', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['cast_by_id'], ['members.id'], name=op.f('fk_ballots_cast_by_id_members')),
    sa.ForeignKeyConstraint(['elector_id'], ['electors.id'], name=op.f('fk_ballots_elector_id_electors')),
    sa.PrimaryKeyConstraint(*key, name=op.f('pk_ballots'))
    )


def upgrade() -> None:
    restate(BEFORE, AFTER)
    for column, kind in POLLS:
        op.execute(f"ALTER TABLE polls ADD COLUMN {column} {kind}")
    op.create_index(op.f('ix_polls_replaces_id'), 'polls', ['replaces_id'], unique=False)
    op.execute(f"ALTER TABLE seats ADD COLUMN {SEATS_ROLE}")
    op.execute(f"ALTER TABLE delegations ADD COLUMN {DELEGATIONS_ROLE}")
    op.add_column("delegations", sa.Column("weight_year", sa.Integer(), nullable=True))
    op.execute(YEARS)
    op.add_column("electors", sa.Column("weight_year", sa.Integer(), nullable=True))
    op.add_column("electors", sa.Column("weight_source", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))

    op.execute("CREATE TABLE ballots_kept AS SELECT * FROM ballots")
    op.drop_table("ballots")
    rank, choices = sa.Column('rank', sa.Integer(), nullable=False), sa.Column('choices', sqlmodel.sql.sqltypes.AutoString(), nullable=False)
    ballots("ballots", rank, choices, key=("elector_id", "rank"))
    op.execute(
        "INSERT INTO ballots (elector_id, rank, choices, reason, cast_by_id, at) "
        "SELECT elector_id, 3, CAST(choice AS TEXT), reason, cast_by_id, at FROM ballots_kept"
    )
    op.execute("DROP TABLE ballots_kept")

    op.create_table('mandates',
    sa.Column('elector_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('role', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.CheckConstraint("role IN ('principal', 'deputy')", name=op.f('ck_mandates_role')),
    sa.ForeignKeyConstraint(['elector_id'], ['electors.id'], name=op.f('fk_mandates_elector_id_electors')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_mandates_member_id_members')),
    sa.PrimaryKeyConstraint('elector_id', 'member_id', name=op.f('pk_mandates'))
    )
    op.create_table('proxies',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('poll_id', sa.Integer(), nullable=False),
    sa.Column('from_id', sa.Integer(), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=False),
    sa.Column('given_by_id', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('apart', sa.Boolean(), nullable=False),
    sa.Column('withdrawn_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['from_id'], ['electors.id'], name=op.f('fk_proxies_from_id_electors')),
    sa.ForeignKeyConstraint(['given_by_id'], ['members.id'], name=op.f('fk_proxies_given_by_id_members')),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_proxies_poll_id_polls')),
    sa.ForeignKeyConstraint(['to_id'], ['electors.id'], name=op.f('fk_proxies_to_id_electors')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proxies'))
    )
    op.create_index(op.f('ix_proxies_poll_id'), 'proxies', ['poll_id'], unique=False)
    op.create_index('ix_proxies_from', 'proxies', ['from_id'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'))
    op.create_index('ix_proxies_to', 'proxies', ['to_id'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'))


def downgrade() -> None:
    op.drop_index('ix_proxies_to', table_name='proxies')
    op.drop_index('ix_proxies_from', table_name='proxies')
    op.drop_index(op.f('ix_proxies_poll_id'), table_name='proxies')
    op.drop_table('proxies')
    op.drop_table('mandates')

    op.execute(f"CREATE TABLE ballots_kept AS {STANDING}")
    op.drop_table("ballots")
    ballots("ballots", sa.Column('choice', sa.Integer(), nullable=False), key=("elector_id",))
    op.execute("INSERT INTO ballots SELECT * FROM ballots_kept")
    op.execute("DROP TABLE ballots_kept")

    op.drop_column("electors", "weight_source")
    op.drop_column("electors", "weight_year")
    op.execute(YEARS_BACK)
    op.drop_column("delegations", "weight_year")
    op.drop_column("delegations", "role")
    op.drop_column("seats", "role")
    op.drop_index(op.f('ix_polls_replaces_id'), table_name='polls')
    for column, _ in reversed(POLLS):
        op.drop_column("polls", column)
    op.execute("UPDATE polls SET state = 'closed' WHERE state = 'scheduled'")
    restate(AFTER, BEFORE)
