"""Django's SMTP with a limit on the whole conversation: its own timeout starts again with each byte that comes."""

import smtplib
import socket
from contextlib import suppress
from threading import Timer

from django.core.mail.backends.smtp import EmailBackend as DjangoBackend

WHOLE = 30  # seconds for connecting, logging in and sending one e-mail


class _Limited:
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        found = super()._get_socket(host, port, timeout)
        self._limit = Timer(WHOLE, self._hang_up, [found])
        self._limit.daemon = True
        self._limit.start()
        return found

    def _hang_up(self, first: socket.socket) -> None:
        """A thread that is waiting for the server then finds the connection closed."""
        for one in (first, self.sock):  # another one since TLS began
            with suppress(OSError, AttributeError):
                one.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        super().close()
        if limit := getattr(self, "_limit", None):
            limit.cancel()


class SMTP(_Limited, smtplib.SMTP):
    pass


class SMTP_SSL(_Limited, smtplib.SMTP_SSL):  # noqa: N801  (named as smtplib names it)
    pass


class EmailBackend(DjangoBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return SMTP_SSL if self.use_ssl else SMTP
