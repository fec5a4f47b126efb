"""Questions that two callers share, by feature. Nothing here commits."""
