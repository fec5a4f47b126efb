"""What a bot may put under its messages: the Bot API's rules for reply_markup."""

import re
from typing import Any

from bot.local.errors import ApiError, bad_request
from bot.local.fields import an_object, given, needed, only
from bot.local.model import Markup

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
LONGEST_DATA = 64
LONGEST_COPY = 256
LONGEST_PLACEHOLDER = 64
BUTTON = "inline keyboard button"
STYLES = {"danger", "success", "primary"}
ACTIONS = {
    "callback_data", "url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
}  # fmt: skip
OTHER_KINDS = {
    "force_reply": {"force_reply", "input_field_placeholder", "selective"},
    "remove_keyboard": {"remove_keyboard", "selective"},
    "keyboard": {
        "keyboard", "is_persistent", "resize_keyboard", "one_time_keyboard", "input_field_placeholder", "selective",
    },
}  # fmt: skip


def read_markup(value: Any) -> Markup | None:
    """A checked reply_markup, empty rows left out; None for none. Raises ApiError 400."""
    if value is None or value in ("", {}):
        return None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in value:
        return read_inline(value)
    for kind, fields in OTHER_KINDS.items():
        if kind in value:
            only(value, fields, "reply markup")
            if len(given(value, "input_field_placeholder", str, "reply markup") or "") > LONGEST_PLACEHOLDER:
                raise bad_request("input field placeholder is too long")
            return value
    raise bad_request("object expected as reply markup")


def read_inline(value: Any) -> Markup | None:
    """The reply_markup of an edit: an inline keyboard or nothing."""
    if value is None or value in ("", {}):
        return None
    if not isinstance(value, dict) or not isinstance(value.get("inline_keyboard"), list):
        raise bad_request("inline keyboard expected")
    only(value, {"inline_keyboard"}, "reply markup")
    rows = [_row(row) for row in value["inline_keyboard"] if row]
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _row(row: Any) -> list[dict[str, Any]]:
    if not isinstance(row, list):
        raise bad_request('field "inline_keyboard" must be an Array of Arrays')
    if len(row) > MOST_IN_A_ROW:
        raise bad_request("reply markup is too long")
    for button in row:
        _check_button(button)
    return row


def _check_button(button: Any) -> None:
    if not needed(an_object(button, BUTTON), "text", str, BUTTON).strip():
        raise _button_error("text must be non-empty")
    if (given(button, "style", str, BUTTON) or "primary") not in STYLES:
        raise _button_error("invalid button style specified")
    only(button, {"text", "style", "icon_custom_emoji_id", *ACTIONS}, BUTTON)
    actions = [action for action in ACTIONS if button.get(action) not in (None, "")]
    if button.get("callback_data") == "":
        raise bad_request("BUTTON_DATA_INVALID")
    if not actions:
        raise _button_error("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _button_error("exactly one action must be specified")
    _check_action(button)


def _check_action(button: dict[str, Any]) -> None:
    data, url = button.get("callback_data"), button.get("url")
    copied = given(button, "copy_text", dict, BUTTON)
    only(copied or {}, {"text"}, "copy text button")
    if copied is not None and not 1 <= len(given(copied, "text", str, BUTTON) or "") <= LONGEST_COPY:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if data is not None and (not isinstance(data, str) or len(data.encode()) > LONGEST_DATA):
        raise bad_request("BUTTON_DATA_INVALID")
    if url is not None and not re.match(r"(?:https?|tg)://\S+$", str(url)):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")


def _button_error(text: str) -> ApiError:
    return bad_request(f"can't parse {BUTTON}: {text}")
