"""Dangerous tools are not in our code at all; each rule is proved on a planted violation."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py"))]
OURS += sorted((ROOT / "wellbeing").rglob("*.py"))
SCRIPTS = sorted((ROOT / "wellbeing" / "web" / "assets").glob("*.js"))
TEMPLATES = sorted((ROOT / "wellbeing" / "web" / "templates").glob("*.html"))
# What runs text as code, reads objects from bytes, starts programs or parses XML.
DANGEROUS = {
    "pickle", "marshal", "shelve", "dill", "yaml", "subprocess", "xml", "lxml", "random", "ctypes",
    "code", "telnetlib", "ftplib", "smtplib", "ldap", "ldap3", "memcache", "pymemcache",
}  # fmt: skip
CALLS = {"eval", "exec", "compile", "__import__", "system", "popen", "md5", "sha1", "mktemp"}
ALLOWED = {
    "secretbytes.py": {"ctypes"},  # overwrites keys in memory: nothing else can
    "sources.py": {"subprocess"},  # asks the operator's own key service, without a shell
}
# Who may speak to another machine, and who listens.
NETWORK = {"requests", "httpx", "socket", "urllib3", "http", "aiohttp", "websockets"}
SPEAKERS = {"wellbeing/oidc.py", "wellbeing/web/serve.py", "wellbeing/web/gate.py"}


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""


def dangerous_in(tree: ast.AST) -> set[str]:
    """Return the dangerous tools that code uses."""
    found = {name.split(".")[0] for name in _imports(tree)} & DANGEROUS
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            # `re.compile` and a statement's own `compile` build no code.
            if name in CALLS and not (name == "compile" and isinstance(node.func, ast.Attribute)):
                found.add(name)
    return found


def _name(node: ast.AST) -> str:
    return getattr(node, "id", "")


def speaks(tree: ast.AST) -> set[str]:
    """Return the tools by which code speaks to other machines."""
    names = {name.split(".")[0] for name in _imports(tree)} & NETWORK
    return names | {name for name in _imports(tree) if name.startswith("urllib.request")}


def _tree(path: Path) -> ast.AST:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_no_code_of_ours_runs_text_starts_programs_or_reads_objects_from_bytes() -> None:
    found = {p.name: dangerous_in(_tree(p)) for p in OURS}
    assert {name: one for name, one in found.items() if one} == ALLOWED


@pytest.mark.parametrize(
    "planted", ["import pickle", "eval(x)", "os.system(x)", "from xml.etree import ElementTree",
                "hashlib.md5(x)", "import random"],
)  # fmt: skip
def test_a_planted_danger_is_found(planted: str) -> None:
    assert dangerous_in(ast.parse(planted))


def test_only_the_schools_sign_in_speaks_to_another_machine() -> None:
    found = {p.relative_to(ROOT).as_posix() for p in OURS if speaks(_tree(p))}
    assert found <= SPEAKERS and "wellbeing/oidc.py" in found
    assert speaks(ast.parse("import requests")) and speaks(
        ast.parse("from urllib.request import x")
    )


def _patterns(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and _name(called.value) == "re":
            yield from node.args[:1] if called.attr != "escape" else ()  # type: ignore[attr-defined]


def loose_patterns(tree: ast.AST) -> list[str]:
    """Return the regular expressions that are made of something without escaping it."""
    found = [one for one in _patterns(tree) if not isinstance(one, ast.Constant)]
    return [ast.unparse(one) for one in found if "escape" not in ast.unparse(one)]


def test_no_regular_expression_is_made_of_what_somebody_typed() -> None:
    found = {p.name: loose_patterns(_tree(p)) for p in OURS}
    # Names of compiled constants and of our own word lists are all that is left.
    left = {one for patterns in found.values() for one in patterns}
    assert all(
        re.fullmatch(r"[A-Z_]+|'.*'|f'.*'|\"\|\"\.join\(.*\)|'\|'\.join\(.*\)", one) for one in left
    ), left
    assert loose_patterns(ast.parse("re.search(typed, text)")) == ["typed"]


def test_the_linter_watches_for_known_dangers_in_all_that_is_served() -> None:
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert {"S", "B", "BLE001"} <= set(rules["select"])
    loosened = [path for path, off in rules["per-file-ignores"].items() if "S" in off]
    assert all(one.startswith(("tests", "benchmarks")) for one in loosened)


def test_templates_escape_everything_and_every_form_is_told_from_a_foreign_one() -> None:
    source = (ROOT / "wellbeing" / "web" / "pages.py").read_text()
    assert "autoescape=True" in source and "from_string" not in source
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe|autoescape|\bon[a-z]+=|javascript:|style=", text), (
            path.name
        )
        for form in re.findall(r"<form.*?</form>", text, re.DOTALL):
            assert 'method="post"' in form, path.name
            assert 'name="pre"' in form or 'action="/signout"' in form, path.name


def test_password_boxes_are_masked_and_leave_pasting_and_managers_alone() -> None:
    seen = 0
    for path in TEMPLATES:
        for line in path.read_text(encoding="utf-8").splitlines():
            if "questions.password" in line or "questions.present" in line:
                seen += 1
                assert 'kind="password"' in line and "-password" in line, path.name
    script = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    assert seen >= 5 and "paste" not in script


def test_scripts_of_ours_build_no_markup_run_no_text_and_keep_nothing() -> None:
    wrong = r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\(|new Function|postMessage"
    wrong += r"|localStorage|sessionStorage|indexedDB|document\.cookie|__proto__"
    assert SCRIPTS
    for path in SCRIPTS:
        assert not re.search(wrong, path.read_text(encoding="utf-8")), path.name


def test_streamlit_is_set_to_show_no_error_no_files_and_to_report_to_nobody() -> None:
    found = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert not found["logger"]["enableRich"]
    assert found["client"]["showErrorDetails"] == "none" and not found["client"]["showErrorLinks"]
    assert not found["server"]["enableStaticServing"] and found["server"]["enableXsrfProtection"]
    assert found["server"]["enableCORS"] and not found["browser"]["gatherUsageStats"]
    assert found["server"]["maxUploadSize"] <= 10


def levels_written(tree: ast.AST) -> list[str]:
    """Return the places where code writes how fast a case is acted on, however it does so."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "urgency":
            found += [ast.unparse(node)] if isinstance(node.ctx, ast.Store) else []
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            named = {one.value for one in node.args if isinstance(one, ast.Constant)}
            named |= {one.arg for one in node.keywords}
            if "urgency" in named and name in ("setattr", "__setattr__", "values", "replace"):
                found.append(ast.unparse(node))
    return found


def test_one_guarded_act_alone_writes_the_level_of_a_case() -> None:
    found = {p.relative_to(ROOT).as_posix(): levels_written(_tree(p)) for p in OURS}
    assert {name: one for name, one in found.items() if one} == {
        "wellbeing/urgency.py": ["case.urgency"],
        # A referral keeps what was decided on it; its case begins with that level.
        "wellbeing/services/screening/decide.py": ["referral.urgency"],
    }


@pytest.mark.parametrize(
    "planted", ["case.urgency = 'u5'", "a, case.urgency = x", "setattr(case, 'urgency', 'u5')",
                "update(Case).values(urgency='u5')", "case.urgency: str = 'u5'"],
)  # fmt: skip
def test_a_planted_way_around_it_is_found(planted: str) -> None:
    assert levels_written(ast.parse(planted))
    assert not levels_written(ast.parse("was = case.urgency"))
