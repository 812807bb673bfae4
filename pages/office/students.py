"""Students: find somebody on the roll, add a student or a guardian."""

from wellbeing.ui.students import students_page

students_page()
