"""Who may ask for what: this machine only, or whoever knows the password; and only from our own pages.

Every answer needs the token of its session (CSRF), and the browser is told to load nothing from elsewhere.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from fastapi import Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from extractors.errors import IkuError, UsageError

COOKIE = "iku_sesi"
#: Bytes of a request's body: a record with all its texts is far smaller.
LARGEST = 1 << 20
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
#: Seconds that a wrong password costs, one at a time.
SLOW = 1.0
#: Seconds after which a session must log in again.
SESSION = 12 * 3600
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_OPEN = ("/masuk", "/static/")


class ForbiddenError(IkuError):
    """The request does not come from one of our own pages."""

    code = "terlarang"


@dataclass
class Guard:
    """The door. `password_hash`: argon2, None on loopback; `who`: the person's name where nobody logs in."""

    who: str
    password_hash: str | None = None
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _sessions: dict[str, tuple[str, float]] = field(default_factory=dict)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def person(self, request: Request) -> str | None:
        """Who asks; None where a password is needed and was not given."""
        if self.password_hash is None:
            return self.who
        who, until = self._sessions.get(request.cookies.get(COOKIE, ""), ("", 0.0))
        return who if until > time.monotonic() else None

    def token(self, request: Request) -> str:
        """What this session's forms carry."""
        session = request.cookies.get(COOKIE) or str(getattr(request.state, "session", ""))
        return hmac.new(self._secret, session.encode("utf-8", "replace"), "sha256").hexdigest()

    def check_token(self, request: Request, given: str) -> None:
        """Raises ForbiddenError unless the form is one of ours."""
        expected = self.token(request).encode()
        if not request.cookies.get(COOKIE) or not hmac.compare_digest(expected, given.encode("utf-8", "replace")):
            raise ForbiddenError(
                "Halaman ini sudah kedaluwarsa. Muat ulang halaman, lalu ulangi; belum ada yang disimpan."
            )

    def log_in(self, name: str, password: str) -> str | None:
        """A new session for this person, None for a wrong password. Wrong ones are slow, one at a time."""
        with self._one_at_a_time:
            try:
                PasswordHasher().verify(self.password_hash or "", password)
            except (VerificationError, InvalidHashError):
                time.sleep(SLOW)
                return None
        now = time.monotonic()
        self._sessions = {key: value for key, value in self._sessions.items() if value[1] > now}
        session = secrets.token_urlsafe(32)
        self._sessions[session] = (name, now + SESSION)
        return session

    def log_out(self, request: Request) -> None:
        """Forgets the session."""
        self._sessions.pop(request.cookies.get(COOKIE, ""), None)

    async def __call__(self, request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        """Every request's way in and out."""
        response = self._refused(request)
        if response is None:
            fresh = not request.cookies.get(COOKIE)
            if fresh:
                request.state.session = secrets.token_urlsafe(32)
            response = await call_next(request)
            if fresh and COOKIE not in response.headers.get("set-cookie", ""):
                set_session(response, request.state.session)
        for name, value in HEADERS.items():
            response.headers[name] = value
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _refused(self, request: Request) -> Response | None:
        if self.password_hash is None and host_name(request.headers.get("host", "")) not in LOCAL_NAMES:
            # A page elsewhere whose name was made to point at this machine.
            return PlainTextResponse("Buka halaman ini dengan alamat 127.0.0.1.", 421)
        if request.method not in ("GET", "HEAD"):
            length = request.headers.get("content-length", "")
            if not length.isascii() or not length.isdigit() or int(length[:12]) > LARGEST:
                return PlainTextResponse("Isian terlalu besar.", 413)
            origin = request.headers.get("origin")
            if origin is not None and origin.partition("://")[2] != request.headers.get("host", ""):
                return PlainTextResponse("Isian dari situs lain ditolak.", 403)
        if self.person(request) is None and not request.url.path.startswith(_OPEN):
            return RedirectResponse("/masuk", 303)
        return None


def set_session(response: Response, session: str) -> None:
    """The session's cookie: out of reach of scripts and of other sites."""
    response.set_cookie(COOKIE, session, httponly=True, samesite="strict", path="/")


def host_name(header: str) -> str:
    """The name in a Host header, without its port."""
    return header.rpartition(":")[0] if header.rpartition(":")[2].isdigit() and "]" not in header[-1:] else header


def check_listening(host: str, password_hash: str | None) -> None:
    """Raises UsageError where others could reach the page without a password."""
    try:
        local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = host == "localhost"
    if not local and not password_hash:
        raise UsageError(
            f"Alamat {host} dapat dijangkau komputer lain, jadi perlu kata sandi: jalankan "
            "`iku review --make-password`, lalu isikan hasilnya pada IKU_REVIEW_PASSWORD."
        )
    if password_hash:
        try:
            PasswordHasher().check_needs_rehash(password_hash)
        except InvalidHashError as error:
            raise UsageError(
                "IKU_REVIEW_PASSWORD bukan sidik argon2. Buat dengan `iku review --make-password`."
            ) from error


def hashed(password: str) -> str:
    """The argon2 hash of a password, for the settings."""
    return PasswordHasher().hash(password)
