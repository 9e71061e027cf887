"""A running emulation as tests see it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from infra.resources import ENVIRONMENT

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Emulated:
    """What `emulator.json` says, where the emulation keeps its files, and what it prints."""

    description: dict[str, Any]
    state: Path
    log: Path

    def environment(self) -> dict[str, str]:
        """Return what a process needs to use the emulated cloud, made from `emulator.json` alone."""
        return {
            "AWS_ENDPOINT_URL": self.description["aws_endpoint"],
            "AWS_DEFAULT_REGION": "ap-northeast-1",
            "AWS_ACCESS_KEY_ID": "emulated",
            "AWS_SECRET_ACCESS_KEY": "emulated",
            "AWS_EC2_METADATA_DISABLED": "true",
            **{name: self.description["resources"][logical] for logical, name in ENVIRONMENT.items()},
        }

    def aws(self, service: str) -> Any:
        """Return a client of the emulated cloud."""
        return boto3.client(
            service,  # type: ignore[call-overload]  # the stubs list services one by one
            endpoint_url=self.description["aws_endpoint"],
            region_name="ap-northeast-1",
            aws_access_key_id="emulated",
            aws_secret_access_key="emulated",
        )

    def office(self, *arguments: str) -> str:
        """Run an office command and return what it printed; fails when the command does."""
        done = subprocess.run(
            [sys.executable, "-m", "infra.office", *arguments],
            cwd=ROOT,
            env={**os.environ, **self.environment()},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout + done.stderr
