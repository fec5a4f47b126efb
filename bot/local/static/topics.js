// The topics of a forum as a bar: all of them, or one.
import { make } from "./dom.js";
import { say } from "./words.js";

const GENERAL = 1;

export class Topics {
  constructor(bar, chat, open) { Object.assign(this, { bar, chat, open }); }

  show(current) {
    const { topics } = this.chat.about;
    this.bar.hidden = !topics.length;
    if (!topics.length) return;
    const state = JSON.stringify([current, topics, topics.map((topic) => this.chat.unread(topic.id))]);
    if (state === this.state) return;
    this.state = state;
    const focused = this.bar.contains(document.activeElement) && document.activeElement.dataset.topic;
    this.bar.replaceChildren(this.button("", say("all"), current === undefined),
      ...topics.map((topic) => this.button(topic.id, topic.id === GENERAL && topic.name === "General" ? say("general") : topic.name, topic.id === current, topic)));
    if (focused !== false && focused !== undefined) this.bar.querySelector(`[data-topic="${focused}"]`)?.focus();
  }

  button(id, name, current, topic) {
    const unread = topic ? this.chat.unread(topic.id) : 0;
    return make("button", { type: "button", "data-topic": id, "aria-current": String(current), onclick: () => this.open(topic?.id) },
      name, topic?.closed ? make("small", {}, ` · ${say("closed")}`) : null,
      unread ? make("span", { class: "count", "aria-label": say("unread", unread) }, String(unread)) : null);
  }
}
