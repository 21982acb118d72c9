"""manage.py demo [--serve]"""

import os
import socket
import subprocess
import sys
from argparse import ArgumentParser

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from newsroom.demo import world
from newsroom.lib import environment
from newsroom.management.commands import serve

HOST = "127.0.0.1"
SIZE = serve.Size(workers=1, threads=4)


class Command(BaseCommand):
    help = (
        "Load the demo newsroom, an invented agency with four log-ins. Only where DEMO=1; a second run changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--serve",
            action="store_true",
            help="make database and static files first, then serve on PORT with a worker",
        )

    def handle(self, *, serve: bool, **options) -> None:
        try:
            world.require_demo()
            if not serve:
                self.load()
                return
            port = free_port()
            call_command("migrate", interactive=False, verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
            self.load()
        except world.Unwelcome as error:
            raise CommandError(str(error)) from None
        self.welcome()
        run_server(port)

    def load(self) -> None:
        made = world.load()
        self.stdout.write(
            f"The demo newsroom is loaded: {made} stories." if made else "The demo newsroom is here; nothing new."
        )

    def welcome(self) -> None:
        """Where to look, and who to be there."""
        lines = [
            "",
            f"  {settings.SITE_NAME}   {settings.SITE_URL}/",
            f"  The desk     {settings.SITE_URL}/admin/",
            f"  Log-ins      {', '.join(world.LOG_INS)} (password: {world.PASSWORD})",
            f"  Its mail     {settings.VAR / 'mail'}",
            "",
            "Ctrl-C ends it.",
        ]
        self.stdout.write("\n".join(lines))


def free_port() -> int:
    """The number in PORT, if nothing listens there yet."""
    port = environment.number("PORT", default=8000)
    if not 0 < port < 65536:
        raise CommandError(f"PORT={port} is no port; choose one from 1024 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            message = f"Port {port} cannot be used ({os.strerror(error.errno)}); choose another: make demo PORT=8010."
            raise CommandError(message) from None
    return port


def run_server(port: int) -> None:
    """Become the server, so that a signal to this process ends it.

    The worker beside it ends when it has no parent; Ctrl-C does not reach it: the task at hand is done to its end.
    """
    connections.close_all()
    sys.stdout.flush()
    worker = [sys.executable, sys.argv[0], "worker", "--beside", str(os.getpid())]
    subprocess.Popen(worker, start_new_session=True)  # noqa: S603
    serve.become_server(SIZE, host=HOST, port=port)
