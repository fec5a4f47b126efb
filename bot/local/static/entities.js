// A text and its entities become nodes. Offsets are UTF-16 units: what JavaScript strings count in.
import { make } from "./dom.js";
import { formatted, full } from "./moments.js";
import { say } from "./words.js";

const ELEMENTS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote" };
const LONG = 180; // characters of a quote that folds, or more than three lines

// `open` is called with the address of a link inside this Telegram and says whether it dealt with it;
// `command` with a command somebody clicked.
export function render(text, entities, { open, command }) {
  const nodes = [];
  let position = 0;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const end = entity.offset + entity.length;
    if (entity.offset > position) nodes.push(text.slice(position, entity.offset));
    let last = index + 1;
    while (last < entities.length && entities[last].offset < end) last += 1;
    const inner = entities.slice(index + 1, last).map((one) => ({ ...one, offset: one.offset - entity.offset }));
    const words = text.slice(entity.offset, end);
    nodes.push(node(entity, words, () => render(words, inner, { open, command }), { open, command }));
    position = end;
    index = last;
  }
  if (position < text.length) nodes.push(text.slice(position));
  return nodes;
}

function node(entity, words, inner, { open, command }) {
  switch (entity.type) {
    case "url": return link(/^\w+:/.test(words) ? words : `https://${words}`, [words], open);
    case "text_link": return link(entity.url, inner(), open);
    case "email": return make("a", { href: `mailto:${words}` }, words);
    case "mention": case "text_mention": return make("span", { class: "mention" }, words);
    case "hashtag": case "cashtag": return make("span", { class: "hashtag" }, words);
    case "bot_command": return make("button", { type: "button", class: "command", onclick: () => command(words) }, words);
    case "date_time": return moment(entity, words);
    case "spoiler": return spoiler(inner(), entity.offset);
    case "expandable_blockquote": return folding(words, inner(), entity.offset);
    default: return ELEMENTS[entity.type] ? make(ELEMENTS[entity.type], {}, ...inner()) : make("span", {}, ...inner());
  }
}

function link(address, children, open) {
  if (!/^(https?|tg):/i.test(address)) return make("span", {}, ...children);
  const clicked = (event) => { if (open(address)) event.preventDefault(); };
  return make("a", { href: address, target: "_blank", rel: "noopener noreferrer", title: address, onclick: clicked }, ...children);
}

function moment(entity, words) {
  const local = formatted(entity.unix_time, entity.date_time_format);
  const title = local === null ? full(entity.unix_time) : words;
  const attributes = { datetime: new Date(entity.unix_time * 1000).toISOString(), title };
  if (entity.date_time_format === "r") attributes["data-relative"] = entity.unix_time;
  return make("time", attributes, local === null ? words : local);
}

// `data-fold` names what is open, so that an edit of the message does not close it.
function spoiler(children, offset) {
  const cover = make("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": say("hidden"), "data-fold": `s${offset}` },
    make("span", { class: "covered" }, ...children));
  const show = (event) => {
    if (cover.classList.contains("open") || (event.key && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    cover.dispatchEvent(new Event("unfold"));
  };
  cover.addEventListener("unfold", () => {
    cover.classList.add("open");
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name);
  });
  cover.addEventListener("click", show);
  cover.addEventListener("keydown", show);
  return cover;
}

function folding(words, children, offset) {
  if (words.length <= LONG && words.split("\n").length <= 3) return make("blockquote", {}, ...children);
  const turn = make("button", { type: "button", class: "fold", "aria-expanded": "false" }, say("unfold"));
  const quote = make("blockquote", { class: "folding", "data-fold": `q${offset}` }, make("span", { class: "folded" }, ...children), turn);
  const toggle = () => {
    const open = quote.classList.toggle("open");
    turn.setAttribute("aria-expanded", String(open));
    turn.textContent = say(open ? "fold" : "unfold");
  };
  turn.addEventListener("click", toggle);
  quote.addEventListener("unfold", toggle);
  return quote;
}
