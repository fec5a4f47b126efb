"""HTTP in: health."""
