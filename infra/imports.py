"""Import time and memory of each function: fresh processes, `KOFU_FUNCTION` set. `make imports` writes the table.

Import time is cold start: what a function does not need, it must not import.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_DOCUMENT = _ROOT / "docs" / "import-times.md"
_RUNS = 9
FUNCTIONS = ("authenticate", "render", "retrieve", "audit", "sweep")
_SCHEDULED = ("audit", "sweep")

# In Lambda app.py is imported in every function, and each function's routes with it; a schedule's entry comes when
# it is called. What only the AWS clients need is imported when they are made, which a first request does.
_PROBE = """
import json, resource, sys, time
start = time.perf_counter(), time.process_time()
import app
{scheduled}
from chalicelib.storage import clients
imported = time.perf_counter() - start[0], time.process_time() - start[1]
clients.dynamodb()
made = time.perf_counter() - start[0]
print(json.dumps({{
    "wall": imported[0] * 1000, "cpu": imported[1] * 1000, "client": made * 1000,
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    "modules": sorted({{name.partition(".")[0] for name in sys.modules}} & {{"PIL", "isal", "boto3"}}),
    "x509": "cryptography.x509" in sys.modules, "trust": "chalicelib.authenticate.trust_anchors" in sys.modules,
}}))
"""

Figures = dict[str, float]


def measure(function: str) -> dict[str, object]:
    """Import the application as one function does, in a fresh process; return what the process found."""
    code = _PROBE.format(scheduled=f"import chalicelib.{function}.entry" if function in _SCHEDULED else "")
    environment = {**os.environ, "KOFU_FUNCTION": function, "AWS_DEFAULT_REGION": "ap-northeast-1"}
    done = subprocess.run([sys.executable, "-c", code], cwd=_ROOT, env=environment, check=True, capture_output=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _row(function: str) -> str:
    measure(function)
    runs = [measure(function) for _ in range(_RUNS)]
    cells = [
        f"{statistics.median(float(str(run[name])) for run in runs):.0f}" for name in ("wall", "cpu", "client", "peak")
    ]
    draws = "yes" if "PIL" in str(runs[0]["modules"]) else "no"
    chains = "yes" if runs[0]["trust"] else "no"
    return "| " + " | ".join([function, *cells, draws, chains]) + " |"


def table() -> str:
    """Return the table as Markdown."""
    columns = ("function", "import, ms", "of it CPU, ms", "with a DynamoDB client, ms", "peak memory, MiB")
    head = "| " + " | ".join((*columns, "Pillow", "X.509 chain code")) + " |"
    return "\n".join([head, "|---|---|---|---|---|---|---|", *(_row(function) for function in FUNCTIONS)])


def main() -> int:
    """Write the document; return the exit status."""
    text = f"""# Import time and memory of each function

Medians of {_RUNS} fresh processes after one that is not counted, files cached, on {os.cpu_count()} shared cores with
Python {sys.version_info.major}.{sys.version_info.minor}; written by `make imports`. Compare inside the table only.

{table()}
"""
    _DOCUMENT.write_text(text)
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
