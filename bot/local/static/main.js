// The page: who one is, which chat is open, and what the world tells.
import { act, listen, read } from "./api.js";
import { Chat } from "./chat.js";
import { ChatList } from "./chats.js";
import { paintAvatar, toast } from "./dom.js";
import { keepSetting, onDraft, setting } from "./memory.js";
import { present, reader, relative, setClock } from "./moments.js";
import { People } from "./people.js";
import { Scenes } from "./scenes.js";
import { say, speak } from "./words.js";

const byId = (id) => document.getElementById(id);
const phone = matchMedia("(max-width: 799px)");
const wide = matchMedia("(min-width: 1200px)");
const world = { people: [], chats: new Map(), reactions: [], open, go, changed };
const people = new People(byId("picker"), (id) => { people.close(); location.hash = id; route(); });
const list = new ChatList(byId("list"), (id) => go(id));
let stream;
let boot;
let reloading;
let listing;

// --- where one is: #person/chat/topic in the address, so that every window is its own person and Back goes back

function place() {
  const [who, chat, topic] = decodeURIComponent(location.hash.slice(1)).split("/");
  const me = world.people.find((person) => person.id === Number(who) || person.name.toLowerCase() === who?.toLowerCase())
    || (who ? undefined : world.people.find((person) => String(person.id) === sessionStorage.getItem("me")));
  return { me, chat: Number(chat) || undefined, topic: Number(topic) || undefined };
}

function go(chat, topic) { location.hash = [world.me.id, chat, topic].filter(Boolean).join("/"); }

async function route() {
  const { me, chat, topic } = place();
  byId("app").hidden = !me;
  if (!me) { people.open(world.people); return; }
  if (!byId("picker").hidden) people.close();
  if (me !== world.me) await become(me);
  else show(chat, topic);
}

async function become(me) {
  sessionStorage.setItem("me", me.id);
  world.me = me;
  reader(me);
  speak(me.language);
  document.documentElement.dataset.me = me.id;
  paintAvatar(byId("my-avatar"), me);
  byId("my-name").textContent = me.name;
  byId("me").setAttribute("aria-label", say("change", me.name));
  stream?.close();
  try {
    const state = await load(true);
    stream = listen(me.id, state, { heard, online, lost: start });
  } catch { online(false); setTimeout(start, 2000); }
}

// --- the state

async function load(anew) {
  const state = await read("/world/state", { user: world.me.id });
  if (state.me.id !== world.me.id) return state;
  boot = state.boot;
  world.bot = state.bot;
  setClock(state.now);
  const before = anew ? new Map() : world.chats;
  if (anew) byId("chats").querySelectorAll(".chat").forEach((node) => node.remove());
  world.chats = new Map(state.chats.map((chat) => [chat.id, before.get(chat.id) || new Chat(chat, world.me, world)]));
  for (const chat of state.chats) before.get(chat.id)?.describe(chat);
  for (const [id, chat] of before) if (!world.chats.has(id)) chat.pane?.node.remove();
  const { chat, topic } = place();
  show(chat, topic, anew);
  tick();
  return state;
}

// On a phone the list or one chat; on a desktop the list beside one, and the chat with the bot beside a group.
function show(id, topic, anew) {
  const chats = [...world.chats.values()];
  const first = chats.find((chat) => !chat.private) || chats[0];
  const active = world.chats.get(id) || (phone.matches ? undefined : first);
  const alone = chats.find((chat) => chat.private);
  const beside = wide.matches && active && active !== alone && setting("beside", true) ? alone : undefined;
  world.active = active?.id;
  document.body.classList.toggle("in-chat", Boolean(active));
  byId("beside").setAttribute("aria-pressed", String(setting("beside", true)));
  for (const chat of chats) {
    const seen = chat === active || chat === beside;
    const wasSeen = chat.pane?.node.classList.contains("seen");
    if (seen && !chat.open().node.isConnected) byId("chats").append(chat.pane.node);
    chat.pane?.node.classList.toggle("seen", seen);
    chat.pane?.node.classList.toggle("beside", chat === beside);
    const wanted = chat === active ? topic : undefined;
    if (seen && (anew || !wasSeen || wanted !== chat.pane.topic)) chat.pane.shown(wanted);
  }
  byId("chats").classList.toggle("double", Boolean(beside));
  if (active && !phone.matches && document.activeElement === document.body) active.pane.composer.area.focus();
  changed();
}

