"""Changes of a file, made by Cosmic Ray: a comparison turned round, a branch negated, a number one higher."""

from __future__ import annotations

import ast
import difflib
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path("linter/draftproof")
_COMPARISONS = "Eq_NotEq NotEq_Eq Is_IsNot IsNot_Is Lt_LtE LtE_Lt Gt_GtE GtE_Gt Lt_GtE Gt_LtE"
_SUMS = "Add_Sub Sub_Add Mul_Add BitAnd_BitOr BitOr_BitAnd"
OPERATORS = (
    *(f"ReplaceComparisonOperator_{each}" for each in _COMPARISONS.split()),
    *(f"ReplaceBinaryOperator_{each}" for each in _SUMS.split()),
    *("ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd", "AddNot"),
    *("NumberReplacer", "ReplaceBreakWithContinue", "ReplaceContinueWithBreak"),
    *("ReplaceUnaryOperator_Delete_Not", "ZeroIterationForLoop"),
)
"""Of the pairs of operators those that a person would mix up."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the file below the package, the operator, which of its places."""

    file: str
    operator: str
    occurrence: int


@dataclass(frozen=True, slots=True)
class Change:
    """A change with both texts of the whole file."""

    mutant: Mutant
    text: str
    changed: str

    @property
    def key(self) -> str:
        """The same for the same change of the same text."""
        digest = hashlib.sha256(self.text.encode()).hexdigest()[:16]
        return f"{self.mutant.file} {digest} {self.mutant.operator} {self.mutant.occurrence}"

    @property
    def lines(self) -> tuple[int, ...]:
        """The changed lines, counted from 1 in the text as it was."""
        matcher = difflib.SequenceMatcher(
            None, self.text.splitlines(), self.changed.splitlines(), autojunk=False
        )
        blocks = [code for code in matcher.get_opcodes() if code[0] != "equal"]
        return tuple(
            number + 1 for _, start, end, _, _ in blocks for number in range(start, max(end, start + 1))
        )

    @property
    def pair(self) -> tuple[str, str]:
        """What stood there and what stands there now, without indentation, several lines as one."""
        old, new = self.text.splitlines(), self.changed.splitlines()
        diff = [line for line in difflib.ndiff(old, new) if line[:2] in ("- ", "+ ")]
        gone, come = (" ".join(each[2:].strip() for each in diff if each[0] == sign) for sign in "-+")
        return gone, come


def mutants_of(file: str) -> Iterator[Mutant]:
    """Every change of a file, those of annotations among them, which nothing runs: ``changed`` tells."""
    from cosmic_ray.ast import ast_nodes, get_ast  # noqa: PLC0415 - with its own target only
    from cosmic_ray.plugins import get_operator  # noqa: PLC0415

    nodes = list(ast_nodes(get_ast((ROOT / PACKAGE / file).read_text(encoding="utf-8"))))
    for name in OPERATORS:
        operator = get_operator(f"core/{name}")()
        count = sum(len(list(operator.mutation_positions(node))) for node in nodes)
        yield from (Mutant(file, name, number) for number in range(count))


def made(mutant: Mutant) -> Change | None:
    """The change, or None where the program means the same with it, or is none any more."""
    from cosmic_ray.mutating import mutate_code  # noqa: PLC0415
    from cosmic_ray.plugins import get_operator  # noqa: PLC0415

    text = (ROOT / PACKAGE / mutant.file).read_text(encoding="utf-8")
    changed: str | None = mutate_code(text, get_operator(f"core/{mutant.operator}")(), mutant.occurrence)
    try:
        same = changed is None or meaning(changed) == meaning(text)
    except SyntaxError:  # ``if not name := ...``
        return None
    return None if changed is None or same else Change(mutant, text, changed)


def meaning(text: str) -> str:
    """The program without annotations and without what only a type checker reads."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
            for argument in (*node.args.args, *node.args.kwonlyargs, *node.args.posonlyargs):
                argument.annotation = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)
        elif isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            node.test, node.body = ast.Constant(None), []
        elif isinstance(node, ast.ClassDef):
            node.decorator_list = []  # whether a dataclass is frozen
    return ast.dump(tree)
