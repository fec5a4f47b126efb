// The page: who one is, which chats one sees, and what the world tells.
import { act, listen, read } from "./api.js";
import { Chat } from "./chat.js";
import { avatar, make, paintAvatar, toast } from "./dom.js";
import { present, reader, relative, setClock } from "./moments.js";
import { Scenes } from "./scenes.js";

const byId = (id) => document.getElementById(id);
const world = { people: [], chats: new Map(), open, choose };
let stream;
let boot;
let reloading;

// --- who one is: in the address, so that every window is its own person

const chosen = () => world.people.find((person) => person.id === Number(location.hash.slice(1)) || `#${person.name.toLowerCase()}` === decodeURIComponent(location.hash));

function pick() {
  const me = chosen() || world.people.find((person) => String(person.id) === sessionStorage.getItem("me"));
  byId("picker").hidden = Boolean(me);
  for (const id of ["chats", "tabs"]) byId(id).hidden = !me;
  document.querySelector(".top").hidden = !me;
  stream?.close();
  if (me) become(me);
  else byId("people").replaceChildren(...world.people.map(card));
}

const card = (person) => make("li", {},
  make("button", { type: "button", onclick: () => { location.hash = person.id; } }, avatar(person),
    make("span", {}, make("b", {}, person.name), make("small", {}, `${person.zone.replaceAll("_", " ")}${person.username ? `, @${person.username}` : ""}`))));

async function become(me) {
  sessionStorage.setItem("me", me.id);
  history.replaceState(null, "", `#${me.id}`);
  world.me = me;
  reader(me);
  document.title = `${me.name} · Telegram on this machine`;
  document.documentElement.dataset.me = me.id;
  byId("me").replaceChildren(...world.people.map((one) => make("option", { value: one.id, selected: one.id === me.id }, one.name)));
  paintAvatar(byId("my-avatar"), me);
  world.active = undefined;
  const state = await load(true);
  stream?.close();
  stream = listen(me.id, state, heard, (up) => { byId("offline").hidden = up; });
}

// --- the state

async function load(anew) {
  const state = await read("/world/state", { user: world.me.id });
  if (state.me.id !== world.me.id) return state;
  boot = state.boot;
  world.bot = state.bot;
  setClock(state.now);
  const before = anew ? new Map() : world.chats;
  world.chats = new Map(state.chats.map((chat) => [chat.id, before.get(chat.id) || new Chat(chat, world.me, world)]));
  for (const chat of state.chats) if (before.has(chat.id)) before.get(chat.id).describe(chat);
  place([...world.chats.values()]);
  if (!world.chats.has(world.active)) world.active = state.chats[0].id;
  show(world.active);
  tick();
  return state;
}

// Only a changed set of chats touches the page: moving a node would take focus and scroll position away.
function place(chats) {
  const pane = byId("chats");
  if (chats.length === pane.children.length && chats.every((chat, index) => chat.node === pane.children[index])) return;
  pane.replaceChildren(...chats.map((chat) => chat.node));
  pane.classList.toggle("single", chats.length < 2);
  for (const chat of chats) chat.toBottom();
}

function show(id) {
  world.active = id;
  for (const chat of world.chats.values()) {
    const active = chat.id === id;
    chat.node.classList.toggle("active", active);
  }
  const chat = world.chats.get(id);
  if (chat.unread) chat.toBottom();
  chat.unread = 0;
  tabs();
}

function tabs() {
  const groups = [...world.chats.values()].filter((chat) => !chat.private).length;
  byId("tabs").classList.toggle("lone", groups < 2);
  byId("tabs").replaceChildren(...[...world.chats.values()].map((chat) => make("button", {
    type: "button", class: chat.private ? "private" : "", "aria-current": String(chat.id === world.active), onclick: () => show(chat.id),
  }, chat.private ? "Bot" : chat.about.title, chat.unread ? make("span", { class: "count", "aria-label": `${chat.unread} unread` }, String(chat.unread)) : null)));
}

// --- what the world tells

function heard(event) {
  if (event.now) setClock(event.now);
  const chat = world.chats.get(event.chat || event.message?.chat || event.press?.chat);
  if (event.kind === "hello" && event.boot !== boot) start();
  else if (event.kind === "reload") { clearTimeout(reloading); reloading = setTimeout(() => load(false), 150); }
  else if (event.kind === "message" && chat) arrived(chat, event.message);
  else if (event.kind === "delete") chat?.drop(event.message);
  else if (event.kind === "press") chat?.answered(event.press);
  else if (event.kind === "typing" && chat) { chat.subtitle("typing…"); setTimeout(() => chat.subtitle(), 5000); }
  if (event.now) tick();
}

function arrived(chat, message) {
  const unseen = chat.arrived(message) && !chat.node.checkVisibility();
  if (unseen) { chat.unread += 1; tabs(); }
}

// --- links inside this Telegram: a message of a group, or the private chat with the bot. Says whether it was one.

function open(address) {
  const inGroup = /^https:\/\/t\.me\/c\/(\d+)\/(\d+)/.exec(address);
  const chat = inGroup && world.chats.get(Number(`-100${inGroup[1]}`));
  if (chat) { show(chat.id); chat.jump(Number(inGroup[2])); return true; }
  const start = /^(?:https:\/\/t\.me\/|tg:\/\/resolve\?domain=)(\w+)(?:[?&]start=([\w-]+))?$/.exec(address);
  if (!start || start[1].toLowerCase() !== world.bot.username.toLowerCase()) return false;
  const alone = [...world.chats.values()].find((one) => one.private);
  if (matchMedia("(max-width: 799px)").matches) show(alone.id);
  if (start[2]) alone.send(`/start ${start[2]}`);
  return true;
}

// --- one of one's other chats; nothing where the question is closed.

function choose(question, except) {
  const box = byId("choice");
  const others = [...world.chats.values()].filter((chat) => chat.id !== except);
  byId("choice-title").textContent = question;
  box.querySelector("form").replaceChildren(
    ...others.map((chat) => make("button", { value: String(chat.id) }, chat.about.title)), make("button", { value: "" }, "Cancel"));
  return new Promise((done) => {
    box.returnValue = "";
    box.addEventListener("close", () => done(Number(box.returnValue) || null), { once: true });
    box.showModal();
  });
}

// --- time

function tick() {
  byId("now").textContent = present();
  for (const node of document.querySelectorAll("[data-relative]")) node.textContent = relative(Number(node.dataset.relative));
}

async function skip(event) {
  const to = event.target.dataset.to;
  if (!to) return;
  document.querySelector(".time").open = false;
  try { await act("skip", { user: world.me.id, to }); } catch (error) { toast(error.message); }
}

async function start() {
  try {
    const answer = await read("/world/people");
    Object.assign(world, { people: answer.people });
    document.querySelector(".time").classList.toggle("fixed", !answer.skip);
    byId("jumps").hidden = !answer.skip;
    byId("scenes").hidden = !answer.scenes;
    setClock(answer.now);
    pick();
  } catch {
    byId("offline").hidden = false;
    setTimeout(start, 2000);
  }
}

byId("me").addEventListener("change", (event) => { location.hash = event.target.value; });
byId("jumps").addEventListener("click", skip);
document.addEventListener("click", (event) => { const time = document.querySelector(".time"); if (!time.contains(event.target)) time.open = false; });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") document.querySelector(".time").open = false; });
addEventListener("hashchange", () => { if (chosen() && chosen() !== world.me) pick(); });
new Scenes(byId("scenes"));
setInterval(tick, 15000);
start();
