"""Native polls as Bot API JSON: every field a client library wants, also those Telegram may leave out."""

from bot.local.model import Chat, User
from bot.local.native_poll import Option, Poll
from bot.local.wire_basics import Json, chat_json, unix, user_json


def poll_json(poll: Poll) -> Json:
    body: Json = {
        "id": poll.id,
        "question": poll.question,
        "options": [_option(poll, place, option) for place, option in enumerate(poll.options)],
        "total_voter_count": 0 if _hidden(poll) else len(poll.votes),
        "is_closed": poll.closed,
        "is_anonymous": poll.anonymous,
        "type": "quiz" if poll.quiz else "regular",
        "allows_multiple_answers": poll.multiple,
        "allows_revoting": poll.revoting,
        "members_only": False,
    }
    for name in ("question_entities", "explanation", "explanation_entities", "description", "description_entities"):
        if getattr(poll, name):
            body[name] = getattr(poll, name)
    if poll.quiz:
        body["correct_option_ids"] = poll.correct
    if poll.open_period is not None:
        body["open_period"] = poll.open_period
    if poll.close_date is not None:
        body["close_date"] = unix(poll.close_date)
    return body


def _option(poll: Poll, place: int, option: Option) -> Json:
    body: Json = {
        "persistent_id": option.persistent_id,
        "text": option.text,
        "voter_count": 0 if _hidden(poll) else poll.count(place),
    }
    return body | ({"text_entities": option.entities} if option.entities else {})


def _hidden(poll: Poll) -> bool:
    return poll.hide_results and not poll.closed


def poll_answer_json(poll: Poll, voter: User | Chat, places: list[int]) -> Json:
    """What a voter chose; nothing when the vote was taken back."""
    who = {"user": user_json(voter)} if isinstance(voter, User) else {"voter_chat": chat_json(voter)}
    return {
        "poll_id": poll.id,
        **who,
        "option_ids": places,
        "option_persistent_ids": [poll.options[place].persistent_id for place in places],
    }
