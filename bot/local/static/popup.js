// A menu at a point of the page: arrow keys move in it, Escape and a press elsewhere close it, focus goes back.
import { icon, make } from "./dom.js";

let close = () => {};

// `quick` are one-sign choices in a row, `items` the others below each other: { label, icon, sign, danger, act }.
export function popup({ x, y }, label, { quick = [], items }) {
  close();
  const before = document.activeElement;
  const menu = make("div", { class: "popup", role: "menu", "aria-label": label, tabindex: "-1" });
  const choice = (one) => make("button", { type: "button", role: "menuitem", tabindex: "-1", class: one.danger ? "danger" : "", "aria-label": one.label, onclick: () => { close(); one.act(); } },
    one.sign || icon(one.icon), one.sign ? null : one.label);
  if (quick.length) menu.append(make("div", { class: "quick", role: "none" }, ...quick.map(choice)));
  menu.append(...items.map(choice));
  document.getElementById("app").append(menu);
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(y, innerHeight - height - 8))}px`;
  const outside = (event) => { if (!menu.contains(event.target)) close(); };
  close = () => {
    close = () => {};
    document.removeEventListener("pointerdown", outside, true);
    const inside = menu.contains(document.activeElement);
    menu.remove();
    if (inside) before?.focus({ preventScroll: true });
  };
  document.addEventListener("pointerdown", outside, true);
  menu.addEventListener("keydown", (event) => move(event, [...menu.querySelectorAll("button")]));
  menu.querySelector("button").focus();
}

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

function move(event, choices) {
  const here = choices.indexOf(document.activeElement);
  if (event.key in STEPS) choices[(here + STEPS[event.key] + choices.length) % choices.length].focus();
  else if (event.key === "Home") choices[0].focus();
  else if (event.key === "End") choices.at(-1).focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
