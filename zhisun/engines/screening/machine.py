"""The few machine words numba lacks: wide loads, byte masks, 128-bit multiplies, prefetch.

All take raw addresses and check nothing: `rows.py` makes sure that 64 readable bytes lie before
and after every row. LLVM lowers the vectors to whatever the processor has.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic as _numba_intrinsic

Kernel = TypeVar("Kernel", bound=Callable[..., Any])
Word = Callable[..., Any]
int64: Any = np.int64
"""For compiled code, where it is a type; for a checker numbers are numbers."""
BYTE, INT32, INT64, INT128 = (ir.IntType(bits) for bits in (8, 32, 64, 128))
WINDOW, HASHED = 64, 32


def compiled(signature: str) -> Callable[[Kernel], Kernel]:
    """Compile with this one signature, once for all processes of this machine (cached)."""
    compiler: Any = numba.njit(signature, cache=True, nogil=True, error_model="numpy")
    return cast("Callable[[Kernel], Kernel]", compiler)


def inlined(function: Kernel) -> Kernel:
    """A part of kernels that runs for every row: never a call."""
    part: Any = numba.njit(nogil=True, error_model="numpy", forceinline=True)(function)
    return cast("Kernel", part)


def part(function: Kernel) -> Kernel:
    """A part of kernels that few rows need."""
    called: Any = numba.njit(nogil=True, error_model="numpy")(function)
    return cast("Kernel", called)


def _word(function: Callable[..., Any]) -> Word:
    word: Word = _numba_intrinsic(function)
    return word


def _loaded(builder: Any, address: Any, kind: Any) -> Any:
    loaded = builder.load(builder.inttoptr(address, kind.as_pointer()), typ=kind)
    loaded.align = 1
    return loaded


def _bytes(length: int, value: int) -> Any:
    return ir.Constant(ir.VectorType(BYTE, length), [value] * length)


def _within(builder: Any, vector: Any, first: str, last: str, length: int) -> Any:
    """Which bytes lie from `first` to `last`."""
    risen = builder.sub(vector, _bytes(length, ord(first)))
    return builder.icmp_unsigned("<=", risen, _bytes(length, ord(last) - ord(first)))


@_word
def load8(_typing: Any, address: Any) -> Any:
    """The byte at an address, as int64."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.zext(_loaded(builder, arguments[0], BYTE), INT64)

    return types.int64(address), generate


@_word
def load32(_typing: Any, address: Any) -> Any:
    """Four bytes, as a non-negative int64."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.zext(_loaded(builder, arguments[0], INT32), INT64)

    return types.int64(address), generate


@_word
def load64(_typing: Any, address: Any) -> Any:
    """Eight bytes, as uint64."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return _loaded(builder, arguments[0], INT64)

    return types.uint64(address), generate


