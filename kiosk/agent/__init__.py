"""The agent: plays the visit with real time, devices and the service, and shows it to the screen over loopback."""
