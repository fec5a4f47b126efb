// The replay of a story: its panel on the replay's own page, and the link that leads there from the chat page.
import { make, toast } from "./dom.js";
import { setting } from "./memory.js";
import { say } from "./words.js";

const HOME = "/replay/";
const CONTROL = `${HOME}world/replay`;
const EVERY = 400;
const SPEEDS = [[1, "1×", "Normal speed, 1×"], [2, "2×", "Twice as fast, 2×"], [5, "5×", "Five times as fast, 5×"], ["end", "End", "To the end"]];

async function ask(body) {
  const post = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(CONTROL, post || { cache: "no-store" });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error || "That did not work");
  return body ? answer.result : answer;
}

// --- on the chat page: the way there, if this server has it

async function offer() {
  const found = await fetch(CONTROL, { cache: "no-store" }).catch(() => ({ ok: false }));
  if (!found.ok) return;
  const link = () => make("a", { class: "replay-link", href: HOME, "data-word": "replay" }, say("replay"));
  document.querySelector("#people")?.before(link());
  document.querySelector("#jumps")?.append(link());
}

// --- on the replay's page: captions, controls, progress

class Panel {
  constructor() {
    this.when = make("time", {});
    this.caption = make("p", { class: "caption", role: "status" });
    this.told = make("span", {});
    this.look = make("a", { hidden: true });
    this.trouble = make("p", { class: "trouble", role: "alert", hidden: true });
    this.days = make("ol", { "aria-label": "Days" });
    this.bar = make("progress", { "aria-label": "Progress of the replay", value: 0, max: 1 });
    this.turn = this.button("Pause", () => ({ deed: this.state === "playing" ? "pause" : "play" }));
    this.next = this.button("Step", () => ({ deed: "step" }));
    this.again = this.button("Restart", () => ({ deed: "restart" }));
    this.speeds = SPEEDS.map(([speed, label, name]) => this.button(label, () => ({ speed }), { "aria-pressed": "false", "aria-label": name, title: name }));
    this.node = make("section", { id: "replay", "aria-label": "Replay of the Greenland week" },
      make("div", { class: "head" }, this.when, make("a", { href: "/", onclick: (event) => this.leave(event) }, "Back to the demo")),
      make("div", { class: "words" }, this.caption, make("p", { class: "told" }, this.told, this.look), this.trouble),
      make("div", { class: "controls" }, this.turn, this.next,
        make("span", { class: "speeds", role: "group", "aria-label": "Speed" }, ...this.speeds), this.again),
      make("div", { class: "way" }, this.bar, this.days));
    document.body.prepend(this.node);
    setInterval(() => this.ask(), EVERY);
    this.ask();
  }

  button(label, body, attributes = {}) {
    return make("button", { type: "button", ...attributes, onclick: () => this.do(body()) }, label);
  }

  async ask() {
    try { this.show(await ask()); } catch { /* the page itself says that it is offline */ }
  }

  async do(body) {
    try { this.show(await ask(body)); } catch (error) { toast(error.message); }
  }

  async leave(event) {
    event.preventDefault();
    await ask({ deed: "close" }).catch(() => {});
    location.assign("/");
  }

  show(view) {
    if (this.run && view.run && view.run !== this.run) { location.reload(); return; }
    this.run = view.run || this.run;
    this.state = view.state;
    const going = view.state === "playing" || view.state === "paused";
    this.turn.textContent = view.state === "playing" ? "Pause" : "Play";
    for (const button of [this.turn, this.next, ...this.speeds]) button.disabled = !going;
    if (view.state === "closed") { this.say({ caption: "The replay is closed.", when: "", told: "" }); return; }
    this.say(view);
    this.trouble.hidden = !view.trouble;
    if (this.trouble.textContent !== view.trouble) this.trouble.textContent = view.trouble;
    this.speeds.forEach((button, at) => button.setAttribute("aria-pressed", String(SPEEDS[at][0] === view.speed)));
    this.bar.max = view.days.length;
    this.bar.value = view.way;
    this.follow(view);
    if (this.days.children.length !== view.days.length) this.days.replaceChildren(...view.days.map((day) => make("li", { title: day }, short(day))));
    [...this.days.children].forEach((day, at) => {
      day.classList.toggle("past", at < view.day);
      if (at === view.day) day.setAttribute("aria-current", "step"); else day.removeAttribute("aria-current");
    });
  }

  // Where something has just happened comes into view; between two beats one may look elsewhere. If it is in a chat that
  // is not open, or on somebody else's phone, there is a link to it.
  follow({ done, place }) {
    const chat = place && document.querySelector(`#chat-${CSS.escape(place.chat)}.seen`);
    this.point(place, Boolean(chat));
    if (done === this.done) return;
    const node = chat && chat.querySelector(`[data-id="${place.message}"]`);
    if (!node) return; // not there yet: at the next look
    this.done = done;
    node.scrollIntoView({ block: "nearest" });
    node.classList.remove("flash");
    requestAnimationFrame(() => node.classList.add("flash"));
    setTimeout(() => node.classList.remove("flash"), 1700);
  }

  point(place, open) {
    const me = document.documentElement.dataset.me;
    this.look.hidden = !place || open || !me;
    if (this.look.hidden) return;
    const { whose, chat, group } = place;
    const href = `#${whose?.id ?? me}/${whose && wide.matches && setting("beside", true) ? group : chat}`;
    if (this.look.getAttribute("href") === href) return;
    this.look.setAttribute("href", href);
    this.look.textContent = whose ? `Look over ${whose.name}’s shoulder` : "Back to the group";
  }

  // Only what changed touches the page, or a screen reader would hear the caption again and again.
  say({ when, caption, told }) {
    for (const [node, text] of [[this.when, when], [this.caption, caption], [this.told, told]]) {
      if (node.textContent !== text) node.textContent = text;
    }
  }
}

const wide = matchMedia("(min-width: 1200px)"); // there the chat with the bot stands beside the group
const short = (day) => day.replace(/^(\w{3})\w* (\d+) .*/, "$1 $2");

if (location.pathname === HOME) {
  if (!location.hash && !sessionStorage.getItem("me")) location.replace("#brussels/-1001000000001");
  document.querySelector("#second")?.setAttribute("href", HOME);
  new Panel();
} else {
  offer();
}
