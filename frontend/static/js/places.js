// Suggestions under [data-place] boxes: arrows move, Enter takes, Escape closes, a click takes too.
const boxes = (list) => list.closest(".asked").querySelectorAll("[data-place]");
const listOf = (box) => box.closest(".asked")?.querySelector("[data-suggestions]");
const options = (list) => [...list.querySelectorAll("[role=option]")];

function close(list) {
  list.replaceChildren();
  for (const box of boxes(list)) {
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }
}

function take(list, option) {
  for (const box of boxes(list)) {
    const value = option.dataset[box.dataset.place];
    if (value || box.dataset.place === "postcode") box.value = value;
  }
  close(list);
  boxes(list)[0].dispatchEvent(new Event("change", { bubbles: true }));
}

function mark(list, box, step) {
  const all = options(list);
  const now = all.findIndex((option) => option.ariaSelected === "true");
  const next = all[(now + step + all.length + (now < 0 && step < 0 ? 1 : 0)) % all.length];
  for (const option of all) option.ariaSelected = String(option === next);
  box.setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("htmx:afterSwap", (event) => {
  const list = event.target;
  if (!list.matches?.("[data-suggestions]")) return;
  const found = options(list).length > 0 && [...boxes(list)].includes(document.activeElement);
  if (!found) return close(list);
  list.firstElementChild.id = "place-options";
  document.activeElement.setAttribute("aria-expanded", "true");
  document.activeElement.setAttribute("aria-controls", "place-options");
});

document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-place]");
  const list = box && listOf(box);
  if (!list || !options(list).length) return;
  const chosen = options(list).find((option) => option.ariaSelected === "true");
  if (event.key === "ArrowDown") mark(list, box, 1);
  else if (event.key === "ArrowUp") mark(list, box, -1);
  else if (event.key === "Enter" && chosen) take(list, chosen);
  else if (event.key === "Escape") close(list);
  else return;
  event.preventDefault();
});

document.addEventListener("mousedown", (event) => {
  const option = event.target.closest?.("[data-suggestions] [role=option]");
  if (!option) return;
  event.preventDefault();
  take(option.closest("[data-suggestions]"), option);
});

document.addEventListener("focusout", (event) => {
  const list = event.target.matches?.("[data-place]") && listOf(event.target);
  if (list) close(list);
});
