// One chat pane: the list of messages and everything that happens to it.
import { Composer } from "./composer.js";
import { act, base64 } from "./api.js";
import { alertBox, make, paintAvatar, toast } from "./dom.js";
import { messageItem } from "./messages.js";
import { day, dayKey } from "./moments.js";

const WAIT = 20000; // a press nobody answers stops turning after this
const LARGEST = 5000000; // bytes of a file
const CLOSE = 300; // seconds within which messages of one sender stand together

export class Chat {
  constructor(chat, me, world) {
    this.id = chat.id;
    this.private = chat.private;
    this.me = me;
    this.world = world;
    this.messages = new Map();
    this.presses = new Map();
    this.unread = 0;
    this.node = document.getElementById("chat-template").content.firstElementChild.cloneNode(true);
    this.node.classList.toggle("private", chat.private);
    this.log = this.node.querySelector(".log");
    this.scroll = this.node.querySelector(".scroll");
    this.newest = this.node.querySelector(".newest");
    this.composer = new Composer(this.node.querySelector(".composer"), (text, to, edited) => this.send(text, to, edited), (file, text, to) => this.attach(file, text, to));
    this.hands = {
      reply: (message) => this.composer.reply(message),
      edit: (message) => this.composer.edit(message),
      forward: (message) => this.forward(message),
      react: (message, emoji) => this.react(message, emoji),
      press: (message, row, column, button) => this.press(message, row, column, button),
      jump: (id) => this.jump(id),
      open: (address) => world.open(address),
      command: (text) => this.composer.offer(text),
    };
    this.newest.addEventListener("click", () => this.toBottom());
    this.scroll.addEventListener("scroll", () => { if (this.atBottom()) this.newest.hidden = true; });
    this.describe(chat);
    this.fill(chat.messages);
  }

  describe(chat) {
    this.about = chat;
    this.node.setAttribute("aria-label", chat.title);
    this.node.querySelector("h2").textContent = chat.title;
    paintAvatar(this.node.querySelector(".avatar"), { id: chat.private ? this.world.bot.id : chat.id, name: chat.title });
    this.subtitle();
    this.composer.menu = chat.menu;
    this.node.querySelector(".slash").hidden = !chat.menu.length;
    this.showEmpty();
  }

  subtitle(text) {
    const { private: alone, members, bot } = this.about;
    const people = `${members.join(", ")}${bot ? "" : " (the bot is not here)"}`;
    this.node.querySelector(".subtitle").textContent = text || (alone ? "bot, private chat" : people);
  }

  fill(messages) {
    this.log.setAttribute("aria-busy", "true");
    this.log.replaceChildren();
    this.messages.clear();
    for (const message of messages) this.put(message);
    this.log.removeAttribute("aria-busy");
    const asked = messages.findLast((message) => message.ask || message.from.id === this.me.id);
    if (asked?.ask) this.composer.reply(asked, asked.ask.placeholder);
    this.showEmpty();
    requestAnimationFrame(() => this.toBottom());
  }

  // A new message or another state of a known one.
  put(message) {
    const known = this.log.querySelector(`[data-id="${message.id}"]`);
    const stay = this.atBottom();
    const item = messageItem(message, this.me, this.hands);
    const before = [...this.messages.values()].at(-1);
    this.messages.set(message.id, message);
    if (known) {
      item.classList.toggle("again", known.classList.contains("again"));
      this.keepBusy(known, item);
      known.replaceWith(item);
    } else {
      this.append(message, item, before);
    }
    if (stay) this.toBottom();
    else if (!known) this.newest.hidden = false;
    return !known;
  }

  append(message, item, before) {
    const key = dayKey(message.date);
    if (!before || dayKey(before.date) !== key) {
      this.log.append(make("li", { class: "day" }, day(message.date)));
    } else if (!before.service && before.from.id === message.from.id && message.date - before.date < CLOSE) {
      item.classList.add("again");
      item.querySelector(".name")?.remove();
    }
    this.log.append(item);
  }

  // A live message that somebody else does.
  arrived(message) {
    const fresh = this.put(message);
    const own = message.from.id === this.me.id;
    this.subtitle();
    this.showEmpty();
    if (fresh && message.ask) this.composer.reply(message, message.ask.placeholder);
    if (fresh && own) this.toBottom();
    return fresh && !own;
  }

