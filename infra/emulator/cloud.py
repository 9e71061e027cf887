"""The emulated cloud: everything `infra.resources` describes, on Moto, on this machine.

with EmulatedCloud(port=5000) as cloud:
    os.environ.update(cloud.environment())
"""

from contextlib import ExitStack
from threading import Lock
from types import TracebackType
from typing import Any, Final, Self

import boto3
from botocore.config import Config

from infra.emulator import moto_checks
from infra.emulator.moto_server import LOOPBACK, MotoServer, OneAtATime, forget_everything, moto_application
from infra.emulator.provisioning import provision
from infra.resources import ENVIRONMENT, storage_template
from infra.template.intrinsics import Json

REGION: Final = "ap-northeast-1"
STACK: Final = "kofu"

# Plain HTTP on loopback would be refused by the policy that demands TLS.
_NOT_EMULATED: Final = frozenset({"AWS::S3::BucketPolicy"})

_PARAMETERS: Final = {"AuditRetentionDays": 1}

_only_one = Lock()


class EmulatedCloud:
    """Tables, bucket and keys on 127.0.0.1, with conditional writes that really are atomic; a context manager.

    Moto keeps its state per process, hence at most one at a time in a process, empty at each start.

    Attributes:
        endpoint: URL for `AWS_ENDPOINT_URL`.
        resources: Logical name -> physical name, of a key the ARN; filled when the context is entered.
    """

    def __init__(self, port: int = 0) -> None:
        """Takes no port yet: that happens on entering. Port 0 means any free one."""
        self._port = port
        self._cleanup = ExitStack()
        self.endpoint = ""
        self.resources: dict[str, str] = {}
        self._clients: dict[str, Any] = {}

    def __enter__(self) -> Self:
        """Starts and provisions.

        Raises:
            RuntimeError: Another emulated cloud runs in this process.
            OSError: The port is taken.
            EmulationError: The emulated resources are not what the template says.
        """
        with ExitStack() as started:
            if not _only_one.acquire(blocking=False):
                raise RuntimeError("an emulated cloud already runs in this process")
            started.callback(_only_one.release)
            started.callback(forget_everything)
            server = started.enter_context(MotoServer(OneAtATime(moto_application()), self._port))
            self.endpoint = f"http://{LOOPBACK}:{server.port}"
            self._clients.clear()
            self.resources = self._provision()
            self._cleanup = started.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._cleanup.close()

    def environment(self) -> dict[str, str]:
        """What a process needs to use this cloud as if it were AWS: endpoint, region, credentials, `KOFU_*` names."""
        names = {variable: self.resources[logical] for logical, variable in ENVIRONMENT.items()}
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            # The emulation accepts any credentials; these can be mistaken for nobody's.
            "AWS_ACCESS_KEY_ID": "emulated",
            "AWS_SECRET_ACCESS_KEY": "emulated",
            "AWS_EC2_METADATA_DISABLED": "true",
            **names,
        }

    def client(self, service: str) -> Any:
        """A boto3 client for this cloud, whatever the process's environment says; each is made once."""
        if service not in self._clients:
            self._clients[service] = boto3.client(
                service,  # type: ignore[call-overload]  # the stubs list services one by one
                endpoint_url=self.endpoint,
                region_name=REGION,
                aws_access_key_id="emulated",
                aws_secret_access_key="emulated",  # noqa: S106  # the emulation accepts anything
                config=Config(retries={"total_max_attempts": 1}),
            )
        return self._clients[service]

    def _provision(self) -> dict[str, str]:
        template = _emulated(storage_template())
        names = provision(self.client, template, STACK, REGION)
        moto_checks.verify(self.client, template, names)
        return names


def _emulated(template: Json) -> Json:
    resources = {name: res for name, res in template["Resources"].items() if res["Type"] not in _NOT_EMULATED}
    made: Json = _filled_in({**template, "Resources": resources, "Parameters": {}})
    return {name: part for name, part in made.items() if part}


def _filled_in(value: Any) -> Any:
    """`value` with every parameter replaced by what the emulation chooses."""
    match value:
        case {"Ref": str(name)} if name in _PARAMETERS:
            return _PARAMETERS[name]
        case dict():
            return {name: _filled_in(inner) for name, inner in value.items()}
        case list():
            return [_filled_in(inner) for inner in value]
    return value
