"""The documented reverse proxy, started as it is documented, in front of the real server."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from tests.support.proxy import ABSENT, NAME, Proxy, find_nginx
from tests.support.server import Server
from tests.support.world import PASSWORD, build
from wellbeing.services.sign_in import PER_ADDRESS

pytestmark = [
    pytest.mark.skipif(not find_nginx(), reason=ABSENT),
    pytest.mark.filterwarnings("ignore:ssl.TLSVersion"),  # old ones are asked for on purpose
]


@dataclass(frozen=True, slots=True)
class Site:
    """A served site behind nginx, as its visitors see it."""

    proxy: Proxy
    server: Server

    @property
    def origin(self) -> str:
        """The address that people type."""
        return f"https://{NAME}:{self.proxy.https}"

    def trust(self) -> ssl.SSLContext:
        """Trust the certificate of this site and no other."""
        return ssl.create_default_context(cafile=str(self.proxy.certificate))

    def client(self, address: str = "127.0.0.1") -> httpx.Client:
        """Return a visitor who comes from this address."""
        transport = httpx.HTTPTransport(verify=self.trust(), local_address=address)
        headers = {"host": f"{NAME}:{self.proxy.https}", "origin": self.origin}
        return httpx.Client(
            transport=transport, base_url=f"https://127.0.0.1:{self.proxy.https}", headers=headers
        )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The world, served behind the documented proxy."""
    folder = tmp_path_factory.mktemp("behind")
    (folder / "site").mkdir()
    build(folder / "site").close()
    server = Server(folder / "site")
    proxy = Proxy(folder, server.port)
    server.more = {
        "MIAOPU_SECURE_COOKIES": "true",
        "MIAOPU_PUBLIC_URL": f"https://{NAME}:{proxy.https}",
    }
    server.start()
    proxy.start()
    yield Site(proxy, server)
    proxy.stop()
    server.stop()


def _form(client: httpx.Client) -> tuple[dict[str, str], dict[str, str]]:
    """Open the sign-in page; return the headers and the hidden answer of its form."""
    page = client.get("/signin", headers={"accept": "text/html"})
    pre = re.search(r'name="pre" value="([^"]+)"', page.text)
    assert pre is not None
    cookie = "; ".join(f"{name}={value}" for name, value in page.cookies.items())
    return {"cookie": cookie, "accept-language": "en"}, {"pre": pre[1]}


def _sign_in(client: httpx.Client) -> httpx.Response:
    headers, form = _form(client)
    filled = form | {"login": "officer", "password": PASSWORD}
    return client.post("/signin", data=filled, headers=headers)


def test_sign_in_works_and_every_answer_asks_for_tls_alone(site: Site) -> None:
    with site.client() as client:
        done = _sign_in(client)
        assert done.status_code == 303 and done.headers["location"] == "/"
        cookie = done.headers["set-cookie"]
        assert cookie.startswith("__Host-sid=") and "Secure" in cookie and "HttpOnly" in cookie
        assert "max-age=31536000" in done.headers["strict-transport-security"]
        assert "nginx/" not in done.headers["server"]


def test_the_proxy_hands_on_what_browsers_say_of_where_a_form_was(site: Site) -> None:
    for said, status in (
        ({"origin": "null", "sec-fetch-site": "cross-site"}, 403),
        ({"origin": "https://evil.invalid"}, 403),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, 303),
    ):
        with site.client() as client:
            headers, form = _form(client)
            filled = form | {"login": "officer", "password": PASSWORD}
            hidden = {name: one for name, one in headers.items() if name.lower() == "host"}
            assert client.post("/signin", data=filled, headers=hidden | said).status_code == status
            assert client.get("/signin").headers["referrer-policy"] == "no-referrer"


def test_plain_http_leads_to_tls_and_serves_nothing(site: Site) -> None:
    found = httpx.get(f"http://127.0.0.1:{site.proxy.http}/queue?id=1", headers={"host": NAME})
    assert found.status_code == 301 and found.headers["location"] == f"https://{NAME}/queue?id=1"


