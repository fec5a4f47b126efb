// Telegram's own polls: the question, the answers to choose from, and what came of them once one has voted.
import { icon, make } from "./dom.js";
import { relative } from "./moments.js";
import { say } from "./words.js";

// `hands.vote` is called with the places chosen; none takes the vote back.
export function pollBody(message, { vote }) {
  const poll = message.poll;
  const kind = poll.closed ? "finalPoll" : poll.quiz ? "quiz" : poll.anonymous ? "anonymousPoll" : "openPoll";
  const title = `poll-${message.chat}-${message.id}`;
  const form = make("form", { class: "poll", "aria-labelledby": title, onsubmit: (event) => { event.preventDefault(); vote(message, chosen(form)); } },
    make("p", { class: "question", id: title, dir: "auto" }, poll.question),
    poll.description ? make("p", { dir: "auto" }, poll.description) : null,
    make("p", { class: "kind" }, [say(kind), poll.multiple && !poll.closed ? say("multiple") : ""].filter(Boolean).join(" · ")));
  const open = !poll.closed && !poll.voted;
  const most = Math.max(1, ...poll.options.map((option) => option.count ?? 0));
  form.append(make("ul", {}, ...poll.options.map((option, place) => make("li", {},
    open ? answer(message, option, place, vote) : result(poll, option, most)))));
  if (poll.explanation) form.append(make("p", { class: "explanation", dir: "auto" }, poll.explanation));
  form.append(foot(message, open, vote));
  return form;
}

const chosen = (form) => [...form.querySelectorAll("input:checked")].map((box) => Number(box.value));

function answer(message, option, place, vote) {
  if (message.poll.multiple) {
    return make("label", { class: "answer" }, make("input", { type: "checkbox", value: String(place) }), make("span", { dir: "auto" }, option.text));
  }
  return make("button", { type: "button", class: "answer", onclick: () => vote(message, [place]) }, make("span", { class: "ring", "aria-hidden": "true" }), make("span", { dir: "auto" }, option.text));
}

function result(poll, option, most) {
  const told = option.count !== null;
  const share = told ? Math.round((100 * option.count) / (poll.voters || 1)) : 0;
  const bar = make("span", { class: "bar", "aria-hidden": "true" });
  bar.style.setProperty("--share", `${told ? (100 * option.count) / most : 0}%`);
  const wrong = poll.quiz && option.own && option.right === false;
  return make("div", { class: `result${option.own ? " own-vote" : ""}${option.right ? " right" : ""}${wrong ? " wrong" : ""}` },
    make("b", {}, told ? `${share} %` : ""), make("span", { dir: "auto" }, option.text, option.own || option.right ? icon(wrong ? "close" : "check") : null), bar,
    option.names.length ? make("small", {}, option.names.join(", ")) : null);
}

function foot(message, open, vote) {
  const poll = message.poll;
  const count = make("span", {}, poll.voters ? say("votes", poll.voters) : say("noVotes"));
  const ends = poll.closes && !poll.closed ? make("span", {}, say("closes", relative(poll.closes))) : null;
  const send = open && poll.multiple ? make("button", {}, say("vote")) : null;
  const back = !poll.closed && poll.voted && poll.revoting ? make("button", { type: "button", onclick: () => vote(message, []) }, say("retract")) : null;
  return make("p", { class: "foot" }, count, ends, send, back);
}
