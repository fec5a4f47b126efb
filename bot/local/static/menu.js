// What one can do with a message.
import { copyText } from "./keyboards.js";
import { popup } from "./popup.js";
import { say } from "./words.js";

export function messageMenu(chat, message, spot, composer) {
  const own = message.from.id === chat.me.id;
  const text = message.text && !message.photo && !message.document && !message.forwarded;
  const pinned = chat.pins.includes(message.id);
  const items = [
    { icon: "reply", label: say("reply"), act: () => composer.reply(message) },
    own && text && { icon: "edit", label: say("edit"), act: () => composer.edit(message) },
    message.text && { icon: "copy", label: say("copy"), act: () => copyText(message.text) },
    !message.protected && { icon: "forward", label: say("forward"), act: () => chat.forward(message) },
    chat.about.pinner && { icon: "pin", label: say(pinned ? "unpin" : "pin"), act: () => chat.do("pin", { message: message.id }) },
    (own || chat.about.administrator || chat.private) && { icon: "bin", label: say("remove"), danger: true, act: () => chat.remove(message) },
  ].filter(Boolean);
  const quick = chat.world.reactions.map((emoji) => ({ sign: emoji, label: say("react", emoji), act: () => chat.do("react", { message: message.id, emoji }) }));
  popup(spot, say("more"), { quick, items });
}