def _raw(site: Site) -> socket.socket:
    return socket.create_connection(("127.0.0.1", site.proxy.https))


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_new_tls_versions_are_spoken_with_forward_secrecy(
    site: Site, version: ssl.TLSVersion
) -> None:
    context = site.trust()
    context.minimum_version = context.maximum_version = version
    with context.wrap_socket(_raw(site), server_hostname=NAME) as spoken:
        name, _, bits = spoken.cipher() or ("", "", 0)
        assert bits >= 128 and name.startswith(("TLS_", "ECDHE"))


def test_old_tls_versions_and_weak_ciphers_are_refused(site: Site) -> None:
    for ciphers, version in (
        ("ALL:@SECLEVEL=0", ssl.TLSVersion.TLSv1_1),
        ("AES128-SHA:@SECLEVEL=0", ssl.TLSVersion.TLSv1_2),
    ):
        context = site.trust()
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = version
        context.set_ciphers(ciphers)
        with _raw(site) as raw, pytest.raises(ssl.SSLError):
            context.wrap_socket(raw, server_hostname=NAME)


def test_a_name_that_is_not_ours_gets_nothing(site: Site) -> None:
    with site.client() as client, pytest.raises(httpx.RemoteProtocolError):
        client.get("/signin", headers={"host": "evil.invalid"})


def _socket(site: Site, cookie: str, origin: str) -> object:
    return connect(
        f"wss://{NAME}:{site.proxy.https}/_stcore/stream", ssl=site.trust(), origin=origin,
        additional_headers={"cookie": cookie}, subprotocols=["streamlit"],
        sock=_raw(site),
    )  # fmt: skip


def test_the_websocket_passes_for_our_pages_alone(site: Site) -> None:
    with site.client() as client:
        cookie = _sign_in(client).headers["set-cookie"].split(";")[0]
    with _socket(site, cookie, site.origin):  # type: ignore[attr-defined]
        pass
    for stranger, origin in ((cookie, "https://evil.invalid"), ("", site.origin)):
        with pytest.raises(WebSocketException):
            _socket(site, stranger, origin)


def test_what_a_visitor_says_of_their_address_is_not_believed(site: Site) -> None:
    """Thirty failures block the address that nginx sees, whatever is claimed; others go on."""
    with site.client("127.0.0.9") as guesser:
        headers, form = _form(guesser)
        for number in range(PER_ADDRESS + 1):
            claimed = {"x-forwarded-for": f"10.0.0.{number}", "forwarded": f"for=10.0.1.{number}"}
            guess = form | {"login": f"nobody{number}", "password": "not the password"}
            last = guesser.post("/signin", data=guess, headers={**headers, **claimed})
        assert "Too many attempts" in last.text
    with site.client("127.0.0.10") as other:
        assert _sign_in(other).status_code == 303


def test_two_lengths_a_huge_body_and_trace_are_refused(site: Site) -> None:
    with site.client() as client:
        assert client.request("TRACE", "/").status_code == 405
        assert client.post("/signin", content=b"x" * 7_000_000).status_code == 413
        for path in ("/.git/config", "/../app.py", "/static/../../app.py", "/wellbeing/"):
            assert "launcher" not in client.get(path).text
    both = (
        f"POST /signin HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 4\r\n"
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /queue HTTP/1.1\r\n\r\n"
    )
    with site.trust().wrap_socket(_raw(site), server_hostname=NAME) as spoken:
        spoken.sendall(both.encode())
        assert spoken.recv(200).split(b"\r\n")[0].split()[1] == b"400"


def test_the_log_holds_no_address_of_a_visitor_and_no_link(site: Site) -> None:
    log = (site.server.folder / "logs" / "miaopu.log").read_text()
    with site.client() as client:
        client.get("/reset/abcdefghijklmnopqrstuvwxyz012345", headers={"accept": "text/html"})
    written = log + (site.proxy.folder / "error.log").read_text()
    assert "127.0.0." not in written and "abcdefghij" not in written
    assert not list(Path(site.proxy.folder).glob("access*"))
