"""What kiosk and service agree on, in bytes and words. Pure: no AWS, no I/O; the kiosk imports it too."""
