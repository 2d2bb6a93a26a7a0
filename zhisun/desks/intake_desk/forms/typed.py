"""The form as it stands on the screen: names of fields and the texts in them.

A field is named as the report calls it: `victim.name`, `transfers.0.to_account`. Rows keep their
number for as long as they stand; numbers may have gaps.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from zhisun.desks.intake_desk.forms.decisions import Decision, decisions_from

NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "revision", "tab", "turn", "do"})
"""What a page sends about itself rather than about the report."""

ABOUT_THE_FORM = frozenset({"by_hand", "decisions", "asked"})
_ROW = re.compile(r"(?P<list>transfers|channels)\.(?P<row>\d{1,4})\.(?P<name>[a-z_]+)")
_MOST_ROWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the form.

    by_hand: fields a person filled or cleared; the machine leaves them alone.
    decisions: what a person said an element of the narrative is.
    asked: questions (values of `Asked`) that were asked or skipped.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    by_hand: frozenset[str] = frozenset()
    decisions: tuple[Decision, ...] = ()
    asked: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> str:
        """The text of a field, "" when it is not in the form."""
        return self.values.get(name, "")

    @property
    def narrative(self) -> str:
        """What the victim says, to the letter."""
        return self["narrative"]

    def rows(self, of: str) -> list[int]:
        """The numbers of the rows of `transfers` or `channels`, ascending."""
        return rows_of(self.values, of)

    def row(self, of: str, number: int) -> dict[str, str]:
        """The fields of one row by their own names."""
        head = f"{of}.{number}."
        return {
            name.removeprefix(head): value
            for name, value in self.values.items()
            if name.startswith(head)
        }

    def holding(self, values: Mapping[str, str]) -> "Typed":
        """The same form with other texts."""
        return replace(self, values=values)


def typed_from(sent: Mapping[str, str]) -> Typed:
    """The form a page sent or a draft kept.

    Without `by_hand` no script watched who typed: everything in it is a person's.
    """
    kept = {str(name): _lines(str(value)) for name, value in sent.items() if name not in NEVER_KEPT}
    values = {name: value for name, value in kept.items() if name not in ABOUT_THE_FORM}
    watched = "by_hand" in kept
    return Typed(
        values=values,
        by_hand=frozenset(
            kept["by_hand"].split() if watched else (name for name, text in values.items() if text)
        ),
        decisions=decisions_from(kept.get("decisions", "")),
        asked=frozenset(kept.get("asked", "").split()),
    )


def kept(typed: Typed) -> dict[str, str]:
    """The form as a draft keeps it; `typed_from` reads it back."""
    return {
        **typed.values,
        "by_hand": " ".join(sorted(typed.by_hand)),
        "decisions": decisions_text(typed.decisions),
        "asked": " ".join(sorted(typed.asked)),
    }


def decisions_text(decisions: Sequence[Decision]) -> str:
    """Decisions as the page carries them."""
    told = [{"text": each.text, "nth": each.nth, "role": each.role.value} for each in decisions]
    return json.dumps(told, ensure_ascii=False)


def rows_of(names: Iterable[str], of: str) -> list[int]:
    """The row numbers among field names, ascending, at most what a report may hold and one."""
    found = {
        int(match["row"])
        for name in names
        if (match := _ROW.fullmatch(name)) and match["list"] == of
    }
    return sorted(found)[: _MOST_ROWS + 1]


def _lines(text: str) -> str:
    """A browser sends CRLF; offsets into the narrative count one character a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
