"""sendPoll and stopPoll: Telegram's own polls."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.local.entities import utf16
from bot.local.errors import bad_request
from bot.local.fields import an_object, given, needed, only
from bot.local.formatting import Text, formatted, parsed
from bot.local.keyboards import read_inline
from bot.local.lookups import Parameters, inside, message_in, writable
from bot.local.method_sending import post
from bot.local.native_poll import Option, Poll
from bot.local.wire import Json, message_json
from bot.local.wire_polls import poll_json
from bot.local.world import World

LONGEST_QUESTION, LONGEST_OPTION, LONGEST_EXPLANATION, LONGEST_DESCRIPTION = 300, 100, 200, 1024
MOST_OPTIONS, MOST_LINE_FEEDS = 12, 2
OPEN_PERIOD = range(5, 2_628_001)
FOR_CHANNELS = ("members_only", "country_codes")
NOT_HERE = ("media", "explanation_media", "allow_adding_options")


def send_poll(world: World, p: Parameters) -> Json:
    """A poll; media, options added by voters and the conditions of channels are not served here."""
    for name in (*FOR_CHANNELS, *NOT_HERE):
        if p.get(name):
            raise bad_request(f"{name} is not supported here")
    kind = p.get("type", "regular")
    if kind not in {"regular", "quiz"}:
        raise bad_request("unsupported poll type specified")
    writable(world, p.get("chat_id"), "can_send_polls")
    poll = _read(world, p, quiz=kind == "quiz")
    _time(world, p, poll)
    message = post(world, p, "can_send_polls", poll=poll)
    world.polls.append(poll)
    return message_json(message)


def stop_poll(world: World, p: Parameters) -> Json:
    chat = inside(world, p.get("chat_id"))
    message = message_in(chat, p.get("message_id"), "stop", "message with poll")
    if message.poll is None:
        raise bad_request("message is not a poll")
    if message.sender is not world.bot or message.origin is not None:
        raise bad_request("poll can't be stopped")
    if message.poll.closed:
        raise bad_request("poll has already been closed")
    message.markup = read_inline(p.get("reply_markup"))
    world.close_poll(message.poll)
    world.touch(message)
    return poll_json(message.poll)


def _read(world: World, p: Parameters, *, quiz: bool) -> Poll:
    question, question_entities = _filled(formatted(world, p, "question", LONGEST_QUESTION))
    options = _options(world, p.get("options"))
    description, description_entities = formatted(world, p, "description", LONGEST_DESCRIPTION)
    explanation, explanation_entities = formatted(world, p, "explanation", LONGEST_EXPLANATION)
    if explanation.count("\n") > MOST_LINE_FEEDS:
        raise bad_request("poll explanation has too many line feeds")
    return Poll(
        id=str(random.randrange(10**18, 9 * 10**18)),  # noqa: S311 -- an id, not a secret
        question=question,
        question_entities=_emoji(question_entities),
        options=options,
        anonymous=p.get("is_anonymous", True),
        quiz=quiz,
        multiple=p.get("allows_multiple_answers", False),
        revoting=p.get("allows_revoting", not quiz),
        correct=_correct(p.get("correct_option_ids"), len(options), quiz=quiz),
        explanation=explanation,
        explanation_entities=explanation_entities,
        description=description,
        description_entities=description_entities,
        hide_results=p.get("hide_results_until_closes", False),
        closed=p.get("is_closed", False),
    )


def _options(world: World, options: Any) -> list[Option]:
    if not isinstance(options, list) or not options:
        raise bad_request("poll must have at least one answer option")
    if len(options) > MOST_OPTIONS:
        raise bad_request(f"poll can't have more than {MOST_OPTIONS} options")
    return [_option(world, number, one) for number, one in enumerate(options)]


def _option(world: World, number: int, option: Any) -> Option:
    what = "InputPollOption"
    if isinstance(option, str):
        option = {"text": option}
    only(
        an_object(option, what, f"Expected {what} to be an Object"), {"text", "text_parse_mode", "text_entities"}, what
    )
    source, mode = needed(option, "text", str, what), given(option, "text_parse_mode", str, what) or ""
    text, entities = _filled(parsed(world, source, mode, option.get("text_entities")))
    if utf16(text) > LONGEST_OPTION:
        raise bad_request(f"poll options length must not exceed {LONGEST_OPTION}")
    return Option(f"option-{number}", text, _emoji(entities))


def _filled(text: Text) -> Text:
    if not text[0]:
        raise bad_request("text must be non-empty")
    return text


def _emoji(entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Questions and options keep custom emoji only."""
    return [entity for entity in entities if entity["type"] == "custom_emoji"]


def _correct(chosen: Any, count: int, *, quiz: bool) -> list[int]:
    if not quiz:
        return []
    wrong = bad_request("wrong correct option ID specified")
    if not isinstance(chosen, list) or not chosen or not all(isinstance(one, int) for one in chosen):
        raise wrong
    if sorted(set(chosen)) != chosen or not 0 <= chosen[0] <= chosen[-1] < count:
        raise wrong
    return chosen


def _time(world: World, p: Parameters, poll: Poll) -> None:
    period, closing = p.get("open_period"), p.get("close_date")
    if period is not None and closing is not None:
        raise bad_request("can't specify both poll open period and close date")
    left = period if closing is None else closing - int(world.now().timestamp())
    if left is None:
        return
    if left not in OPEN_PERIOD:
        raise bad_request("poll can't be open for this long")
    poll.open_period = period
    poll.close_date = world.now() + timedelta(seconds=left) if closing is None else datetime.fromtimestamp(closing, UTC)
