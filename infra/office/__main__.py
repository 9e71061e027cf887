"""`python -m infra.office COMMAND`: see `--help`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from chalicelib.protocol.errors import KofuError
from infra.office.actions import ArgumentWrong, console
from infra.office.commands import parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit status."""
    options = parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except KofuError as error:
        console.print(f"{type(error).__name__}: {(type(error).__doc__ or '').strip()}")
        return 1
    except ArgumentWrong as error:
        console.print(str(error))
        return 2
    except KeyError as error:
        console.print(f"not set in the environment: {error.args[0]}")
        return 2
    except FileExistsError:
        console.print("there is such a file already; nothing was written over it")
        return 2
    except FileNotFoundError:
        console.print("there is no such file")
        return 2
    return status


if __name__ == "__main__":
    sys.exit(main())
