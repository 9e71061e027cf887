"""Holds every answer that a test gets against the published OpenAPI document."""

from __future__ import annotations

import json
import re
from typing import Any

from openapi_schema_validator import OAS31Validator

from chalicelib.protocol.problems import MEDIA_TYPE
from infra.openapi.__main__ import DOCUMENT
from tests.http.wire import Answer

STAGE = "/v1"


class Published:
    """The document."""

    def __init__(self) -> None:
        self.document: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
        self._validators: dict[str, Any] = {}
        self._patterns = {
            path: re.compile(re.sub(r"\{[^}]+\}", "[A-Za-z0-9_-]+", path)) for path in self.document["paths"]
        }

    def check(self, method: str, target: str, answer: Answer) -> None:
        """Fail when a published operation gave an answer that is not published; other targets are not its matter."""
        operation = self._operation(method, target)
        if operation is None:
            return
        published = operation["responses"].get(str(answer.status))
        assert published is not None, f"{method} {target}: status {answer.status} is not published"
        for name, header in published["headers"].items():
            value = answer.headers.get(name.lower())
            assert value is not None or not header.get("required"), f"{method} {target}: no header {name}"
            if value is not None:
                self._validate(header["schema"], value)
        self._check_body(published, answer)

    def _check_body(self, published: dict[str, Any], answer: Answer) -> None:
        content = published.get("content")
        if content is None:
            assert answer.body == b""
            assert "content-type" not in answer.headers
            return
        media_type = answer.headers["content-type"]
        assert media_type in content
        if media_type in {"application/json", MEDIA_TYPE}:
            self._validate(content[media_type]["schema"], answer.json)

    def _operation(self, method: str, target: str) -> dict[str, Any] | None:
        path = target.partition("?")[0].removeprefix(STAGE) if target.startswith(STAGE) else ""
        found = next((name for name, pattern in self._patterns.items() if pattern.fullmatch(path)), None)
        operations: dict[str, dict[str, Any]] = self.document["paths"].get(found, {})
        return operations.get(method.lower())

    def _validate(self, schema: dict[str, Any], value: object) -> None:
        text = json.dumps(schema)
        if text not in self._validators:
            self._validators[text] = OAS31Validator({**schema, "components": self.document["components"]})
        self._validators[text].validate(value)
