"""Patterns of many alternatives that are quick to search.

Where every alternative begins with a letter, `re` skips to the letters that begin one; a single
alternative that begins with a class, a group or a look behind makes it try them all at each place,
five to ten times slower. So such patterns write out their beginnings.
"""


def each(beginnings: str, rest: str) -> str:
    """Alternatives of `beginnings`, words with blanks between them, each followed by `rest`."""
    return "|".join(beginning + rest for beginning in beginnings.split())
