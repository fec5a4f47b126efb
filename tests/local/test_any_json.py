"""Whatever a request holds, it is answered: every kind of JSON value in every place that is read."""

import json
from typing import Any

import pytest

from bot.local.methods import METHODS
from bot.local.model import Upload
from bot.local.parameters import PARAMETERS
from tests.local.test_bounds import JPEG

HUGE = 10**20
FORUM = -1001000000002
VALUES: list[Any] = [
    None, True, False, 0, -1, HUGE, 1.5, "", "x", "\ud800", [], [1], ["x"], [[]], [{}], {}, {"x": 1}, {"type": ["x"]},
]  # fmt: skip
DATA = {"text": "x", "callback_data": "x", "style": "danger", "icon_custom_emoji_id": "1"}
KEYBOARDS = [
    {"inline_keyboard": [[DATA, {"text": "x", "url": "https://x.example"}, {"text": "x", "copy_text": {"text": "x"}}]]},
    {"inline_keyboard": [[{"text": "x", "login_url": {"url": "https://x.example"}}, {"text": "x", "web_app": {"url": "x"}}]]},
]  # fmt: skip
OTHER_MARKUP = [
    {"force_reply": True, "input_field_placeholder": "x", "selective": True},
    {"keyboard": [[{"text": "x"}]], "is_persistent": True, "one_time_keyboard": True},
    {"remove_keyboard": True},
]
ENTITIES = [[
    {"offset": 0, "length": 1, **more}
    for more in (
        {"type": "bold"}, {"type": "pre", "language": "x"}, {"type": "text_link", "url": "https://x.example"},
        {"type": "text_mention", "user": {"id": 101}}, {"type": "custom_emoji", "custom_emoji_id": "1"},
        {"type": "date_time", "unix_time": 1, "date_time_format": "t"},
    )
]]  # fmt: skip
SCOPES = [
    {"type": "default"}, {"type": "chat", "chat_id": 101}, {"type": "chat_administrators", "chat_id": FORUM},
    {"type": "chat_member", "chat_id": FORUM, "user_id": 101},
]  # fmt: skip
SAMPLES: dict[str, list[Any]] = {  # parameter: what is accepted
    "allowed_updates": [["message", "poll"]],
    "reply_markup": KEYBOARDS,
    "reply_parameters": [{"message_id": 1, "chat_id": FORUM, "allow_sending_without_reply": True, "quote": "x"}],
    "link_preview_options": [{"is_disabled": True, "url": "https://x.example", "prefer_small_media": False}],
    "options": [["x", {"text": "x", "text_parse_mode": "HTML"}, {"text": "x", "text_entities": ENTITIES[0]}]],
    "correct_option_ids": [[0]],
    "reaction": [[{"type": "emoji", "emoji": "👍"}], []],
    "commands": [[{"command": "x", "description": "x"}] * 2],
    "scope": SCOPES,
    **dict.fromkeys(
        ["entities", "caption_entities", "question_entities", "explanation_entities", "description_entities"], ENTITIES
    ),
}  # fmt: skip
NOT_SERVED = {"suggested_post_parameters", "country_codes", "explanation_media", "media", "rich_message"}
PLACES = [(method, name) for method, names in PARAMETERS.items() for name, kind in names.items() if kind == "json"]
NEEDED: dict[str, dict[str, Any]] = {
    "sendMessage": {"text": "x"},
    "sendDocument": {"document": Upload("a.bin", b"x", "application/octet-stream"), "caption": "x"},
    "sendPhoto": {"photo": Upload("a.jpg", JPEG, "image/jpeg"), "caption": "x"},
    "sendPoll": {"question": "x", "options": '["x", "y"]', "type": "quiz", "correct_option_ids": "[0]",
                 "explanation": "x", "description": "x"},
    "editMessageText": {"text": "other"},
    "editMessageCaption": {"caption": "other"},
    "setMyCommands": {"commands": "[]"},
    "setWebhook": {"url": "https://bot.example"},
    "answerCallbackQuery": {"callback_query_id": "1"},
    "sendChatAction": {"action": "typing"},
    "createForumTopic": {"name": "x"},
    "editForumTopic": {"name": "other"},
}  # fmt: skip
BEFORE = {"stopPoll": "sendPoll", "editMessageCaption": "sendDocument"}


def everywhere(value):
    """The value with each kind of another in the place of each of its parts, or without the part."""
    yield from VALUES
    if isinstance(value, dict):
        for name, part in value.items():
            yield {other: value[other] for other in value if other != name}
            yield from ({**value, name: other} for other in everywhere(part))
    if isinstance(value, list):
        for number, part in enumerate(value):
            yield from ([*value[:number], other, *value[number + 1 :]] for other in everywhere(part))


