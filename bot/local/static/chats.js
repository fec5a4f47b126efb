// The list of chats: title, what was said last and when, how much one has not read.
import { avatar, make } from "./dom.js";
import { brief } from "./moments.js";
import { excerpt } from "./services.js";
import { say } from "./words.js";

export class ChatList {
  // `open` is called with the id of a chat.
  constructor(list, open) {
    this.list = list;
    this.open = open;
    list.addEventListener("keydown", (event) => this.key(event));
  }

  // Rows are made once and filled anew, so that the focus stays where it is.
  show(world) {
    const rows = new Map([...this.list.children].map((row) => [Number(row.dataset.chat), row]));
    const chats = [...world.chats.values()].sort((one, other) => (other.last?.date ?? 0) - (one.last?.date ?? 0));
    const wanted = chats.map((chat) => rows.get(chat.id) || this.row(chat, world));
    if (wanted.length !== this.list.children.length || wanted.some((row, index) => row !== this.list.children[index])) {
      const focused = document.activeElement;
      this.list.replaceChildren(...wanted);
      if (this.list.contains(focused)) focused.focus();
    }
    chats.forEach((chat, index) => fill(wanted[index], chat, world));
    const waiting = chats.reduce((sum, chat) => sum + chat.unread(), 0);
    document.title = `${waiting ? `(${waiting}) ` : ""}${world.me.name} · ${say("app")}`;
  }

  row(chat, world) {
    const face = avatar({ id: chat.private ? world.bot.id : chat.id, name: chat.about.title });
    return make("li", { "data-chat": chat.id }, make("button", { type: "button", onclick: () => this.open(chat.id) }, face,
      make("b", { class: "title" }), make("time", {}), make("span", { class: "said", dir: "auto" }), make("span", { class: "count", hidden: true })));
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const rows = [...this.list.querySelectorAll("button")];
    rows[(rows.indexOf(document.activeElement) + step + rows.length) % rows.length].focus();
    event.preventDefault();
  }
}

function fill(row, chat, world) {
  const { last, draft } = chat;
  const typing = chat.typists();
  const unread = chat.unread();
  const current = world.active === chat.id;
  set(row.querySelector(".title"), chat.about.title);
  set(row.querySelector("time"), last ? brief(last.date) : "");
  const said = row.querySelector(".said");
  said.classList.toggle("typing", Boolean(typing));
  said.classList.toggle("draft", Boolean(!typing && draft?.text && !current));
  set(said, typing || (draft?.text && !current ? say("says", say("draft"), draft.text) : last ? line(last, chat) : chat.about.about));
  const count = row.querySelector(".count");
  count.hidden = !unread;
  set(count, unread > 999 ? "999+" : String(unread));
  count.setAttribute("aria-label", say("unread", unread));
  count.setAttribute("role", "img");
  row.firstElementChild.setAttribute("aria-current", String(current));
}

function set(node, text) { if (node.textContent !== text) node.textContent = text; }

function line(message, chat) {
  const own = message.from.id === chat.me.id;
  const who = message.service || message.from.bot ? "" : own ? say("you") : message.from.name;
  return who ? say("says", who, excerpt(message)) : excerpt(message);
}
