"""The elements of one message part, in order, and what is left of them after reading.

Reading takes the elements it knows out of a block; what remains is named by its path
(`Account#2/CashRemit`) and travels on in `extra`, so that nothing an institution sent is lost.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Self
from xml.sax.saxutils import escape

from zhisun.kernel.errors import Fact, GatewayRefused

MALFORMED = "200001"  # 报文格式错, domain.md §2.10
DEEPEST = 12
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_STEP = re.compile(rf"({_NAME.pattern})(?:#([1-9][0-9]{{0,4}}))?")
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_CARRIAGE_RETURN = {"\r": "&#13;"}  # a parser would fold a bare one into a line feed


def refused(code: str, element: str, **facts: Fact) -> GatewayRefused:
    """A refusal of a message's form, naming the element and the platform's code for it."""
    return GatewayRefused(code, **{"platform_code": MALFORMED, "element": element, **facts})


class Block:
    """Named texts and blocks. The same name may come several times."""

    __slots__ = ("_children",)

    def __init__(self) -> None:
        self._children: dict[str, list[str | Block]] = {}

    def put(self, name: str, text: str) -> None:
        """Append one text element. Raises GatewayRefused on characters XML cannot carry."""
        plain = text.isascii() and text.isprintable()  # a paper in Base64, seen at a glance
        if not plain and _ILLEGAL.search(text):
            raise refused("message_element_invalid", name)
        self._children.setdefault(name, []).append(text)

    def open(self, name: str) -> "Block":
        """Append one block and return it."""
        block = Block()
        self.append(name, block)
        return block

    def append(self, name: str, block: "Block") -> None:
        """Append a block made elsewhere."""
        self._children.setdefault(name, []).append(block)

    def take(self, name: str) -> str:
        """The text of an element, taken out; "" when absent. Raises GatewayRefused on two."""
        found = self._children.get(name, [""])
        if len(found) > 1:
            raise refused("message_element_repeated", name)
        text = found[0]
        if not isinstance(text, str):
            raise refused("message_element_invalid", name)
        self._children.pop(name, None)
        return text

    def take_texts(self, name: str) -> list[str]:
        """All texts of a repeated element, taken out."""
        found = self._children.pop(name, [])
        if not all(isinstance(text, str) for text in found):
            raise refused("message_element_invalid", name)
        return [text for text in found if isinstance(text, str) and text]

    def blocks(self, name: str) -> list["Block"]:
        """The blocks of that name; they stay, so that what is left in them keeps its place."""
        return [child for child in self._children.get(name, ()) if isinstance(child, Block)]

    def inside(self, *names: str) -> list["Block"]:
        """The blocks at the end of a path, through every repetition on the way."""
        found = [self]
        for name in names:
            found = [block for parent in found for block in parent.blocks(name)]
        return found

    def drain(self) -> dict[str, str]:
        """What nobody took, by path, taken out."""
        left = dict(self.leftovers())
        self._children.clear()
        return left

    def fill(self, extra: Mapping[str, str]) -> Self:
        """Put back what `drain` gave. An element we wrote ourselves is never overwritten."""
        for path, text in extra.items():
            steps = [_STEP.fullmatch(step) for step in path.split("/")]
            if len(steps) >= DEEPEST:
                raise refused("message_element_invalid", path[:60])
            self.place([(m[1], int(m[2] or 1)) if m else ("", 0) for m in steps], text)
        return self

    def render(self) -> str:
        """The XML of the children, without a surrounding element."""
        return "".join(self._rendered())

    def leftovers(self, prefix: str = "") -> Iterable[tuple[str, str]]:
        """Path and text of what nobody took yet."""
        for name, children in self._children.items():
            for number, child in enumerate(children, start=1):
                path = f"{prefix}{name}" if number == 1 else f"{prefix}{name}#{number}"
                if isinstance(child, Block):
                    yield from child.leftovers(f"{path}/")
                else:
                    yield path, child

    def place(self, steps: list[tuple[str, int]], text: str) -> None:
        """Put a text at the end of (name, number) steps unless something stands there."""
        (name, number), rest = steps[0], steps[1:]
        if not name:
            raise refused("message_element_invalid", "extra")
        children = self._children.get(name, [])
        if number <= len(children):
            child = children[number - 1]
            if isinstance(child, Block) and rest:
                child.place(rest, text)
        elif rest:
            self.open(name).place(rest, text)
        else:
            self.put(name, text)

    def _rendered(self) -> Iterable[str]:
        for name, children in self._children.items():
            for child in children:
                inner = escape(child, _CARRIAGE_RETURN) if isinstance(child, str) else ""
                inner = child.render() if isinstance(child, Block) else inner
                yield f"<{name}>{inner}</{name}>"
