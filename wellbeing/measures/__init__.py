"""Published measures as pure functions: formula, units, source and limits with each."""

from wellbeing.measures.change import (
    ChangeCategory,
    ReliableChange,
    SingleCase,
    cutoff,
    reliable_change,
    single_case_t,
)
from wellbeing.measures.charts import RunChart, XmR, XmRSignal, run_chart, xmr
from wellbeing.measures.checks import MeasureError, OutOfRange, TooFewPoints
from wellbeing.measures.goals import GoalProgress, goal_attainment_t, goal_progress
from wellbeing.measures.instrument import Band, Instrument, InstrumentError, load_instrument
from wellbeing.measures.overlap import NonOverlap, nonoverlap
from wellbeing.measures.progress import Direction, Progress, progress
from wellbeing.measures.registry import all_instruments, refused_files, use_folder
from wellbeing.measures.scoring import Score, asks_to_speak, score
from wellbeing.measures.track import Level, Signal, off_track

__all__ = [
    "Band",
    "ChangeCategory",
    "Direction",
    "GoalProgress",
    "Instrument",
    "InstrumentError",
    "Level",
    "MeasureError",
    "NonOverlap",
    "OutOfRange",
    "Progress",
    "ReliableChange",
    "RunChart",
    "Score",
    "Signal",
    "SingleCase",
    "TooFewPoints",
    "XmR",
    "XmRSignal",
    "all_instruments",
    "asks_to_speak",
    "cutoff",
    "goal_attainment_t",
    "goal_progress",
    "load_instrument",
    "nonoverlap",
    "off_track",
    "progress",
    "refused_files",
    "reliable_change",
    "run_chart",
    "score",
    "single_case_t",
    "use_folder",
    "xmr",
]
