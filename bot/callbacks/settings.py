"""Buttons of settings, and of which group is meant."""

from dataclasses import dataclass

from bot.payload import Payload


@dataclass(frozen=True)
class ShowSetting(Payload):
    """A setting of the group, to unfold its presets; [Back] names none."""

    tag = "gs"
    name: str


@dataclass(frozen=True)
class SetSetting(Payload):
    """One of a setting's presets, by its place in the list."""

    tag = "gv"
    name: str
    preset: int


@dataclass(frozen=True)
class SetOwn(Payload):
    """One of the presets of a person's own language or zone, in private."""

    tag = "gp"
    name: str
    preset: int


@dataclass(frozen=True)
class UseGroup(Payload):
    """A group's title, in private: what was typed is meant for that one."""

    tag = "ug"
    group_id: int
