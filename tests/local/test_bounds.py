"""Every limit of telegram.constants that applies to what is served: at the limit accepted, one over refused or cut."""

import enum
import inspect
import json

import pytest
from telegram import Bot, constants

from bot.local.methods import METHODS
from bot.local.model import Upload

JPEG = b"\xff\xd8\xff\xe0"


def padded(size, begin=b""):
    return begin + b"x" * (size - len(begin))


def text(length):
    return {"text": "x" * length}


def document(**more):
    return {"document": Upload("a.bin", more.pop("content", b"x"), "application/octet-stream"), **more}


def photo(size):
    return {"photo": Upload("a.jpg", padded(size, JPEG), "image/jpeg")}


def poll(**more):
    return {"question": "When?", "options": '["Today"]', **more}


def quiz(explanation):
    return poll(type="quiz", correct_option_ids="[0]", explanation=explanation)


def options(count, length=1):
    return poll(options=json.dumps(["x" * length] * count))


def keyboard(rows):
    return {"text": "x", "reply_markup": json.dumps({"inline_keyboard": rows})}


def button(**more):
    return {"text": "x", **(more or {"callback_data": "x"})}


def asks(length):
    return {"text": "x", "reply_markup": json.dumps({"force_reply": True, "input_field_placeholder": "x" * length})}


def commands(count=1, name="x", description="x"):
    return {"commands": json.dumps([{"command": name, "description": description}] * count)}


C = constants
LIMITS = {  # limit: (method, what is sent at a size, the limit itself, the refusal of one more)
    "MessageLimit.MAX_TEXT_LENGTH": ("sendMessage", text, C.MessageLimit.MAX_TEXT_LENGTH, "message is too long"),
    "MessageLimit.CAPTION_LENGTH": (
        "sendDocument", lambda n: document(caption="x" * n), C.MessageLimit.CAPTION_LENGTH, "message caption is too long",
    ),
    "FileSizeLimit.FILESIZE_UPLOAD": (
        "sendDocument", lambda n: document(content=padded(n)), C.FileSizeLimit.FILESIZE_UPLOAD, "Request Entity Too Large",
    ),
    "FileSizeLimit.PHOTOSIZE_UPLOAD, as Telegram counts it": (
        "sendPhoto", photo, 10 * 2**20,
        "file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes",
    ),
    "InlineKeyboardButtonLimit.MAX_CALLBACK_DATA": (
        "sendMessage", lambda n: keyboard([[button(callback_data="x" * n)]]),
        C.InlineKeyboardButtonLimit.MAX_CALLBACK_DATA, "BUTTON_DATA_INVALID",
    ),
    "InlineKeyboardButtonLimit.MAX_CALLBACK_DATA, counted in bytes": (
        "sendMessage", lambda n: keyboard([[button(callback_data="é" * 32 + "x" * (n - 64))]]),
        C.InlineKeyboardButtonLimit.MAX_CALLBACK_DATA, "BUTTON_DATA_INVALID",
    ),
    "InlineKeyboardButtonLimit.MAX_COPY_TEXT": (
        "sendMessage", lambda n: keyboard([[button(copy_text={"text": "x" * n})]]),
        C.InlineKeyboardButtonLimit.MAX_COPY_TEXT, "BUTTON_COPY_TEXT_INVALID",
    ),
    "InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER": (
        "sendMessage", lambda n: keyboard([[button()]] * n),
        C.InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER, "reply markup is too long",
    ),
    "InlineKeyboardMarkupLimit.BUTTONS_PER_ROW": (
        "sendMessage", lambda n: keyboard([[button()] * n]),
        C.InlineKeyboardMarkupLimit.BUTTONS_PER_ROW, "reply markup is too long",
    ),
    "ReplyLimit.MAX_INPUT_FIELD_PLACEHOLDER": (
        "sendMessage", asks, C.ReplyLimit.MAX_INPUT_FIELD_PLACEHOLDER, "input field placeholder is too long",
    ),
    "PollLimit.MAX_QUESTION_LENGTH": (
        "sendPoll", lambda n: poll(question="x" * n),
        C.PollLimit.MAX_QUESTION_LENGTH, "poll question length must not exceed 300",
    ),
    "PollLimit.MAX_OPTION_LENGTH": (
        "sendPoll", lambda n: options(1, n), C.PollLimit.MAX_OPTION_LENGTH, "poll options length must not exceed 100",
    ),
    "PollLimit.MAX_OPTION_NUMBER": (
        "sendPoll", options, C.PollLimit.MAX_OPTION_NUMBER, "poll can't have more than 12 options",
    ),
    "PollLimit.MAX_EXPLANATION_LENGTH": (
        "sendPoll", lambda n: quiz("x" * n), C.PollLimit.MAX_EXPLANATION_LENGTH,
        "poll explanation length must not exceed 200",
    ),
    "PollLimit.MAX_EXPLANATION_LINE_FEEDS": (
        "sendPoll", lambda n: quiz("x" + "\nx" * n), C.PollLimit.MAX_EXPLANATION_LINE_FEEDS,
        "poll explanation has too many line feeds",
    ),
    "PollLimit.MAX_DESCRIPTION_CHARACTERS": (
        "sendPoll", lambda n: poll(description="x" * n), C.PollLimit.MAX_DESCRIPTION_CHARACTERS,
        "poll description length must not exceed 1024",
    ),
    "PollLimit.MAX_OPEN_PERIOD": (
        "sendPoll", lambda n: poll(open_period=n), C.PollLimit.MAX_OPEN_PERIOD, "poll can't be open for this long",
    ),
    "BotCommandLimit.MAX_COMMAND": (
        "setMyCommands", lambda n: commands(name="x" * n), C.BotCommandLimit.MAX_COMMAND, "BOT_COMMAND_INVALID",
    ),
    "BotCommandLimit.MAX_DESCRIPTION": (
        "setMyCommands", lambda n: commands(description="x" * n), C.BotCommandLimit.MAX_DESCRIPTION,
        "BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    "BotCommandLimit.MAX_COMMAND_NUMBER": (
        "setMyCommands", commands, C.BotCommandLimit.MAX_COMMAND_NUMBER, "BOT_COMMANDS_TOO_MUCH",
    ),
    "BotNameLimit.MAX_NAME_LENGTH": (
        "setMyName", lambda n: {"name": "x" * n}, C.BotNameLimit.MAX_NAME_LENGTH, "name is too long",
    ),
    "BotDescriptionLimit.MAX_DESCRIPTION_LENGTH": (
        "setMyDescription", lambda n: {"description": "x" * n}, C.BotDescriptionLimit.MAX_DESCRIPTION_LENGTH,
        "description is too long",
    ),
    "BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH": (
        "setMyShortDescription", lambda n: {"short_description": "x" * n},
        C.BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH, "short description is too long",
    ),
    "WebhookLimit.MAX_SECRET_TOKEN_LENGTH": (
        "setWebhook", lambda n: {"url": "https://bot.example", "secret_token": "x" * n},
        C.WebhookLimit.MAX_SECRET_TOKEN_LENGTH, "secret token contains unallowed characters",
    ),
}  # fmt: skip


