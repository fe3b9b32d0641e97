// While there is no socket the page asks what has changed and who else is here, and says the answer like a socket.
const PAUSE = 15_000;
const PATIENCE = 3; // failures of the socket before the page begins to ask
const page = document.body.dataset;
const name = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 12)}`;
let asking = 0;

const tell = (detail) => document.dispatchEvent(new CustomEvent("live:heard", { detail }));

async function ask() {
  const query = new URLSearchParams({ since: page.liveAt, page: name });
  for (const one of document.querySelectorAll("[data-open]")) query.append("open", one.dataset.open);
  let answer;
  try {
    answer = await fetch(`${page.liveNow}?${query}`, { headers: { Accept: "application/json" } });
  } catch {
    return; // once more in a while
  }
  if (answer.redirected || answer.status === 403) {
    stop();
    document.dispatchEvent(new CustomEvent("say", { detail: page.liveEnded }));
  }
  if (!answer.ok || answer.redirected) return;
  const told = await answer.json();
  page.liveAt = told.at;
  if (told.all) tell({ all: true });
  for (const topic of told.topics) tell({ topic });
  for (const [present, words] of Object.entries(told.present)) tell({ present, words });
}

function stop() {
  clearInterval(asking);
  asking = 0;
}

document.addEventListener("live:lost", ({ detail: failures }) => {
  if (failures < PATIENCE || asking) return;
  asking = setInterval(ask, PAUSE);
  ask();
});
document.addEventListener("live:back", stop);
document.addEventListener("live:end", stop);
