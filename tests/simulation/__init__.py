"""The functions' real code, with every AWS call in the hands of the test: faults, interleavings, whole visits."""
