// One message as a list item.
import { at } from "./api.js";
import { avatar, icon, make, tint } from "./dom.js";
import { render } from "./entities.js";
import { clock, full } from "./moments.js";

// `hands` says what happens on reply, forward, edit, react, press, jump, open and command; `me` is the reader.
export function messageItem(message, me, hands) {
  if (message.service) return make("li", { class: "service", "data-id": message.id }, message.service);
  const own = message.from.id === me.id;
  const item = make("li", { class: `message${own ? " own" : ""}`, "data-id": message.id });
  const body = make("div", { class: "body" }, bubble(message, own, me, hands), keys(message, hands));
  const acts = actions(message, own, hands);
  item.append(...(own ? [acts, body] : [avatar(message.from), body, acts]));
  return item;
}

function bubble(message, own, me, hands) {
  const node = make("div", { class: "bubble" });
  if (!own) node.append(name(message.from));
  if (message.forwarded) node.append(make("p", { class: "forwarded" }, `Forwarded from ${message.forwarded}`));
  if (message.reply_to) node.append(quote(message.reply_to, hands));
  if (message.photo) node.append(photo(message, me));
  if (message.document) node.append(file(message.document, me));
  node.append(make("div", { class: "text", dir: "auto" }, ...render(message.text, message.entities, hands)));
  if (message.reactions.length) {
    node.append(make("p", { class: "reactions" }, ...message.reactions.map((one) => reaction(message, one, hands))));
  }
  node.append(meta(message));
  return node;
}

const reaction = (message, { emoji, count, own }, hands) =>
  make("button", { type: "button", "aria-pressed": String(own), "aria-label": `${emoji} ${count}`, onclick: () => hands.react(message, emoji) },
    emoji, count > 1 ? make("small", {}, String(count)) : null);

function name(who) {
  const node = make("b", { class: "name" }, who.name, who.bot ? make("small", {}, " bot") : null);
  node.style.setProperty("--tint", tint(who.id));
  return node;
}

const quote = (original, hands) =>
  make("button", { type: "button", class: "quote", "aria-label": `In reply to ${original.name}: ${original.text}`, onclick: () => hands.jump(original.id) },
    make("b", {}, original.name), make("span", {}, original.text.replaceAll("\n", " ")));

// Where a file cannot be shown as a picture, its name stands in its place.
function photo(message, me) {
  const picture = make("img", { class: "photo", src: address(message.photo, me), alt: "Photo", loading: "lazy" });
  picture.addEventListener("error", () => picture.replaceWith(make("div", { class: "photo", role: "img", "aria-label": "Photo" }, "Photo")));
  return picture;
}

const address = (held, me) => at(`/world/files/${encodeURIComponent(held.id)}?user=${me.id}`);

function file(document, me) {
  const size = document.size < 1024 ? `${document.size} bytes` : `${Math.round(document.size / 1024)} KB`;
  return make("a", { class: "file", href: address(document, me), download: document.name },
    icon("file"), make("span", {}, make("b", {}, document.name), make("small", {}, `${size}, download`)));
}

function meta(message) {
  const node = make("p", { class: "meta" });
  if (message.silent) {
    const bell = make("span", { role: "img", "aria-label": "sent without a sound", title: "Sent without a sound" }, icon("mute"));
    node.append(bell);
  }
  if (message.edited) node.append(make("span", {}, "edited"));
  node.append(make("time", { title: full(message.date) }, clock(message.date)));
  return node;
}

function keys(message, hands) {
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
  return make("button", { ...attributes, type: "button", onclick: (event) => hands.press(message, row, column, event.currentTarget) }, button.text);
}

function actions(message, own, hands) {
  const act = (what, label) => make("button", { type: "button", "aria-label": label, title: label, onclick: () => hands[what](message) }, icon(what));
  const look = make("button", { type: "button", "aria-label": "React with 👀", title: "React with 👀", onclick: () => hands.react(message, "👀") }, "👀");
  return make("div", { class: "acts" }, look, own && !message.photo && !message.document && !message.forwarded ? act("edit", "Edit") : null, act("reply", "Reply"), act("forward", "Forward"));
}
