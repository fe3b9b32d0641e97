// A dialog opens as a popover without this module; with it, it is modal: the rest of the page waits.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.getAttribute("popovertarget"));
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
    return;
  }
  const dialog = event.target.closest("[data-closes]")?.closest("dialog");
  if (dialog?.open) {
    event.preventDefault();
    dialog.close();
  }
});
