// One message as a list item.
import { at } from "./api.js";
import { showPicture } from "./dialogs.js";
import { avatar, icon, make, tint } from "./dom.js";
import { render } from "./entities.js";
import { keyboard } from "./keyboards.js";
import { clock, full } from "./moments.js";
import { pollBody } from "./polls.js";
import { sentence } from "./services.js";
import { say } from "./words.js";

// `hands` says what happens on menu, react, press, vote, jump, open and command; `me` is the reader.
export function messageItem(message, me, hands) {
  const told = { "data-id": message.id, tabindex: "-1" };
  if (message.service) return make("li", { ...told, class: "service" }, serviceText(message.service, hands));
  const own = message.from.id === me.id;
  const item = make("li", { ...told, class: `message${own ? " own" : ""}` });
  item.append(avatar(message.from), make("div", { class: "body" }, bubble(message, own, me, hands), keyboard(message, hands)));
  return item;
}

function serviceText(told, hands) {
  if (!told.message) return make("span", {}, sentence(told));
  return make("button", { type: "button", class: "to-pinned", onclick: () => hands.jump(told.message) }, sentence(told));
}

function bubble(message, own, me, hands) {
  const node = make("div", { class: "bubble" });
  node.append(own ? make("span", { class: "unseen" }, say("you")) : name(message.from));
  const topic = hands.topic(message);
  if (topic) node.append(make("button", { type: "button", class: "topic-of", onclick: () => hands.enter(message.topic) }, `# ${topic}`));
  if (message.forwarded) node.append(make("p", { class: "forwarded" }, say("forwardedFrom", message.forwarded)));
  if (message.reply_to) node.append(quote(message.reply_to, hands));
  if (message.photo) node.append(photo(message, me));
  if (message.document) node.append(file(message.document, me));
  if (message.poll) node.append(pollBody(message, hands));
  if (message.text) node.append(make("div", { class: "text", dir: "auto" }, ...render(message.text, message.entities, hands)));
  if (message.reactions.length) {
    node.append(make("p", { class: "reactions" }, ...message.reactions.map((one) => reaction(message, one, hands))));
  }
  node.append(meta(message, hands));
  return node;
}

const reaction = (message, { emoji, count, own }, hands) =>
  make("button", { type: "button", "aria-pressed": String(own), "aria-label": `${emoji} ${count}`, onclick: () => hands.react(message, emoji) },
    emoji, count > 1 ? make("small", {}, String(count)) : null);

function name(who) {
  const node = make("b", { class: "name" }, who.name, who.bot ? make("small", {}, ` ${say("bot")}`) : null);
  node.style.setProperty("--tint", tint(who.id));
  return node;
}

function quote(original, hands) {
  const text = original.text.replace(/\s+/g, " ") || say("photo");
  return make("button", { type: "button", class: "quote", onclick: () => hands.jump(original.id) },
    make("i", { class: "unseen" }, say("inReply")), make("b", {}, original.name), make("span", { dir: "auto" }, text));
}

const LARGEST = 420; // pixels of a picture's width and height among the messages

// Where its size is known, there is room for it before it is there; where it cannot be shown, a word stands in its place.
function photo(message, me) {
  const source = address(message.photo, me);
  const { width, height } = message.photo;
  const picture = make("img", { src: source, width, height, alt: message.text.slice(0, 120) || say("photo"), loading: "lazy" });
  const frame = make("button", { type: "button", class: `photo${width ? " measured" : ""}`, onclick: () => showPicture(source) }, picture);
  if (width) frame.style.width = `${Math.round(width * Math.min(1, LARGEST / width, LARGEST / height))}px`;
  picture.addEventListener("error", () => frame.replaceWith(make("div", { class: "photo lost", role: "img", "aria-label": say("photo") }, say("photo"))));
  return frame;
}

const address = (held, me) => at(`/world/files/${encodeURIComponent(held.id)}?user=${me.id}`);

function file(document, me) {
  const size = document.size < 1024 ? `${document.size} B` : `${Math.round(document.size / 1024)} KB`;
  return make("a", { class: "file", href: address(document, me), download: document.name },
    icon("file"), make("span", {}, make("b", {}, document.name), make("small", {}, say("download", size))));
}

function meta(message, hands) {
  const node = make("p", { class: "meta" }, more(message, hands));
  if (message.silent) node.append(make("span", { role: "img", "aria-label": say("silent"), title: say("silent") }, icon("mute")));
  if (message.edited) node.append(make("span", { class: "edited" }, say("edited")));
  node.append(make("time", { title: full(message.date), datetime: new Date(message.date * 1000).toISOString() }, clock(message.date)));
  return node;
}

// For a mouse and for fingers; by keys, Enter on the message opens the same menu.
function more(message, hands) {
  const open = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    hands.menu(message, { x: box.left, y: box.bottom });
  };
  return make("button", { type: "button", class: "more", tabindex: "-1", "aria-label": say("more"), title: say("more"), "aria-haspopup": "menu", onclick: open }, icon("down"));
}
