"""What the tests of the infrastructure share."""

from collections.abc import Iterator

import pytest

from infra.emulator.cloud import EmulatedCloud


def pytest_configure(config: pytest.Config) -> None:
    """Registers the marker of the tests that make a whole package."""
    config.addinivalue_line("markers", "package: makes a deployment package, downloads wheels on its first run")


@pytest.fixture(scope="module")
def cloud() -> Iterator[EmulatedCloud]:
    """An emulated cloud on any free port, shared by the tests of one module."""
    with EmulatedCloud() as running:
        yield running
