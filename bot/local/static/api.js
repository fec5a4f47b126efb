// Talking to the world: reading it, acting in it, hearing of changes.

// A world has its page where its own paths begin: the demo's at /, the replay's at /replay/.
export const at = (path) => location.pathname.replace(/\/[^/]*$/, "") + path;

async function answer(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error || "That did not work");
  return body;
}

export const read = async (path, query = {}) =>
  answer(await fetch(`${at(path)}?${new URLSearchParams(query)}`, { cache: "no-store" }));

export const act = async (verb, body) =>
  (await answer(await fetch(at(`/world/${verb}`), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }))).result;

// A file's bytes, as JSON can carry them.
export const base64 = (file) => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
  reader.onerror = () => failed(new Error("That file cannot be read"));
  reader.readAsDataURL(file);
});

const REST = 30000; // a tab nobody looks at lets go of its stream: a browser holds six to one server, over all tabs

// The stream of one page. `heard` gets every event, `online` whether the stream is up. The browser reconnects by itself
// after a pause; a refused connection is final for it: `lost` is called after another one, to begin anew.
export function listen(user, state, { heard, online, lost }) {
  let seen = `${state.boot}:${state.last}`;
  let stream;
  let waiting;
  const open = () => {
    stream = new EventSource(at(`/world/events?user=${user}&after=${seen}`));
    stream.onopen = () => online(true);
    stream.onmessage = (event) => { seen = event.lastEventId; heard(JSON.parse(event.data)); };
    stream.onerror = () => {
      online(false);
      if (stream.readyState === EventSource.CLOSED) waiting = setTimeout(lost, 1500);
    };
  };
  const turn = () => {
    clearTimeout(waiting);
    if (document.visibilityState === "hidden") waiting = setTimeout(() => stream.close(), REST);
    else if (stream.readyState === EventSource.CLOSED) open();
  };
  open();
  turn();
  document.addEventListener("visibilitychange", turn);
  return { close() { clearTimeout(waiting); stream.close(); document.removeEventListener("visibilitychange", turn); } };
}
