"""Whom a task is for, as people name them: @name, a delegation by name or code, a member by the name shown."""

import re

from bot.domain.errors import Mistake
from bot.domain.tasks import Assignee
from bot.domain.weights import normalise_code
from bot.forms.folding import fold
from bot.forms.members import countries
from storage.models import Assignable

NOBODY = {"none", "nobody", "aucun", "aucune", "personne", "niemand"}
LETTERS = {"m": "member", "d": "delegation"}
EXACT = re.compile(r"=([md])(\d{1,18})")  # how a form that is filled in keeps somebody, whatever they are called
MOST_WORDS = 5  # of a name at the beginning of a task


def exactly(assignee: Assignee) -> str:
    """The assignee as a form keeps it."""
    return f"={assignee.kind[0]}{assignee.id}"


class Names:
    """Everybody a task can be given to, by every name they go by."""

    def __init__(self, people: Assignable) -> None:
        self._users = {
            each.person.username.casefold(): Assignee("member", each.member.id or 0)
            for each in people.members
            if each.person.username
        }
        self._codes = {each.code: Assignee("delegation", each.id or 0) for each in people.delegations}
        self._names: dict[str, set[Assignee]] = {}
        for each in people.members:
            self._names.setdefault(fold(each.person.name) or "", set()).add(Assignee("member", each.member.id or 0))
        for name, code in countries().items():
            if code in self._codes:
                self._names[name] = {self._codes[code]}
        for place in people.delegations:  # a delegation goes before a person called so
            if place.name:
                self._names[fold(place.name) or place.code] = {self._codes[place.code]}
        members = {f"=m{each.member.id}": Assignee("member", each.member.id or 0) for each in people.members}
        self._exact = members | {exactly(each): each for each in self._codes.values()}

    def named(self, text: str) -> Assignee | None:
        """Who is meant; None: nobody yet. A Mistake where that is nobody here, or more than one."""
        typed = text.strip()
        if (fold(typed) or "") in NOBODY:
            return None
        if found := self._exact.get(typed):
            return found
        if typed.startswith("@"):
            return self._user(typed)
        if found := self._called(typed) or self._codes.get(normalise_code(typed)):
            return found
        raise Mistake("assignee_unknown", text=typed[:40])

    def leading(self, line: str) -> tuple[Assignee | None, str]:
        """Who is named at the beginning of a line, and the rest of it.

        A code is one in capitals, so that "It" and "Be" stay words.
        """
        first, _, rest = line.partition(" ")
        if first.startswith("@") and len(first) > 1:
            return self._user(first.rstrip(":,")), rest.strip()
        words = line.split(" ")
        for count in range(min(MOST_WORDS, len(words)), 0, -1):
            name, rest = " ".join(words[:count]).rstrip(":,"), " ".join(words[count:]).strip()
            if found := self._called(name):
                return found, rest
        code = first.rstrip(":,")
        if code.isupper() and (found := self._codes.get(normalise_code(code))):
            return found, line.partition(" ")[2].strip()
        return None, line

    def _user(self, typed: str) -> Assignee:
        if found := self._users.get(typed[1:].casefold()):
            return found
        raise Mistake("username_unknown", username=typed[1:33])

    def _called(self, name: str) -> Assignee | None:
        found = self._names.get(fold(name) or "", set())
        if len(found) > 1:
            raise Mistake("assignee_several", text=name[:40])
        return next(iter(found), None)
