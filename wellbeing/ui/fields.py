"""One set of widgets, drawn from a form: labels, hints, problems, drafts kept while typing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

import streamlit as st

from wellbeing.forms import InvalidForm, Kind, Problem, Question, applies, questions, read
from wellbeing.i18n import N_
from wellbeing.readers import Reader
from wellbeing.ui.drafted import forget, keep_answers, load_draft, storable
from wellbeing.ui.go import follow, send
from wellbeing.ui.kindness import kind_hint
from wellbeing.ui.parts import esc, readers_line, show
from wellbeing.ui.saved import saved_line
from wellbeing.ui.visit import t

ANY_TEXT = "*"
Options = Mapping[str, Sequence[tuple[UUID, str]]]


@dataclass(frozen=True, slots=True)
class FormSpec:
    """A form on a page: its questions, where its draft is kept, and what sending it does."""

    key: str
    form: type[Any]
    act: Callable[..., Any]
    button: str
    done: Callable[[Any], None] | None = None
    options: Options = field(default_factory=dict)
    draft: str = ""
    quiet: bool = False
    # How the answers of a choice read here, by its name: with the site's own numbers in them.
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # The site's own numbers that the questions name.
    numbers: Mapping[str, object] = field(default_factory=dict)
    # Who will be able to read a text, by its name; ANY_TEXT stands for all other long ones.
    readers: Mapping[str, Sequence[Reader]] = field(default_factory=dict)

    @property
    def draft_form(self) -> str:
        """The name of the draft on the server."""
        return self.draft or self.key

    def widget(self, name: str) -> str:
        """The key of a field's widget."""
        return f"{self.key}-{name}".replace(":", "-")


@st.fragment
def form_area(spec: FormSpec) -> None:
    """Paint a form with its problems, its fields, and its one button.

    Typing in it runs the form alone, so that nothing else on the page is asked for again.
    """
    follow()
    kept = load_draft(spec.draft_form)
    problems: Mapping[str, Problem] = st.session_state.get(f"problems:{spec.key}", {})
    with st.container():
        summary(spec, problems)
    fields(spec, kept, problems)
    with st.container():
        saved_line(spec.draft_form)
    kind: Literal["primary", "secondary"] = "secondary" if spec.quiet else "primary"
    st.button(
        t(spec.button),
        key=f"send-{spec.key}".replace(":", "-"),
        type=kind,
        on_click=_submit,
        args=(spec,),
    )


def summary(spec: FormSpec, problems: Mapping[str, Problem]) -> None:
    """Paint what needs another look, each line leading to its field."""
    if not problems:
        return
    asked = questions(spec.form)
    items = "".join(
        f'<li><a class="mp-jump" href="#field-{spec.widget(name)}">'
        f"{esc(t(asked[name].label, **spec.numbers))}</a>: "
        f"{esc(t(one.message, **one.params))}</li>"
        for name, one in problems.items()
        if name in asked
    )
    show(
        f'<div class="mp-note mp-alarm mp-focus" id="mp-problems-{len(problems)}" role="alert">'
        f"<strong>{esc(t(InvalidForm.default))}</strong><ul>{items}</ul></div>"
    )


def fields(spec: FormSpec, kept: Mapping[str, Any], problems: Mapping[str, Problem]) -> None:
    """Paint every question that applies, and under it what is wrong with its answer."""
    for name, question in questions(spec.form).items():
        if question.kind is Kind.LINK:
            continue
        with st.container():  # keeps its place whether the question is asked or not
            if applies(question, current(spec, kept)):
                _field(spec, name, question, kept.get(name), problems.get(name))


def _field(
    spec: FormSpec, name: str, question: Question, kept: Any, problem: Problem | None
) -> None:
    _widget(spec, name, question, kept)
    if question.kind is Kind.TEXT or name in spec.readers:
        _below_text(spec, name)
    if problem is not None:
        show(f'<p class="mp-problem">{esc(t(problem.message, **problem.params))}</p>')


