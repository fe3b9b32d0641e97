// Under a list with ticks: how many are ticked, beside what can be done with them.
function count() {
  const ticked = document.querySelectorAll("[name=chosen][form=bulk]:checked").length;
  for (const output of document.querySelectorAll("[data-ticked]")) output.textContent = ticked ? `(${ticked})` : "";
}

document.addEventListener("change", count);
document.addEventListener("htmx:afterSettle", count);
window.addEventListener("pageshow", count);
count();
