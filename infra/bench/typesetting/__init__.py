"""One page ready to seal, against the same page drawn by others: `make bench-typesetting`."""
