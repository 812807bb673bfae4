"""The care path as people walk it: talk, plan, answers, closing; each act through its screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from tests.e2e.person import Person
from tests.support.server import Server
from tests.support.world import World, accept, build, case_with_parent, reopen
from wellbeing.services import cases, invitations, screening, students

SHANGHAI = ZoneInfo("Asia/Shanghai")
GOAL = ("我想睡得早一点", 3, 7)


class Site:
    """A served site whose case was just taken on, both parents invited."""

    def __init__(self, folder: Path) -> None:
        world = build(folder)
        world.clock.at = datetime.now(UTC)
        self.case, _ = case_with_parent(world)
        office = world.coordinator
        view = cases.open_case(office, self.case)
        self.student = view.student_id
        screening.tell_back(office, view.referrals[0].id, screening.TellForm("yes", "here"))
        form = students.GuardianForm("陆爸爸 (虚构)", "father", "shared", "000-0000-0012")
        father = students.add_guardian(office, self.student, form)
        invite = invitations.InviteGuardianForm(father)
        accept(world, invitations.invite_guardian(office, self.case, invite).link, "father")
        world.close()
        self.server = Server(folder).start()

    def now(self) -> datetime:
        """Return the moment that it is for the site, on its wall clock."""
        return datetime.now(SHANGHAI)

    def day(self, days: float = 0) -> str:
        """Return a day from today as it is typed."""
        return (self.now() + timedelta(days=days)).date().isoformat()

    @contextmanager
    def beside(self) -> Iterator[World]:
        """Open the served site a second time: for what came before, and is not the story."""
        world = reopen(self.server.folder)
        world.clock.at = self.now().astimezone(UTC)
        yield world
        world.close()

    def path(self, page: str, object_id: UUID | str = "") -> str:
        """Return the address of a page of the case, or of something else."""
        return f"/{page}?id={object_id or self.case}"


def taken_on(
    site: Site, world: World, sender: str, family: Sequence[tuple[str, str, str]], **answers: str
) -> None:
    """Have somebody's referral taken on, and the family by login, name and kin at their phones."""
    office = world.coordinator
    sent = world.refer(sender, **answers)
    ids = {name: one for one, name in screening.open_screening(office, sent.id).counsellors}
    site.case = world.decide(sent.id, counsellor_id=ids["counsellor (虚构)"]).case_id
    screening.tell_back(office, sent.id, screening.TellForm("yes", "here"))
    site.student = cases.open_case(office, site.case).student_id
    for login, name, kin in family:
        form = students.GuardianForm(name, kin, "guardian", "000-0000-0021")
        invite = invitations.InviteGuardianForm(students.add_guardian(office, site.student, form))
        accept(world, invitations.invite_guardian(office, site.case, invite).link, login)


def books(who: Person, site: Site, *, hours: float, minutes: int = 50) -> None:
    """Book a talk so many hours from now, and open it."""
    who.open(site.path("case"))
    who.unfolds("Book the room", "Book a talk")
    at = site.now() + timedelta(hours=hours)
    who.type("day", at.date().isoformat())
    who.type("at", f"{at:%H:%M}")
    who.choose("minutes", who.t(f"{minutes} minutes"))
    who.press("Book the room")
    who.sees("Booked. The family sees the appointment.")
    who.page.locator("a[href*='session?id=']").last.click()
    who.settled()


def begins(who: Person) -> None:
    """Record that a first talk took place: the young person's own yes, the limits told."""
    who.press("It took place")
    who.sees("Please look at the marked answers.")
    who.choose("talk_consent", who.t("Yes"))
    who.choose("limits_told", who.t("Yes, in plain words"))
    who.press("It took place")
    who.sees("Recorded. Now write and sign the note.")


def signs_note(who: Person, text: str, others_need: str = "") -> None:
    """Write the note, in two lines what others need, and sign it."""
    who.type("text", text)
    if others_need:
        who.type("others_need", others_need)
    who.press("Sign the note")
    who.sees(
        "Signed. It can be signed anew for {time}, then it locks.", time=who.t("{n} hours", n=24)
    )


def talks(who: Person, site: Site, *, hours: float = -1) -> None:
    """Book the first talk so many hours from now, record it, write and sign its note."""
    who.open(site.path("case"))
    who.sees("Book the first talk")
    books(who, site, hours=hours)
    begins(who)
    signs_note(who, "他说晚上睡不着，没有人和他说话。", "请多给他一点时间。")


