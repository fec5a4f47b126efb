// The bar with what is pinned: the newest first; a press goes there, and shows the one before.
import { excerpt } from "./services.js";
import { say } from "./words.js";

export class Pinned {
  constructor(bar, chat, jump) {
    this.bar = bar;
    this.chat = chat;
    this.at = 0; // how many back from the newest
    bar.addEventListener("click", () => {
      const id = this.current();
      this.at += 1;
      this.show();
      jump(id);
    });
  }

  current() {
    const { pins } = this.chat;
    this.at %= pins.length || 1;
    return pins[pins.length - 1 - this.at];
  }

  show() {
    const { pins, messages } = this.chat;
    const message = messages.get(this.current());
    this.bar.hidden = !message;
    if (!message) return;
    this.bar.querySelector("b").textContent = pins.length > 1 ? say("pinnedOf", pins.length - this.at, pins.length) : say("pinned");
    this.bar.querySelector("span").textContent = excerpt(message);
  }
}