def _mask_of(claim: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    """A word that gives bit i for byte i of 64 for which `claim(builder, bytes)` holds."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        vector = _loaded(builder, arguments[0], ir.VectorType(BYTE, WINDOW))
        return builder.bitcast(claim(builder, vector), INT64)

    return generate


def _is(builder: Any, vector: Any, characters: str) -> Any:
    found = [builder.icmp_unsigned("==", vector, _bytes(WINDOW, ord(c))) for c in characters]
    joined = found[0]
    for other in found[1:]:
        joined = builder.or_(joined, other)
    return joined


@_word
def dots(_typing: Any, address: Any) -> Any:
    """uint64: which of 64 bytes are dots; bit 0 is the first."""
    return types.uint64(address), _mask_of(lambda builder, vector: _is(builder, vector, "."))


@_word
def marks(_typing: Any, address: Any) -> Any:
    """uint64: which of 64 bytes end a host in a web address: : / ? # @ and backslash."""
    return types.uint64(address), _mask_of(lambda builder, vector: _is(builder, vector, ":/?#@\\"))


@_word
def strange(_typing: Any, address: Any) -> Any:
    """uint64: which of 64 bytes are none of a-z A-Z 0-9 . - _ (a host in normal form)."""

    def claim(builder: Any, vector: Any) -> Any:
        folded = builder.or_(vector, _bytes(WINDOW, 0x20))
        known = _within(builder, folded, "a", "z", WINDOW)
        known = builder.or_(known, _within(builder, vector, "0", "9", WINDOW))
        known = builder.or_(known, _within(builder, vector, "-", ".", WINDOW))
        return builder.not_(builder.or_(known, _is(builder, vector, "_")))

    return types.uint64(address), _mask_of(claim)


@_word
def unprintable(_typing: Any, address: Any) -> Any:
    """uint64: which of 64 bytes are blanks, controls or no ASCII."""

    def claim(builder: Any, vector: Any) -> Any:
        return builder.not_(_within(builder, vector, "!", "~", WINDOW))

    return types.uint64(address), _mask_of(claim)


@_word
def window(_typing: Any, end: Any, length: Any) -> Any:
    """4 × uint64: the last `length` (≤ 32) bytes before `end`, ASCII lower case, zeros before."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        end, length = arguments
        start = builder.sub(end, ir.Constant(INT64, HASHED))
        vector = _loaded(builder, start, ir.VectorType(BYTE, HASHED))
        capital = _within(builder, vector, "A", "Z", HASHED)
        lowered = builder.or_(vector, _bytes(HASHED, 0x20))
        folded = builder.select(capital, lowered, vector)
        outside = builder.trunc(builder.sub(ir.Constant(INT64, HASHED), length), BYTE)
        one = builder.insert_element(_bytes(HASHED, 0), outside, ir.Constant(INT32, 0))
        spread = builder.shuffle_vector(
            one, one, ir.Constant(ir.VectorType(INT32, HASHED), [0] * HASHED)
        )
        places = ir.Constant(ir.VectorType(BYTE, HASHED), list(range(HASHED)))
        inside = builder.icmp_unsigned(">=", places, spread)
        kept = builder.select(inside, folded, _bytes(HASHED, 0))
        words = builder.bitcast(kept, ir.VectorType(INT64, 4))
        parts = [builder.extract_element(words, ir.Constant(INT32, i)) for i in range(4)]
        return _context.make_tuple(builder, _signature.return_type, parts)

    four: Any = types.UniTuple(types.uint64, 4)  # type: ignore[no-untyped-call]  # numba has no types here
    return four(end, length), generate


@_word
def folded_product(_typing: Any, left: Any, right: Any) -> Any:
    """uint64: high half xor low half of the 128-bit product of two uint64."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        wide = [builder.zext(factor, INT128) for factor in arguments]
        product = builder.mul(*wide)
        high = builder.trunc(builder.lshr(product, ir.Constant(INT128, 64)), INT64)
        return builder.xor(high, builder.trunc(product, INT64))

    return types.uint64(left, right), generate


@_word
def leading(_typing: Any, mask: Any) -> Any:
    """int64: zero bits above the highest one of a uint64; 64 for zero."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctlz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return types.int64(mask), generate


@_word
def trailing(_typing: Any, mask: Any) -> Any:
    """int64: zero bits below the lowest one of a uint64; 64 for zero."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return types.int64(mask), generate


@_word
def prefetch(_typing: Any, address: Any) -> Any:
    """Have the cache line at an address fetched."""

    def generate(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        pointer = BYTE.as_pointer()
        kind = ir.FunctionType(ir.VoidType(), [pointer, INT32, INT32, INT32])
        name = "llvm.prefetch.p0"
        function = builder.module.globals.get(name) or ir.Function(builder.module, kind, name)
        hints = [ir.Constant(INT32, hint) for hint in (0, 3, 1)]
        builder.call(function, [builder.inttoptr(arguments[0], pointer), *hints])
        return context.get_dummy_value()

    return types.void(address), generate


@_word
def store64(_typing: Any, address: Any, value: Any) -> Any:
    """Write a uint64."""

    def generate(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        target, word = arguments
        builder.store(word, builder.inttoptr(target, INT64.as_pointer()), align=1)
        return context.get_dummy_value()

    return types.void(address, value), generate


@_word
def store32(_typing: Any, address: Any, value: Any) -> Any:
    """Write the lower half of an int64."""

    def generate(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        target, word = arguments
        half = builder.trunc(word, INT32)
        builder.store(half, builder.inttoptr(target, INT32.as_pointer()), align=1)
        return context.get_dummy_value()

    return types.void(address, value), generate
