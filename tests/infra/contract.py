"""The HTTP contract's routes, and an application that has them and nothing else."""

from collections.abc import Mapping
from typing import Any, Final

from chalice.app import Chalice

ROUTES: Final[dict[tuple[str, str], str]] = {
    ("/challenges", "POST"): "authenticate",
    ("/sessions", "POST"): "authenticate",
    ("/pin-failures", "POST"): "authenticate",
    ("/health", "GET"): "authenticate",
    ("/offers", "GET"): "render",
    ("/issuances", "POST"): "render",
    ("/issuances/{issuance_id}/retrieval", "POST"): "retrieve",
    ("/issuances/{issuance_id}/outcome", "POST"): "retrieve",
    ("/session", "DELETE"): "retrieve",
    ("/verification-keys", "GET"): "retrieve",
}

MODULES: Final = {name: f"standin.{name}.routes" for name in ("authenticate", "render", "retrieve")}


def application(routes: Mapping[tuple[str, str], str] = ROUTES) -> Chalice:
    """An application with these routes, each view defined in a module of the function's package."""
    app = Chalice(app_name="standin")
    for (path, method), function in routes.items():
        app.route(path, methods=[method])(_view(f"standin.{function}.views", takes_id="{" in path))
    return app


def _view(module: str, *, takes_id: bool) -> Any:
    def with_id(issuance_id: str) -> dict[str, str]:
        return {"id": issuance_id}

    def without_id() -> dict[str, str]:
        return {}

    view = with_id if takes_id else without_id
    view.__module__ = module
    return view
