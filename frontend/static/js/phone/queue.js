// Entries that wait to be sent. An entry keeps its id for ever; whoever wrote it is its owner, and nobody else sends it.
// state: "waiting", or "asks" when the answer needs its owner (a conflict, something to mend).
import { change, erase, read, readAll, within } from "./store.js";

const NEWS = "splot-queue";
const CONTENT = ["pair", "start", "minutes", "activities", "took_part", "mood", "note", "help", "device_at"];

export const contentOf = (entry) => Object.fromEntries(CONTENT.map((name) => [name, entry[name]]));

// Stored before anything is sent; the draft it grew from goes in the same breath.
export function keepEntry(entry) {
  return within(["entries", "drafts"], "readwrite", (stores) => {
    stores.entries.put({ rev: 1, ...entry, state: "waiting", answer: null });
    stores.drafts.delete(entry.owner);
  });
}

export const entryOf = (id) => read("entries", id);

export async function entriesOf(owner) {
  const every = await readAll("entries");
  return every.filter((entry) => entry.owner === owner).sort((a, b) => a.start.localeCompare(b.start));
}

export async function howMany() {
  const every = await readAll("entries");
  return { all: every.length, of: (owner) => every.filter((entry) => entry.owner === owner).length };
}

export const throwAway = (id) => erase("entries", id);

// Taken, and nothing in it was told otherwise before: the phone may forget it.
export const isTaken = (answer) =>
  (answer.status === 200 || answer.status === 201) && !(answer.outcome === "known" && answer.differences?.length);

// What an answer does to the entry it is about. Written over meanwhile, it stays and is sent again.
export function settle(sent, answer) {
  const taken = isTaken(answer);
  return change("entries", sent.id, (entry) => {
    if (!entry) return undefined;
    if (entry.rev !== sent.rev) return { ...entry, tried: true };
    if (taken) return null;
    return { ...entry, tried: true, state: "asks", answer };
  });
}

export const markTried = (id) =>
  change("entries", id, (entry) => (entry && !entry.tried ? { ...entry, tried: true } : undefined));

// Whoever shows the queue hears of a change, in whichever tab or worker it was made.
export function tellNews(news) {
  const channel = new BroadcastChannel(NEWS);
  channel.postMessage(news);
  channel.close();
}

export function onNews(hear) {
  new BroadcastChannel(NEWS).addEventListener("message", (event) => hear(event.data));
}
