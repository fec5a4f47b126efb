"""Tasks: what is done with one once it is set."""

from typing import Any

from sqlmodel import Session
from telegram import Update
from telegram.ext import BaseHandler

from bot.callbacks import FinishTask, TakeTask
from bot.cards import tasks as cards
from bot.cards.card import Card
from bot.cards.lists import found_card
from bot.forms.tasks import TaskRequest
from bot.services import search, tasks
from handlers import alerts, ties
from handlers.context import BotContext
from handlers.private import posted
from handlers.routes import Command, pressed, subject


async def set_task(context: BotContext, request: TaskRequest) -> None:
    """A task, read from what was typed."""
    await context.transact(tasks.set_task, answer=posted(context, "task"), **facts_of(request))


def facts_of(request: TaskRequest) -> dict[str, Any]:
    """What services.tasks.set_task takes of a request."""
    return {
        "text": request.text,
        "assignee": request.assignee,
        "due_at": request.due_at,
        "about": request.about,
    }


async def press_done(button: FinishTask, context: BotContext) -> None:
    """[Done]"""
    administrator = await administers(context, button.task_id)
    await context.transact(tasks.finish, task_id=button.task_id, administrator=administrator)
    context.toast(cards.done_toast(context.own_reader))


async def press_take(button: TakeTask, context: BotContext) -> None:
    """[I take it]"""
    await context.transact(tasks.take, task_id=button.task_id)
    context.toast(cards.taken_toast(context.own_reader))


async def done(update: Update, context: BotContext) -> None:
    """/done T-9"""
    _, task_id, _ = await subject(update, context, "/done T-9", "task")
    administrator = await administers(context, task_id)
    await context.transact(
        tasks.finish,
        answer=lambda task: Card(cards.state_words(task, context.reader)),
        task_id=task_id,
        administrator=administrator,
    )


async def reopen(update: Update, context: BotContext) -> None:
    """/reopen T-9, also /reopen A-17 and /reopen P-3"""
    kind, task_id, _ = await subject(update, context, "/reopen A-17", "alert", "task", "poll")
    if kind == "alert":
        await alerts.reopen(update, context)
        return
    if kind == "poll":
        await ties.reopen(context, task_id)
        return
    administrator = await administers(context, task_id)
    await context.transact(
        tasks.reopen,
        answer=lambda task: Card(cards.state_words(task, context.reader)),
        task_id=task_id,
        administrator=administrator,
    )


async def cancel(context: BotContext, task_id: int, reason: str) -> None:
    """/cancel T-9 [reason]"""
    administrator = await context.is_administrator()
    await context.transact(tasks.cancel, task_id=task_id, administrator=administrator, reason=reason)


async def list_tasks(update: Update, context: BotContext) -> None:  # noqa: ARG001 -- PTB's signature
    """/tasks"""
    await context.require_group(person=False)
    await context.transact(search.look, answer=lambda facts: found_card(facts, context.reader), scope="tasks")


async def administers(context: BotContext, task_id: int) -> bool:
    """Whether the person administers the group; not asked of Telegram where the task is theirs anyway."""
    group_id = await context.require_group()
    person_id = context.person.id if context.person else None
    own = await context.read(tasks.is_own, group_id=group_id, person_id=person_id, task_id=task_id)
    return not own and await context.is_administrator()


def has(button: FinishTask, session: Session, group_id: int) -> bool:
    """Whether the task is a group's."""
    return tasks.has(session, group_id=group_id, task_id=button.task_id)


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [
        pressed(FinishTask, press_done, holds=has),
        pressed(TakeTask, press_take),
        Command("done", done),
        Command("reopen", reopen),
        Command("tasks", list_tasks),
    ]
