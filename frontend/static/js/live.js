// Other people's work shows up: a message names a topic, elements with data-live="topic" fetch themselves anew.
// The page tells what it has open (data-open="topic"); who else has stands in [data-present], in words of the server.
// Without a socket the page asks. Nothing changes under the focus: it waits until the focus leaves; and what was
// typed is never replaced: the page only says that there is something new.
import { say } from "./toast.js";

const ASK = 15_000; // how often a page without a socket asks
const SILENCE = 55_000; // the server says hello every 20 s: a socket silent for so long is dead
const CALM = 1_500; // an element is not fetched more often
const LONGEST = 30_000;
const body = document.body.dataset;
const page = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
const words = new Map();
const fetched = new WeakMap();
let since = body.liveAt;
let socket = null;
let failures = 0;
let asking = 0;
let silence = 0;
let said = "";
let over = false;

// --- what has changed ---

function isTyped(element) {
  return [...element.querySelectorAll("input, textarea, select")].some((one) => {
    if (one.type === "hidden" || one.form?.matches("[data-submits]")) return false;
    if (one.type === "checkbox" || one.type === "radio") return one.checked !== one.defaultChecked;
    if (one.options) {
      const given = [...one.options].findIndex((option) => option.defaultSelected);
      return one.selectedIndex !== Math.max(given, 0);
    }
    return one.value !== one.defaultValue;
  });
}

function refresh(element) {
  if (!element.isConnected) return;
  if (isTyped(element)) return void say(body.liveKept, "info");
  if (element.matches(":focus-within")) {
    element.addEventListener("focusout", () => setTimeout(refresh, 0, element), { once: true });
    return;
  }
  window.htmx?.trigger(element, "live");
}

function soon(element) {
  const now = Date.now();
  const last = fetched.get(element) ?? 0;
  if (last > now) return; // it will be fetched anyway
  const wait = Math.max(0, last + CALM - now);
  fetched.set(element, now + wait);
  setTimeout(refresh, wait, element);
}

function arrived(topic) {
  for (const element of document.querySelectorAll("[data-live]")) {
    if (topic === null || element.dataset.live.split(" ").includes(topic)) soon(element);
  }
}

// --- who is here ---

function opened() {
  return [...new Set([...document.querySelectorAll("[data-open]")].map((one) => one.dataset.open).filter(Boolean))];
}

function show() {
  for (const element of document.querySelectorAll("[data-open]")) {
    const place = element.querySelector("[data-present]") ?? document.querySelector("[data-present]");
    const text = words.get(element.dataset.open) ?? "";
    if (place && place.textContent !== text) place.textContent = text;
  }
}

function tell() {
  const open = opened();
  for (const topic of words.keys()) if (!open.includes(topic)) words.delete(topic);
  show();
  const message = JSON.stringify({ open });
  if (socket?.readyState !== WebSocket.OPEN || message === said) return;
  said = message;
  socket.send(message);
}

// --- the socket ---

function connect() {
  const address = new URL(body.liveUrl, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  address.searchParams.set("since", since);
  socket = new WebSocket(address);
  said = JSON.stringify({ open: [] });
  socket.addEventListener("open", () => {
    failures = 0;
    clearInterval(asking);
    asking = 0;
    alive();
    tell();
  });
  socket.addEventListener("message", (event) => {
    alive();
    heard(JSON.parse(event.data));
  });
  socket.addEventListener("close", gone);
}

function alive() {
  clearTimeout(silence);
  const mine = socket;
  silence = setTimeout(() => mine.close(), SILENCE);
}

function heard(message) {
  if (message.at) since = message.at;
  if (message.all) arrived(null);
  if (message.topic) arrived(message.topic);
  if (message.present) {
    words.set(message.present, message.words);
    show();
  }
}

async function gone(event) {
  clearTimeout(silence);
  failures += 1;
  words.clear();
  show();
  // A socket turned away looks like a server that is down: the page asks who is logged in.
  if ((event.code === 4401 || failures > 1) && !(await isMine())) return;
  if (failures >= 3 && !asking) {
    asking = setInterval(ask, ASK);
    ask();
  }
  const pause = Math.min(500 * 2 ** failures, LONGEST);
  setTimeout(connect, pause * (0.5 + Math.random() / 2));
}

async function isMine() {
  let answer;
  try {
    answer = await fetch(body.session, { headers: { Accept: "application/json" } });
  } catch {
    return true; // the server is away, not the log-in
  }
  if (answer.status >= 500) return true;
  const session = answer.ok ? await answer.json() : {};
  if (String(session.me) === body.me && String(session.role) === body.role) return true;
  stop();
  return false;
}

function stop() {
  if (over) return;
  over = true;
  clearInterval(asking);
  say(body.liveEnded);
}

// --- without a socket ---

async function ask() {
  const query = new URLSearchParams({ since, page });
  for (const topic of opened()) query.append("open", topic);
  let answer;
  try {
    answer = await fetch(`${body.liveNow}?${query}`, { headers: { Accept: "application/json" } });
  } catch {
    return; // once more in a while
  }
  if (answer.redirected || answer.status === 403) return void stop();
  if (!answer.ok) return;
  const told = await answer.json();
  since = told.at;
  if (told.all) arrived(null);
  else told.topics.forEach(arrived);
  Object.entries(told.present).forEach(([topic, text]) => words.set(topic, text));
  show();
}

if (body.liveUrl && document.querySelector("[data-live], [data-open]")) {
  if ("WebSocket" in window) connect();
  else asking = setInterval(ask, ASK);
  document.addEventListener("htmx:afterSettle", tell);
}