LEAST = {  # the same, with the refusal of one fewer
    "MessageLimit.MIN_TEXT_LENGTH": ("sendMessage", text, C.MessageLimit.MIN_TEXT_LENGTH, "message text is empty"),
    "InlineKeyboardButtonLimit.MIN_CALLBACK_DATA": (
        "sendMessage", lambda n: keyboard([[button(callback_data="x" * n)]]),
        C.InlineKeyboardButtonLimit.MIN_CALLBACK_DATA, "BUTTON_DATA_INVALID",
    ),
    "InlineKeyboardButtonLimit.MIN_COPY_TEXT": (
        "sendMessage", lambda n: keyboard([[button(copy_text={"text": "x" * n})]]),
        C.InlineKeyboardButtonLimit.MIN_COPY_TEXT, "BUTTON_COPY_TEXT_INVALID",
    ),
    "PollLimit.MIN_QUESTION_LENGTH": (
        "sendPoll", lambda n: poll(question="x" * n), C.PollLimit.MIN_QUESTION_LENGTH, "text must be non-empty",
    ),
    "PollLimit.MIN_OPTION_LENGTH": (
        "sendPoll", lambda n: options(1, n), C.PollLimit.MIN_OPTION_LENGTH, "text must be non-empty",
    ),
    "PollLimit.MIN_OPTION_NUMBER": (
        "sendPoll", options, C.PollLimit.MIN_OPTION_NUMBER, "poll must have at least one answer option",
    ),
    "PollLimit.MIN_OPEN_PERIOD": (
        "sendPoll", lambda n: poll(open_period=n), C.PollLimit.MIN_OPEN_PERIOD, "poll can't be open for this long",
    ),
    "BotCommandLimit.MIN_COMMAND": (
        "setMyCommands", lambda n: commands(name="x" * n), C.BotCommandLimit.MIN_COMMAND, "BOT_COMMAND_INVALID",
    ),
    "BotCommandLimit.MIN_DESCRIPTION": (
        "setMyCommands", lambda n: commands(description="x" * n), C.BotCommandLimit.MIN_DESCRIPTION,
        "BOT_COMMAND_DESCRIPTION_INVALID",
    ),
}  # fmt: skip
BOUNDS = {name: (*row, 1) for name, row in LIMITS.items()} | {name: (*row, -1) for name, row in LEAST.items()}