async def answer(town, method, **parameters):
    """What a call says that has all it needs but for the parameters given."""
    before, there = BEFORE.get(method, "sendMessage"), {"chat_id": town.group.id}
    known = PARAMETERS[method]
    if "message_id" in known:
        there["message_id"] = (await town.call(before, **there, **NEEDED[before]))["message_id"]
    if "message_thread_id" in known and "Topic" in method:
        there["message_thread_id"] = town.world.create_topic(town.paris, town.group, "x").id
    there |= {"from_chat_id": town.group.id}
    given = {name: value for name, value in there.items() if name in known} | NEEDED.get(method, {}) | parameters
    return json.loads((await town.serve(method, **given)).body)


@pytest.fixture
def town(town):
    town.group = town.world.add_group("Forum", town.paris, forum=True)
    town.world.add_bot(town.group, town.paris, administrator=True)
    return town


@pytest.mark.parametrize(("method", "name"), PLACES, ids=[f"{method} {name}" for method, name in PLACES])
async def test_any_json_in_the_place_of_any_part_is_answered(town, method, name):
    samples = [] if name in NOT_SERVED else SAMPLES[name]
    if name == "reply_markup" and method.startswith("send"):
        samples = [*samples, *OTHER_MARKUP]
    for sample in samples:
        accepted = await answer(town, method, **{name: json.dumps(sample)})
        assert accepted["ok"], accepted
    for value in (value for sample in [None, *samples] for value in everywhere(sample)):
        assert (await answer(town, method, **{name: json.dumps(value)}))["ok"] in {True, False}, value


@pytest.mark.parametrize("method", METHODS)
async def test_any_value_of_any_parameter_is_answered(town, method):
    for name in PARAMETERS[method]:
        for value in [*VALUES, "[" * 100_000, "NaN", str(HUGE), "9" * 5000]:
            assert (await answer(town, method, **{name: value}))["ok"] in {True, False}, (name, value)
            town.world.webhook = {"url": ""}
            town.world.add_bot(town.group, town.paris)


def entity(**fields):
    return {"entities": [{"type": "bold", "offset": 0, "length": 1} | fields]}


def button(**fields):
    return {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "x"} | fields]]}}


