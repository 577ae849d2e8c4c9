"""The size budget: small files and small functions, and few parameters (STYLE: what separates houses is the tail)."""

import ast
from statistics import median

from dev.gates.tree import MODULES_AT, Sin, Source, Tree

FILE_CAP, FILE_P90, FILE_MEDIAN = 600, 350, 90
FUNCTION_CAP, FUNCTION_P90 = 80, 30
PARAMETERS = 6
COUNTED_FROM = 6
FREE_PARAMETERS = {"self", "cls", "by", "at"}
WRITTEN_BY_HAND = (".html", ".css", ".js", ".ts")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def file_sizes(tree: Tree) -> list[Sin]:
    """Files of more than 5 lines: median, 90th percentile and cap. Templates, styles and scripts share the cap."""
    counted = {source.path: source.lines for source in tree.product if source.lines >= COUNTED_FROM}
    tools = {source.path: source.lines for source in tree.sources if _is_tool(source)}
    other = {text.path: len(text.text.splitlines()) for text in tree.texts if _is_page_file(text.path)}
    capped = counted | tools | other
    sins = [
        Sin(path, f"{lines} lines; the cap is {FILE_CAP}: split by topic")
        for path, lines in capped.items()
        if lines > FILE_CAP
    ]
    if not counted:
        return sins
    sizes = sorted(counted.values())
    if median(sizes) > FILE_MEDIAN:
        sins.append(Sin("src", f"the median file has {median(sizes):.0f} lines; the budget is {FILE_MEDIAN}"))
    if percentile_90(sizes) > FILE_P90:
        longest = ", ".join(path for path, lines in counted.items() if lines > FILE_P90)
        sins.append(
            Sin("src", f"p90 of the files is {percentile_90(sizes)} lines; the budget is {FILE_P90}: {longest}")
        )
    return sins


def function_sizes(tree: Tree) -> list[Sin]:
    """Functions: cap 80 lines, 90th percentile 30, no more than 6 parameters besides `by` and `at`."""
    sins, sizes = [], []
    for source in tree.sources:
        if source.is_migration or source.is_test:
            continue
        for function in functions(source):
            lines = (function.end_lineno or function.lineno) - function.lineno + 1
            if source.path.startswith(MODULES_AT):
                sizes.append(lines)
            if lines > FUNCTION_CAP:
                sins.append(source.sin(function, f"{function.name} has {lines} lines; the cap is {FUNCTION_CAP}"))
            if parameters(function) > PARAMETERS:
                sins.append(
                    source.sin(
                        function, f"{function.name} takes {parameters(function)} parameters; {PARAMETERS} is the most"
                    )
                )
    if sizes and percentile_90(sorted(sizes)) > FUNCTION_P90:
        sins.append(
            Sin("src", f"p90 of the functions is {percentile_90(sorted(sizes))} lines; the budget is {FUNCTION_P90}")
        )
    return sins


def functions(source: Source) -> list[Function]:
    """Every function and method of the file, nested ones too."""
    return [node for node in source.nodes() if isinstance(node, Function)]


def parameters(function: Function) -> int:
    """How many values a caller has to think of."""
    taken = function.args
    named = [*taken.posonlyargs, *taken.args, *taken.kwonlyargs, *filter(None, [taken.vararg, taken.kwarg])]
    return sum(1 for argument in named if argument.arg not in FREE_PARAMETERS)


def percentile_90(ordered: list[int]) -> int:
    """The smallest value that at least nine in ten do not exceed."""
    return ordered[max(0, -(-9 * len(ordered) // 10) - 1)]


def _is_tool(source: Source) -> bool:
    return not source.is_test and not source.path.startswith("src/")


def _is_page_file(path: str) -> bool:
    return path.startswith("src/") and path.endswith(WRITTEN_BY_HAND)
