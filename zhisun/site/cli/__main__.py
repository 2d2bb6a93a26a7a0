"""`python -m zhisun.site.cli`: the same as `zhisun`, without being installed."""

from zhisun.site.cli import main

main()
