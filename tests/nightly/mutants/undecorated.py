"""Source in which each decorated function is a plain one, and its decorator a call after it.

Mutation leaves decorated functions alone; of `@property def owes(self)` it sees the function when it is written
`def _owes_(self)` with `owes = property(_owes_)` after it.
"""

import ast

DECORATORS = {"property", "cached_property", "lru_cache"}


def undecorated(source: str) -> str:
    """Return the source with every function of one decorator, of those named here, written as a plain one."""
    lines = source.splitlines()
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    for node in sorted(functions, key=lambda one: one.lineno, reverse=True):
        if len(node.decorator_list) != 1 or name_of(node.decorator_list[0]) not in DECORATORS:
            continue
        (decorator,) = node.decorator_list
        written, plain = ast.unparse(decorator), f"_{node.name}_"
        assert node.end_lineno
        lines.insert(node.end_lineno, f"{' ' * node.col_offset}{node.name} = {written}({plain})")
        lines[node.lineno - 1] = lines[node.lineno - 1].replace(f"def {node.name}(", f"def {plain}(", 1)
        del lines[decorator.lineno - 1 : node.lineno - 1]
    return "\n".join(lines) + "\n"


def name_of(decorator: ast.expr) -> str:
    """Return what a decorator is called."""
    return ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator)
