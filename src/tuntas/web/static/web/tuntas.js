// The few conveniences that need a script; every page does its work without them.
"use strict";

// data-copy="#id": copy that element's text and say so in the button for a moment.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  await navigator.clipboard.writeText(source.value ?? source.textContent);
  const before = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => { button.textContent = before; }, 2000);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// data-submit-on-change: a select that filters at once; without script the button does it.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
});

// data-check-all="name": ticks every box of that name in the same form.
document.addEventListener("change", (event) => {
  const name = event.target.dataset.checkAll;
  if (!name) return;
  event.target.form.querySelectorAll(`input[name="${name}"]:not(:disabled)`).forEach((box) => {
    box.checked = event.target.checked;
  });
});

// One open menu at a time; a click elsewhere or Escape closes it.
const closeMenus = (except) => document.querySelectorAll("details.menu[open]").forEach((menu) => {
  if (menu !== except) menu.open = false;
});
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.menu[open]");
  closeMenus(null);
  if (open) open.querySelector("summary").focus();
});

// Buttons that only work with a script are hidden until it runs.
document.querySelectorAll("[data-needs-script]").forEach((element) => { element.hidden = false; });

// An answer that is not 2xx is shown, never swallowed: of a whole page, its content.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status < 400) return;
  event.detail.shouldSwap = true;
  if (event.detail.xhr.responseText.includes("<html")) event.detail.selectOverride = "main > .page > *";
});

// No answer at all (the server or the line is down): say so where the answer would stand.
document.addEventListener("htmx:sendError", (event) => {
  const said = document.body.dataset.offline;
  if (said) event.detail.target.textContent = said;
});
