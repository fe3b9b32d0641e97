// The roster: opaque keys of pairs, their labels, the catalogue. Fetched again whenever a page opens with a connection,
// kept for its owner alone until log-out or the end of the pair.
import { fact, read, remember, within } from "./store.js";

const ROSTER = "/api/v1/roster/";

// Milliseconds the server is ahead of this phone, as last heard.
export const clockOff = async () => (await fact("clock")) ?? 0;

export const rosterOf = async (owner) => (owner ? (await read("rosters", owner))?.roster : undefined);

// The newest roster of this owner, stored; undefined when the server gave none.
export async function refreshRoster(owner) {
  const answer = await fetch(ROSTER, { headers: { Accept: "application/json" }, redirect: "manual" });
  if (!answer.ok) return undefined;
  const roster = await answer.json();
  await within(["rosters", "drafts", "facts"], "readwrite", (stores) => {
    // Whoever used this phone before has no business in what it keeps now; only their unsent entries stay.
    stores.rosters.clear();
    stores.drafts.getAllKeys().onsuccess = (event) => {
      for (const key of event.target.result) if (key !== owner) stores.drafts.delete(key);
    };
    stores.rosters.put({ owner, roster });
    stores.facts.put({ name: "owner", value: owner });
  });
  await remember("clock", Date.parse(roster.now) - Date.now());
  return roster;
}
