// Inline keyboards: the buttons under a message, and what becomes of a press until the bot has answered it.
import { act } from "./api.js";
import { alertBox } from "./dialogs.js";
import { icon, make, toast } from "./dom.js";
import { say } from "./words.js";

const WAIT = 20000; // a press nobody answers stops turning after this

export function keyboard(message, hands) {
  if (!message.buttons.length) return null;
  const rows = message.buttons.map((row, r) => make("div", {}, ...row.map((button, c) => key(message, button, r, c, hands))));
  return make("div", { class: "keys" }, ...rows);
}

function key(message, button, row, column, hands) {
  const attributes = { class: `key ${button.style}`, "data-key": `${row}.${column}` };
  if (button.url) {
    const clicked = (event) => { if (hands.open(button.url)) event.preventDefault(); };
    const safe = /^(https?|tg):/i.test(button.url) ? button.url : null;
    return make("a", { ...attributes, href: safe, target: "_blank", rel: "noopener noreferrer", onclick: clicked }, button.text, icon("link"));
  }
  const pressed = button.copy ? () => copyText(button.copy) : (event) => hands.press(message, row, column, event.currentTarget);
  return make("button", { ...attributes, type: "button", onclick: pressed }, button.text, button.copy ? icon("copy") : null);
}

export async function copyText(text) {
  try { await navigator.clipboard.writeText(text); toast(say("copied")); } catch (error) { toast(error.message); }
}

// The presses of one chat. A button turns from the press until its answer comes; both may come first.
export class Presses {
  constructor(chat) {
    this.chat = chat;
    this.open = new Map();
  }

  async press(message, row, column, button) {
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    const place = { id: message.id, key: button.dataset.key };
    try {
      const press = await act("press", { ...this.chat.where, message: message.id, row, column });
      const early = this.open.get(press.id);
      this.open.set(press.id, place);
      if (early?.answer) this.answered(early.answer);
      setTimeout(() => this.settle(press.id), WAIT);
    } catch (error) {
      this.find(place)?.removeAttribute("aria-busy");
      toast(error.message);
    }
  }

  answered(press) {
    if (!press.answered) return;
    if (!this.open.has(press.id)) { this.open.set(press.id, { answer: press }); return; }
    this.settle(press.id);
    if (press.url) this.chat.world.open(press.url) || window.open(press.url, "_blank", "noopener");
    if (press.text && press.alert) alertBox(press.text);
    else if (press.text) toast(press.text);
  }

  settle(id) {
    const place = this.open.get(id);
    this.open.delete(id);
    if (!place?.key) return;
    if ([...this.open.values()].some((other) => other.id === place.id && other.key === place.key)) return;
    this.find(place)?.removeAttribute("aria-busy");
  }

  find({ id, key: place }) { return this.chat.pane?.log.item(id)?.querySelector(`[data-key="${place}"]`); }
}