def helper_joins(who: Person, site: Site, name: str) -> None:
    """Bring a teacher or an officer to the team."""
    who.open(site.path("case"))
    who.unfolds("Bring to the team", "Change the team")
    who.select("user_id", name)
    who.press("Bring to the team")
    who.sees("Done. They see the case, never the talks.")


def observes(who: Person, site: Site, attendance: int, mark: int) -> None:
    """Two minutes of a teacher: what they see at school."""
    who.open(site.path("case"))
    who.unfolds("Send what you see", "What you see at school (two minutes)")
    who.choose("concentration", "5")
    who.choose("belonging", "4")
    who.type("attendance", str(attendance))
    who.type("mark", str(mark))
    who.press("Send what you see")
    who.sees("Thank you. The counsellor sees it.")


def plans(
    who: Person, site: Site, goals: Sequence[tuple[str, int, int]] = (GOAL,), mother: str = "陆妈妈"
) -> None:
    """Write a plan with a task of the mother, and put it to the family."""
    who.open(site.path("plan"))
    who.type("strengths", "羽毛球打得好。")
    for n, (words, now, hoped) in enumerate(goals, 1):
        who.type(f"goal_{n}", words)
        who.choose(f"now_{n}", str(now))
        who.choose(f"hoped_{n}", str(hoped))
    who.press("Keep strengths and goals")
    who.sees("Kept. Now add who does what.")
    who.type("what", "十点一起关手机")
    who.choose("party", who.t("A parent or guardian"))
    who.select("user_id", mother)
    who.choose("place", who.t("At home"))
    who.type("due_on", site.day(20))
    who.press("Add the task")
    who.sees("Added.")
    proposes(who)


def proposes(who: Person) -> None:
    """Put the version that is open to everybody who decides."""
    who.press("Put it to the family")
    who.sees("Done. Everybody who decides sees it now.")


def agrees(who: Person) -> None:
    """From sign-in to *agreed*: the home page's step, then one button."""
    who.open("/")
    who.goes("Say what you think of the plan")
    who.press("I agree")
    who.sees("Thank you. You have agreed. The counsellor sees it now.")


def wants_to_talk(who: Person) -> None:
    """Neither yes nor no: the third answer."""
    who.open("/")
    who.goes("Say what you think of the plan")
    who.press("Let us talk about it")
    days = who.t("{n} working days", n=3)
    who.sees("Thank you. The counsellor will call you within {time}.", time=days)


def records_yes(
    who: Person, site: Site, party: str, guardian: str = "", route: str = "By phone"
) -> None:
    """Record a yes that was given to whoever records it."""
    who.open(site.path("plan"))
    who.unfolds("Record the answer", "Record an answer given to you")
    who.choose(who.of("record", "who"), who.t(party))
    if guardian:
        who.select(who.of("record", "guardian_id"), guardian)
    who.choose(who.of("record", "answer"), who.t("Agreed"))
    who.choose(who.of("record", "route"), who.t(route))
    who.press("Record the answer")
    who.sees("Recorded.")


def closes(who: Person, site: Site, exception: str = "孩子和父母都说够了。") -> None:
    """Close the case with a word to each; what the checklist lacks has its reason."""
    who.open(site.path("closing"))
    who.press("Begin closing")
    who.sees("Begun. Now the last words.")
    for one in ("The young person, in a talk", "Every guardian who may know"):
        who.choose("told", who.t(one))
    who.choose("looks", who.t("Yes, on the days above: they are booked when you close"))
    who.choose("reason", who.t("The goals are reached"))
    if exception:
        who.type("exception", exception)
    who.type("for_family", "再难时来找我。")
    who.type("for_team", "目标达到。")
    who.type("for_referrer", "谢谢您当时说了出来。")
    who.press("Close the case")
    who.sees("Closed. Follow-ups after one, three and six months are promised.")


def follows_up(who: Person, site: Site, *, way: str = "Call") -> None:
    """Keep the next promised look: it holds."""
    who.open(site.path("closing"))
    who.unfolds("Record it")
    who.choose("way", who.t(way))
    who.choose("outcome", who.t("It holds: life goes on well"))
    who.press("Record it")
    who.sees("Recorded. Thank you for keeping the promise.")


def two_tap_link(who: Person, site: Site) -> str:
    """Make a two-tap link for the young person and return its address."""
    who.open(site.path("closing"))
    who.unfolds("Make the link", "Ask by a link: two taps, no signing in")
    who.choose("party", who.t("The young person"))
    who.press("Make the link")
    made = who.page.locator("[data-testid=stCode]").first
    made.wait_for(state="attached")
    shown = (made.text_content() or "").strip()
    return site.server.url + shown[shown.index("/ask/") :]
