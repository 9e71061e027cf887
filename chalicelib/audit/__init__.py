"""On a schedule: what has ended is gathered, signed and locked away for auditors."""
