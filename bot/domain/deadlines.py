"""For how long a poll may be open."""

from datetime import timedelta

SOONEST, LATEST = timedelta(seconds=5), timedelta(days=30)  # from its opening to its deadline
