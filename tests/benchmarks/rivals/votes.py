"""What both bare bots keep and show: votes in a dict, and a card that counts them. Everything is gone when they stop."""

from collections import Counter, defaultdict

CHOICES = ("For", "Against", "Abstain")

Card = tuple[int, int]  # chat, message

questions: dict[Card, str] = {}
votes: dict[Card, dict[int, str]] = defaultdict(dict)


def text_of(question: str, cast: dict[int, str]) -> str:
    """A card: the question and the tally."""
    counts = Counter(cast.values())
    return "\n".join([question, "", *(f"{choice} · {counts[choice]}" for choice in CHOICES)])
