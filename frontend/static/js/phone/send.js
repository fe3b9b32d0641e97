// Sends what waits, in batches, as the person who wrote it. The server knows every id for ever, so that sending twice
// is never wrong. Outcomes: nothing, busy, offline, logged_out, another, later, sent.
import { readAll, remember } from "./store.js";
import { contentOf, markTried, settle, tellNews } from "./queue.js";

const SESSION = "/session/";
const ENTRIES = "/api/v1/entries/";
const BATCH = 50;
const PATIENCE = 20_000;

// One sender at a time, in whichever tab or worker. Whoever comes meanwhile waits for its turn, since the one before
// may have looked before there was anything to send; `patient` false: whoever is not in a hurry gives way.
export async function sendWaiting(patient = true) {
  if (!self.navigator.locks) return deliver();
  return self.navigator.locks.request("splot-send", { ifAvailable: !patient }, (lock) =>
    lock ? deliver() : { outcome: "busy", answers: [] },
  );
}

// Who is logged in here now: {owner, token}; null when nobody; throws without a connection.
export async function whoIsLoggedIn() {
  const answer = await fetch(SESSION, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) });
  if (answer.status === 401) return null;
  if (!answer.ok) throw new Error(`session ${answer.status}`);
  return answer.json();
}

async function deliver() {
  const answers = [];
  const tell = (outcome) => {
    if (outcome !== "nothing") tellNews({ outcome, answers });
    return { outcome, answers };
  };
  const waiting = (await readAll("entries")).filter((entry) => entry.state === "waiting");
  if (!waiting.length) return tell("nothing");
  let session;
  try {
    session = await whoIsLoggedIn();
  } catch {
    return tell("offline");
  }
  if (!session) return tell("logged_out");
  const mine = waiting.filter((entry) => entry.owner === session.owner);
  if (!mine.length) return tell("another");
  for (let from = 0; from < mine.length; from += BATCH) {
    const outcome = await deliverBatch(mine.slice(from, from + BATCH), session, answers);
    if (outcome !== "sent") return tell(outcome);
  }
  return tell("sent");
}

async function deliverBatch(batch, session, answers) {
  const entries = batch.map((entry) => ({ id: entry.id, ...contentOf(entry) }));
  for (const entry of batch) await markTried(entry.id);
  let told;
  try {
    const answer = await fetch(ENTRIES, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": session.token },
      body: JSON.stringify({ sent_at: new Date().toISOString(), entries }),
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status === 401 || answer.status === 403) return "logged_out";
    if (!answer.ok) return "later";
    told = await answer.json();
  } catch {
    return "offline";
  }
  if (told.now) await remember("clock", Date.parse(told.now) - Date.now());
  for (const answer of told.answers) {
    const sent = batch.find((entry) => entry.id === answer.id);
    if (!sent) continue;
    await settle(sent, answer);
    answers.push({ ...answer, label: sent.label, start: sent.start, minutes: sent.minutes });
  }
  return "sent";
}
