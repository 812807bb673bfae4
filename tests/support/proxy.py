"""The documented nginx configuration, started before a server with a certificate of its own."""

from __future__ import annotations

import datetime
import ipaddress
import re
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.server import ROOT, free_port

ABSENT = "nginx is not on this machine: its tests are left out (apt install nginx-light)."
CONF = ROOT / "docs" / "deploy" / "nginx.conf"
NAME = "wellbeing.example"


def find_nginx() -> str:
    """The path of nginx, or "" when this machine has none."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin") or ""


@dataclass(slots=True)
class Proxy:
    """nginx with our configuration on free ports, in front of a port."""

    folder: Path
    behind: int
    https: int = field(default_factory=free_port)
    http: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def certificate(self) -> Path:
        """The certificate that a visitor must trust."""
        return self.folder / "miaopu.pem"

    def start(self) -> Proxy:
        """Start it and wait until it listens."""
        make_certificate(self.certificate, self.folder / "miaopu.key")
        conf = self.folder / "nginx.conf"
        conf.write_text(self._configuration(), encoding="utf-8")
        words = [find_nginx(), "-c", str(conf), "-p", str(self.folder), "-g", "daemon off;"]
        self.process = subprocess.Popen(words, stderr=(self.folder / "error.log").open("wb"))
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.https)) == 0:
                    return self
            time.sleep(0.05)
        raise RuntimeError((self.folder / "error.log").read_text())

    def _configuration(self) -> str:
        """The documented file with this machine's ports and paths, and nothing else changed."""
        text = CONF.read_text(encoding="utf-8")
        changes = {
            r"listen 443": f"listen 127.0.0.1:{self.https}",
            r"listen 80": f"listen 127.0.0.1:{self.http}",
            r"/etc/ssl/certs/miaopu.pem": str(self.certificate),
            r"/etc/ssl/private/miaopu.key": str(self.folder / "miaopu.key"),
            r"/run/nginx.pid": str(self.folder / "nginx.pid"),
            r"127\.0\.0\.1:8501": f"127.0.0.1:{self.behind}",
            r"worker_processes auto": "worker_processes 1",
        }
        for pattern, value in changes.items():
            text, count = re.subn(pattern, value, text)
            assert count, pattern
        return text

    def stop(self) -> None:
        """End it."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)


def make_certificate(certificate: Path, key_file: Path) -> None:
    """Write a self-signed certificate for our invented name and this machine."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName(NAME), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
