// What waits, on every phone page: how many, each by its label and time, and what its answer asks.
import { inWords } from "./clock.js";
import { entriesOf, howMany, onNews, throwAway } from "./queue.js";
import { sendWaiting } from "./send.js";
import { fact } from "./store.js";
import { hours, make, word } from "./words.js";

const MINUTE = 60_000;
const place = document.querySelector("[data-waiting]");
let outcome = navigator.onLine ? "" : "offline";
let opened = false;

const when = (iso) => inWords(Date.parse(iso), document.documentElement.lang);
const ownerHere = async () => document.body.dataset.owner || (await fact("owner")) || "";

export async function deliverNow(patient = true) {
  const result = await sendWaiting(patient).catch(() => ({ outcome: "later", answers: [] }));
  if (result.outcome !== "busy" && result.outcome !== "nothing") outcome = result.outcome;
  if (["offline", "later"].includes(result.outcome)) await wakeLater();
  await show();
  return result;
}

// Where the browser can, it sends by itself when there is a connection, even with no page open.
async function wakeLater() {
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  await registration?.sync?.register("splot-entries").catch(() => {});
}

export async function show() {
  if (!place) return;
  const owner = await ownerHere();
  const mine = await entriesOf(owner);
  const every = (await howMany()).all;
  const list = place.querySelector("[data-list]");
  place.hidden = every === 0;
  place.querySelector("[data-count]").textContent = mine.length ? word("waiting", { n: mine.length }) : "";
  place.querySelector("[data-why]").textContent = why(mine, every);
  place.querySelector("[data-log-in]").hidden = outcome !== "logged_out";
  place.querySelector("details").hidden = mine.length === 0;
  const asks = mine.some((entry) => entry.state === "asks");
  if (asks && !opened) place.querySelector("details").open = opened = true;
  list.replaceChildren(...mine.map(row));
}

function why(mine, every) {
  if (every > mine.length && !mine.length) return word("anothers", { n: every });
  if (mine.some((entry) => entry.state === "asks")) return word("asks");
  return outcome && outcome !== "sent" ? word(outcome) : "";
}

function row(entry) {
  const title = make("b", {}, `${entry.label}, ${when(entry.start)}, ${hours(entry.minutes)}`);
  const open = make("a", { className: "btn small", href: `/log/?entry=${entry.id}` }, word("correct"));
  const drop = make("button", { className: "btn small danger", type: "button" }, word("throw_away"));
  drop.addEventListener("click", () => confirmDrop(entry));
  const acts = make("div", { className: "row" });
  const item = make("li", {}, title);
  item.dataset.entry = entry.id;
  const status = entry.answer?.differences?.length ? 409 : entry.answer?.status;
  if (entry.answer) item.append(make("p", {}, entry.answer.sentence || word(`answer_${status}`)));
  if (entry.answer?.errors) item.append(...errors(entry.answer.errors));
  if (entry.answer?.differences?.length) item.append(differences(entry));
  if (status === 409) acts.append(choose(entry), keepTheirs(entry));
  if (![409, 410].includes(status)) acts.append(open);
  if (status !== 409) acts.append(drop);
  item.append(acts);
  return item;
}

function errors(byField) {
  return Object.entries(byField).map(([field, told]) =>
    make("p", { className: "error" }, [word(`field_${field}`), [told].flat().join(" ")].filter(Boolean).join(": ")),
  );
}

// Both values of every field that differs, never one written over the other.
function differences(entry) {
  const head = ["field", "yours", "ours"].map((name) => make("th", { scope: "col" }, word(`head_${name}`)));
  const rows = entry.answer.differences.map((one) =>
    make("tr", {},
      make("th", { scope: "row" }, word(`field_${one.field}`) || one.field),
      make("td", {}, said(one.field, one.yours)),
      make("td", {}, said(one.field, one.ours))),
  );
  return make("table", { className: "differences" }, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
}

function said(field, value) {
  if (field === "start" && value) return when(value);
  if (field === "minutes") return hours(Number(value));
  if (typeof value === "boolean") return word(value ? "yes" : "no");
  if (value === null || value === "" || (Array.isArray(value) && !value.length)) return "–";
  return [value].flat().join(", ");
}

// To the page where one chooses field by field; the entry goes with the form.
function choose(entry) {
  const form = make("form", { method: "post", action: `/log/${entry.id}/differing/` });
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const { pair, start, minutes, activities, took_part: took, mood, note, help } = entry;
  const fields = { csrfmiddlewaretoken: token, pair, start, minutes, mood: mood ?? "", note, help: help ? "on" : "" };
  for (const [name, value] of Object.entries(fields)) form.append(make("input", { type: "hidden", name, value }));
  for (const value of activities) form.append(make("input", { type: "hidden", name: "activities", value }));
  for (const value of took) form.append(make("input", { type: "hidden", name: "took_part", value }));
  form.append(make("button", { className: "btn small" }, word("choose")));
  return form;
}

function keepTheirs(entry) {
  const button = make("button", { className: "btn small", type: "button" }, word("keep_ours"));
  button.addEventListener("click", async () => {
    await throwAway(entry.id);
    await show();
  });
  return button;
}

function confirmDrop(entry) {
  const dialog = document.getElementById("throw-away");
  dialog.querySelector("[data-what]").textContent = `${entry.label}, ${when(entry.start)}`;
  dialog.returnValue = "";
  dialog.addEventListener(
    "close",
    async () => {
      if (dialog.returnValue !== "yes") return;
      await throwAway(entry.id);
      await show();
    },
    { once: true },
  );
  dialog.showModal();
}

export function watchQueue() {
  onNews((news) => {
    outcome = news.outcome;
    show();
  });
  window.addEventListener("online", () => deliverNow());
  window.addEventListener("offline", () => {
    outcome = "offline";
    show();
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && deliverNow());
  setInterval(() => deliverNow(false), MINUTE);
}
