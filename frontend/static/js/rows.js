// [data-add-row=name] copies the template of [data-rows=name] instead of sending the form.
for (const button of document.querySelectorAll("[data-add-row]")) {
  const area = document.querySelector(`[data-rows="${button.dataset.addRow}"]`);
  const template = area?.querySelector("[data-row-template]");
  const total = area?.querySelector("[name$=TOTAL_FORMS]");
  if (!template || !total) continue;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
    const row = holder.content.firstElementChild;
    template.before(row);
    total.value = Number(total.value) + 1;
    window.htmx?.process(row);
    row.querySelector("input:not([type=hidden]), select")?.focus();
  });
}
