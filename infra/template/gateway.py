"""The API as a kiosk meets it: private, throttled, and answering in problem details even where no function runs."""

import json
from typing import Final

from chalicelib.protocol.problems import MEDIA_TYPE, PROBLEMS, TYPE_PREFIX
from infra.template.intrinsics import Json

# What API Gateway decides by itself -> the problem of the contract that says so.
_REFUSALS: Final = {
    "THROTTLED": "too-many-requests",
    "QUOTA_EXCEEDED": "too-many-requests",
    "REQUEST_TOO_LARGE": "too-large",
    "UNSUPPORTED_MEDIA_TYPE": "invalid-request",
    "BAD_REQUEST_BODY": "invalid-request",
    "BAD_REQUEST_PARAMETERS": "invalid-request",
    "MISSING_AUTHENTICATION_TOKEN": "not-found",  # the gateway's name for a path or method that does not exist
    "RESOURCE_NOT_FOUND": "not-found",
    "INTEGRATION_FAILURE": "internal",
    "INTEGRATION_TIMEOUT": "internal",
    "API_CONFIGURATION_ERROR": "internal",
    "ACCESS_DENIED": "kiosk-not-authenticated",
    "INVALID_SIGNATURE": "not-found",  # an unknown path with an Authorization header is taken for a signed AWS call
    "DEFAULT_4XX": "invalid-request",
    "DEFAULT_5XX": "internal",
}


def properties(paths: Json) -> Json:
    """Properties of `RestAPI` beside what Chalice makes.

    Args:
        paths: Path -> method (lower case) -> what overrides the OpenAPI operation.
    """
    refusals = {kind: _refusal(code) for kind, code in _REFUSALS.items()}
    return {
        "EndpointConfiguration": {"Type": "PRIVATE", "VPCEndpointIds": {"Ref": "ApiVpcEndpointIds"}},
        "DefinitionBody": {"paths": paths, "x-amazon-apigateway-gateway-responses": refusals},
        "MethodSettings": [_all_methods()],
        "OpenApiVersion": "2.0",  # without it SAM adds a second, unthrottled stage named "Stage"
    }


def _refusal(code: str) -> Json:
    kind = PROBLEMS[code]
    body = {"type": TYPE_PREFIX + code, "title": kind.title, "status": kind.status.value}
    return {
        "statusCode": str(kind.status.value),
        "responseParameters": {"gatewayresponse.header.Content-Type": f"'{MEDIA_TYPE}'"},
        "responseTemplates": {"application/json": json.dumps(body)},
    }


def _all_methods() -> Json:
    # Execution logs would hold bodies and tokens. Beyond the rate a kiosk is told to try later, never served late.
    return {
        "ResourcePath": "/*",
        "HttpMethod": "*",
        "LoggingLevel": "OFF",
        "DataTraceEnabled": False,
        "MetricsEnabled": True,
        "ThrottlingRateLimit": 50,
        "ThrottlingBurstLimit": 100,
    }
