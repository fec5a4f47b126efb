// Dialogs: an alert of the bot, a question with choices, a picture, who is in a group.
import { avatar, make } from "./dom.js";
import { say } from "./words.js";

const byId = (id) => document.getElementById(id);

export function alertBox(text) {
  byId("alert-text").textContent = text;
  byId("alert").showModal();
}

// One of the choices ({ value, label }); nothing where the question is closed.
export function choose(question, choices) {
  const box = byId("choice");
  byId("choice-title").textContent = question;
  box.querySelector("form").replaceChildren(
    ...choices.map(({ value, label, danger }) => make("button", { value, class: danger ? "danger" : "" }, label)),
    make("button", { value: "" }, say("cancel")));
  return new Promise((done) => {
    box.returnValue = "";
    box.addEventListener("close", () => done(box.returnValue || null), { once: true });
    box.showModal();
  });
}

export function showPicture(source) {
  byId("picture").querySelector("img").src = source;
  byId("picture").showModal();
}

// Who is in a group; and its topics, for whoever may turn them on or begin one: `forum` and `topic` (with a name) do it.
export function showMembers({ title, members, topics, administrator, topical }, { forum, topic }) {
  byId("members-title").textContent = `${title} · ${say("members", members.filter((one) => !one.bot).length)}`;
  byId("members").querySelector("ul").replaceChildren(...members.map((member) => make("li", {}, avatar(member),
    make("span", {}, make("b", {}, member.name), make("small", {}, [member.username && `@${member.username}`, role(member)].filter(Boolean).join(" · "))))));
  byId("topics-on").hidden = !administrator || topics.length > 0;
  byId("topics-on").onclick = () => { byId("members").close(); forum(); };
  const naming = byId("new-topic");
  naming.hidden = !topical || !topics.length;
  naming.reset();
  naming.onsubmit = (event) => { event.preventDefault(); byId("members").close(); topic(naming.elements.name.value); };
  byId("members").showModal();
}

const role = ({ bot, role: held }) => (bot ? say("bot") : held === "creator" || held === "administrator" ? say(held) : "");

// A press beside a dialog closes it, as a press on its button does.
for (const box of document.querySelectorAll("dialog")) {
  box.addEventListener("click", (event) => { if (event.target === box || event.target.closest("[data-close]")) box.close(); });
}
