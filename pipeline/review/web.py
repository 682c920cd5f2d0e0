"""The pages' frame: the application with its guard, templates, errors, and the routes of its rooms."""

from __future__ import annotations

import importlib.util
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

import anyio
from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.exceptions import HTTPException

from extractors.errors import IkuError
from pipeline.review import labels
from pipeline.review.desk import ConflictError, Desk, GoneError
from pipeline.review.security import ForbiddenError, Guard

STATIC = Path(__file__).parent / "static"
#: Seconds between two looks at whether the readings have changed.
LOOK_AGAIN = 2.0
_STATUS: dict[type[IkuError], int] = {ConflictError: 409, GoneError: 404, ForbiddenError: 403}

_templates = Environment(
    loader=PackageLoader("pipeline.review"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals.update(label=labels.label, reason=labels.reason)
_templates.filters["query"] = urlencode


@dataclass(frozen=True, slots=True)
class Room:
    """What every page needs: the desk, the door, and how to make a page."""

    desk: Desk
    guard: Guard

    def who(self, request: Request) -> str:
        """The person who answers; the guard lets nobody else in."""
        return self.guard.person(request) or self.guard.who

    def page(self, request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page from its template; all texts are escaped."""
        frame = {
            "token": self.guard.token(request),
            "who": self.guard.person(request),
            "login": self.guard.password_hash is not None,
        }
        return HTMLResponse(_templates.get_template(name).render(frame | values), status)


def room_of(request: Request) -> Room:
    """The one room of this application."""
    room = request.app.state.room
    assert isinstance(room, Room)  # set below, before the first request
    return room


async def form_of(request: Request) -> dict[str, object]:
    """The form's texts, after its token was checked."""
    form: dict[str, object] = dict(await request.form(max_files=0, max_fields=2000))
    room_of(request).guard.check_token(request, str(form.get("_token", "")))
    return form


RoomHere = Annotated[Room, Depends(room_of)]
FormHere = Annotated[dict[str, object], Depends(form_of)]


def see(path: str, query: dict[str, str] | None = None) -> RedirectResponse:
    """Where the browser goes after an answer: reloading that page answers nothing twice."""
    return RedirectResponse(f"{path}?{urlencode(query)}" if query else path, 303)


def application(desk: Desk, guard: Guard) -> FastAPI:
    """The whole page. The list of values is made, and kept up to date, behind it."""
    from pipeline.review import routes_answer, routes_look, routes_mend, routes_picture  # noqa: PLC0415

    app = FastAPI(title="IKU", openapi_url=None, docs_url=None, redoc_url=None, lifespan=_kept_up_to_date(desk))
    app.state.room = Room(desk, guard)
    for router in (routes_look.router, routes_answer.router, routes_mend.router, routes_picture.router):
        app.include_router(router)
    app.mount("/static/htmx", StaticFiles(directory=_htmx()))
    app.mount("/static", StaticFiles(directory=STATIC))
    app.middleware("http")(guard)
    app.exception_handler(IkuError)(_refused)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(HTTPException)(_not_found)
    return app


def _htmx() -> Path:
    """The folder of htmx in the package that ships it; found without importing it, since that would need Django."""
    spec = importlib.util.find_spec("js_lib_htmx")
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places or ["."]))) / "static" / "htmx"


def _kept_up_to_date(desk: Desk) -> Callable[[FastAPI], Any]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async def watch() -> None:
            while True:
                await anyio.to_thread.run_sync(desk.index.refresh_if_due)
                await anyio.sleep(LOOK_AGAIN)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(watch)
            yield
            tasks.cancel_scope.cancel()

    return lifespan


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, IkuError)
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
    return room_of(request).page(request, "message.html", status, title="Tidak dapat dilakukan", message=error.message)


async def _invalid(request: Request, _error: Exception) -> Response:
    message = "Alamat atau isian ini tidak mungkin. Kembali ke daftar."
    return room_of(request).page(request, "message.html", 422, title="Tidak dikenal", message=message)


async def _not_found(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    message = "Halaman ini tidak ada. Kembali ke daftar."
    return room_of(request).page(request, "message.html", error.status_code, title="Tidak ada", message=message)
