// What a browser remembers for a person: what was typed (for every tab), and where one was reading (for this tab).

const kept = (storage, key) => {
  try { return JSON.parse(storage.getItem(key)); } catch { return null; }
};
const keep = (storage, key, value) => {
  try {
    if (value === null || value === undefined) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(value));
  } catch { /* a browser that keeps nothing still serves */ }
};

const draftKey = (me, chat) => `draft:${me}:${chat}`;
const placeKey = (me, chat, topic) => `place:${me}:${chat}:${topic ?? ""}`;

// A draft: `text`, and `replyTo`, the id of a message.
export const draft = (me, chat) => kept(localStorage, draftKey(me, chat));
export const keepDraft = (me, chat, value) => keep(localStorage, draftKey(me, chat), value);

// Another tab of the same person typed.
export function onDraft(heard) {
  addEventListener("storage", (event) => {
    const [, me, chat] = /^draft:(\d+):(-?\d+)$/.exec(event.key || "") || [];
    if (me) heard(Number(me), Number(chat));
  });
}

// A place: the id of the uppermost message in view, and how many pixels of it are out of it; nothing: at the end.
export const place = (me, chat, topic) => kept(sessionStorage, placeKey(me, chat, topic));
export const keepPlace = (me, chat, topic, value) => keep(sessionStorage, placeKey(me, chat, topic), value);

export const setting = (name, otherwise) => kept(localStorage, `setting:${name}`) ?? otherwise;
export const keepSetting = (name, value) => keep(localStorage, `setting:${name}`, value);
