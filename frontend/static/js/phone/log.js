// The log: what is written is kept on the phone first and sent after; without a place to keep it the plain form is sent.
import { draftOf, dropDraft, keepDrafts } from "./draft.js";
import { LogForm, fill } from "./form.js";
import { inWords, onTheWall } from "./clock.js";
import { entryOf, isTaken, keepEntry } from "./queue.js";
import { clockOff, refreshRoster, rosterOf } from "./roster.js";
import { whoIsLoggedIn } from "./send.js";
import { fact, openStore } from "./store.js";
import { deliverNow } from "./waiting.js";
import { hours, make, word } from "./words.js";

const form = document.querySelector("form[data-log]");
const MOST_OFF = 10 * 60_000;
// A start may lie so far ahead, as for the server: clocks are never quite the same.
const AHEAD = 10 * 60_000;

function tell(text, look = "wait") {
  const place = document.querySelector("[data-told]");
  place.replaceChildren(make("div", { className: `banner ${look}`, role: "alert" }, make("div", {}, text)));
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

async function begin() {
  const isShell = "empty" in form.dataset;
  try {
    await openStore();
  } catch {
    return tell(word(isShell ? "nothing_kept_offline" : "nothing_kept"));
  }
  const owner = document.body.dataset.owner || (await fact("owner"));
  if (isShell && !(await fillFromRoster(owner))) return undefined;
  if (!isShell && owner && !(await rosterOf(owner))) tell(word("first" in form.dataset ? "first" : "fresh"), "");
  const off = await clockOff();
  if (Math.abs(off) > MOST_OFF) tell(word("clock", { now: onTheWall(Date.now() + off).time }));
  form.noValidate = true; // a field in the closed “change” could not be pointed at
  const log = new LogForm(form, () => Date.now() + off);
  log.touched.start = "touched" in form.dataset;
  log.touched.minutes = "touched" in form.dataset;
  log.choosePair();
  const opened = await openedEntry(owner, log);
  if (!opened) await restore(owner, log);
  log.preset();
  const drafts = keepDrafts(form, owner, () => log.fields, (error) => tell(word(nameOf(error))));
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    await submit(log, owner, opened, drafts).finally(() => (busy = false));
  });
  document.documentElement.dataset.log = "ready";
  if (isShell && (await whoIsLoggedIn().catch(() => true)) === null) tell(word("write_now"));
  return undefined;
}

async function fillFromRoster(owner) {
  // Storage that was cleared is filled again as soon as there is a connection and a log-in.
  const roster = (await rosterOf(owner)) ?? (await refreshRoster(owner).catch(() => undefined));
  if (!roster?.pairs.length) {
    tell(word(roster ? "no_pairs" : "no_roster"));
    return false;
  }
  fill(form, roster);
  document.querySelector("[data-until-filled]")?.remove(); // the form has a heading of its own
  form.hidden = false;
  return true;
}

async function openedEntry(owner, log) {
  const id = new URLSearchParams(location.search).get("entry");
  const entry = id && (await entryOf(id));
  if (id && !entry) tell(word("gone"));
  if (!entry || entry.owner !== owner) return null;
  log.fields = { ...entry, start: Date.parse(entry.start) };
  tell(word("correcting"), "");
  return entry;
}

async function restore(owner, log) {
  const draft = "touched" in form.dataset ? undefined : await draftOf(owner);
  if (!draft) return;
  log.fields = draft.fields;
  const aside = make("button", { type: "button", className: "btn small" }, word("start_anew"));
  aside.addEventListener("click", async () => {
    await dropDraft(owner);
    location.replace(location.pathname);
  });
  const words = make("div", {}, word("draft", { time: onTheWall(draft.at).time }));
  document.querySelector("[data-told]").replaceChildren(make("div", { className: "banner" }, words, aside));
}

// Said above the form, with the day and the time open to be mended.
function refuseStart() {
  tell(word("not_yet"), "stop");
  form.querySelector("details.when").open = true;
  const day = form.elements.start_date;
  day.focus();
  day.scrollIntoView({ block: "center" });
}

async function submit(log, owner, opened, drafts) {
  if (!log.pair) return tell(word("choose_pair"));
  if (Number.isNaN(log.start)) return tell(word("choose_start"));
  if (log.start > log.now() + AHEAD) return refuseStart();
  if (!(log.minutes > 0)) return tell(word("choose_minutes"));
  const id = opened?.id ?? newId();
  const entry = { ...log.entry, id, owner, rev: (opened?.rev ?? 0) + 1, tried: opened?.tried ?? false };
  try {
    drafts.stop();
    await keepEntry(entry);
    navigator.storage?.persist?.().catch(() => {});
  } catch (error) {
    tell(word(nameOf(error)));
    // No room on the phone: the plain form goes to the server at once, under the same id.
    form.elements.id.value = id;
    if (!("empty" in form.dataset)) HTMLFormElement.prototype.submit.call(form);
    return undefined;
  }
  done(entry);
  const { outcome, answers } = await deliverNow();
  const answer = answers.find((one) => one.id === id);
  // Sent meanwhile from another tab or by the worker, it is not here any more.
  result(answer, answer || (await entryOf(id)) ? outcome : "sent");
  return undefined;
}

const nameOf = (error) => (error?.name === "QuotaExceededError" ? "full" : "not_kept");

// The form gives way to what was kept; the queue above it says what waits.
function done(entry) {
  const card = document.querySelector("[data-done]");
  const start = inWords(Date.parse(entry.start), document.documentElement.lang);
  card.querySelector("[data-what]").textContent = `${entry.label}, ${start}, ${hours(entry.minutes)}`;
  card.querySelector("[data-result]").textContent = word("sending");
  form.hidden = true;
  document.querySelector("[data-told]").replaceChildren();
  card.hidden = false;
  card.focus();
}

function result(answer, outcome) {
  const place = document.querySelector("[data-done] [data-result]");
  const taken = answer && isTaken(answer);
  place.textContent = answer?.sentence || word(taken ? "sent" : answer ? "asks" : outcome);
  document.querySelector("[data-done]").dataset.outcome = taken ? "sent" : answer ? "asks" : outcome;
}

const elsewhere = document.querySelector("[data-elsewhere]");
if (elsewhere) elsewhere.hidden = ["/", "/log/", "/log/shell/"].includes(location.pathname);
if (form) begin();
