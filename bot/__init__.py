"""The Washington Group bot: what it is, decides, does and says."""

import os
import sys

os.environ.setdefault("PTB_TIMEDELTA", "1")  # python-telegram-bot's waits as timedeltas; else each one is a warning

# python-telegram-bot imports httpx, and httpx its command line, with a terminal renderer and a syntax highlighter: 7 MB
# that no bot needs. Where the command line cannot be imported, httpx does without.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None: "not to be had", as the import system says
