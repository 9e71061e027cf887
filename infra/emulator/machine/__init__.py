"""The machine around the terminal: slots, trays and a plug, played in memory."""
