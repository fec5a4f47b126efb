// One chat: its messages, how far one has read, who is typing, and what one does in it. Its pane is made when it is opened.
import { act, base64 } from "./api.js";
import { choose } from "./dialogs.js";
import { toast } from "./dom.js";
import { Presses } from "./keyboards.js";
import { draft, keepDraft } from "./memory.js";
import { Pane } from "./pane.js";
import { say } from "./words.js";

const LARGEST = 5000000; // bytes of a file
const TYPING = 6000; // milliseconds that somebody is said to be typing
const GENERAL = 1;

export class Chat {
  constructor(about, me, world) {
    this.id = about.id;
    this.me = me;
    this.world = world;
    this.presses = new Presses(this);
    this.typing = new Map();
    this.messages = new Map(about.messages.map((message) => [message.id, message]));
    this.describe(about);
  }

  describe(about) {
    this.about = about;
    this.private = about.private;
    this.hasRead(about.read);
    this.pins = about.pins;
    for (const message of about.messages) if (!this.messages.has(message.id)) this.take(message);
    this.pane?.describe();
  }

  // Another tab, or the server, knows how far one has read; it never goes back.
  hasRead(marks) {
    this.read ||= {};
    for (const [topic, id] of Object.entries(marks)) this.read[topic] = Math.max(id, this.read[topic] ?? 0);
    this.pane?.topics.show(this.pane.topic);
  }

  get where() { return { user: this.me.id, chat: this.id }; }
  get last() { return [...this.messages.values()].at(-1); }
  get draft() { return draft(this.me.id, this.id); }

  fresh(message) {
    return message.from.id !== this.me.id && message.id > (this.read[message.topic ?? GENERAL] ?? 0);
  }

  // Messages that call for a look: not one's own, not Telegram's, not those sent without a sound.
  unread(topic) {
    let count = 0;
    for (const message of this.messages.values()) {
      if (!message.service && !message.silent && (topic === undefined || message.topic === topic) && this.fresh(message)) count += 1;
    }
    return count;
  }

  open() {
    this.pane ||= new Pane(this);
    return this.pane;
  }

  // --- what the world tells

  take(message) {
    const known = this.messages.has(message.id);
    this.messages.set(message.id, message);
    this.pane?.put(message, !known);
    return !known;
  }

  arrived(message, pins) {
    this.pins = pins;
    this.silence(message.from.id);
    this.take(message);
    this.pane?.pinned.show();
  }

  drop(id) {
    this.messages.delete(id);
    this.pins = this.pins.filter((pin) => pin !== id);
    this.pane?.drop(id);
  }

  types({ user, name }) {
    clearTimeout(this.typing.get(user)?.timer);
    this.typing.set(user, { name, timer: setTimeout(() => { this.silence(user); this.world.changed(); }, TYPING) });
    this.pane?.subtitle();
  }

  silence(user) {
    clearTimeout(this.typing.get(user)?.timer);
    if (this.typing.delete(user)) this.pane?.subtitle();
  }

  typists() {
    if (!this.typing.size) return "";
    return this.private ? say("typingAlone") : say("typing", [...this.typing.values()].map((one) => one.name));
  }

  // --- what one does

  async do(verb, body) {
    try {
      await act(verb, { ...this.where, ...body });
      return true;
    } catch (error) {
      toast(error instanceof TypeError ? say("failed") : error.message);
      return false;
    }
  }

  // Everything up to this message has been seen, in one topic or in all.
  see(id, topic) {
    const topics = topic !== undefined ? [topic] : this.about.topics.length ? this.about.topics.map((one) => one.id) : [GENERAL];
    const news = topics.filter((one) => (this.read[one] ?? 0) < id);
    if (!news.length) return;
    this.hasRead(Object.fromEntries(news.map((one) => [one, id])));
    clearTimeout(this.telling);
    this.telling = setTimeout(() => act("read", { ...this.where, message: id, topic }).catch(() => {}), 200);
    this.world.changed();
  }

  send(text, { replyTo, edited } = {}) {
    return edited ? this.do("edit", { text, message: edited }) : this.do("send", { text, reply_to: replyTo, topic: replyTo ? undefined : this.pane?.topic });
  }

  async attach(file, text, replyTo) {
    if (file.size > LARGEST) { toast(say("tooLarge")); return false; }
    return this.do("attach", { name: file.name, content: await base64(file), text, reply_to: replyTo, topic: replyTo ? undefined : this.pane?.topic });
  }

  async forward(message) {
    const others = [...this.world.chats.values()].filter((chat) => chat !== this);
    const to = await choose(say("forwardTo"), others.map((chat) => ({ value: String(chat.id), label: chat.about.title })));
    if (to && (await this.do("forward", { message: message.id, to: Number(to) }))) toast(say("forwarded"));
  }

  async remove(message) {
    const sure = await choose(say("sure"), [{ value: "yes", label: say("remove"), danger: true }]);
    if (sure) await this.do("delete", { message: message.id });
  }

  async begin(name) {
    try { this.world.go(this.id, await act("topic", { ...this.where, name })); } catch (error) { toast(error.message); }
  }

  typed() { act("typing", this.where).catch(() => {}); }

  keep(value) {
    keepDraft(this.me.id, this.id, value);
    this.world.changed();
  }
}
