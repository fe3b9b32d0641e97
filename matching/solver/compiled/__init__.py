"""Loops compiled to machine code, for problems so large that numpy's passes over them take seconds.

A module of kernels is imported where it is needed, since the compiler alone takes half a second to load;
small problems never load it. The machine code is kept on disk, beside the module or in the user's cache, and
is made anew when its own file changes: so a kernel calls nothing from another module. Nothing is rounded
otherwise than numpy does (no fastmath). Arrays are taken out of their tuples before a loop, since each look
into a tuple counts a reference. What a kernel does, numpy or the flow does too, slower: its oracle.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


def kernel(function: Function) -> Function:
    """`function` compiled; where its code cannot be kept on disk it is compiled anew in each process."""
    compile_now = njit(function)
    try:
        compiled = njit(cache=True)(function)
    except RuntimeError:  # no folder to write to
        return cast(Function, compile_now)

    @wraps(function)
    def run(*arguments: Any) -> Any:
        try:
            return compiled(*arguments)
        except OSError:  # only the cache touches files: the disk is full, or the folder went away
            return compile_now(*arguments)

    return cast(Function, run)


def inner(function: Function) -> Function:
    """A part of the kernels of the same module, compiled into them."""
    return cast(Function, njit(function))
