// The form of the log: what it says, and what it sets by itself until a person touches it.
import { dayInWords, isoOf, momentOf, onTheWall, roundedTo5 } from "./clock.js";
import { word } from "./words.js";

const MINUTE = 60_000;
const LENGTHS = [30, 60, 90, 120, 180];
const SOON = 2 * 60 * MINUTE;
const language = document.documentElement.lang || "pl";

export class LogForm {
  constructor(form, now) {
    this.form = form;
    this.now = now;
    this.touched = { start: false, minutes: false };
    form.addEventListener("input", (event) => this.#touch(event));
  }

  get pairs() {
    return [...this.form.querySelectorAll("[name=pair]")];
  }

  get pair() {
    return this.pairs.find((option) => option.checked);
  }

  get minutes() {
    const chosen = this.form.elements.minutes.value;
    return Number(chosen === "other" ? this.form.elements.other_minutes.value : chosen);
  }

  set minutes(minutes) {
    const known = LENGTHS.includes(minutes);
    this.form.elements.minutes.value = known ? String(minutes) : "other";
    this.form.elements.other_minutes.value = known ? "" : minutes;
  }

  get start() {
    const { start_date: date, start_time: time } = this.form.elements;
    return date.value && time.value ? momentOf(date.value, time.value) : NaN;
  }

  set start(moment) {
    const { date, time } = onTheWall(moment);
    this.form.elements.start_date.value = date;
    this.form.elements.start_time.value = time;
    this.#say();
  }

  // What is planned with this pair and may just have been: from three days ago until soon.
  get planned() {
    const start = Date.parse(this.pair?.dataset.next ?? "");
    const fits = start <= this.now() + SOON && start > this.now() - 3 * 24 * 60 * MINUTE;
    return fits ? { start, minutes: Number(this.pair.dataset.nextMinutes) || this.usual } : null;
  }

  get usual() {
    return Number(this.pair?.dataset.minutes) || 60;
  }

  // The pair one probably means: the only one, or the one with a meeting planned about now.
  choosePair() {
    if (this.pair) return;
    const options = this.pairs;
    const likely = options.length === 1 ? options[0] : options.find((option) => this.#isAboutNow(option.dataset.next));
    if (likely) likely.checked = true;
  }

  #isAboutNow(next) {
    const start = Date.parse(next ?? "");
    return start <= this.now() + SOON && onTheWall(start).date === onTheWall(this.now()).date;
  }

  preset() {
    const planned = this.planned;
    if (!this.touched.minutes) this.minutes = planned?.minutes ?? this.usual;
    if (!this.touched.start) this.start = planned?.start ?? roundedTo5(this.now() - this.minutes * MINUTE);
    this.show();
  }

  show() {
    const codes = this.pair?.dataset.activities?.split(" ");
    for (const option of this.form.querySelectorAll("[name=activities]")) {
      const fits = !codes || codes.includes(option.value);
      option.closest(".choice").hidden = !fits;
      if (!fits) option.checked = false;
    }
    const title = document.querySelector("[data-title]");
    if (title && this.pair) title.textContent = word("with", { label: this.pair.dataset.label });
    this.#say();
  }

  #say() {
    const said = this.form.querySelector("[data-when-words]");
    if (!said || Number.isNaN(this.start)) return;
    const { date, time } = onTheWall(this.start);
    const today = onTheWall(this.now()).date;
    const yesterday = onTheWall(this.now() - 24 * 60 * MINUTE).date;
    const near = date === today ? word("today") : date === yesterday ? word("yesterday") : "";
    said.textContent = `${near || dayInWords(this.start, language)}, ${time}`;
  }

  #touch(event) {
    const name = event.target.name;
    if (name === "minutes" || name === "other_minutes") this.touched.minutes = true;
    if (name === "start_date" || name === "start_time") this.touched.start = true;
    if (name === "pair" || ((name === "minutes" || name === "other_minutes") && this.minutes > 0)) this.preset();
    else this.show();
  }

  // As it stands, to be kept as a draft.
  get fields() {
    return {
      pair: this.pair?.value ?? "",
      start: this.touched.start ? this.start : null,
      minutes: this.touched.minutes ? this.minutes : null,
      ...this.#rest(),
    };
  }

  set fields(kept) {
    const chosen = this.pairs.find((option) => option.value === kept.pair);
    if (chosen) chosen.checked = true;
    if (kept.minutes) {
      this.minutes = kept.minutes;
      this.touched.minutes = true;
    }
    if (kept.start) {
      this.start = kept.start;
      this.touched.start = true;
    }
    for (const name of ["activities", "took_part"]) {
      for (const option of this.form.querySelectorAll(`[name=${name}]`)) {
        option.checked = kept[name].includes(option.value);
      }
    }
    for (const option of this.form.querySelectorAll("[name=mood]")) option.checked = option.value === String(kept.mood);
    this.form.elements.note.value = kept.note;
    this.form.elements.help.checked = kept.help;
    this.preset();
  }

  // As an entry of the API (docs/phone.md).
  get entry() {
    return {
      pair: this.pair.value,
      label: this.pair.dataset.label,
      start: isoOf(this.start),
      minutes: this.minutes,
      device_at: new Date().toISOString(),
      ...this.#rest(),
    };
  }

  #rest() {
    const checked = (name) => [...this.form.querySelectorAll(`[name=${name}]:checked`)].map((option) => option.value);
    return {
      activities: checked("activities"),
      took_part: checked("took_part"),
      mood: Number(checked("mood")[0]) || null,
      note: this.form.elements.note.value.trim(),
      help: this.form.elements.help.checked,
    };
  }
}

// On the offline page the choices come from the roster this phone keeps.
export function fill(form, roster) {
  const choice = document.getElementById("choice").content.firstElementChild;
  const add = (name, type, value, text, picture = "") => {
    const label = choice.cloneNode(true);
    const input = label.querySelector("input");
    Object.assign(input, { name, type, value });
    label.querySelector("[data-text]").textContent = text;
    const drawing = label.querySelector("svg");
    if (picture) drawing.firstElementChild.setAttribute("href", `${form.dataset.pictures}#p-${picture}`);
    else drawing.remove();
    label.classList.toggle("tall", Boolean(picture));
    form.querySelector(`[data-fill=${name}]`).append(label);
    return input;
  };
  for (const pair of roster.pairs) {
    const { dataset } = add("pair", "radio", pair.key, pair.label);
    Object.assign(dataset, { label: pair.label, minutes: pair.minutes, activities: pair.activities.join(" ") });
    if (pair.next) Object.assign(dataset, { next: pair.next.start, nextMinutes: pair.next.minutes });
  }
  for (const [code, { word: text, picture }] of Object.entries(roster.catalogue)) {
    add("activities", "checkbox", code, text, picture);
  }
  for (const [code, text] of Object.entries(roster.took_part)) add("took_part", "checkbox", code, text);
  for (const [mood, text] of Object.entries(roster.moods)) add("mood", "radio", mood, text, `m${mood}`);
  form.querySelector("[data-pairs]").hidden = roster.pairs.length === 1;
}