BUTTON, ENTITY = "can't parse inline keyboard button: ", "can't parse MessageEntity: "
SCOPE, REACTION = "can't parse BotCommandScope: ", "can't parse ReactionType: "
WORDS: dict[str, tuple[str, dict[str, Any], str]] = {
    "JSON nested too deep": ("sendMessage", {"entities": "[" * 100_000}, "can't parse entities JSON object"),
    "half a surrogate pair": ("sendMessage", {"text": "\ud800"}, "strings must be encoded in UTF-8"),
    "half a surrogate pair in JSON": ("sendPoll", {"options": '["\\ud800"]'}, "can't parse options JSON object"),
    "an unknown field of an entity": ("sendMessage", entity(ofset=0), "unknown field ofset of MessageEntity"),
    "an unknown field of a reply": (
        "sendMessage", {"reply_parameters": {"message_id": 1, "chat": 1}}, "unknown field chat of reply parameters",
    ),
    "an unknown field of a preview": (
        "sendMessage", {"link_preview_options": {"disabled": True}}, "unknown field disabled of link preview options",
    ),
    "a preview that is no object": (
        "editMessageText", {"link_preview_options": [True]}, "object expected as link preview options",
    ),
    "a preview that is perhaps disabled": (
        "editMessageText", {"link_preview_options": {"is_disabled": "yes"}},
        'can\'t parse link preview options: Field "is_disabled" must be of type Boolean',
    ),
    "an unknown field of a text to copy": (
        "sendMessage", button(callback_data=None, copy_text={"text": "x", "txt": "x"}),
        "unknown field txt of copy text button",
    ),
    "an unknown field of an option": (
        "sendPoll", {"options": [{"text": "x", "txt": "x"}]}, "unknown field txt of InputPollOption",
    ),
    "an unknown field of a command": (
        "setMyCommands", {"commands": [{"command": "poll", "description": "x", "scope": "x"}]},
        "unknown field scope of BotCommand",
    ),
    "an unknown field of a reaction": (
        "setMessageReaction", {"reaction": [{"type": "emoji", "emoji": "👍", "is_big": True}]},
        "unknown field is_big of ReactionType",
    ),
    "a file that is a list": ("sendDocument", {"document": ["x"]}, "invalid document specified"),
    "an entity that is no object": ("sendMessage", {"entities": ["bold"]}, ENTITY + "expected an Object"),
    "an entity of no kind": ("sendMessage", entity(type=None), ENTITY + 'Can\'t find field "type"'),
    "an entity whose kind is a list": ("sendMessage", entity(type=["bold"]), ENTITY + 'Field "type" must be of type String'),
    "an entity whose length is true": ("sendMessage", entity(length=True), ENTITY + 'Field "length" must be of type Number'),
    "a mention of a number": (
        "sendMessage", entity(type="text_mention", user=5), ENTITY + 'Field "user" must be of type Object',
    ),
    "a mention of somebody whose id is a list": (
        "sendMessage", entity(type="text_mention", user={"id": [1]}), ENTITY + 'Field "id" must be of type Number',
    ),
    "a link to nothing": ("sendMessage", entity(type="text_link"), ENTITY + 'Can\'t find field "url"'),
    "a button that is no object": (
        "sendMessage", {"reply_markup": {"inline_keyboard": [["x"]]}}, BUTTON + "expected an Object",
    ),
    "a style that is a list": ("sendMessage", button(style=["x"]), BUTTON + 'Field "style" must be of type String'),
    "a number to copy": (
        "sendMessage", button(callback_data=None, copy_text={"text": 5}), BUTTON + 'Field "text" must be of type String',
    ),
    "nothing to copy": ("sendMessage", button(callback_data=None, copy_text={}), "BUTTON_COPY_TEXT_INVALID"),
    "a placeholder that is a number": (
        "sendMessage", {"reply_markup": {"force_reply": True, "input_field_placeholder": 5}},
        'can\'t parse reply markup: Field "input_field_placeholder" must be of type String',
    ),
    "an option whose parse mode is a list": (
        "sendPoll", {"options": [{"text": "x", "text_parse_mode": ["HTML"]}]},
        'can\'t parse InputPollOption: Field "text_parse_mode" must be of type String',
    ),
    "a poll open for ever": ("sendPoll", {"open_period": HUGE}, "poll can't be open for this long"),
    "a poll that closes at the end of time": ("sendPoll", {"close_date": HUGE}, "poll can't be open for this long"),
    "a reaction that is no list": ("setMessageReaction", {"reaction": {"x": 1}}, "can't parse reaction types JSON object"),
    "a reaction that is no object": ("setMessageReaction", {"reaction": ["👍"]}, REACTION + "expected an Object"),
    "a reaction of no kind": ("setMessageReaction", {"reaction": [{"emoji": "👍"}]}, REACTION + 'Can\'t find field "type"'),
    "a reaction of another kind": (
        "setMessageReaction", {"reaction": [{"type": "loud"}]}, REACTION + "invalid reaction type specified",
    ),
    "an emoji that is a list": (
        "setMessageReaction", {"reaction": [{"type": "emoji", "emoji": ["👍"]}]},
        REACTION + 'Field "emoji" must be of type String',
    ),
    "a reaction that is paid for": ("setMessageReaction", {"reaction": [{"type": "paid"}]}, "REACTION_INVALID"),
    "updates that are no list": ("getUpdates", {"allowed_updates": 5}, "can't parse allowed updates JSON object"),
    "updates that are numbers": ("setWebhook", {"allowed_updates": [5]}, "can't parse allowed updates JSON object"),
    "a command that is no object": (
        "setMyCommands", {"commands": ["poll"]}, "can't parse BotCommand: expected an Object",
    ),
    "a command described by a number": (
        "setMyCommands", {"commands": [{"command": "poll", "description": 5}]},
        'can\'t parse BotCommand: Field "description" must be of type String',
    ),
    "a scope that is no object": ("setMyCommands", {"scope": 5}, SCOPE + "BotCommandScope must be an Object"),
    "a scope of no kind": ("getMyCommands", {"scope": {}}, SCOPE + 'Can\'t find field "type"'),
    "a scope whose kind is a list": (
        "deleteMyCommands", {"scope": {"type": ["chat"]}}, SCOPE + 'Field "type" must be of type String',
    ),
    "a scope of another kind": ("getMyCommands", {"scope": {"type": "all"}}, SCOPE + "Unsupported type specified"),
    "a scope of a chat that is not named": (
        "getMyCommands", {"scope": {"type": "chat"}}, SCOPE + 'Can\'t find field "chat_id"',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("method", "parameters", "words"), WORDS.values(), ids=WORDS.keys())
async def test_what_is_of_the_wrong_kind_is_refused_for_that(town, method, parameters, words):
    refused = await answer(town, method, **parameters)
    assert (refused["error_code"], refused["description"]) == (400, f"Bad Request: {words}")
