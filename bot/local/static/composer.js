// Where a person types: the text, what it answers or corrects, and a file that goes with it.
import { Suggestions } from "./suggestions.js";
import { excerpt } from "./services.js";
import { say } from "./words.js";

let count = 0;
const TYPING = 4000; // at most so often others are told that one is typing

export class Composer {
  // `chat` gives what is offered (choices) and takes what is done (send, attach, typing, keep).
  constructor(form, chat) {
    this.form = form;
    this.chat = chat;
    this.picker = form.querySelector("input[type=file]");
    this.area = form.querySelector("textarea");
    this.target = form.querySelector(".target");
    const list = form.querySelector(".menu");
    list.id = `menu-${(count += 1)}`;
    this.suggestions = new Suggestions(this.area, list, () => chat.choices(), (text, end) => this.write(text, end));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.area.addEventListener("input", () => this.typed());
    this.area.addEventListener("keydown", (event) => this.key(event));
    form.querySelector(".drop").addEventListener("click", () => { this.clear(); this.area.focus(); });
    form.querySelector(".attach").addEventListener("click", () => this.picker.click());
    form.querySelector(".slash").addEventListener("click", () => this.offer("/"));
    this.picker.addEventListener("change", () => { const [file] = this.picker.files; this.picker.value = ""; this.attach(file); });
    this.area.addEventListener("paste", (event) => this.dropped(event, event.clipboardData));
    form.addEventListener("dragover", (event) => event.preventDefault());
    form.addEventListener("drop", (event) => this.dropped(event, event.dataTransfer));
  }

  typed() {
    this.grow();
    this.suggestions.suggest();
    this.keep();
    const text = this.area.value.trim();
    if (!text || text.startsWith("/") || Date.now() - (this.told || 0) < TYPING) return;
    this.told = Date.now();
    this.chat.typing();
  }

  keep() {
    if (this.edited) return;
    const text = this.area.value;
    this.chat.keep(text || this.replyTo ? { text, replyTo: this.replyTo } : null);
  }

  // What was typed in another tab, or before a reload.
  restore(draft, message) {
    if (this.edited) return;
    if (this.area.value !== (draft?.text || "")) { this.area.value = draft?.text || ""; this.grow(); }
    if (message) this.reply(message, message.ask?.placeholder, { focus: false });
    else if (this.replyTo && !draft?.replyTo) this.clear(false);
  }

  reply(message, placeholder = "", { focus = true } = {}) {
    this.clear(false);
    this.replyTo = message.id;
    this.mark(say("replyTo", message.from.name), excerpt(message), placeholder);
    if (focus) this.area.focus();
    this.keep();
  }

  edit(message) {
    this.clear();
    this.edited = message.id;
    this.area.value = message.text;
    this.mark(say("editing"), message.text);
    this.grow();
    this.area.focus();
  }

  mark(title, text, placeholder = "") {
    this.target.querySelector("b").textContent = title;
    this.target.querySelector("span").textContent = text.replaceAll("\n", " ");
    this.target.hidden = false;
    this.area.placeholder = placeholder || say("message");
  }

  // Forget what the text answers or corrects; `wipe`: and the text of a correction.
  clear(wipe = true) {
    if (wipe && this.edited) { this.area.value = ""; this.grow(); }
    this.replyTo = this.edited = undefined;
    this.target.hidden = true;
    this.area.placeholder = say("message");
    if (wipe) this.keep();
  }

  forget(id) { if (this.replyTo === id || this.edited === id) this.clear(); }

  offer(text) {
    this.write(text);
    this.suggestions.suggest();
  }

  write(text, end = text.length) {
    this.area.value = text;
    this.grow();
    this.area.focus();
    this.area.setSelectionRange(end, end);
    this.keep();
  }

  grow() {
    this.area.style.height = "auto";
    if (this.area.value) this.area.style.height = `${this.area.scrollHeight + 2}px`;
  }

  async submit() {
    const text = this.area.value.trim();
    if (!text) return;
    const { replyTo, edited } = this;
    this.suggestions.hide();
    this.area.value = "";
    this.grow();
    this.clear(false);
    this.told = 0;
    this.keep();
    if (!(await this.chat.send(text, { replyTo, edited }))) { this.replyTo = replyTo; this.write(text); }
  }

  dropped(event, { files }) {
    if (!files.length) return;
    event.preventDefault();
    this.attach(files[0]);
  }

  // Send a file, with what has been typed as its caption.
  async attach(file) {
    if (!file || !(await this.chat.attach(file, this.area.value.trim(), this.replyTo))) return;
    this.area.value = "";
    this.grow();
    this.clear();
  }

  key(event) {
    if (this.suggestions.open && this.suggestions.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.submit(); }
    if (event.key === "Escape" && !this.target.hidden) { event.stopPropagation(); this.clear(); }
    if (event.key === "ArrowUp" && !this.area.value) this.chat.editLast(event);
  }
}