// The list of chats follows whatever happens, once a frame.
function changed() {
  clearTimeout(listing);
  listing = setTimeout(() => { if (world.me) list.show(world); }, 30);
}

// --- what the world tells

function heard(event) {
  if (event.now) setClock(event.now);
  const chat = world.chats.get(event.chat || event.message?.chat || event.press?.chat);
  if (event.kind === "hello" && event.boot !== boot) start();
  else if (event.kind === "reload") { clearTimeout(reloading); reloading = setTimeout(() => load(false).catch(() => {}), 150); }
  else if (event.kind === "message") chat?.arrived(event.message, event.pins);
  else if (event.kind === "delete") chat?.drop(event.message);
  else if (event.kind === "press") chat?.presses.answered(event.press);
  else if (event.kind === "typing") chat?.types(event);
  else if (event.kind === "read") chat?.hasRead(event.read);
  if (event.now) tick();
  changed();
}

function online(up) { byId("offline").hidden = up; }

// --- links inside this Telegram: a message of a group, or the private chat with the bot. Says whether it was one.

function open(address) {
  const inGroup = /^https:\/\/t\.me\/c\/(\d+)\/(?:(\d+)\/)?(\d+)/.exec(address);
  const chat = inGroup && world.chats.get(Number(`-100${inGroup[1]}`));
  if (chat) {
    if (world.active !== chat.id) { go(chat.id); show(chat.id); }
    chat.pane.jump(Number(inGroup[3]));
    return true;
  }
  const added = /^https:\/\/t\.me\/(\w+)\?startgroup\b/.exec(address);
  if (added?.[1].toLowerCase() === world.bot.username.toLowerCase()) {
    toast(say("inGroups", [...world.chats.values()].filter((one) => !one.private).map((one) => one.about.title).join(", ")));
    return true;
  }
  const start = /^(?:https:\/\/t\.me\/|tg:\/\/resolve\?domain=)(\w+)(?:[?&]start=([\w-]+))?$/.exec(address);
  if (!start || start[1].toLowerCase() !== world.bot.username.toLowerCase()) return false;
  const alone = [...world.chats.values()].find((one) => one.private);
  if (!alone.pane?.node.checkVisibility()) go(alone.id);
  if (start[2]) alone.send(`/start ${start[2]}`);
  return true;
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

// From nothing, also when the server has come back as another: what one typed and where one was stays.
async function start() {
  try {
    const answer = await read("/world/people");
    Object.assign(world, { people: answer.people, reactions: answer.reactions, me: undefined });
    document.querySelector(".time").classList.toggle("fixed", !answer.skip);
    byId("jumps").hidden = !answer.skip;
    byId("scenes").hidden = !answer.scenes;
    setClock(answer.now);
    online(true);
    await route();
  } catch {
    online(false);
    setTimeout(start, 2000);
  }
}

byId("me").addEventListener("click", () => { byId("app").hidden = true; people.open(world.people, world.me); });
byId("picker-back").addEventListener("click", () => { people.close(); byId("app").hidden = false; byId("me").focus(); });
byId("beside").addEventListener("click", () => { keepSetting("beside", !setting("beside", true)); const { chat, topic } = place(); show(chat, topic); });
byId("jumps").addEventListener("click", skip);
document.addEventListener("click", (event) => { const time = document.querySelector(".time"); if (!time.contains(event.target)) time.open = false; });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const time = document.querySelector(".time");
  if (time.open) { time.open = false; time.querySelector("summary").focus(); }
  else if (!byId("picker").hidden && world.me) byId("picker-back").click();
  else if (phone.matches && world.active) go();
});
document.addEventListener("visibilitychange", () => { for (const chat of world.chats.values()) chat.pane?.moved(); });
for (const query of [phone, wide]) query.addEventListener("change", () => { if (world.me) { const { chat, topic } = place(); show(chat, topic); } });
onDraft((me, id) => { if (me === world.me?.id) { world.chats.get(id)?.pane?.recall(); changed(); } });
addEventListener("hashchange", route);
new Scenes(byId("scenes"));
setInterval(tick, 15000);
start();
