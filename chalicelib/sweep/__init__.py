"""On a schedule: nothing outlives its time."""
