"""Telegram's own polls: what they ask, who chose what, and when they close. Plain data with its counting."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass
class Option:
    """An answer. `persistent_id` stays with it whatever is added around it."""

    persistent_id: str
    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)


@dataclass(eq=False)
class Poll:
    """`votes` maps the voter's id (a person's, or of the chat an anonymous administrator speaks for) to places of options.

    Every message that carries the poll, forwards too, shows and changes this one object.
    """

    id: str
    question: str
    options: list[Option]
    anonymous: bool = True
    quiz: bool = False
    multiple: bool = False
    revoting: bool = True
    correct: list[int] = field(default_factory=list)
    explanation: str = ""
    explanation_entities: list[dict[str, Any]] = field(default_factory=list)
    question_entities: list[dict[str, Any]] = field(default_factory=list)
    description: str = ""
    description_entities: list[dict[str, Any]] = field(default_factory=list)
    open_period: int | None = None
    close_date: datetime | None = None
    hide_results: bool = False
    closed: bool = False
    votes: dict[int, list[int]] = field(default_factory=dict)

    def count(self, place: int) -> int:
        """How many chose the option at this place."""
        return sum(place in chosen for chosen in self.votes.values())

    def places(self, wanted: tuple[int | str, ...]) -> list[int]:
        """Places of options named by place or text; raises LookupError for what is none."""
        texts = [option.text for option in self.options]
        places = [texts.index(one) if isinstance(one, str) and one in texts else one for one in wanted]
        if not all(isinstance(place, int) and 0 <= place < len(texts) for place in places):
            raise LookupError(f"no such option among {texts}")
        return sorted({place for place in places if isinstance(place, int)})
