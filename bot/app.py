"""The composition root: settings -> database -> Telegram -> handlers, intake, ticker, courier."""

import asyncio
import functools
import logging
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any, Self, TypeAlias

from telegram import BotCommand
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter  # RequestData has no public way in

from bot.cards.help import menu
from bot.clock import Clock
from bot.delivery.courier import Courier
from bot.delivery.pictures import Draw, paint
from bot.delivery.telegram import Telegram
from bot.intake import ALLOWED_UPDATES, LIMIT, OUTAGE, Intake, parsed
from bot.services.intake import clock_moved, note_alive
from bot.settings import Settings
from bot.texts import LANGUAGES, SOURCE, texts
from bot.ticker import DEADLINES, Ticker
from handlers import all_handlers
from handlers.context import BotContext
from handlers.errors import bury, on_error
from handlers.house import House
from storage.batch import Batch
from storage.database import Database, Unavailable
from storage.models import Past
from storage.queries import outbox, timers
from storage.queries.news import News

AnyApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
log = logging.getLogger(__name__)
BEAT = timedelta(seconds=5)
EVERYTHING = News(outbox.REPLY, timers=True)
UNREACHABLE_WAIT = 2.0


class TokenRefused(Exception):  # noqa: N818 -- it says what happened
    """Telegram does not know the token."""


