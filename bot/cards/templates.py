"""Templates of polls: those every group has, those it keeps of its own."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.callbacks import DropTemplate, UseBuiltIn, UseTemplate
from bot.cards.card import Button, Card, bold, cut, lines, plain, visible
from bot.cards.reader import Reader
from storage.models import Template

LINE = 70  # characters of a question in the list
BUILT_IN = ("joint_statement", "countermeasures", "stay_calm", "call_first")


def built_in(name: str, reader: Reader) -> tuple[Markup, str]:
    """What a template is called, and the poll as it would be typed in the reader's language."""
    t = reader.t
    title, question, options, choices = {
        "joint_statement": (
            t("Joint statement"),
            t("Issue a joint statement today?"),
            [],
            "rule: two-thirds\ncloses: in 4 hours",
        ),
        "countermeasures": (
            t("Countermeasures"),
            t("Which countermeasures do we prepare?"),
            [t("On goods"), t("On services"), t("The anti-coercion instrument"), t("None for now")],
            "rule: plurality\ncloses: in 24 hours",
        ),
        "stay_calm": (
            t("Stay calm, no comment"),
            t("Stay calm and make no comment?"),
            [],
            "rule: consensus\ncloses: in 4 hours",
        ),
        "call_first": (
            t("Call first"),
            t("Talk on a call before we answer?"),
            [],
            "rule: majority\ncloses: in 1 hour",
        ),
    }[name]
    return title, "\n".join([plain(question), *(f"- {plain(option)}" for option in options), choices])


def templates_card(own: Sequence[Template], reader: Reader) -> Card:
    """The list, with a button to use each; beside the group's own one to delete it."""
    t = reader.t
    known = [built_in(name, reader) for name in BUILT_IN]
    told = [_line(title, text) for title, text in known]
    told += [_line(visible(each.name), each.text) for each in own]
    buttons = [Button(plain(title), UseBuiltIn(name)) for name, (title, _) in zip(BUILT_IN, known, strict=True)]
    rows: list[tuple[Button, ...]] = [tuple(buttons[:2]), tuple(buttons[2:])]
    for each in own:
        use = Button(visible(each.name), UseTemplate(each.id or 0))
        rows.append((use, Button(plain(t("Delete")), DropTemplate(each.id or 0), style="danger")))
    text = lines(
        bold(t("Templates")),
        *told,
        "",
        t("Press one to begin a poll with it. Reply to a poll’s card with /template NAME to keep that one."),
    )
    return Card(text, rows=tuple(rows), silent=True)


def saved_card(template: Template, reader: Reader) -> Card:
    """The answer to /template."""
    return Card(reader.t("Kept as “{name}”: /templates lists it.", name=visible(template.name)))


def removed_card(template: Template, reader: Reader) -> Card:
    """The answer to /template remove."""
    return Card(removed_toast(template.name, reader))


def removed_toast(name: str, reader: Reader) -> Markup:
    """The answer to [Delete]."""
    return reader.t("“{name}” is deleted.", name=visible(name))


def _line(title: Markup | str, text: str) -> Markup:
    return Markup("{} · {}").format(bold(title), cut(visible(text.partition("\n")[0]), LINE))
