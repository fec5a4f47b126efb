"""The player of a story: beat by beat at a readable pace; it can be paused, stepped through and hurried."""

import asyncio
import contextlib
import math
from collections.abc import Sequence

from bot.local.replay.stage import Missed, Stage
from bot.local.replay.steps import ZONE, Caption, Day
from bot.local.wire import Json

DEEDS = ("play", "pause", "step")
SPEEDS = (1.0, 2.0, 5.0, math.inf)  # the last one does not wait for readers


class Player:
    """Plays the days of a story once, from `start` on; whoever watches reads `view`.

    `state` is playing, paused, ended or failed; `trouble` is the sentence that says why it failed.
    """

    def __init__(self, stage: Stage, days: Sequence[Day], *, playing: bool = True) -> None:
        self.stage = stage
        self.state = "playing" if playing else "paused"
        self.speed = SPEEDS[0]
        self.trouble = ""
        self.done = 0  # steps played
        self._days = days
        self._day, self._caption, self._told = days[0], Caption("00:00", ""), ""
        self._single = 0  # steps asked for one by one
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    # --- what a watcher may do

    def do(self, deed: str) -> None:
        """Go on ("play"), stop after the beat that is on ("pause"), or play one beat and pause ("step")."""
        if deed == "step" and self.state in {"playing", "paused"}:
            self._single += 1
        self._go("playing" if deed == "play" else "paused")

    def hurry(self, speed: float) -> None:
        """Play so many times as fast; ValueError for what is no speed of ours."""
        if speed not in SPEEDS:
            raise ValueError("There is no such speed")
        self.speed = speed
        if speed == math.inf:
            self._go("playing")
        self._changed.set()

    def view(self) -> Json:
        """How things stand, for the panel. `way`: days and the part of a day; `place`: where something happened last."""
        return {
            "state": self.state,
            "speed": "end" if self.speed == math.inf else self.speed,
            "day": self._days.index(self._day),
            "days": [day.name for day in self._days],
            "when": f"{self._day.name}, {self._clock()}",
            "caption": self._caption.text,
            "told": self._told,
            "done": self.done,
            "steps": sum(len(day.steps) for day in self._days),
            "way": self._way(),
            "place": self._place(),
            "trouble": self.trouble,
        }

    # --- playing

    def start(self) -> None:
        """Begin, in the background."""
        self._task = asyncio.create_task(self.run())

    async def close(self) -> None:
        """Play no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def run(self) -> None:
        """Play from the first step to the last, or to the first that fails."""
        try:
            for day in self._days:
                for step in day.steps:
                    await self._turn()
                    self._day = day
                    self._told = step.told
                    if isinstance(step, Caption):
                        self._caption = step
                    await step.play(self.stage, day.on)
                    self.done += 1
                    await self._leave(step.pace)
        except Missed as missed:
            self.state, self.trouble = "failed", f"The replay stopped at {self._day.name}, {self._clock()}: {missed}."
        else:
            self.state = "ended"

    async def _turn(self) -> None:
        """Until the next beat may be played."""
        while self.state == "paused" and not self._single:
            await self._changed.wait()
            self._changed.clear()
        self._single = max(0, self._single - 1)

    async def _leave(self, seconds: float) -> None:
        """Let what happened be looked at: less long the faster it goes, and no longer once somebody steps on."""
        loop, left = asyncio.get_running_loop(), seconds
        while left > 0 and self.state == "playing" and self.speed != math.inf:
            began, speed = loop.time(), self.speed
            self._changed.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left / speed):
                    await self._changed.wait()
            left -= (loop.time() - began) * speed

    def _go(self, state: str) -> None:
        if self.state in {"playing", "paused"}:
            self.state = state
        self._changed.set()

    def _way(self) -> float:
        place = self._days.index(self._day)
        before = sum(len(day.steps) for day in self._days[:place])
        return place + (self.done - before) / len(self._day.steps)

    def _place(self) -> Json | None:
        """The message to look at and its chat; `whose` that is, if it is somebody's private one."""
        message, group = self.stage.looked_at, self.stage.group
        if message is None:
            return None
        person = message.chat.user
        whose = {"id": person.id, "name": person.name} if person else None
        return {"chat": message.chat.id, "message": message.id, "group": group.id, "whose": whose}

    def _clock(self) -> str:
        return f"{self.stage.world.now().astimezone(ZONE):%H:%M}"
