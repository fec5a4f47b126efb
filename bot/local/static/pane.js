// A chat as one sees it when it is open: head, pinned bar, topics, messages, text field.
import { Composer } from "./composer.js";
import { showMembers } from "./dialogs.js";
import { make, paintAvatar, toast } from "./dom.js";
import { Log } from "./log.js";
import { messageMenu } from "./menu.js";
import { keepPlace, place } from "./memory.js";
import { Pinned } from "./pinned.js";
import { Topics } from "./topics.js";
import { say, translate } from "./words.js";

export class Pane {
  constructor(chat) {
    this.chat = chat;
    this.node = document.getElementById("chat-template").content.firstElementChild.cloneNode(true);
    this.node.id = `chat-${chat.id}`;
    this.node.classList.toggle("private", chat.private);
    translate(this.node);
    this.newest = this.part(".newest");
    this.log = new Log(this.part(".scroll"), chat.me, this.hands(), () => this.moved());
    this.composer = new Composer(this.part(".composer"), this.desk());
    this.pinned = new Pinned(this.part(".pinned"), chat, (id) => this.jump(id));
    this.topics = new Topics(this.part(".topics"), chat, (topic) => chat.world.go(chat.id, topic));
    this.newest.addEventListener("click", () => { this.log.drawLine(); this.log.toEnd(); });
    this.part(".back").addEventListener("click", () => chat.world.go());
    this.part(".about").addEventListener("click", () => { if (!chat.private) showMembers(chat.about, { forum: () => chat.do("forum"), topic: (name) => chat.begin(name) }); });
    this.part(".about").disabled = chat.private;
    this.part(".log").addEventListener("contextmenu", (event) => this.context(event));
    this.describe();
    this.fill();
    this.recall();
  }

  part(selector) { return this.node.querySelector(selector); }

  hands() {
    const { chat } = this;
    return {
      menu: (message, spot) => messageMenu(chat, message, spot, this.composer),
      react: (message, emoji) => chat.do("react", { message: message.id, emoji }),
      vote: (message, options) => chat.do("vote", { message: message.id, options }),
      press: (message, row, column, button) => chat.presses.press(message, row, column, button),
      jump: (id) => this.jump(id),
      topic: (message) => (this.topic === undefined && chat.about.topics.find((topic) => topic.id === message.topic)?.name) || "",
      enter: (topic) => chat.world.go(chat.id, topic),
      open: (address) => chat.world.open(address),
      command: (text) => this.composer.offer(text),
    };
  }

  desk() {
    const { chat } = this;
    return {
      choices: () => ({ commands: chat.about.menu, people: chat.about.members.filter((member) => member.id !== chat.me.id) }),
      send: (text, how) => { this.log.drawLine(); return chat.send(text, how); },
      attach: (file, text, to) => chat.attach(file, text, to),
      typing: () => chat.typed(),
      keep: (draft) => chat.keep(draft),
      editLast: (event) => {
        const own = [...chat.messages.values()].findLast((message) => message.from.id === chat.me.id && !message.service && message.text && !message.forwarded);
        if (own) { event.preventDefault(); this.composer.edit(own); }
      },
    };
  }

  describe() {
    const { about, world } = this.chat;
    this.node.setAttribute("aria-label", about.title);
    this.part(".title").textContent = about.title;
    paintAvatar(this.part(".chat-head .avatar"), { id: about.private ? world.bot.id : about.id, name: about.title });
    this.part(".slash").hidden = !about.menu.length;
    this.part("textarea").setAttribute("aria-label", `${say("message")}, ${about.title}`);
    this.subtitle();
    this.pinned.show();
    this.topics.show(this.topic);
    this.showEmpty();
  }

  subtitle() {
    const { about } = this.chat;
    const people = say("members", about.members.filter((member) => !member.bot).length);
    const typing = this.chat.typists();
    this.part(".subtitle").textContent = typing || (about.private ? say("privateChat") : about.bot ? people : `${people}, ${say("botAway")}`);
    this.part(".subtitle").classList.toggle("typing", Boolean(typing));
  }

  // --- the messages

  fits(message) { return this.topic === undefined || message.topic === this.topic; }
  messages() { return [...this.chat.messages.values()].filter((message) => this.fits(message)); }

  fill() {
    this.log.fill(this.messages());
    this.showEmpty();
  }

  put(message, isNew) {
    if (!this.fits(message)) { this.topics.show(this.topic); return; }
    const end = this.log.stuck;
    this.log.put(message);
    this.topics.show(this.topic);
    if (!isNew) return;
    const own = message.from.id === this.chat.me.id;
    if (own || (end && this.inView())) this.log.toEnd();
    else if (!this.log.line && this.chat.fresh(message)) this.log.drawLine(message.id);
    if (message.ask) this.composer.reply(message, message.ask.placeholder, { focus: this.inView() && !this.composer.area.value });
    this.showEmpty();
    this.moved();
  }

  drop(id) {
    this.log.drop(id);
    this.composer.forget(id);
    this.pinned.show();
    this.showEmpty();
  }

  showEmpty() {
    const empty = this.part(".empty");
    const { about } = this.chat;
    empty.hidden = this.messages().length > 0;
    if (empty.hidden) return;
    const start = make("button", { type: "button", onclick: () => this.chat.send("/start") }, say("start"));
    empty.replaceChildren(about.private && about.about ? about.about : say("nothing"), ...(about.private ? [start] : []));
  }

  // --- being looked at

  inView() { return document.visibilityState === "visible" && this.node.checkVisibility(); }

  // The pane is on the screen (again): to where one was, or to what is new.
  shown(topic) {
    if (topic !== this.topic) { this.topic = topic; this.fill(); }
    this.topics.show(topic);
    const first = this.messages().find((message) => !message.service && this.chat.fresh(message));
    this.log.drawLine(first?.id);
    this.log.goTo(place(this.chat.me.id, this.chat.id, topic));
    this.moved();
  }

  moved() {
    if (!this.inView()) return;
    this.newest.hidden = this.log.stuck;
    keepPlace(this.chat.me.id, this.chat.id, this.topic, this.log.place());
    const seen = this.log.seen();
    if (seen) this.chat.see(seen, this.topic);
    const waiting = this.chat.unread(this.topic);
    this.part(".newest .count").hidden = !waiting;
    this.part(".newest .count").textContent = waiting;
    this.newest.setAttribute("aria-label", waiting ? `${say("newest")}, ${say("unread", waiting)}` : say("newest"));
  }

  jump(id) {
    if (this.log.jump(id)) return;
    const message = this.chat.messages.get(id);
    if (!message) { toast(say("gone")); return; }
    this.chat.world.go(this.chat.id, message.topic);
    requestAnimationFrame(() => this.log.jump(id));
  }

  // The draft of this chat, and what it answers: what the bot asked last, if nothing was typed since.
  recall() {
    const { draft } = this.chat;
    const asked = draft ? undefined : this.messages().findLast((message) => message.ask || message.from.id === this.chat.me.id);
    this.composer.restore(draft, draft ? this.chat.messages.get(draft.replyTo) : asked?.ask && asked);
  }

  context(event) {
    const item = event.target.closest("li.message");
    if (!item || event.target.closest("a, img") || String(getSelection())) return;
    event.preventDefault();
    messageMenu(this.chat, item.message, { x: event.clientX, y: event.clientY }, this.composer);
  }
}
