"""The Chalice application: says which function serves which routes, nothing else.

In Lambda `KOFU_FUNCTION` names the one function that runs there, and only its module is imported. Without it, for
the emulation, the tests and packaging, all routes are there.
"""

import importlib
import os
from typing import Any

from chalice.app import Chalice, CloudWatchEvent, Rate

from chalicelib.edge.middleware import problems_only

FUNCTIONS = {
    "authenticate": "chalicelib.authenticate.routes",
    "render": "chalicelib.render.routes",
    "retrieve": "chalicelib.retrieve.routes",
}

app = Chalice(app_name="kofu", debug=False)
app.middleware("http")(problems_only)

_only = os.environ.get("KOFU_FUNCTION")
for _name, _module in FUNCTIONS.items():
    if _only in (None, _name):
        app.register_blueprint(importlib.import_module(_module).blueprint)


@app.lambda_function(name="authenticate")
def authenticate(event: dict[str, Any], context: Any) -> Any:
    """Serve whose card it is."""
    return app(event, context)


@app.lambda_function(name="render")
def render(event: dict[str, Any], context: Any) -> Any:
    """Serve what it looks like."""
    return app(event, context)


@app.lambda_function(name="retrieve")
def retrieve(event: dict[str, Any], context: Any) -> Any:
    """Serve the one hand-over."""
    return app(event, context)


@app.schedule(Rate(1, unit=Rate.HOURS), name="audit")
def audit(event: CloudWatchEvent) -> None:  # noqa: ARG001 - the schedule's signature
    """Gather what has ended, for auditors."""
    from chalicelib.audit.entry import gather_once  # noqa: PLC0415 - only this function needs it

    gather_once()


@app.schedule(Rate(1, unit=Rate.MINUTES), name="sweep")
def sweep(event: CloudWatchEvent) -> None:  # noqa: ARG001 - the schedule's signature
    """Remove what outlived its time."""
    from chalicelib.sweep.entry import sweep_once  # noqa: PLC0415 - only this function needs it

    sweep_once()
