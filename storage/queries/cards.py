"""Live cards: asked to be shown, asked to be shown anew."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, case, col, select, update

from storage.models import Bundled, Group, LiveCard
from storage.queries.core import core, table
from storage.queries.eras import era_of
from storage.queries.news import to_say
from storage.queries.outbox import CARD, DIGEST
from storage.queries.topics import place_of

CARDS = table(LiveCard)
MARK_STALE = (
    update(CARDS)
    .where(CARDS.c.kind == bindparam("of_kind"), CARDS.c.subject_id == bindparam("subject"))
    .values(wanted=CARDS.c.wanted + 1, priority=case((CARDS.c.priority > CARD, CARD), else_=CARDS.c.priority))
)
BUNDLED = table(Bundled)
MARK_BUNDLE_STALE = (
    update(CARDS)
    .where(CARDS.c.kind == "bundle")
    .where(
        CARDS.c.subject_id
        == select(BUNDLED.c.bundle_id).where(BUNDLED.c.alert_id == bindparam("subject")).scalar_subquery()
    )
    .values(wanted=CARDS.c.wanted + 1, priority=case((CARDS.c.priority > CARD, CARD), else_=CARDS.c.priority))
)

OWN = select(LiveCard).where(
    col(LiveCard.kind) == bindparam("of_kind"), col(LiveCard.subject_id) == bindparam("subject")
)
REFRESH = (
    update(CARDS)
    .where(CARDS.c.kind == bindparam("of_kind"), CARDS.c.subject_id.in_(bindparam("subjects", expanding=True)))
    .values(wanted=CARDS.c.wanted + 1, priority=case((CARDS.c.wanted == CARDS.c.sent, DIGEST), else_=CARDS.c.priority))
)


def show(
    session: Session, *, group_id: int, kind: str, subject_id: int, priority: int = CARD, silent: bool = False,
    becomes: int | None = None,
) -> None:  # fmt: skip
    """Post a new card for a subject, in the group's topic or where it was asked for.

    `becomes`: Telegram's id of a message of ours that is there already, in the chat of today, and turns into the card.
    """
    era = era_of(session, group_id) if becomes else 0
    topic = place_of(session, group_id)
    session.add(
        LiveCard(
            group_id=group_id, kind=kind, subject_id=subject_id, priority=priority, silent=silent, tg_topic_id=topic,
            tg_message_id=becomes, era=era,
        )
    )  # fmt: skip
    to_say(session, priority)


def mark_stale(session: Session, kind: str, subject_id: int) -> None:
    """The subject has changed: its card is to be rendered again, and the bundle that lists it."""
    core(session).execute(MARK_STALE, {"of_kind": kind, "subject": subject_id})
    if kind == "alert":
        core(session).execute(MARK_BUNDLE_STALE, {"subject": subject_id})
    to_say(session, CARD)


def refresh(session: Session, kind: str, subject_ids: Sequence[int]) -> None:
    """What stands around the subjects has changed: their cards are rendered again once there is nothing better to do.

    Also those that wait already: one of them may be on its way, rendered before.
    """
    if subject_ids:
        core(session).execute(REFRESH, {"of_kind": kind, "subjects": list(subject_ids)})
        to_say(session, DIGEST)


def unfold(session: Session, kind: str, subject_id: int, panel: str) -> None:
    """Show a choice on the card ("" folds it again)."""
    session.exec(
        update(LiveCard)
        .where(col(LiveCard.kind) == kind, col(LiveCard.subject_id) == subject_id)
        .values(panel=panel, wanted=col(LiveCard.wanted) + 1)
    )
    to_say(session, CARD)


def grow(
    session: Session, kind: str, subject_id: int, *, first: int, edit: int, silent: bool, not_before: datetime
) -> None:
    """The subject has got more. A card not yet shown takes on the priority `first` if that is more urgent; one that is
    shown is edited with the priority `edit`, no sooner than `not_before`, so that several changes make one edit."""
    unsent, settled = col(LiveCard.sent) == 0, col(LiveCard.wanted) == col(LiveCard.sent)
    wished = case((unsent, first), else_=edit)
    session.exec(
        update(LiveCard)
        .where(col(LiveCard.kind) == kind, col(LiveCard.subject_id) == subject_id)
        .values(
            wanted=col(LiveCard.wanted) + 1,
            priority=case((col(LiveCard.priority) > wished, wished), else_=col(LiveCard.priority)),
            silent=col(LiveCard.silent) & silent,
            not_before=case((unsent | ~settled, col(LiveCard.not_before)), else_=not_before),
        )
    )
    to_say(session, first)


def repost(session: Session, kind: str, subject_id: int, *, priority: int = CARD, silent: bool = True) -> None:
    """Show the card again, at the bottom of the group's topic or where that was asked for; the older message is left."""
    which = (col(LiveCard.kind) == kind, col(LiveCard.subject_id) == subject_id)
    group_id = session.exec(select(LiveCard.group_id).where(*which)).first()
    if group_id is None:
        return
    session.exec(
        update(LiveCard)
        .where(*which)
        .values(
            tg_message_id=None,
            tg_topic_id=place_of(session, group_id),
            wanted=col(LiveCard.wanted) + 1,
            priority=priority,
            silent=silent,
            repeat=False,
            astray=False,
            attempts=0,
            not_before=None,
        )
    )
    to_say(session, priority)


def own_card(session: Session, kind: str, subject_id: int) -> LiveCard | None:
    """The card of a subject alone."""
    return session.exec(OWN, params={"of_kind": kind, "subject": subject_id}).first()


def card_of(session: Session, kind: str, subject_id: int) -> LiveCard | None:
    """The card that shows a subject: its own, or the bundle's that lists it."""
    if (card := own_card(session, kind, subject_id)) or kind != "alert":
        return card
    bundle_id = session.exec(select(Bundled.bundle_id).where(Bundled.alert_id == subject_id)).first()
    return own_card(session, "bundle", bundle_id) if bundle_id else None


def shown_in(session: Session, kind: str, *, group_id: int, era: int, tg_message_id: int) -> int | None:
    """The subject of that kind whose live card a message of the group's chat is; `era` is the message's."""
    shown = select(LiveCard.subject_id).where(LiveCard.kind == kind, LiveCard.group_id == group_id)
    return session.exec(shown.where(LiveCard.tg_message_id == tg_message_id, LiveCard.era == era)).first()


def messages_of(session: Session, group_id: int) -> dict[tuple[str, int], int]:
    """By kind and subject, Telegram's ids of the messages that show something in the group's chat of today.

    What has none of its own is where its bundle is.
    """
    shown = select(LiveCard.kind, LiveCard.subject_id, LiveCard.tg_message_id)
    shown = shown.join(Group, (col(Group.id) == col(LiveCard.group_id)) & (col(Group.era) == col(LiveCard.era)))
    found = session.exec(shown.where(LiveCard.group_id == group_id))
    links = {(kind, subject_id): message_id for kind, subject_id, message_id in found if message_id}
    bundles = [subject_id for kind, subject_id in links if kind == "bundle"]
    for alert_id, bundle_id in session.exec(
        select(Bundled.alert_id, Bundled.bundle_id).where(col(Bundled.bundle_id).in_(bundles))
    ):
        links.setdefault(("alert", alert_id), links["bundle", bundle_id])
    return links


def exists(session: Session, kind: str, subject_id: int) -> bool:
    """Whether the subject has a card."""
    statement = select(LiveCard.id).where(LiveCard.kind == kind, LiveCard.subject_id == subject_id)
    return session.exec(statement).first() is not None
