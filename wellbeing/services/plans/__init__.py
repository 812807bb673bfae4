"""The action plan: versions, answers of each guardian and the young person, tasks."""

from wellbeing.plan_answers import AnswerView
from wellbeing.plan_changes import Change
from wellbeing.plan_content import GoalView, LevelsForm, TaskView
from wellbeing.services.plans.answer import (
    BASES,
    ROUTES,
    AnswerForm,
    BasisForm,
    RecordForm,
    answer_plan,
    name_basis,
    record_answer,
)
from wellbeing.services.plans.draft import (
    TaskForm,
    add_task,
    propose,
    remove_task,
    write_plan,
)
from wellbeing.services.plans.goals import (
    NextPlanForm,
    PlanForm,
    describe_levels,
)
from wellbeing.services.plans.review import (
    OUTCOMES,
    SILENT,
    WAYS,
    ReviewForm,
    TryForm,
    review_plan,
    try_to_reach,
)
from wellbeing.services.plans.tasks import (
    DateForm,
    GiveUpForm,
    MyTask,
    TickForm,
    give_up,
    move_date,
    my_tasks,
    tick,
)
from wellbeing.services.plans.view import (
    PlanView,
    ReviewView,
    TryView,
    VersionView,
    open_plan,
)
from wellbeing.withheld import ASKED_AGAIN

__all__ = [
    "ASKED_AGAIN",
    "BASES",
    "OUTCOMES",
    "ROUTES",
    "SILENT",
    "WAYS",
    "AnswerForm",
    "AnswerView",
    "BasisForm",
    "Change",
    "DateForm",
    "GiveUpForm",
    "GoalView",
    "LevelsForm",
    "MyTask",
    "NextPlanForm",
    "PlanForm",
    "PlanView",
    "RecordForm",
    "ReviewForm",
    "ReviewView",
    "TaskForm",
    "TaskView",
    "TickForm",
    "TryForm",
    "TryView",
    "VersionView",
    "add_task",
    "answer_plan",
    "describe_levels",
    "give_up",
    "move_date",
    "my_tasks",
    "name_basis",
    "open_plan",
    "propose",
    "record_answer",
    "remove_task",
    "review_plan",
    "tick",
    "try_to_reach",
    "write_plan",
]