  drop(id) {
    this.messages.delete(id);
    const item = this.log.querySelector(`[data-id="${id}"]`);
    const sign = item?.previousElementSibling;
    const lone = sign?.classList.contains("day") && (!item.nextElementSibling || item.nextElementSibling.classList.contains("day"));
    item?.remove();
    if (lone) sign.remove();
    this.composer.forget(id);
    this.showEmpty();
  }

  showEmpty() {
    const empty = this.node.querySelector(".empty");
    empty.hidden = this.messages.size > 0;
    if (empty.hidden) return;
    const start = make("button", { type: "button", onclick: () => this.send("/start") }, "Start");
    empty.replaceChildren(this.private ? this.about.about || "Nothing has been said here yet." : "No messages yet.", ...(this.private ? [start] : []));
  }

  async send(text, to, edited) {
    try {
      await act(edited ? "edit" : "send", { user: this.me.id, chat: this.id, text, reply_to: to, message: edited });
      return true;
    } catch (error) {
      toast(error.message);
      return false;
    }
  }

  async attach(file, text, to) {
    if (file.size > LARGEST) { toast("A file here has at most 5 MB"); return false; }
    try {
      await act("attach", { user: this.me.id, chat: this.id, name: file.name, content: await base64(file), text, reply_to: to });
      return true;
    } catch (error) {
      toast(error.message);
      return false;
    }
  }

  async forward(message) {
    const to = await this.world.choose("Forward to", this.id);
    if (!to) return;
    try { await act("forward", { user: this.me.id, chat: this.id, message: message.id, to }); toast("Forwarded"); } catch (error) { toast(error.message); }
  }

  async react(message, emoji) {
    try { await act("react", { user: this.me.id, chat: this.id, message: message.id, emoji }); } catch (error) { toast(error.message); }
  }

  async press(message, row, column, button) {
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    try {
      const press = await act("press", { user: this.me.id, chat: this.id, message: message.id, row, column });
      const place = { id: message.id, key: button.dataset.key };
      const early = this.presses.get(press.id);
      this.presses.set(press.id, place);
      if (early?.answer) this.answered(early.answer);
      setTimeout(() => this.settle(press.id), WAIT);
    } catch (error) {
      button.removeAttribute("aria-busy");
      toast(error.message);
    }
  }

  answered(press) {
    if (!press.answered) return;
    if (!this.presses.has(press.id)) { this.presses.set(press.id, { answer: press }); return; }
    this.settle(press.id);
    if (press.url) this.world.open(press.url) || window.open(press.url, "_blank", "noopener");
    if (press.text && press.alert) alertBox(press.text);
    else if (press.text) toast(press.text);
  }

  settle(id) {
    const place = this.presses.get(id);
    this.presses.delete(id);
    if (!place?.key) return;
    if ([...this.presses.values()].some((other) => other.id === place.id && other.key === place.key)) return;
    this.log.querySelector(`[data-id="${place.id}"] [data-key="${place.key}"]`)?.removeAttribute("aria-busy");
  }

  // An edit must not stop the turning of a button whose answer is still to come, nor lose the keyboard's focus.
  keepBusy(old, item) {
    for (const busy of old.querySelectorAll('[aria-busy="true"]')) {
      item.querySelector(`[data-key="${busy.dataset.key}"]`)?.setAttribute("aria-busy", "true");
    }
    const focused = old.contains(document.activeElement) && document.activeElement.dataset.key;
    if (focused) requestAnimationFrame(() => item.querySelector(`[data-key="${focused}"]`)?.focus());
    if (old.classList.contains("again")) item.querySelector(".name")?.remove();
  }

  jump(id) {
    const item = this.log.querySelector(`[data-id="${id}"]`);
    if (!item) return toast("That message is gone");
    item.scrollIntoView({ block: "center" });
    item.classList.add("flash");
    setTimeout(() => item.classList.remove("flash"), 1700);
  }

  atBottom() { return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < 60; }
  toBottom() { this.scroll.scrollTop = this.scroll.scrollHeight; this.newest.hidden = true; }
}
