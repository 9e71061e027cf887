"""Kofu on one machine: an emulated cloud, the API, a synthetic city, virtual cards and their authority."""
