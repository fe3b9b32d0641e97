// The socket of a page that shows something live. It says what the page has open and hands on what it hears
// ("live:heard"); it comes back with a growing pause ("live:lost", "live:back") and ends with the log-in ("live:end").
const SILENCE = 55_000; // the server says hello every 20 s: a socket silent for so long is dead
const LONGEST = 30_000;
const page = document.body.dataset;
let socket = null;
let failures = 0;
let silence = 0;
let said = "";

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

function sayWhatIsOpen() {
  const open = [...document.querySelectorAll("[data-open]")].map((one) => one.dataset.open).filter(Boolean);
  const message = JSON.stringify({ open: [...new Set(open)] });
  if (socket?.readyState !== WebSocket.OPEN || message === said) return;
  said = message;
  socket.send(message);
}

function alive() {
  clearTimeout(silence);
  silence = setTimeout((mine) => mine.close(), SILENCE, socket);
}

function connect() {
  const address = new URL(page.liveUrl, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  address.searchParams.set("since", page.liveAt);
  socket = new WebSocket(address);
  said = JSON.stringify({ open: [] });
  socket.addEventListener("open", () => {
    failures = 0;
    tell("live:back");
    alive();
    sayWhatIsOpen();
  });
  socket.addEventListener("message", (event) => {
    const message = JSON.parse(event.data);
    if (message.at) page.liveAt = message.at;
    alive();
    tell("live:heard", message);
  });
  socket.addEventListener("close", again);
}

async function again({ code }) {
  clearTimeout(silence);
  failures += 1;
  tell("live:lost", failures);
  // A socket that was turned away looks like a server that is down: the page asks who is logged in.
  if ((code === 4401 || failures > 1) && !(await isMine())) {
    tell("live:end");
    tell("say", page.liveEnded);
    return;
  }
  const pause = Math.min(500 * 2 ** failures, LONGEST);
  setTimeout(connect, pause * (0.5 + Math.random() / 2));
}

async function isMine() {
  try {
    const answer = await fetch(page.session, { headers: { Accept: "application/json" } });
    if (answer.status >= 500) return true;
    const session = answer.ok ? await answer.json() : {};
    return String(session.me) === page.me && String(session.role) === page.role;
  } catch {
    return true; // the server is away, not the log-in
  }
}

if (page.liveUrl && document.querySelector("[data-live], [data-open]")) {
  document.addEventListener("htmx:afterSettle", sayWhatIsOpen);
  if ("WebSocket" in window) connect();
  else tell("live:lost", 3);
}
