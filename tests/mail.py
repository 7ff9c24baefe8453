"""A real SMTP server that keeps what it is sent, for tests of anything that sends mail."""

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class MailSink:
    """Where to send (*host*, *port*), and the *messages* that came, in order."""

    host = "127.0.0.1"

    def __init__(self, port: int) -> None:
        self.port = port
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        """Called by aiosmtpd with one whole message."""
        content = envelope.content
        assert isinstance(content, bytes)
        self.messages.append(message_from_bytes(content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def mail_sink() -> Iterator[MailSink]:
    """A server on a free port of this machine, for one test."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    sink = MailSink(port)
    controller = Controller(sink, hostname=sink.host, port=port)
    controller.start()
    yield sink
    controller.stop()
