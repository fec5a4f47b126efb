"""The nouns of the little Telegram: plain data, no behaviour beyond reading itself."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.local.errors import ApiError
from bot.local.faults import Fault
from bot.local.native_poll import Poll

Entity = dict[str, Any]
Markup = dict[str, Any]


@dataclass(eq=False)
class User:
    """An account. `zone` (IANA) is for the chat page only: Telegram tells a bot nobody's zone.

    `hidden`: forwards of theirs tell the name only.
    """

    id: int
    name: str
    username: str | None = None
    language_code: str | None = None
    zone: str = "UTC"
    is_bot: bool = False
    hidden: bool = False

    def __repr__(self) -> str:
        return f"<User {self.id} {self.name}>"


@dataclass(eq=False)
class File:
    """A stored file; `path` is what getFile answers and the file door serves."""

    file_id: str
    path: str
    file_name: str
    content: bytes
    mime_type: str

    @property
    def unique_id(self) -> str:
        return f"u{self.file_id}"


@dataclass(frozen=True)
class Origin:
    """Where a forwarded message came from. `kind`: user, hidden_user (only `name` is told), chat or channel."""

    kind: str
    date: datetime
    name: str
    user: User | None = None
    chat: "Chat | None" = None
    message_id: int | None = None


@dataclass(eq=False)
class Topic:
    """A topic of a forum; its id is that of the message that made it (1: General). A deleted one is out of `topics`."""

    id: int
    name: str
    icon_color: int = 0x6FB9F0
    icon_custom_emoji_id: str | None = None
    creator: User | None = None
    closed: bool = False
    root: "Message | None" = None
    chat: "Chat | None" = None


GENERAL = 1


@dataclass(eq=False)
class Message:
    """One message of one chat. `text` is also the caption of a photo or a document.

    `html` is the text as the bot sent it, before parsing. `markup` is the raw reply_markup.
    `service` names the field of a service message, `detail` is its value where people or messages do not make it up.
    """

    id: int
    chat: "Chat"
    sender: User
    date: datetime
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    html: str | None = None
    markup: Markup | None = None
    reply_to: "Message | None" = None
    topic: Topic | None = None
    edited: int = 0
    edit_date: datetime | None = None
    silent: bool = False
    protected: bool = False
    document: File | None = None
    photo: File | None = None
    poll: Poll | None = None
    album: str | None = None
    origin: Origin | None = None
    sender_chat: "Chat | None" = None
    service: str | None = None
    detail: Any = None
    subjects: list[User] = field(default_factory=list)
    pinned: "Message | None" = None
    deleted: bool = False
    reactions: dict[int, list[str]] = field(default_factory=dict)

    @property
    def keyboard(self) -> list[list[dict[str, Any]]]:
        """The inline keyboard as sent; empty without one."""
        rows: list[list[dict[str, Any]]] = (self.markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def buttons(self) -> list[list[str]]:
        return [[button["text"] for button in row] for row in self.keyboard]

    @property
    def force_reply(self) -> bool:
        return bool((self.markup or {}).get("force_reply"))

    @property
    def in_topic(self) -> bool:
        """Whether it stands in a topic other than General."""
        return self.topic is not None and self.topic.id != GENERAL

    def __repr__(self) -> str:
        return f"<Message {self.id} {self.sender.name}: {self.text!r}>"


MEMBERSHIPS = {"creator", "administrator", "member", "restricted"}


@dataclass(eq=False)
class Chat:
    """A group, a supergroup, a channel or a private chat. `statuses` maps user id to a ChatMember status.

    A private chat has the person's id and is `open` once the person has written in it. `denied` are permissions no
    plain member has, `restrictions` those one member lacks besides, `withheld` the rights one administrator lacks.
    `read` says up to which message a person has read, by person and topic (bot.local.reading).
    """

    id: int
    type: str
    title: str | None = None
    username: str | None = None
    user: User | None = None
    statuses: dict[int, str] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    pins: list[Message] = field(default_factory=list)
    last_message_id: int = 0
    open: bool = False
    denied: frozenset[str] = frozenset()
    restrictions: dict[int, frozenset[str]] = field(default_factory=dict)
    withheld: dict[int, frozenset[str]] = field(default_factory=dict)
    anonymous: set[int] = field(default_factory=set)
    topics: dict[int, Topic] = field(default_factory=dict)
    read: dict[int, dict[int, int]] = field(default_factory=dict)
    migrated_to: "Chat | None" = None
    deleted: bool = False

    @property
    def is_private(self) -> bool:
        return self.type == "private"

    @property
    def is_forum(self) -> bool:
        return bool(self.topics)

    def status(self, user: User) -> str:
        return self.statuses.get(user.id, "left")

    def has(self, user: User) -> bool:
        return self.status(user) in MEMBERSHIPS

    def is_administrator(self, user: User) -> bool:
        return self.status(user) in {"creator", "administrator"}

    def may(self, user: User, permission: str) -> bool:
        """Whether a member may do what members may as a rule; administrators always may."""
        if self.is_private or self.is_administrator(user):
            return True
        lacking = self.denied | self.restrictions.get(user.id, frozenset())
        return self.has(user) and permission not in lacking

    def can(self, user: User, right: str) -> bool:
        """Whether an administrator has a right."""
        return self.is_administrator(user) and right not in self.withheld.get(user.id, frozenset())

    def __repr__(self) -> str:
        return f"<Chat {self.id} {self.title or (self.user.name if self.user else '')}>"


@dataclass(eq=False)
class Press:
    """One press on an inline button, and what the bot answered to it.

    A link button opens its `url` in the client; the bot hears nothing and the press counts as answered.
    """

    id: str
    user: User
    message: Message
    data: str
    at: datetime
    answered: bool = False
    text: str | None = None
    alert: bool = False
    url: str | None = None


@dataclass(eq=False)
class Call:
    """One Bot API call as it was tried: `error` is the refusal it met, `result` the answer otherwise.

    `fault` is what went wrong besides, on purpose.
    """

    method: str
    parameters: dict[str, Any]
    at: datetime
    fault: Fault
    result: Any = None
    error: ApiError | None = None

    @property
    def applied(self) -> bool:
        """Whether it was carried out."""
        return self.fault.applied and self.error is None

    @property
    def ok(self) -> bool:
        """Whether it was carried out and the client told so."""
        return self.applied and not self.fault.spoils


@dataclass(frozen=True)
class Upload:
    """A file as it came in with a request."""

    file_name: str
    content: bytes
    mime_type: str
