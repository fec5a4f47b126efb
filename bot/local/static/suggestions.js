// What the text field offers while one types: the bot's commands after a slash, people after an @.
import { make } from "./dom.js";

const MOST = 30;

export class Suggestions {
  // `choices` gives { commands, people }; `taken` is called with the text that stands there then.
  constructor(area, list, choices, taken) {
    Object.assign(this, { area, list, choices, taken });
    area.setAttribute("aria-controls", list.id);
    for (const part of [area, list]) part.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== list) this.hide(); }, 150));
  }

  get open() { return !this.list.hidden; }

  suggest() {
    const before = this.area.value.slice(0, this.area.selectionStart);
    const command = /^\/(\w*)$/.exec(before);
    const mention = /(?:^|\s)@(\w*)$/.exec(before);
    const fitting = command ? this.commands(command[1].toLowerCase()) : mention ? this.people(mention[1].toLowerCase()) : [];
    this.list.replaceChildren(...fitting.slice(0, MOST).map((one, index) => this.option(one, index)));
    this.list.hidden = !fitting.length;
    if (fitting.length) this.select(0);
    else this.area.removeAttribute("aria-activedescendant");
  }

  commands(typed) {
    const all = this.choices().commands.map(({ command, description }) => ({ word: `/${command}`, about: description }));
    const fitting = (test) => all.filter(({ word }) => test(word.slice(1)));
    return [...fitting((word) => word.startsWith(typed)), ...(typed ? fitting((word) => !word.startsWith(typed) && word.includes(typed)) : [])];
  }

  people(typed) {
    return this.choices().people.filter(({ username, name }) => username && (username.toLowerCase().startsWith(typed) || name.toLowerCase().startsWith(typed)))
      .map(({ username, name }) => ({ word: `@${username}`, about: name }));
  }

  option({ word, about }, index) {
    const take = (event) => { event.preventDefault(); this.take(word); };
    return make("li", { role: "option", id: `${this.list.id}-${index}`, "data-word-taken": word, onmousedown: take }, make("b", {}, word), make("span", {}, about));
  }

  select(index) {
    const options = [...this.list.children];
    this.chosen = (index + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === this.chosen)));
    options[this.chosen].scrollIntoView({ block: "nearest" });
    this.area.setAttribute("aria-activedescendant", options[this.chosen].id);
  }

  // Whether the key belonged to the list. Enter on a command typed in full sends it.
  key(event) {
    const word = this.list.children[this.chosen].dataset.wordTaken;
    if (event.key === "ArrowDown") this.select(this.chosen + 1);
    else if (event.key === "ArrowUp") this.select(this.chosen - 1);
    else if (event.key === "Escape") this.hide();
    else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && this.area.value !== word)) this.take(word);
    else return false;
    event.preventDefault();
    return true;
  }

  take(word) {
    const end = this.area.selectionStart;
    const start = this.area.value.slice(0, end).search(/[/@]\w*$/);
    const text = `${this.area.value.slice(0, start)}${word} `;
    this.hide();
    this.taken(text + this.area.value.slice(end).trimStart(), text.length);
  }

  hide() {
    this.list.hidden = true;
    this.area.removeAttribute("aria-activedescendant");
  }
}
