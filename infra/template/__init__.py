"""Parts of the deployed template that stand beside storage: the private API, the network, the alarms."""
