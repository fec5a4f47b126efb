// Who one is: the first few at once, the rest behind a fold and a search.
import { avatar, make } from "./dom.js";
import { say } from "./words.js";

const FIRST = 8;

export class People {
  // `chosen` is called with the person's id.
  constructor(section, chosen) {
    this.section = section;
    this.list = section.querySelector("#people");
    this.field = section.querySelector("#search");
    this.more = section.querySelector("#more-people");
    this.chosen = chosen;
    this.field.addEventListener("input", () => this.show());
    this.more.addEventListener("click", () => { this.all = true; this.show(); this.list.querySelectorAll("button")[FIRST]?.focus(); });
    section.addEventListener("keydown", (event) => this.key(event));
  }

  open(people, me) {
    this.people = people;
    this.me = me;
    this.all = false;
    this.field.value = "";
    this.field.hidden = people.length <= FIRST + 2;
    this.section.hidden = false;
    this.section.querySelector("#picker-back").hidden = !me;
    this.show();
    if (me) (this.list.querySelector('[aria-current="true"]') || this.field).focus();
  }

  close() { this.section.hidden = true; }

  show() {
    const wanted = this.field.value.trim().toLocaleLowerCase();
    const few = !wanted && !this.all && this.people.length > FIRST + 2;
    const found = wanted ? this.people.filter((person) => `${person.name} ${person.username ?? ""}`.toLocaleLowerCase().includes(wanted)) : this.people.slice(0, few ? FIRST : undefined);
    this.list.replaceChildren(...found.map((person) => this.card(person)));
    this.more.hidden = !few;
    this.more.textContent = say("others", this.people.length - FIRST);
    this.section.querySelector(".nobody").hidden = found.length > 0;
  }

  card(person) {
    const about = [person.zone.replace(/^.*\//, "").replaceAll("_", " "), person.username && `@${person.username}`, language(person)].filter(Boolean).join(" · ");
    return make("li", {}, make("button", { type: "button", "aria-current": String(person.id === this.me?.id), "data-person": person.id, onclick: () => this.chosen(person.id) },
      avatar(person), make("span", {}, make("b", {}, person.name), make("small", {}, about))));
  }

  key(event) {
    const choices = [this.field, ...this.list.querySelectorAll("button")].filter((node) => !node.hidden);
    const here = choices.indexOf(document.activeElement);
    if (event.key === "ArrowDown") choices[Math.min(here + 1, choices.length - 1)].focus();
    else if (event.key === "ArrowUp") choices[Math.max(here - 1, 0)].focus();
    else if (event.key === "Enter" && event.target === this.field) this.list.querySelector("button")?.click();
    else return;
    event.preventDefault();
  }
}

function language(person) {
  try { return new Intl.DisplayNames([person.language], { type: "language" }).of(person.language); } catch { return ""; }
}
