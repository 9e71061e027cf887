"""A thread that does one thing after the other, so that the screen never waits for any of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue

Task = Callable[[], None]
Submit = Callable[[Task], None]
"""Has a task done, after those before it."""


class Worker:
    """Does tasks in their order. A task that fails is reported; whoever waits for its answer stops waiting in time."""

    def __init__(self, name: str, failed: Callable[[BaseException], None]) -> None:
        """Start the thread. `failed` hears of a task's error."""
        self._tasks: SimpleQueue[Task | None] = SimpleQueue()
        self._failed = failed
        self._thread = threading.Thread(target=self._run, daemon=True, name=name)
        self._thread.start()

    def submit(self, task: Task) -> None:
        """Do this after what was submitted before."""
        self._tasks.put(task)

    def finish(self) -> None:
        """End the thread after what was submitted."""
        self._tasks.put(None)

    def _run(self) -> None:
        while (task := self._tasks.get()) is not None:
            try:
                task()
            except Exception as error:  # noqa: BLE001 - whatever it is, it is told
                self._failed(error)
            # The frame of this loop must not keep what the task has closed over.
            del task
