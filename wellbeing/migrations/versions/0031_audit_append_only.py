"""the audit takes new entries only

Against accidents and against whoever gets hold of the application's connection; whoever owns
the database can take the triggers away, and is found by the chain and its anchors.

Revision ID: 0031
Revises: 0020
"""

from __future__ import annotations

from alembic import op

revision = "0031"
down_revision = "0020"
branch_labels = None
depends_on = None

_FUNCTION = """
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit takes new entries only'; END $$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_FUNCTION)
        for act, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            op.execute(
                f"CREATE TRIGGER audit_no_{act.lower()} BEFORE {act} ON audit "
                f"FOR EACH {each} EXECUTE FUNCTION audit_append_only()"
            )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{act.lower()} BEFORE {act} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit takes new entries only'); END"
        )


def downgrade() -> None:
    on = " ON audit" if op.get_bind().dialect.name == "postgresql" else ""
    for act in ("update", "delete", "truncate"):
        op.execute(f"DROP TRIGGER IF EXISTS audit_no_{act}{on}")
    if on:
        op.execute("DROP FUNCTION IF EXISTS audit_append_only()")