def _below_text(spec: FormSpec, name: str) -> None:
    """Say who will be able to read it, and hint at words that label."""
    readers = spec.readers.get(name, spec.readers.get(ANY_TEXT))
    if readers is not None:
        readers_line(readers)
    kind_hint(st.session_state.get(spec.widget(name)))


def current(spec: FormSpec, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers as they stand: the widgets', else the draft's."""
    found = dict(kept)
    for name in questions(spec.form):
        if spec.widget(name) in st.session_state:
            found[name] = st.session_state[spec.widget(name)]
    return found


def _widget(spec: FormSpec, name: str, question: Question, kept: Any) -> None:
    key = spec.widget(name)
    if key not in st.session_state and kept not in (None, "", [], ()):
        st.session_state[key] = _from_draft(question, kept)
    common: dict[str, Any] = {"key": key, "on_change": _keep, "args": (spec, name)}
    text = _label(spec, question)
    if question.kind is Kind.TEXT:
        st.text_area(text, height=120, **common)
    elif question.kind is Kind.CHOICE:
        said = spec.said.get(name, {})
        labels = {code: said.get(code) or t(words) for code, words in question.options}
        short = all(code.isdigit() for code in labels)
        st.radio(
            text, list(labels), index=None, horizontal=short, format_func=labels.__getitem__,
            **common,
        )  # fmt: skip
    elif question.kind is Kind.SEVERAL:
        labels = {code: t(words) for code, words in question.options}
        st.pills(
            text, list(labels), selection_mode="multi", format_func=labels.__getitem__, **common
        )
    elif question.kind is Kind.RECORD:
        _select(spec, name, text, common)
    elif question.kind is Kind.PASSWORD:
        st.text_input(text, type="password", key=key, autocomplete="off")
    elif question.kind is Kind.DATE:
        # The name of this container is what days.js looks for: there the day can be picked too.
        with st.container(key=f"day-of-{key}"):
            st.text_input(text, **common)
    else:
        st.text_input(text, **common)


def _select(spec: FormSpec, name: str, text: str, common: dict[str, Any]) -> None:
    labels = {str(one): words for one, words in spec.options.get(name, ())}
    if st.session_state.get(common["key"]) not in labels:
        st.session_state.pop(common["key"], None)
    st.selectbox(
        text, list(labels), index=None, format_func=labels.__getitem__,
        placeholder=t(N_("Choose")), **common,
    )  # fmt: skip


def _label(spec: FormSpec, question: Question) -> str:
    """Return the label with its hint; our own words, so formatting them is safe."""
    text = t(question.label, **spec.numbers)
    if not question.required:
        text += " " + t(N_("(optional)"))
    return f"**{text}**" + (
        f"  :small[{t(question.hint, **spec.numbers)}]" if question.hint else ""
    )


def _from_draft(question: Question, kept: Any) -> Any:
    return list(kept) if question.kind is Kind.SEVERAL else kept


def _keep(spec: FormSpec, name: str) -> None:
    """Keep one answer in the draft as soon as it is there."""
    keep_answers(spec.draft_form, {name: storable(st.session_state.get(spec.widget(name)))})


def _submit(spec: FormSpec) -> None:
    """Read the answers and act; problems are shown, and everything typed stays."""
    answers = current(spec, st.session_state.get(f"draft:{spec.draft_form}", {}))
    try:
        form = read(spec.form, answers)
    except InvalidForm as invalid:
        st.session_state[f"problems:{spec.key}"] = invalid.problems
        return
    st.session_state.pop(f"problems:{spec.key}", None)

    def act(who: Any) -> Any:
        try:
            return spec.act(who, form)
        except InvalidForm as invalid:
            st.session_state[f"problems:{spec.key}"] = invalid.problems
            raise

    if send(spec.key, act, spec.done):
        clear(spec)


def clear(spec: FormSpec) -> None:
    """Forget a form that was sent: its draft, its widgets, its problems."""
    if any(one.kind is not Kind.PASSWORD for one in questions(spec.form).values()):
        forget(spec.draft_form)
    for name in questions(spec.form):
        st.session_state.pop(spec.widget(name), None)
    st.session_state.pop(f"problems:{spec.key}", None)