@pytest.mark.parametrize(("method", "sent", "limit", "refusal", "step"), BOUNDS.values(), ids=BOUNDS.keys())
async def test_at_the_limit_accepted_and_one_beyond_refused(town, method, sent, limit, refusal, step):
    where = {"chat_id": town.group.id} if method.startswith("send") else {}
    await town.call(method, **where, **sent(int(limit)))
    assert await town.refusal(method, **where, **sent(int(limit) + step)) == refusal


async def test_the_answer_to_a_press_has_a_limit(town):
    text, link = C.CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH, C.MessageLimit.DEEP_LINK_LENGTH
    await town.call("sendMessage", chat_id=town.group.id, **keyboard([[button()]]))
    press = {"callback_query_id": town.world.press(town.paris, town.world.last(town.group), "x").id}
    start = f"https://t.me/{town.world.bot.username}?start="
    await town.call("answerCallbackQuery", text="x" * text, url=start + "x" * link, **press)
    assert await town.refusal("answerCallbackQuery", text="x" * (text + 1), **press) == "MESSAGE_TOO_LONG"
    assert await town.refusal("answerCallbackQuery", url=start + "x" * (link + 1), **press) == "URL_INVALID"


async def test_a_file_to_download_has_a_limit(town):
    limit = int(C.FileSizeLimit.FILESIZE_DOWNLOAD)
    small, large = (town.world.store("a.bin", padded(size), "application/octet-stream") for size in (limit, limit + 1))
    await town.call("getFile", file_id=small.file_id)
    assert await town.refusal("getFile", file_id=large.file_id) == "file is too big"


async def test_what_telegram_cuts_is_cut(town):
    """Entities beyond a hundred, limits of getUpdates beyond a hundred."""
    said = await town.say("<b>x</b> " * 120, parse_mode="HTML")
    assert len(said["entities"]) == C.MessageLimit.MESSAGE_ENTITIES
    for number in range(101):
        town.world.send(town.paris, town.group, f"/{number}")
    assert len(await town.fetch(limit=101)) == C.PollingLimit.MAX_LIMIT
    assert len(await town.fetch(limit=0)) == C.PollingLimit.MIN_LIMIT


async def test_a_name_of_a_topic_is_cut_and_must_be_there(town):
    forum = town.world.add_group("Forum", town.paris, forum=True)
    town.world.add_bot(forum, town.paris, administrator=True)
    made = await town.call("createForumTopic", chat_id=forum.id, name="x" * 129)
    assert len(made["name"]) == C.ForumTopicLimit.MAX_NAME_LENGTH
    await town.call("createForumTopic", chat_id=forum.id, name="x" * C.ForumTopicLimit.MIN_NAME_LENGTH)
    assert await town.refusal("createForumTopic", chat_id=forum.id, name="") == "title must be non-empty"


async def test_connections_of_a_webhook_are_taken_as_the_nearest_number_allowed(town):
    least, most = C.WebhookLimit.MIN_CONNECTIONS_LIMIT, C.WebhookLimit.MAX_CONNECTIONS_LIMIT
    for asked, kept in ((least - 1, least), (least, least), (most, most), (most + 1, most)):
        await town.call("setWebhook", url="https://bot.example", max_connections=int(asked))
        assert (await town.call("getWebhookInfo"))["max_connections"] == kept


