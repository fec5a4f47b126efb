"""What a person can put right."""


class Mistake(Exception):  # noqa: N818 -- it is the person's mistake, not an error of the bot
    """Something a person did that they can put right.

    `code` names the sentence that answers it (bot.cards.mistakes holds every one), `facts` fill it in.
    Raising it rolls back the use case, and only that: the update counts as handled.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
