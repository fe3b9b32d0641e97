// [data-phrases-of=id] holds buttons whose words are added to the field of that id.
for (const group of document.querySelectorAll("[data-phrases-of]")) {
  const field = document.getElementById(group.dataset.phrasesOf);
  if (!field) continue;
  group.hidden = false;
  group.addEventListener("click", (event) => {
    const phrase = event.target.closest("button")?.textContent;
    if (!phrase) return;
    field.value = [field.value.trim().replace(/[,;]$/, ""), phrase].filter(Boolean).join(", ");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
