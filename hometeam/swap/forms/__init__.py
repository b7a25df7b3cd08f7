"""The shape of input."""
