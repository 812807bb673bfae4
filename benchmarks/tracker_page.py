"""The tracker page with 60 talks beside a stock server's empty page, in one run.

Start it with `python -m benchmarks.tracker_page`; `--quick` shortens it.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from benchmarks import beside, report, sites
from benchmarks.care_path import grow
from benchmarks.load import Target
from benchmarks.report import Figure
from benchmarks.statements import counted
from wellbeing.gate import Caller, Work, use_case
from wellbeing.models import Case, CounsellingSession, Measurement
from wellbeing.policy import May
from wellbeing.services import measures

SESSIONS, TARGET = 60, 0.8


@use_case(may=May.MEASURE)
def fill(work: Work, case_id: UUID) -> None:
    """Write a check-in for every talk but each tenth."""
    case = work.db.get_one(Case, case_id)
    mine = CounsellingSession.case_id == case.id
    talks = work.db.scalars(select(CounsellingSession).where(mine)).all()
    for number, talk in enumerate(sorted(talks, key=lambda one: one.starts_at)):
        if number % 10 == 9:
            continue
        made = Measurement(
            case_id=case.id, student_id=case.student_id, instrument=measures.CHECK_IN,
            form_version="1", informant="young_person", about_id=talk.id,
            taken_on=(talk.starts_at + timedelta(hours=8)).date(), recorded_at=work.now,
            for_family=False, recorded_by=work.actor.user_id,
        )  # fmt: skip
        made.score = {"total": 16 + (number * 7) % 20}
        work.db.add(made)


def main() -> None:
    """Measure, and print every figure with its target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few reruns")
    reruns = 10 if parser.parse_args().quick else 30
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        report.figures(_page(Path(name), reruns))


def _page(folder: Path, reruns: int) -> list[Figure]:
    site = sites.make(folder)
    who = site.join("counsellor", "counsellor")
    few, many = (grow(who, 1, number, 0) for number in (6, SESSIONS))
    for one in (few, many):
        fill(who, one)
    counts = [_statements(site, who, one) for one in (few, many)]
    site.runtime.close()
    proof = (b"break-paths-show-domains", 1)
    page = Target(0, 0, "tracker", (who.token,), proof, f"id={many}")
    ratio = beside.ratio(folder, page, f"tracker, {SESSIONS} talks", reruns)
    return [
        Figure(f"tracker page, {SESSIONS} talks / stock", ratio, TARGET),
        Figure(f"statements of the tracker, 6 talks: {counts[0]}", counts[1], counts[0], ""),
    ]


def _statements(site: sites.Site, who: Caller, case: UUID) -> int:
    measures.tracker(who, case)  # today's first read is entered in the audit
    with counted(site) as seen:
        measures.tracker(who, case)
    return len(seen)


if __name__ == "__main__":
    main()
