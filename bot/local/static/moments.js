// Moments in the reader's own zone and language, counted on the world's clock.

let zone = "UTC";
let language = "en-GB";
let ahead = 0; // milliseconds the world's clock is ahead of this machine's

export function reader(person) {
  zone = person.zone;
  language = person.language === "en" || !person.language ? "en-GB" : person.language;
}

export const setClock = (seconds) => { ahead = seconds * 1000 - Date.now(); };
export const now = () => new Date(Date.now() + ahead);

const formats = new Map(); // making one is what costs, and a long chat asks thousands of times

function shown(date, options) {
  const key = `${language} ${zone} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language, { timeZone: zone, ...options }));
  return formats.get(key).format(date);
}

export const clock = (seconds) => shown(new Date(seconds * 1000), { hour: "2-digit", minute: "2-digit" });
export const dayKey = (seconds) => shown(new Date(seconds * 1000), { year: "numeric", month: "2-digit", day: "2-digit" });
export const full = (seconds) =>
  shown(new Date(seconds * 1000), { dateStyle: "full", timeStyle: "short" });

const DAY = 86400;

// The day of a message: today and yesterday by their name, `words` says how.
export function day(seconds, words) {
  const date = new Date(seconds * 1000);
  const today = now().getTime() / 1000;
  if (dayKey(seconds) === dayKey(today)) return words("today");
  if (dayKey(seconds) === dayKey(today - DAY)) return words("yesterday");
  const year = shown(date, { year: "numeric" }) === shown(now(), { year: "numeric" }) ? {} : { year: "numeric" };
  return shown(date, { weekday: "long", day: "numeric", month: "long", ...year });
}

// When something was last said: the time today, the weekday this week, else the date.
export function brief(seconds) {
  const today = now().getTime() / 1000;
  if (dayKey(seconds) === dayKey(today)) return clock(seconds);
  const date = new Date(seconds * 1000);
  return today - seconds < 6 * DAY ? shown(date, { weekday: "short" }) : shown(date, { day: "numeric", month: "short" });
}

export const present = () =>
  shown(now(), { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

export function relative(seconds) {
  const distance = seconds - now().getTime() / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(distance) >= length) || UNITS[5];
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(Math.round(distance / size), unit);
}

// Telegram's format string: r, or any of w, d or D, t or T. Nothing: the text stays as the bot wrote it.
export function formatted(seconds, format) {
  if (format === "r") return relative(seconds);
  const options = {};
  if (format.includes("w")) options.weekday = "long";
  if (format.includes("d")) Object.assign(options, { day: "2-digit", month: "2-digit", year: "2-digit" });
  if (format.includes("D")) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  if (/t/i.test(format)) Object.assign(options, { hour: "2-digit", minute: "2-digit" });
  if (format.includes("T")) options.second = "2-digit";
  return Object.keys(options).length ? shown(new Date(seconds * 1000), options) : null;
}
