"""Ways of the team and of talks in the room."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from tests.support.ways.ground import FIRST, NOTE, Ground, way
from wellbeing.forms import read
from wellbeing.services import follow_ups, observations, sessions, team, transfers

SEEN = {"concentration": "5", "belonging": "4", "attendance": "90", "mark": "62"}


@way
def assign(g: Ground) -> Iterator[None]:
    sent = g.world.refer("officer", student_name="白小舟", birth_date="2012-02-02")
    desk = g.care.desk("counsellor").id
    g.care.case = g.world.decide(sent.id).case_id
    yield
    team.assign(g.office, g.case, team.AssignForm(desk))


def _asked(g: Ground) -> UUID:
    form = transfers.TransferForm(g.care.desk("counsellor2").id, "离家近。")
    transfers.ask_transfer(g.me, g.case, form)
    return transfers.transfers(g.me, g.case)[0].id


@way
def answer_transfer(g: Ground) -> Iterator[None]:
    made = _asked(g)
    yield
    transfers.accept_transfer(g.world.counsellor2, made, transfers.AcceptForm())


@way
def chase_transfer(g: Ground) -> Iterator[None]:
    made = _asked(g)
    g.move(days=8)
    yield
    transfers.take_back_transfer(g.me, made)


@way
def read_decline(g: Ground) -> Iterator[None]:
    made = _asked(g)
    transfers.decline_transfer(g.world.counsellor2, made, transfers.DeclineForm("太满了。"))
    yield
    transfers.note_decline(g.me, made)


@way
def book_first(g: Ground) -> Iterator[None]:
    yield
    g.care.book()


@way
def hold_session(g: Ground) -> Iterator[None]:
    made = g.care.book()
    yield
    g.move(days=8, hours=6)
    sessions.hold(g.me, made, FIRST)


@way
def record_session(g: Ground) -> Iterator[None]:
    made = g.care.book()
    g.move(days=8, hours=8)
    yield
    sessions.hold(g.me, made, FIRST)


@way
def sign_note(g: Ground) -> Iterator[None]:
    made = g.care.book()
    g.move(days=8, hours=8)
    sessions.hold(g.me, made, FIRST)
    yield
    sessions.sign_note(g.me, made, NOTE)


@way
def call_missed(g: Ground) -> Iterator[None]:
    made = g.missed()
    yield
    g.tried(made, "call")


@way
def other_way_missed(g: Ground) -> Iterator[None]:
    made = g.missed()
    g.tried(made, "call")
    yield
    g.tried(made, "message")


@way
def write_missed(g: Ground) -> Iterator[None]:
    made = g.missed()
    g.tried(made, "call", "message")
    yield
    g.tried(made, "letter")


@way
def book_again(g: Ground) -> Iterator[None]:
    g.missed(by="school")
    yield
    g.care.book(day="2026-03-24")


@way
def review_missed(g: Ground) -> Iterator[None]:
    g.missed()
    g.missed(day="2026-03-24")
    yield
    g.move(days=1)
    met = follow_ups.ContactForm("school", "watch", "在教室里谈，早上起不来。")
    follow_ups.note_contact(g.me, g.case, met)


@way
def offer_again(g: Ground) -> Iterator[None]:
    made = g.care.book()
    g.move(days=8, hours=8)
    no = read(sessions.FirstHeldForm, {"talk_consent": "no", "limits_told": "yes"})
    sessions.hold(g.me, made, no)
    yield
    g.care.book(day="2026-03-24")


@way
def book_next(g: Ground) -> Iterator[None]:
    g.care.talk()
    yield
    g.care.book(day="2026-03-24")


@way
def observe(g: Ground) -> Iterator[None]:
    people = team.people_for(g.office, g.case).helpers
    teacher = next(one for one, name, _ in people if name.startswith("teacher ("))
    team.add_helper(g.office, g.case, team.HelperForm(teacher))
    g.move(days=40)
    yield
    observations.observe(g.world.teacher, g.case, read(observations.ObserveForm, SEEN))
