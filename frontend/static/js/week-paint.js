// [data-week-grid]: a finger or the mouse paints half hours along a day; the first cell says whether on or off.
function watch(grid) {
  const boxAt = (x, y) => document.elementFromPoint(x, y)?.closest(".cell")?.querySelector("input");
  let from = null;
  let state = false;
  let painted = false;

  function paint(box) {
    if (box.checked === state) return;
    box.checked = state;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  grid.addEventListener("pointerdown", (event) => {
    from = event.target.closest(".cell")?.querySelector("input") ?? null;
    state = Boolean(from) && !from.checked;
    painted = false;
  });
  grid.addEventListener("pointermove", (event) => {
    if (!from || !event.buttons) return;
    const box = boxAt(event.clientX, event.clientY);
    if (!box || !grid.contains(box) || (box === from && !painted)) return;
    painted = true;
    const day = [...from.closest("details").querySelectorAll("input")];
    const [start, end] = [day.indexOf(from), day.indexOf(box)];
    if (end < 0) return;
    day.slice(Math.min(start, end), Math.max(start, end) + 1).forEach(paint);
  });
  // The click that ends a painting with the mouse would untick its last cell again; a finger sends none.
  grid.addEventListener("click", (event) => {
    if (painted && event.detail) event.preventDefault();
  }, true);
  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(name, () => {
      from = null;
      setTimeout(() => { painted = false; });
    });
  }
}

document.querySelectorAll("[data-week-grid]").forEach(watch);
