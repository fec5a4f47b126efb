// Building the page. Text only ever enters as text: nothing here takes HTML.

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

export const tint = (id) => `var(--hue-${Math.abs(Number(id)) % 7})`;

const initials = (name) => name.split(/\s+/).map((word) => [...word][0] || "").slice(0, 2).join("").toUpperCase();

export function paintAvatar(node, who) {
  node.dataset.letters = who.name.includes(" ") ? initials(who.name) : [...who.name].slice(0, 2).join("");
  node.style.setProperty("--tint", tint(who.id));
}

export function avatar(who) {
  const node = make("span", { class: "avatar", "aria-hidden": "true" });
  paintAvatar(node, who);
  return node;
}

let fading;
export function toast(text) {
  const node = document.getElementById("toast");
  node.textContent = text;
  node.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => node.classList.remove("shown"), Math.max(3000, text.length * 60));
}
