"""How a command ends that cannot do what was asked: the message is one clear line for the operator."""


class Refusal(Exception):  # noqa: N818 -- it says what happens
    """It cannot be done as things are."""


class Wrong(Exception):  # noqa: N818 -- it says what an argument is
    """An argument is wrong."""
