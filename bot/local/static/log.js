// The messages of a chat as a list: days, groups by sender, the line above new ones, and where one was reading.
import { make } from "./dom.js";
import { messageItem } from "./messages.js";
import { day, dayKey } from "./moments.js";
import { say } from "./words.js";

const CLOSE = 300; // seconds within which messages of one sender stand together
const END = 60; // pixels from the end that count as the end
const REST = 1500; // milliseconds after which a day that floats over the messages is gone

export class Log {
  // `moved` is called when what is in view has changed.
  constructor(scroll, me, hands, moved) {
    this.scroll = scroll;
    this.list = scroll.querySelector(".log");
    this.me = me;
    this.hands = hands;
    this.items = new Map();
    this.stuck = true;
    let asked;
    let top = 0;
    scroll.addEventListener("scroll", () => { // a list that shrinks moves too: only who goes up leaves the end
      this.stuck = this.atEnd() || (this.stuck && scroll.scrollTop >= top);
      top = scroll.scrollTop;
      this.float();
      asked ||= requestAnimationFrame(() => { asked = 0; moved(); });
    }, { passive: true });
    const follow = new ResizeObserver(() => { if (this.stuck) this.toEnd(); });
    follow.observe(this.list);
    follow.observe(scroll);
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("focusin", (event) => this.rove(event.target.closest("li[data-id]")));
  }

  item(id) { return this.items.get(id); }
  atEnd() { return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < END; }
  toEnd() { this.scroll.scrollTop = this.scroll.scrollHeight; this.stuck = true; }

  fill(messages) {
    this.list.replaceChildren();
    this.items.clear();
    this.last = undefined;
    this.line = undefined;
    this.list.setAttribute("aria-busy", "true");
    for (const message of messages) this.add(message);
    this.list.removeAttribute("aria-busy");
    this.rove(this.items.get(this.last?.id));
  }

  // A day whose beginning is out of view floats over its messages, while one moves through them.
  float() {
    const { top } = this.scroll.getBoundingClientRect();
    for (const section of this.list.children) section.firstElementChild.classList.toggle("floating", section.getBoundingClientRect().top < top);
    this.scroll.classList.add("moving");
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.scroll.classList.remove("moving"), REST);
  }

  // A new message, or another state of one that is there. Says whether it is new.
  put(message) {
    const known = this.items.get(message.id);
    if (known) this.change(known, message);
    else this.add(message);
    if (!known) this.rove(this.items.get(message.id));
    return !known;
  }

  add(message) {
    const item = messageItem(message, this.me, this.hands);
    item.message = message;
    if (!this.last || dayKey(this.last.date) !== dayKey(message.date)) {
      this.list.append(make("section", {}, make("p", { class: "day" }, day(message.date, say)), make("ol")));
    }
    this.list.lastElementChild.lastElementChild.append(item);
    this.items.set(message.id, item);
    this.last = message;
    this.group(item);
  }

  // An edit must not stop the turning of a button whose answer is still to come, close what is open, nor lose the focus.
  change(known, message) {
    const item = messageItem(message, this.me, this.hands);
    item.message = message;
    for (const busy of known.querySelectorAll('[aria-busy="true"]')) {
      item.querySelector(`[data-key="${busy.dataset.key}"]`)?.setAttribute("aria-busy", "true");
    }
    for (const open of known.querySelectorAll("[data-fold].open")) {
      item.querySelector(`[data-fold="${open.dataset.fold}"]`)?.dispatchEvent(new Event("unfold"));
    }
    const focused = known.contains(document.activeElement) && (document.activeElement.dataset.key || (document.activeElement === known && "self"));
    item.tabIndex = known.tabIndex;
    if (known.classList.contains("flash")) item.classList.add("flash");
    known.replaceWith(item);
    this.items.set(message.id, item);
    this.group(item);
    if (this.last?.id === message.id) this.last = message;
    if (focused) (focused === "self" ? item : item.querySelector(`[data-key="${focused}"]`))?.focus({ preventScroll: true });
  }

  group(item) {
    const before = item.previousElementSibling?.message;
    const message = item.message;
    const again = before && !before.service && !message.service && before.from.id === message.from.id && message.date - before.date < CLOSE;
    item.classList.toggle("again", Boolean(again));
  }

  drop(id) {
    const item = this.items.get(id);
    if (!item) return;
    this.items.delete(id);
    const { parentElement: held, nextElementSibling: after } = item;
    item.remove();
    if (!held.children.length) held.parentElement.remove();
    if (after?.message) this.group(after);
    if (this.last?.id === id) this.last = [...this.items.values()].at(-1)?.message;
    if (!this.list.querySelector('[tabindex="0"]')) this.rove(this.items.get(this.last?.id));
  }

  // The line above the first message one has not seen; without an id there is none.
  drawLine(id) {
    this.line?.remove();
    this.line = undefined;
    const item = id && this.items.get(id);
    if (!item) return;
    this.line = make("li", { class: "fresh" }, make("span", {}, say("fresh")));
    item.before(this.line);
    this.group(item);
  }

  // --- where one is reading

  // The uppermost message in view; nothing at the end.
  place() {
    if (this.stuck) return null;
    const top = this.scroll.getBoundingClientRect().top;
    for (const [id, item] of this.items) {
      const box = item.getBoundingClientRect();
      if (box.bottom > top) return { id, out: top - box.top };
    }
    return null;
  }

  goTo(place) {
    const item = place && this.items.get(place.id);
    if (!item) { if (this.line) this.line.scrollIntoView({ block: "center" }); else this.toEnd(); }
    else this.scroll.scrollTop += item.getBoundingClientRect().top - this.scroll.getBoundingClientRect().top + place.out;
    this.stuck = this.atEnd();
  }

  // The newest message that has come into view.
  seen() {
    if (this.atEnd()) return this.last?.id;
    const bottom = this.scroll.getBoundingClientRect().bottom;
    const all = [...this.items];
    let low = 0;
    let high = all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (all[middle][1].getBoundingClientRect().top < bottom - 12) low = middle + 1;
      else high = middle;
    }
    return all[low - 1]?.[0];
  }

  jump(id) {
    const item = this.items.get(id);
    if (!item) return false;
    item.scrollIntoView({ block: "center" });
    item.classList.remove("flash");
    requestAnimationFrame(() => item.classList.add("flash"));
    setTimeout(() => this.items.get(id)?.classList.remove("flash"), 1800);
    return true;
  }

  // --- keys: one message of the list can be reached by Tab; arrows go from one to the next, Enter opens its menu

  rove(item) {
    if (!item?.dataset.id) return;
    for (const other of this.list.querySelectorAll('li[tabindex="0"]')) other.tabIndex = -1;
    item.tabIndex = 0;
  }

  key(event) {
    const item = event.target.closest("li[data-id]");
    if (event.target !== item) return;
    const all = [...this.items.values()];
    const step = { ArrowDown: 1, ArrowUp: -1, End: all.length, Home: -all.length }[event.key];
    if (step) all[Math.max(0, Math.min(all.indexOf(item) + step, all.length - 1))].focus();
    else if (event.key === "Enter" && item.message.from && !item.message.service) {
      const box = (item.querySelector(".bubble") || item).getBoundingClientRect();
      this.hands.menu(item.message, { x: box.left + 24, y: Math.max(60, box.top + 24) });
    } else return;
    event.preventDefault();
  }
}
