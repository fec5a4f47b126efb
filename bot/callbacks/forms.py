"""Buttons of forms that are filled in step by step, and of what is kept to begin them with."""

from dataclasses import dataclass

from bot.payload import Payload


@dataclass(frozen=True)
class StartForm(Payload):
    """[Poll] and [Call]: begins a form about a handle's subject."""

    tag = "f"
    form: str
    about_kind: str
    about_id: int


@dataclass(frozen=True)
class UseDraft(Payload):
    """A choice offered while a form is filled in: one of its suggestions, or yes to a reading."""

    tag = "du"
    draft_id: int
    choice: int


@dataclass(frozen=True)
class ChooseGroup(Payload):
    """Which group something begun in private is for."""

    tag = "dg"
    draft_id: int
    choice: int


@dataclass(frozen=True)
class DropDraft(Payload):
    """[Cancel] while a form is filled in."""

    tag = "dd"
    draft_id: int


@dataclass(frozen=True)
class SignMessage(Payload):
    """[It is me]: the person behind what was written as the group."""

    tag = "ds"
    unsigned_id: int


@dataclass(frozen=True)
class GuidePoll(Payload):
    """A step of a poll's guided form: which one it is shown on, and which of its choices, by place."""

    tag = "og"
    draft_id: int
    step: str
    choice: int


@dataclass(frozen=True)
class UseBuiltIn(Payload):
    """One of the templates that every group has."""

    tag = "ob"
    name: str


@dataclass(frozen=True)
class UseTemplate(Payload):
    """One of the group's own templates."""

    tag = "ot"
    template_id: int


@dataclass(frozen=True)
class DropTemplate(Payload):
    """[Delete] beside one of the group's own templates."""

    tag = "od"
    template_id: int
