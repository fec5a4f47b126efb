// The page's own words, in the language of the person's phone where there is a table for it, else in English.
// What the bot writes is the bot's affair.

const en = {
  app: "Telegram on this machine", who: "Who are you?",
  about: "This is a small Telegram on your own machine. Choose a person; open a second window to be another.",
  search: "Search people", others: (count) => `${count} more people`, nobody: "Nobody of that name", back: "Back",
  change: (name) => `You are ${name}. Be someone else`, second: "Be someone else in a new window", chats: "Chats",
  offline: "Connecting…", failed: "No connection. Your text is still here.", skip: "Skip ahead", replay: "Replay the Greenland week",
  minutes: "10 minutes", hour: "1 hour", oneDay: "1 day", monday: "Next Monday 08:00",
  scenes: "Behind the scenes", stopBot: "Stop the bot", startBot: "Start the bot", goDown: "Telegram down for 5 minutes", goUp: "Telegram up again",
  flood: "Answer the next message with 429", calls: "Calls of the bot", running: (on) => (on ? "The bot is running" : "The bot is stopped"),
  held: (count) => (count === 1 ? ", one update waits for it" : `, ${count} updates wait for it`), reached: (down) => (down ? "Telegram is down" : "Telegram is up"),
  message: "Message", send: "Send", attach: "Send a file", commands: "Commands", cancel: "Cancel", start: "Start",
  privateChat: "bot", members: (count) => (count === 1 ? "1 member" : `${count} members`), botAway: "the bot is not here",
  details: "Members of this group", creator: "owner", administrator: "administrator", bot: "bot", beside: "Bot beside the group",
  nothing: "Nothing has been said here yet.", today: "Today", yesterday: "Yesterday",
  fresh: "New messages", newest: "Newest", unread: (count) => `${count} unread`, draft: "Draft", you: "You", says: (who, text) => `${who}: ${text}`,
  typing: (names) => (names.length > 2 ? `${names.length} people are typing…` : `${names.join(" and ")} ${names.length > 1 ? "are" : "is"} typing…`), typingAlone: "typing…",
  reply: "Reply", edit: "Edit", forward: "Forward", copy: "Copy text", pin: "Pin", unpin: "Unpin", remove: "Delete", more: "Message menu",
  replyTo: (name) => `Reply to ${name}`, inReply: "In reply to", editing: "Edit message",
  forwardTo: "Forward to", forwarded: "Forwarded", forwardedFrom: (name) => `Forwarded from ${name}`, copied: "Copied",
  sure: "Delete this message for everyone?", gone: "That message is gone", pinned: "Pinned message", pinnedOf: (n, all) => `Pinned message ${n} of ${all}`,
  react: (emoji) => `React with ${emoji}`, edited: "edited", silent: "sent without a sound", photo: "Photo", file: "File", poll: "Poll",
  download: (size) => `${size}, download`, tooLarge: "A file here has at most 5 MB", hidden: "Hidden text, press to show", unfold: "Show more", fold: "Show less",
  topicName: "Name of a new topic", topicHint: "Topic", newTopic: "New topic", topicsOn: "Turn on topics", inGroups: (titles) => `Here the bot is in ${titles} already`,
  topics: "Topics", all: "All", closed: "closed", general: "General",
  anonymousPoll: "Anonymous poll", openPoll: "Poll", quiz: "Quiz", finalPoll: "Final results", vote: "Vote", retract: "Retract vote",
  votes: (count) => (count === 1 ? "1 vote" : `${count} votes`), noVotes: "No votes yet", closes: (when) => `closes ${when}`, multiple: "several answers",
  joined: (names) => `${names} joined the group`, added: (by, names) => `${by} added ${names}`, left: (names) => `${names} left the group`,
  removed: (by, names) => `${by} removed ${names}`, didPin: (by, text) => `${by} pinned “${text}”`,
  becameSuper: "This group became a supergroup", wasGroup: "This supergroup was a group before",
  topicOpened: (by, text) => `${by} opened the topic “${text}”`, topicRenamed: (by, text) => `${by} renamed the topic to “${text}”`,
  topicClosed: (by) => `${by} closed the topic`, topicReopened: (by) => `${by} reopened the topic`, ok: "OK", close: "Close",
};

