// What Telegram itself says in a chat, in the reader's words: who came, who went, what was pinned.
import { say } from "./words.js";

const short = (text) => (text.length > 40 ? `${text.slice(0, 40).trimEnd()}…` : text);
const first = (text) => short((text || "").split("\n")[0]) || say("photo");

const SENTENCES = {
  new_chat_members: (told, names) => (told.alone ? say("joined", names) : say("added", told.by, names)),
  left_chat_member: (told, names) => (told.alone ? say("left", names) : say("removed", told.by, names)),
  pinned_message: (told) => say("didPin", told.by, first(told.text)),
  migrate_to_chat_id: () => say("becameSuper"),
  migrate_from_chat_id: () => say("wasGroup"),
  forum_topic_created: (told) => say("topicOpened", told.by, told.text),
  forum_topic_edited: (told) => say("topicRenamed", told.by, told.text),
  forum_topic_closed: (told) => say("topicClosed", told.by),
  forum_topic_reopened: (told) => say("topicReopened", told.by),
};

export const sentence = (told) => SENTENCES[told.kind]?.(told, told.names.join(", ")) ?? "";

// A message in one line: for the list of chats, the pinned bar, the bar above the text field.
export function excerpt(message) {
  if (message.service) return sentence(message.service);
  const kind = message.photo ? say("photo") : message.document ? message.document.name : message.poll ? `${say("poll")}: ${message.poll.question}` : "";
  return (message.text || kind).replace(/\s+/g, " ").slice(0, 160);
}
