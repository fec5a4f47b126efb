// Where a person types: the text, what it answers or corrects, and the bot's command menu.
import { make } from "./dom.js";

let count = 0;

export class Composer {
  constructor(form, send, attach) {
    this.form = form;
    this.sendText = send;
    this.sendFile = attach;
    this.picker = form.querySelector("input[type=file]");
    this.menu = [];
    this.area = form.querySelector("textarea");
    this.list = form.querySelector(".menu");
    this.target = form.querySelector(".target");
    this.list.id = `menu-${(count += 1)}`;
    this.area.setAttribute("aria-controls", this.list.id);
    this.area.setAttribute("aria-label", "Message");
    form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.area.addEventListener("input", () => { this.grow(); this.suggest(); });
    this.area.addEventListener("keydown", (event) => this.key(event));
    this.area.addEventListener("blur", () => setTimeout(() => this.hide(), 150));
    form.querySelector(".drop").addEventListener("click", () => this.clear());
    form.querySelector(".attach").addEventListener("click", () => this.picker.click());
    this.picker.addEventListener("change", () => this.attach());
    form.querySelector(".slash").addEventListener("click", () => this.offer("/"));
  }

  reply(message, placeholder = "") {
    this.clear(false);
    this.replyTo = message.id;
    this.mark(`Reply to ${message.from.name}`, message.text || message.document?.name || "Photo", placeholder);
  }

  edit(message) {
    this.clear();
    this.edited = message.id;
    this.area.value = message.text;
    this.mark("Edit message", message.text);
    this.grow();
  }

  mark(title, text, placeholder = "") {
    this.target.querySelector("b").textContent = title;
    this.target.querySelector("span").textContent = text.replaceAll("\n", " ");
    this.target.hidden = false;
    this.area.placeholder = placeholder || "Message";
    this.area.focus();
  }

  // Forget what the text answers or corrects; `wipe`: and the text of a correction.
  clear(wipe = true) {
    if (wipe && this.edited) { this.area.value = ""; this.grow(); }
    this.replyTo = this.edited = undefined;
    this.target.hidden = true;
    this.area.placeholder = "Message";
  }

  forget(id) { if (this.replyTo === id || this.edited === id) this.clear(); }

  offer(text) {
    this.area.value = text;
    this.grow();
    this.area.focus();
    this.suggest();
  }

  grow() {
    this.area.style.height = "auto";
    this.area.style.height = `${this.area.scrollHeight + 2}px`;
  }

  async submit() {
    const text = this.area.value.trim();
    if (!text) return;
    const { replyTo, edited } = this;
    this.hide();
    this.area.value = "";
    this.grow();
    this.clear(false);
    if (!(await this.sendText(text, replyTo, edited))) this.offer(text);
  }

  // Send the file chosen, with what has been typed as its caption.
  async attach() {
    const [file] = this.picker.files;
    this.picker.value = "";
    if (!file) return;
    if (await this.sendFile(file, this.area.value.trim(), this.replyTo)) {
      this.area.value = "";
      this.grow();
      this.clear(false);
    }
  }

  key(event) {
    if (!this.list.hidden && this.choose(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.submit(); }
    if (event.key === "Escape") this.clear();
  }

  // --- the menu

  suggest() {
    const typed = /^\/(\w*)$/.exec(this.area.value);
    const fitting = typed ? this.menu.filter((one) => one.command.startsWith(typed[1].toLowerCase())) : [];
    this.list.replaceChildren(...fitting.map((one, index) => this.option(one, index)));
    this.list.hidden = !fitting.length;
    if (fitting.length) this.select(0);
    else this.area.removeAttribute("aria-activedescendant");
  }

  option(one, index) {
    const take = (event) => { event.preventDefault(); this.take(one.command); };
    return make("li", { role: "option", id: `${this.list.id}-${index}`, "data-command": one.command, onmousedown: take },
      make("b", {}, `/${one.command}`), make("span", {}, one.description));
  }

  select(index) {
    const options = [...this.list.children];
    this.chosen = (index + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === this.chosen)));
    options[this.chosen].scrollIntoView({ block: "nearest" });
    this.area.setAttribute("aria-activedescendant", options[this.chosen].id);
  }

  // Whether the key belonged to the menu. Enter on a command typed in full sends it.
  choose(event) {
    const command = this.list.children[this.chosen].dataset.command;
    if (event.key === "ArrowDown") this.select(this.chosen + 1);
    else if (event.key === "ArrowUp") this.select(this.chosen - 1);
    else if (event.key === "Escape") this.hide();
    else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && this.area.value !== `/${command}`)) this.take(command);
    else return false;
    event.preventDefault();
    return true;
  }

  take(command) {
    this.area.value = `/${command} `;
    this.hide();
    this.grow();
    this.area.focus();
  }

  hide() {
    this.list.hidden = true;
    this.area.removeAttribute("aria-activedescendant");
  }
}