const fr = {
  app: "Telegram sur cette machine", who: "Qui êtes-vous ?",
  about: "Voici un petit Telegram sur votre propre machine. Choisissez une personne ; ouvrez une seconde fenêtre pour en être une autre.",
  search: "Chercher une personne", others: (count) => `${count} autres personnes`, nobody: "Personne de ce nom", back: "Retour",
  change: (name) => `Vous êtes ${name}. Être quelqu’un d’autre`, second: "Être quelqu’un d’autre dans une nouvelle fenêtre", chats: "Discussions",
  offline: "Connexion…", failed: "Pas de connexion. Votre texte est toujours là.", skip: "Avancer", replay: "Revoir la semaine du Groenland",
  minutes: "10 minutes", hour: "1 heure", oneDay: "1 jour", monday: "Lundi prochain 08:00",
  scenes: "Dans les coulisses", stopBot: "Arrêter le bot", startBot: "Démarrer le bot", goDown: "Telegram en panne pour 5 minutes", goUp: "Rétablir Telegram",
  flood: "Répondre 429 au prochain message", calls: "Appels du bot", running: (on) => (on ? "Le bot tourne" : "Le bot est arrêté"),
  held: (count) => (count === 1 ? ", une nouvelle l’attend" : `, ${count} nouvelles l’attendent`), reached: (down) => (down ? "Telegram est en panne" : "Telegram répond"),
  message: "Message", send: "Envoyer", attach: "Envoyer un fichier", commands: "Commandes", cancel: "Annuler", start: "Démarrer",
  privateChat: "bot", members: (count) => (count === 1 ? "1 membre" : `${count} membres`), botAway: "le bot n’est pas là",
  details: "Membres de ce groupe", creator: "propriétaire", administrator: "administrateur", bot: "bot", beside: "Le bot à côté du groupe",
  nothing: "Rien n’a encore été dit ici.", today: "Aujourd’hui", yesterday: "Hier",
  fresh: "Nouveaux messages", newest: "Derniers", unread: (count) => (count === 1 ? "1 non lu" : `${count} non lus`), draft: "Brouillon", you: "Vous", says: (who, text) => `${who} : ${text}`,
  typing: (names) => (names.length > 2 ? `${names.length} personnes écrivent…` : `${names.join(" et ")} ${names.length > 1 ? "écrivent" : "écrit"}…`), typingAlone: "écrit…",
  reply: "Répondre", edit: "Modifier", forward: "Transférer", copy: "Copier le texte", pin: "Épingler", unpin: "Désépingler", remove: "Supprimer", more: "Menu du message",
  replyTo: (name) => `Répondre à ${name}`, inReply: "En réponse à", editing: "Modifier le message",
  forwardTo: "Transférer à", forwarded: "Transféré", forwardedFrom: (name) => `Transféré de ${name}`, copied: "Copié",
  sure: "Supprimer ce message pour tout le monde ?", gone: "Ce message n’est plus là", pinned: "Message épinglé", pinnedOf: (n, all) => `Message épinglé ${n} sur ${all}`,
  react: (emoji) => `Réagir avec ${emoji}`, edited: "modifié", silent: "envoyé sans son", photo: "Photo", file: "Fichier", poll: "Sondage",
  download: (size) => `${size}, télécharger`, tooLarge: "Un fichier fait ici 5 Mo au plus", hidden: "Texte masqué, appuyez pour l’afficher", unfold: "Afficher plus", fold: "Afficher moins",
  topicName: "Nom d’un nouveau sujet", topicHint: "Sujet", newTopic: "Nouveau sujet", topicsOn: "Activer les sujets", inGroups: (titles) => `Ici, le bot est déjà dans ${titles}`,
  topics: "Sujets", all: "Tous", closed: "fermé", general: "Général",
  anonymousPoll: "Sondage anonyme", openPoll: "Sondage", quiz: "Quiz", finalPoll: "Résultats définitifs", vote: "Voter", retract: "Retirer mon vote",
  votes: (count) => (count === 1 ? "1 vote" : `${count} votes`), noVotes: "Aucun vote", closes: (when) => `se termine ${when}`, multiple: "plusieurs réponses",
  joined: (names) => `${names} a rejoint le groupe`, added: (by, names) => `${by} a ajouté ${names}`, left: (names) => `${names} a quitté le groupe`,
  removed: (by, names) => `${by} a retiré ${names}`, didPin: (by, text) => `${by} a épinglé « ${text} »`,
  becameSuper: "Ce groupe est devenu un supergroupe", wasGroup: "Ce supergroupe était un groupe auparavant",
  topicOpened: (by, text) => `${by} a ouvert le sujet « ${text} »`, topicRenamed: (by, text) => `${by} a renommé le sujet « ${text} »`,
  topicClosed: (by) => `${by} a fermé le sujet`, topicReopened: (by) => `${by} a rouvert le sujet`, ok: "OK", close: "Fermer",
};

const TABLES = { en, fr };
let table = en;

export function say(word, ...values) {
  const entry = table[word] ?? en[word];
  return typeof entry === "function" ? entry(...values) : entry;
}

// Take a language, and put its words where the page's own HTML asks for them (data-word, data-label).
export function speak(language, root = document) {
  table = TABLES[language] || en;
  document.documentElement.lang = language in TABLES ? language : "en";
  translate(root);
}

export function translate(root) {
  for (const node of root.querySelectorAll("[data-word]")) node.textContent = say(node.dataset.word);
  for (const node of root.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", say(node.dataset.label));
    if (node.matches("button, a")) node.title = say(node.dataset.label);
  }
  for (const node of root.querySelectorAll("[data-hint]")) node.placeholder = say(node.dataset.hint);
}
