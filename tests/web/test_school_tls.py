"""A school's provider behind TLS: its certificate is checked before anything is believed."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.world import settings_for
from wellbeing import oidc
from wellbeing.config import Settings


def _certificate(folder: Path) -> Path:
    """Write a key and a certificate that it signed for itself, for this machine."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "school (虚构)")])
    now = datetime.now(UTC)
    host = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(host, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    kept = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )  # fmt: skip
    path = folder / "school.pem"
    path.write_bytes(kept + made.public_bytes(serialization.Encoding.PEM))
    return path


class _Desk(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        issuer = f"https://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        said = f'{{"issuer": "{issuer}", "authorization_endpoint": "{issuer}/authorize"}}'
        self.send_response(200)
        self.end_headers()
        self.wfile.write(said.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def school(tmp_path: Path) -> Iterator[tuple[Settings, Path]]:
    """The settings of a site whose school's certificate nobody vouches for, and that file."""
    certificate = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = HTTPServer(("127.0.0.1", 0), _Desk)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, daemon=True).start()
    more = {"oidc_issuer": f"https://127.0.0.1:{server.server_port}", "oidc_client_id": "miaopu"}
    yield settings_for(tmp_path / "site").model_copy(update=more), certificate
    server.shutdown()
    server.server_close()


def test_a_certificate_that_nobody_vouches_for_is_refused(school: tuple[Settings, Path]) -> None:
    with pytest.raises(oidc.SchoolRefused):
        oidc.begin(school[0])


def test_the_same_provider_is_used_where_the_machine_trusts_its_certificate(
    school: tuple[Settings, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, certificate = school
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    url, _ = oidc.begin(settings)
    assert url.startswith(settings.oidc_issuer + "/authorize?")
