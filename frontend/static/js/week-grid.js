// [data-week-grid]: half hours as checkboxes. Arrows move the focus, Shift with an arrow paints, a preset button ticks
// its hours here instead of sending the form; each day says its hours in words. Painting by finger: week-paint.js.
const SLOTS_A_DAY = 48;

const clock = (half) => `${Math.floor(half / 2)}:${half % 2 ? "30" : "00"}`;

function told(boxes) {
  const spans = [];
  for (const box of boxes) {
    if (!box.checked) continue;
    const half = Number(box.value) % SLOTS_A_DAY;
    const last = spans.at(-1);
    if (last && last[1] === half) last[1] = half + 1;
    else spans.push([half, half + 1]);
  }
  return spans.map(([start, end]) => `${clock(start)}–${clock(end)}`).join(", ") || "–";
}

function watch(grid) {
  const days = [...grid.querySelectorAll("details")].map((day) => ({
    words: day.querySelector("[data-day-words]"),
    cells: day.querySelector(".cells"),
    boxes: [...day.querySelectorAll("input")],
  }));
  const dayOf = (box) => days.find((day) => day.boxes.includes(box));

  const tell = () => days.forEach((day) => { day.words.textContent = told(day.boxes); });

  function set(box, checked) {
    if (box.checked === checked) return;
    box.checked = checked;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // One stop for Tab in each day.
  const rove = (day, box) => day.boxes.forEach((other) => { other.tabIndex = other === box ? 0 : -1; });

  function move(event) {
    const day = dayOf(event.target);
    const columns = getComputedStyle(day.cells).gridTemplateColumns.split(" ").length;
    const across = document.documentElement.dir === "rtl" ? -1 : 1;
    const steps = { ArrowRight: across, ArrowLeft: -across, ArrowDown: columns, ArrowUp: -columns };
    const at = day.boxes.indexOf(event.target);
    const ends = { Home: 0, End: day.boxes.length - 1 };
    const to = event.key in ends ? ends[event.key] : at + (steps[event.key] ?? NaN);
    const next = day.boxes[to];
    if (!next) return event.key in steps && event.preventDefault();
    event.preventDefault();
    if (event.shiftKey) {
      const [low, high] = [Math.min(at, to), Math.max(at, to)];
      for (const box of day.boxes.slice(low, high + 1)) set(box, event.target.checked);
    }
    rove(day, next);
    next.focus();
  }

  grid.addEventListener("keydown", (event) => {
    if (event.target.matches("input")) move(event);
  });
  grid.addEventListener("focusin", (event) => {
    if (event.target.matches("input")) rove(dayOf(event.target), event.target);
  });
  grid.addEventListener("input", tell);

  for (const button of grid.closest("form").querySelectorAll("[data-slots]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const slots = new Set(button.dataset.slots.split(" ").filter(Boolean));
      for (const { boxes } of days) {
        for (const box of boxes) if (!slots.size || slots.has(box.value)) set(box, slots.size > 0);
      }
    });
  }
  for (const day of days) rove(day, day.boxes.find((box) => box.checked) ?? day.boxes[20]);
  tell();
}

document.querySelectorAll("[data-week-grid]").forEach(watch);
