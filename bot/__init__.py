"""The Washington Group bot: what it is, decides, does and says."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "1")  # python-telegram-bot's waits as timedeltas; else each one is a warning
