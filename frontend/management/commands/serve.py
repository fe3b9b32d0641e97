"""`manage.py serve`: the whole product in one process."""

import socket
from argparse import ArgumentParser
from typing import Any

from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.core.management.base import BaseCommand, CommandError

from frontend import embedded


class Command(BaseCommand):
    """Serves pages and sockets and runs the background worker, until Ctrl-C."""

    help = "Serve pages and sockets, with the background worker beside them, until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
        parser.add_argument(
            "--no-worker",
            action="store_true",
            help="pages only; db_worker and the commands for cron run elsewhere",
        )
        parser.add_argument(
            "--workers", type=int, default=1, help="web processes; more than one needs REDIS_URL (1)"
        )

    def handle(self, *, host: str, port: int, no_worker: bool, workers: int, **options: Any) -> None:
        if workers > 1 and isinstance(get_channel_layer(), InMemoryChannelLayer):
            raise CommandError(
                "Several web processes cannot share live updates kept in memory. "
                "Set REDIS_URL, or use one process."
            )
        if not port_is_free(host, port):
            raise CommandError(
                f"Port {port} is taken on {host}. Stop what uses it, or choose another one (PORT=8001)."
            )
        address = self.style.SUCCESS(f"http://{host}:{port}/")
        embedded.run(
            embedded.configuration(host=host, port=port, processes=workers),
            with_worker=not no_worker,
            announce=lambda: self.stdout.write(f"Splot is at {address}  (Ctrl-C stops it)"),
        )
        self.stdout.write("Splot has stopped.")


def port_is_free(host: str, port: int) -> bool:
    """Whether this process may listen there now; asked early, so that the answer is a sentence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