ALONE = {  # what is tried in a test of its own
    test_the_answer_to_a_press_has_a_limit: [
        "CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH", "MessageLimit.DEEP_LINK_LENGTH",
    ],
    test_a_file_to_download_has_a_limit: ["FileSizeLimit.FILESIZE_DOWNLOAD"],
    test_what_telegram_cuts_is_cut: ["MessageLimit.MESSAGE_ENTITIES", "PollingLimit.MAX_LIMIT", "PollingLimit.MIN_LIMIT"],
    test_a_name_of_a_topic_is_cut_and_must_be_there: ["ForumTopicLimit.MAX_NAME_LENGTH", "ForumTopicLimit.MIN_NAME_LENGTH"],
    test_connections_of_a_webhook_are_taken_as_the_nearest_number_allowed: [
        "WebhookLimit.MIN_CONNECTIONS_LIMIT", "WebhookLimit.MAX_CONNECTIONS_LIMIT",
    ],
}  # fmt: skip
OF_METHODS = {  # limits of what only these methods do, which are not served
    "answerInlineQuery": ["InlineQueryLimit", "InlineQueryResultLimit", "InlineQueryResultsButtonLimit"],
    "createChatInviteLink": ["ChatInviteLinkLimit"],
    "createChatSubscriptionInviteLink": ["ChatSubscriptionLimit"],
    "createNewStickerSet": ["StickerLimit", "StickerSetLimit"],
    "deleteMessages": ["BulkRequestLimit"],
    "getCustomEmojiStickers": ["CustomEmojiStickerLimit"],
    "getStarTransactions": ["NanostarLimit", "StarTransactionsLimit"],
    "getUserPersonalChatMessages": ["PersonalChatMessagesLimit"],
    "getUserProfileAudios": ["UserProfileAudiosLimit"],
    "getUserProfilePhotos": ["UserProfilePhotosLimit"],
    "postStory": ["InputStoryContentLimit", "StoryAreaPositionLimit", "StoryAreaTypeLimit", "StoryLimit"],
    "sendChecklist": ["InputChecklistLimit"],
    "sendContact": ["ContactLimit"],
    "sendDice": ["DiceLimit"],
    "sendGift": ["GiftLimit"],
    "sendInvoice": ["InvoiceLimit"],
    "sendLocation": ["LocationLimit"],
    "sendMediaGroup": ["MediaGroupLimit"],
    "sendVoice": ["FileSizeLimit.VOICE_NOTE_FILE_SIZE"],
    "setBusinessAccountName": ["BusinessLimit"],
    "setChatMemberTag": ["TagLimit"],
    "setChatTitle": ["ChatLimit"],
    "setManagedBotAccessSettings": ["ManagedBotAccessLimit"],
    "verifyUser": ["VerifyLimit"],
}
OTHERS = {
    "BackgroundFillLimit": "nobody changes the background of a chat",
    "BackgroundTypeLimit": "nobody changes the background of a chat",
    "GiveawayLimit": "nobody gives anything away",
    "KeyboardButtonRequestUsersLimit": "the buttons of a reply keyboard are not read",
    "FileSizeLimit.FILESIZE_DOWNLOAD_LOCAL_MODE": "of a server of one's own",
    "FileSizeLimit.FILESIZE_UPLOAD_LOCAL_MODE": "of a server of one's own",
    "FloodLimit": "compared in test_specification.py, kept in test_limits.py; nothing is paid for",
    "PollLimit.MIN_MEMBERSHIP_HOURS": "members_only is for channels",
    "PollLimit.MAX_COUNTRY_CODES": "country_codes is for channels",
    "ReplyLimit.MIN_INPUT_FIELD_PLACEHOLDER": "an empty one is none",
    "WebhookLimit.MIN_SECRET_TOKEN_LENGTH": "an empty one is none",
}


def test_every_limit_of_the_library_is_tried_or_not_served():
    enums = [
        one for name, one in vars(C).items() if name.endswith(("Limit", "Limits")) and isinstance(one, enum.EnumType)
    ]
    limits = {f"{one.__name__}.{member}" for one in enums for member in one.__members__}
    tried = {name.partition(",")[0] for name in BOUNDS} | {name for names in ALONE.values() for name in names}
    excused = {name for names in OF_METHODS.values() for name in names} | OTHERS.keys()
    untried = {(limit, limit.partition(".")[0]) for limit in limits - tried}
    assert len(limits) > 150
    assert tried - limits == set()
    assert {limit for limit, group in untried if not {limit, group} & excused} == set()
    assert excused - {name for names in untried for name in names} == set()
    assert [method for method in OF_METHODS if method in METHODS or not hasattr(Bot, method)] == []
    assert all(f"C.{name}" in inspect.getsource(test) for test, names in ALONE.items() for name in names)
