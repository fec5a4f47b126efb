"""What Telegram says of the bot: its token, its modes, its webhook, the clocks, its standing in each group."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

from telegram import Bot, User, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.clock import Clock
from bot.delivery.transport import ApiRequest
from bot.settings import Settings
from bot.upkeep.findings import Finding, counted, ok, problem, span, warning
from bot.upkeep.groups import of_group
from storage.models import Group

SKEWED, WRONG = timedelta(seconds=5), timedelta(seconds=60)
NOT_LOOKED = "token, modes, webhook, clock and groups were not looked at"


class Dated(ApiRequest):
    """The bot's own transport, which besides notes what time Telegram says it is."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(connections=1, witness=self._note)
        self._clock = clock
        self.skew: timedelta | None = None  # our clock before Telegram's, to half a second; None: it did not say

    def _note(self, said: datetime) -> None:
        self.skew = self._clock.now() - said - timedelta(seconds=0.5)  # the header knows whole seconds, cut off


async def of_telegram(settings: Settings, groups: Sequence[Group], clock: Clock) -> list[Finding]:
    """Everything Telegram can tell, as far as it answers. SettingsError: the token cannot be one."""
    if not settings.telegram_token and not settings.telegram_token_file:
        return [warning("token", f"TELEGRAM_TOKEN is not set, and run needs it; {NOT_LOOKED}")]
    token, request = settings.token(), Dated(clock)
    base = settings.telegram_api_url
    bot = Bot(token, f"{base}/bot", f"{base}/file/bot", request=request, get_updates_request=request)
    found: list[Finding] = []
    try:
        async for finding in _asked(bot, request, settings, groups):
            found.append(finding)  # noqa: PERF401 -- what was found before Telegram fell silent is told as well
    except InvalidToken:
        found.append(problem("token", "TELEGRAM_TOKEN is refused by Telegram: take a new one from @BotFather"))
    except TelegramError as error:
        found.append(
            warning("Telegram", f"{base}: {error.message}; {NOT_LOOKED if not found else 'the rest was not looked at'}")
        )
    finally:
        await request.shutdown()
    return found


async def _asked(bot: Bot, request: Dated, settings: Settings, groups: Sequence[Group]) -> AsyncIterator[Finding]:
    me = await bot.get_me()
    yield ok("token", f"Telegram knows the bot as @{me.username} ({me.id})")
    yield _of_clock(request.skew)
    for finding in _of_modes(me):
        yield finding
    yield _of_webhook(await bot.get_webhook_info())
    active = [group for group in groups if group.state == "active"]
    for group in active:
        async for finding in of_group(bot, me.id, group, settings.allowed_chats):
            yield finding
    if others := len(groups) - len(active):
        yield ok("groups", f"{counted(others, 'group')} on record that the bot has left or does not serve")
    if not groups:
        yield ok("groups", "none on record yet")


def _of_clock(skew: timedelta | None) -> Finding:
    if skew is None:
        return warning("clock", "Telegram did not say what time it is")
    off = abs(skew)
    if off < SKEWED:
        return ok("clock", "agrees with Telegram's to a few seconds")
    says = f"{span(off)} {'ahead of' if skew > timedelta() else 'behind'} Telegram's: set it by NTP"
    return (
        problem("clock", f"{says}; deadlines and reminders are wrong by that")
        if off >= WRONG
        else warning("clock", says)
    )


def _of_modes(me: User) -> list[Finding]:
    """Privacy, inline and guest modes; and whether anybody can add the bot at all."""
    found = [
        warning(
            "privacy mode",
            "off: the bot receives all that is written in its groups, which it does not need; /setprivacy at @BotFather",
        )
        if me.can_read_all_group_messages
        else ok(
            "privacy mode",
            "on: of groups the bot receives commands, replies to it and mentions of it (as an administrator everything)",
        )
    ]
    modes = {"inline": me.supports_inline_queries, "guest": me.supports_guest_queries}
    if on := [mode for mode, is_on in modes.items() if is_on]:
        found.append(
            warning(
                "inline and guest modes",
                f"{' and '.join(on)} on: switch it off at @BotFather, the bot answers in its groups only",
            )
        )
    else:
        found.append(ok("inline and guest modes", "off"))
    if me.can_join_groups is False:
        found.append(warning("groups", "nobody can add the bot to a group: /setjoingroups at @BotFather"))
    return found


def _of_webhook(info: WebhookInfo) -> Finding:
    if info.url:
        return problem(
            "webhook",
            f"updates go to {info.url}, so asking for them is refused (409): call deleteWebhook, then start the bot",
        )
    return ok("webhook", f"none, as polling needs; {counted(info.pending_update_count, 'update')} waiting at Telegram")
