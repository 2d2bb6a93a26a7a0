"""`python -m zhisun.site.start MODULE:FUNCTION [ARGUMENT …]`: a function with Django set up.

The parts of the platform begin here. An argument of digits arrives as a number.
"""

import importlib
import os
import sys

import django


def main(target: str, *arguments: str) -> None:
    """Set Django up, then call the function."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhisun.site.settings")
    django.setup()
    module, _, function = target.partition(":")
    values = [int(text) if text.isdecimal() else text for text in arguments]
    getattr(importlib.import_module(module), function)(*values)


if __name__ == "__main__":
    main(*sys.argv[1:])
