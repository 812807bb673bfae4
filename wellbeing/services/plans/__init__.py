"""The action plan: versions, answers of each guardian and the young person, tasks."""

from wellbeing.services.plans.answer import (
    ROUTES,
    AnswerForm,
    BasisForm,
    RecordForm,
    answer_plan,
    name_basis,
    record_answer,
)
from wellbeing.services.plans.draft import (
    PlanForm,
    TaskForm,
    add_task,
    propose,
    remove_task,
    write_plan,
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
    AnswerView,
    Change,
    GoalView,
    PlanView,
    TaskView,
    open_plan,
)

__all__ = [
    "ROUTES",
    "AnswerForm",
    "AnswerView",
    "BasisForm",
    "Change",
    "DateForm",
    "GiveUpForm",
    "GoalView",
    "MyTask",
    "PlanForm",
    "PlanView",
    "RecordForm",
    "TaskForm",
    "TaskView",
    "TickForm",
    "add_task",
    "answer_plan",
    "give_up",
    "move_date",
    "my_tasks",
    "name_basis",
    "open_plan",
    "propose",
    "record_answer",
    "remove_task",
    "tick",
    "write_plan",
]
