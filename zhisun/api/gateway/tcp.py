"""The process of the TCP front: `python -m zhisun.api.gateway.tcp --host 127.0.0.1 --port 8001`."""

import argparse
import asyncio
import os

import django


def main() -> None:
    """Read the arguments, set Django up, serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="zhisun.api.gateway.tcp", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhisun.site.settings")
    django.setup()
    serve(chosen.host, chosen.port)


def serve(host: str, port: int) -> None:
    """Serve the front until SIGTERM or SIGINT. Django must be set up."""
    from zhisun.api.gateway.framed import run  # noqa: PLC0415 it imports tables

    asyncio.run(run(host, port))


if __name__ == "__main__":
    main()
