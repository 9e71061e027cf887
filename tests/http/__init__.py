"""The HTTP contract, proved against the running emulation."""
