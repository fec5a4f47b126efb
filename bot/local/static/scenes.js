// Behind the scenes: the calls the bot makes, and the trouble one may give it. Asked for once a second while it is open.
import { act, read } from "./api.js";
import { make, toast } from "./dom.js";
import { clock } from "./moments.js";
import { say } from "./words.js";

const EVERY = 1000;

export class Scenes {
  constructor(panel) {
    this.panel = panel;
    this.last = 0;
    this.log = panel.querySelector("ol");
    panel.addEventListener("toggle", () => this.turn());
    panel.querySelector(".deeds").addEventListener("click", (event) => this.deed(event.target.closest("[data-deed]")?.dataset.deed));
  }

  turn() {
    clearInterval(this.timer);
    if (!this.panel.open) return;
    this.look();
    this.timer = setInterval(() => this.look(), EVERY);
  }

  async look() {
    try { this.show(await read("/world/scenes", { after: this.last })); } catch { this.last = 0; }
  }

  async deed(what) {
    if (!what) return;
    try { await act("scene", { deed: what }); } catch (error) { toast(error.message); }
    await this.look();
  }

  show({ calls, last, running, down, waiting }) {
    const end = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 40;
    this.last = last;
    this.log.append(...calls.map(line));
    while (this.log.children.length > 300) this.log.firstElementChild.remove();
    if (end) this.log.scrollTop = this.log.scrollHeight;
    const held = waiting ? say("held", waiting) : "";
    this.panel.querySelector(".state").textContent = `${say("running", running)}${held}. ${say("reached", down)}.`;
    for (const [deed, offered] of [["stop", running], ["start", !running], ["down", !down], ["up", down]]) {
      this.panel.querySelector(`[data-deed="${deed}"]`).hidden = !offered;
    }
  }
}

const line = (call) => make("li", { class: call.answer === "ok" ? "" : "failed" },
  make("time", {}, clock(call.at)), make("b", {}, call.method), make("span", {}, about(call)), make("i", {}, call.answer));

const about = ({ about: said }) => `${said.text ?? said.caption ?? ""}`.replace(/<[^>]*>/g, "").split("\n")[0].slice(0, 80);
