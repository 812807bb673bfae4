"""How many planted faults the sealing tests notice.

`python -m benchmarks.mutants`; `--quick` plants a third of them, `--every N` one in N, and
`--dry-run` runs no test and only sees that every fault still applies.

Each fault is one small change of one line in the context, the envelope, bound keys, the keyring or
its cache: another comparison, a number off by one, a call, a raise or a result left out. A fork
runs the tests against it, as many at a time as there are processors; what passes has survived and
is printed. General mutation tools start Python anew for every fault, which for these tests is most
of the time; a fork after the imports does not.
"""

from __future__ import annotations

import ast
import copy
import importlib
import importlib.abc
import importlib.machinery
import io
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TARGETS = ("context", "envelope", "bound", "keyring", "cache")
TESTS = (
    "context", "corners", "tampering", "keyring", "specification", "records", "rotation",
    "primitives", "bound", "cache", "erasure", "reseal",
)  # fmt: skip
LEAST = 90
# Of a fork's own work, so that a busy machine notices nothing that the tests do not; and in all,
# for what waits for ever.
SECONDS, IN_ALL = 90, 1_800
OTHER = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One planted fault: a module, a line, what was done, and the changed tree."""

    module: str
    line: int
    what: str
    tree: ast.Module


def mutants(name: str) -> Iterator[Mutant]:
    """Yield every fault of a module."""
    tree = ast.parse((ROOT / "wellbeing" / "crypto" / f"{name}.py").read_text(encoding="utf-8"))
    for place, node in enumerate(_code(tree)):
        for what, change in _changes(node):
            changed = copy.deepcopy(tree)
            change(list(_code(changed))[place])
            yield Mutant(f"wellbeing.crypto.{name}", node.lineno, what, changed)


def _code(tree: ast.Module) -> Iterator[Any]:
    """Yield the nodes that run: no annotation, no docstring, no `__repr__`."""
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.FunctionDef) and node.name == "__repr__":
            continue
        if isinstance(node, ast.stmt | ast.expr):
            yield node
        text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        for field, value in [] if text else ast.iter_fields(node):
            if field not in ("annotation", "returns", "decorator_list"):
                several = value if isinstance(value, list) else [value]
                todo += [one for one in reversed(several) if isinstance(one, ast.AST)]


def _changes(node: Any) -> Iterator[tuple[str, Any]]:
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in OTHER:
            yield "compares otherwise", lambda n: n.ops.__setitem__(0, OTHER[type(n.ops[0])]())
        case ast.BoolOp() | ast.BinOp() if type(node.op) in OTHER:
            yield "joins otherwise", lambda n: setattr(n, "op", OTHER[type(n.op)]())
        case ast.UnaryOp(op=ast.Not()):
            yield "does not negate", lambda n: setattr(n, "op", ast.UAdd())
        case ast.If() | ast.While():
            yield "asks the opposite", lambda n: setattr(n, "test", _not(n.test))
        case ast.Constant(value=bool() | int() | str() | bytes()):
            yield "has another constant", lambda n: setattr(n, "value", _another(n.value))
        case ast.Return(value=ast.expr()):
            yield "returns nothing", lambda n: setattr(n, "value", ast.Constant(None))
        case ast.Raise():
            yield "does not raise", lambda n: _leave_out(n)
        case ast.Expr(value=ast.Call()):
            yield "does not call", lambda n: _leave_out(n)


def _not(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), test)


def _another(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return value + {int: 1, str: "x", bytes: b"x"}[type(value)]


def _leave_out(node: Any) -> None:
    """Turn a statement into `None`, which does nothing."""
    node.__class__, node.value = ast.Expr, ast.Constant(None)


class _Planted(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads the changed tree in the module's place."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        if name != self.mutant.module:
            return None
        return importlib.machinery.ModuleSpec(name, self, origin="planted")

    def exec_module(self, module: ModuleType) -> None:
        tree = ast.fix_missing_locations(self.mutant.tree)
        exec(compile(tree, self.mutant.module, "exec"), vars(module))


def survivors(planted: Sequence[Mutant | None], at_once: int) -> Iterator[Mutant | None]:
    """Run the tests against each fault, or against none, in a fork; yield what they do not notice.

    An endless loop is noticed.
    """
    running: dict[int, Mutant | None] = {}
    for number, mutant in enumerate(planted, 1):
        child = os.fork()
        if child == 0:
            os._exit(_run(mutant))
        running[child] = mutant
        while running and (len(running) == at_once or number == len(planted)):
            ended, status = os.wait()
            survivor = running.pop(ended)
            if status == 0:
                yield survivor


def _run(mutant: Mutant | None) -> int:
    import pytest

    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    signal.alarm(IN_ALL)
    if mutant is not None:
        sys.meta_path.insert(0, _Planted(mutant))
    paths = [str(ROOT / "tests" / "unit" / "crypto" / f"test_{name}.py") for name in TESTS]
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        return int(pytest.main([*paths, "-x", "-q", "-p", "no:cacheprovider"]))


def _every() -> int:
    """Return one in how many faults is to be planted."""
    if "--every" in sys.argv:
        return int(sys.argv[sys.argv.index("--every") + 1])
    return 3 if "--quick" in sys.argv else 1


def dry_run() -> None:
    """Plant every fault without a test: each must compile and load in its module's place."""
    planted = [one for name in TARGETS for one in mutants(name)]
    for one in planted:
        compile(ast.fix_missing_locations(one.tree), one.module, "exec")
    print(f"{len(planted)} faults apply to today's code")


def main() -> None:
    """Plant every fault (a third of them with --quick) and print who survived."""
    if "--dry-run" in sys.argv:
        return dry_run()
    for name in ("sqlalchemy.orm", "hypothesis", "cryptography", "pytest", "pandas", "psycopg"):
        importlib.import_module(name)
    at_once = os.cpu_count() or 1
    # As many at a time as later: what fails by that alone would be taken for a fault noticed.
    if len(list(survivors([None] * at_once, at_once))) < at_once:
        sys.exit("The tests fail without any fault: mend them first.")
    planted = [one for name in TARGETS for one in mutants(name)]
    planted = planted[:: _every()]
    alive = 0
    for mutant in survivors(planted, at_once):
        assert mutant is not None
        alive += 1
        print(f"survived: {mutant.module}:{mutant.line} {mutant.what}", flush=True)
    score = 100 * (1 - alive / len(planted))
    verdict = "holds" if score >= LEAST else "FALLS SHORT"
    print(f"G15  {len(planted)} faults, {score:.1f} % noticed (bar {LEAST} %: {verdict})")


if __name__ == "__main__":
    main()
