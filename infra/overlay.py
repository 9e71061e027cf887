"""The overlay that gives each part of Kofu a Lambda function of its own.

Chalice points every route at one function. `chalice package --merge-template` merges dictionaries deeply, so this
overlay points each path and method at the function that owns it, allows exactly those calls, and adds what Chalice
does not know: storage, network, fonts, alarms. A route nobody owns is an error here, not a surprise later; what ends
at Chalice's own function all the same is refused there, for that one has concurrency 0.

The owner of a route is read from `app.FUNCTIONS` (function -> module that defines its blueprint): the function in
whose package the view is defined.
"""

from collections.abc import Mapping

from chalice.app import Chalice, RouteEntry

from infra import permissions
from infra.resources import storage_template
from infra.template import alarms, functions, gateway, network, parameters
from infra.template import routes as route_parts
from infra.template.intrinsics import Json
from infra.template.routes import Owners


class OverlayError(ValueError):
    """The application and the list of functions do not fit together."""


def owners(app: Chalice, modules: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Which function serves which route.

    Args:
        app: The application with all of its blueprints.
        modules: Function -> module that defines its routes.

    Raises:
        OverlayError: A function is unknown to the policies, or a view belongs to no function, or to several.
    """
    unknown = set(modules) - set(permissions.FUNCTIONS)
    if unknown:
        raise OverlayError(f"no policy for: {', '.join(sorted(unknown))}")
    return {
        (path, method): _owner(entry, modules)
        for path, methods in app.routes.items()
        for method, entry in methods.items()
    }


def overlay(routes: Owners, build: str) -> Json:
    """The template to merge into what Chalice packages.

    Args:
        routes: (path, METHOD) -> function, see `owners`.
        build: Identifies what is deployed; answered by the health check.
    """
    storage = storage_template()
    resources = {
        **storage["Resources"],
        **network.resources(),
        **alarms.resources(),
        **functions.functions(build),
        **functions.roles(),
        **functions.log_groups(),
        **route_parts.permissions(routes),
        "RestAPI": {"Properties": gateway.properties(route_parts.integrations(routes))},
        "FontsLayer": functions.fonts_layer(),
    }
    return {"Parameters": parameters.parameters(), "Resources": resources, "Outputs": storage["Outputs"]}


def _owner(entry: RouteEntry, modules: Mapping[str, str]) -> str:
    view: str = entry.view_function.__module__
    found = [name for name, module in modules.items() if f"{view}.".startswith(f"{_package(module)}.")]
    if len(found) != 1:
        raise OverlayError(
            f"{entry.method} {entry.uri_pattern}, defined in {view}, belongs to {found or 'no function'}"
        )
    return found[0]


def _package(module: str) -> str:
    return module.rpartition(".")[0] or module
