"""Templates, policies and packaging of the deployment, and the local emulation of it."""
