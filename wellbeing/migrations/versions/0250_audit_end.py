"""the audit's end is locked and read in one round trip; what the site did is found by an index

Revision ID: 0250
Revises: 0210
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0250"
down_revision = "0210"
branch_labels = None
depends_on = None

_INDEX = "ix_audit_operator"
# Volatile: each statement within looks at what was committed when it began, so that whoever waited
# for the lock reads the entry that they waited for. The number names that lock, and nothing else.
_END = """
CREATE FUNCTION audit_end(asked bytea[], OUT seq bigint, OUT mac bytea, OUT known bytea[])
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(120299373686901);
    SELECT a.seq, a.mac INTO seq, mac FROM audit a ORDER BY a.seq DESC LIMIT 1;
    known := '{}';
    IF cardinality(asked) > 0 THEN
        SELECT coalesce(array_agg(a.once), '{}') INTO known FROM audit a WHERE a.once = ANY(asked);
    END IF;
END $$
"""


def upgrade() -> None:
    where = sa.text("kind = 'operator'")
    op.create_index(_INDEX, "audit", ["act", "seq"], postgresql_where=where, sqlite_where=where)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_END)


def downgrade() -> None:
    op.drop_index(_INDEX, "audit")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_end(bytea[])")