class App:
    """The bot, whole. `start` and `stop` it, or drive it by `step` where time is given (tests)."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Clock,
        *,
        request: BaseRequest,
        updates: BaseRequest,
        draw: Draw = paint,
    ) -> None:
        self.settings, self.database, self.clock = settings, database, clock
        self._request, self._updates = request, updates
        self.application = _application(settings, request, updates)
        self.telegram = Telegram(self.application.bot)
        refused = functools.partial(self._end, "TELEGRAM_TOKEN is refused by Telegram: take a new one from @BotFather.")
        self.courier = Courier(
            database, self.telegram, clock, refused=refused, behind=lambda: self.intake.behind, draw=draw
        )
        batch = Batch(database)
        house = House(database, batch, clock, settings, self.telegram.toast, self._committed, self._condition)
        self.application.bot_data["house"] = house
        self.intake = Intake(
            fetch=self._fetch,
            parse=lambda raw: parsed(raw, self.application.bot),
            process=self.application.process_update,
            bury=functools.partial(bury, house),
            commit=batch.commit,
            roll_back=batch.roll_back,
            beat=self._beat,
            next_deadline=self._next_deadline,
            clock=clock,
            refused=refused,
        )
        self.ticker = Ticker(database, clock, drained_at=lambda: self.intake.drained_at, fired=self._committed)
        self._beaten_at: datetime | None = None
        self._deadline: datetime | None = None
        self._deadline_known = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._ended, self._why = asyncio.Event(), ""
        clock.moved = self._clock_moved

    async def start(self) -> None:
        """Reach Telegram (trying until it answers), then take updates, deliver and tick in the background."""
        await self._reach()
        await self.courier.recover()
        for work in (self.intake.run(self.ticker.drained), self.courier.run(), self._set_commands()):
            self._start(work)
        self.ticker.start()
        log.info("serving as @%s", self.application.bot.username)

    async def stop(self) -> None:
        """Finish what is under way, within seconds; whatever is not confirmed comes again after the next start."""
        await self.ticker.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        try:
            await asyncio.wait_for(self.telegram.settle(), 1)
        except TimeoutError:
            log.info("some presses stay unanswered")
        await self.application.shutdown()
        for request in (self._request, self._updates):  # also where the application was never initialised
            await request.shutdown()

    async def __aenter__(self) -> Self:
        await self._reach()
        await self.courier.recover()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.telegram.settle()
        await self.application.shutdown()

    async def step(self) -> datetime | None:
        """Take what Telegram holds, fire what is due, deliver what may go; returns when more may go."""
        while not await self.intake.step():
            pass
        await self.ticker.fire_due()
        return await self.courier.deliver_due()

    async def skip(self, span: timedelta) -> None:
        """Move the clock ahead: not an outage, so nothing is extended for it."""
        self.clock.skip(span)
        now = self.clock.now()
        await self.database.write(functools.partial(note_alive, now=now, outage=timedelta.max))
        self._committed()

    @property
    def trouble(self) -> str:
        """Why the bot is not well; empty when it is."""
        return self.intake.trouble or self.courier.trouble or self.clock.trouble

    def _condition(self) -> tuple[str, Past | None]:
        trouble, past = self.intake.condition()
        return trouble or self.courier.refusal or self.clock.trouble, past

    async def ended(self) -> str:
        """Returns, with the reason, when the bot cannot go on by itself."""
        await self._ended.wait()
        return self._why

    def _end(self, why: str) -> None:
        self._why = why
        self._ended.set()

    async def _reach(self) -> None:
        while True:
            try:
                await self.application.initialize()
            except InvalidToken as error:
                raise TokenRefused from error
            except TelegramError as error:
                self.intake.complain(error)
                await asyncio.sleep(UNREACHABLE_WAIT)
            else:
                return

    async def _fetch(self, *, offset: int | None, timeout: int) -> list[dict[str, Any]]:
        parameters = {"offset": offset, "limit": LIMIT, "timeout": timeout, "allowed_updates": list(ALLOWED_UPDATES)}
        # A form in the body, as PTB sends everything else: not every server in front of Telegram reads a query string.
        data = RequestData([RequestParameter.from_input(name, value) for name, value in parameters.items()])
        url = f"{self.application.bot.base_url}/getUpdates"
        return await self._updates.post(url, data, read_timeout=timeout + 10)  # type: ignore[return-value]

    async def _beat(self, at: datetime) -> None:
        if self._beaten_at is None or at - self._beaten_at >= BEAT:
            if await self.database.write(functools.partial(note_alive, now=at, outage=OUTAGE)):
                self._committed()
            self._beaten_at = at

    def _committed(self, news: News = EVERYTHING) -> None:
        if news.priority is not None:
            self.courier.nudge(news.priority)
        if news.timers:
            self._deadline_known = False
            self.ticker.nudge()

    async def _next_deadline(self) -> datetime | None:
        """The earliest deadline; kept until something that is due changes."""
        if not self._deadline_known:
            deadline = await self.database.read(lambda session: timers.earliest(session, *DEADLINES))
            self._deadline, self._deadline_known = deadline, True
        return self._deadline

    def _clock_moved(self, by: timedelta) -> None:
        self.courier.clock_moved(by)
        if self._beaten_at is not None:
            self._beaten_at += by
        self._start(self._note_clock_moved(by))

    async def _note_clock_moved(self, by: timedelta) -> None:
        while True:
            try:
                await self.database.write(functools.partial(clock_moved, by=by))
            except Unavailable:
                await asyncio.sleep(1)
            else:
                self._committed()
                return

    async def _set_commands(self) -> None:
        """The commands menu, in every language."""
        for language in LANGUAGES:
            commands = [BotCommand(name, line) for name, line in menu(texts(language))]
            code = None if language == SOURCE else language
            try:
                await self.application.bot.set_my_commands(commands, language_code=code)
            except TelegramError as error:
                log.warning("the commands menu could not be set: %s", error)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            log.critical("a part of the bot has stopped", exc_info=error)
            self._end(f"a part of the bot has stopped: {error!r}")


def _application(settings: Settings, request: BaseRequest, updates: BaseRequest) -> AnyApplication:
    """python-telegram-bot's part: its bot, and the handlers that updates are put to."""
    base = settings.telegram_api_url
    application: AnyApplication = (
        ApplicationBuilder()
        .token(settings.token())
        .base_url(f"{base}/bot")
        .base_file_url(f"{base}/file/bot")
        .request(request)
        .get_updates_request(updates)
        .updater(None)
        .context_types(ContextTypes(context=BotContext))
        .build()
    )
    for handler, group in all_handlers():
        application.add_handler(handler, group)
    application.add_error_handler(on_error)
    return application
