// A form with data-autosave keeps a draft on the server while it is typed, and holds on when the log-in expires.
const WAIT = 800;
const FRESH = 60_000;

function watch(form) {
  const status = form.querySelector("[data-autosave-status]");
  const banner = form.querySelector("[data-logged-out]");
  let timer = 0;
  let loggedOut = false;
  let checkedAt = Date.now();

  function lost() {
    loggedOut = true;
    if (status) status.textContent = "";
    banner?.removeAttribute("hidden");
  }

  async function save() {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: data, redirect: "manual" });
      if (answer.type === "opaqueredirect" || [401, 403, 409].includes(answer.status)) return lost();
      if (!answer.ok || !status) return;
      checkedAt = Date.now();
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      status.textContent = status.dataset.saved.replace("{time}", time);
    } catch {
      if (status) status.textContent = status.dataset.offline;
    }
  }

  // True when the same person is logged in (again); the page then carries the new token.
  async function back() {
    try {
      const answer = await fetch(document.body.dataset.session, { headers: { Accept: "application/json" } });
      if (!answer.ok) return false;
      const session = await answer.json();
      if (String(session.me) !== document.body.dataset.me) return false;
      for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = session.token;
      document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": session.token }));
      checkedAt = Date.now();
      return true;
    } catch {
      return !loggedOut;
    }
  }

  async function resume() {
    if (!loggedOut || !(await back())) return;
    loggedOut = false;
    banner?.setAttribute("hidden", "");
    await save();
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    if (!loggedOut) timer = setTimeout(save, WAIT);
  });
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (!loggedOut && Date.now() - checkedAt < FRESH) return;
    event.preventDefault();
    if (!(await back())) return lost();
    await resume();
    checkedAt = Date.now();
    form.requestSubmit(event.submitter);
  });
  window.addEventListener("focus", resume);
}

document.querySelectorAll("form[data-autosave]").forEach(watch);
