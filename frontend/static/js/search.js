// The search box of the frame: arrows walk the first hits, Enter opens the chosen one or all, Escape closes.
const box = document.getElementById("find");
const list = document.getElementById("find-hits");
const options = () => [...list.querySelectorAll("[role=option]")];

function show(open) {
  list.hidden = !open;
  box.setAttribute("aria-expanded", String(open));
  box.removeAttribute("aria-activedescendant");
  for (const one of options()) one.ariaSelected = "false";
  if (!open) return;
  // The list lies over the page, beside nothing that could cut it off.
  const place = box.closest(".find-line").getBoundingClientRect();
  list.style.setProperty("--find-top", `${place.bottom + 4}px`);
  list.style.setProperty("--find-side", `${Math.max(4, place.left)}px`);
}

function choose(step) {
  const all = options();
  const now = all.findIndex((one) => one.ariaSelected === "true");
  const next = all[now < 0 && step < 0 ? all.length - 1 : (now + step + all.length) % all.length];
  for (const one of all) one.ariaSelected = String(one === next);
  box.setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
}

if (box && list) {
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target === list) show(options().length > 0 && document.activeElement === box);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const chosen = options().find((one) => one.ariaSelected === "true");
    if (event.key === "Escape" && !list.hidden) show(false);
    else if (event.key === "Enter" && chosen && !list.hidden) location.assign(chosen.href);
    else if (["ArrowDown", "ArrowUp"].includes(event.key) && options().length) {
      if (list.hidden) show(true);
      choose(event.key === "ArrowDown" ? 1 : -1);
    } else return;
    event.preventDefault();
  });
  box.addEventListener("input", () => {
    if (box.value.trim().length < 2) {
      list.replaceChildren();
      show(false);
    }
  });
  // A press on a hit keeps the box's focus, so that the list is still there when the finger lifts.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("focusout", () => show(false));
}
