// Sentences for what happens on the device. They come with the page, in its language, in <template id="words">:
// <p data-word="offline">…</p>, plural ones as data-word="waiting" data-plural="one".
const language = document.documentElement.lang || "pl";
const plural = new Intl.PluralRules(language);

export function word(name, values = {}) {
  const told = [...(document.getElementById("words")?.content.querySelectorAll(`[data-word="${name}"]`) ?? [])];
  const found = told.find((node) => node.dataset.plural === plural.select(values.n ?? 0)) ?? told.at(-1);
  return (found?.textContent.trim() ?? "").replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

export function hours(minutes) {
  const whole = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [whole ? word("hours", { n: whole }) : "", rest ? word("minutes", { n: rest }) : ""].filter(Boolean).join(" ");
}

// A node made of a tag, properties and children; texts are texts, never markup.
export function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}
