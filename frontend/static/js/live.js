// Other people's work shows up: a message names a topic, elements with data-live="topic" fetch themselves anew.
// Without a socket the page asks every half minute. Nothing changes under the focus: it waits until the focus leaves.
const POLL = 30_000;
const LONGEST = 30_000;
let failures = 0;
let poll = 0;

function refresh(element) {
  if (element.matches(":focus-within")) {
    element.addEventListener("focusout", () => setTimeout(refresh, 0, element), { once: true });
    return;
  }
  window.htmx?.trigger(element, "live");
}

function arrived(topic) {
  for (const element of document.querySelectorAll("[data-live]")) {
    if (topic === null || element.dataset.live.split(" ").includes(topic)) refresh(element);
  }
}

function connect() {
  const address = new URL(document.body.dataset.liveUrl, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(address);
  socket.addEventListener("open", () => {
    // What happened while nobody listened is fetched once.
    if (failures) arrived(null);
    failures = 0;
    clearInterval(poll);
    poll = 0;
  });
  socket.addEventListener("message", (event) => arrived(JSON.parse(event.data).topic));
  socket.addEventListener("close", () => {
    failures += 1;
    if (failures >= 3 && !poll) poll = setInterval(arrived, POLL, null);
    const pause = Math.min(1000 * 2 ** failures, LONGEST);
    setTimeout(connect, pause * (0.5 + Math.random() / 2));
  });
}

if (document.querySelector("[data-live]") && document.body.dataset.liveUrl) connect();
