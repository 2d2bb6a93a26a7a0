// The frame: theme, dialogs, toasts, the small menu, errors at their field.

const root = document.documentElement;

// theme
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-toggle]")) return;
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  document.cookie = `zhisun_theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
});

// dialogs
function openDialog(dialog) {
  if (!dialog || dialog.open) return;
  dialog.dispatchEvent(new CustomEvent("dialog:opening"));
  dialog.showModal();
  dialog.querySelector("[autofocus], .dialog__body :is(input, select, textarea)")?.focus();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) openDialog(document.getElementById(opener.dataset.dialogOpen));
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog").close();
});

// the small menu
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-bar-more]");
  if (button) button.setAttribute("aria-expanded", String(button.closest(".bar").toggleAttribute("data-open")));
});

// toasts
const PASSING = 8000;
const toasts = document.getElementById("toasts");

function letPass(toast) {
  let timer = setTimeout(() => toast.remove(), PASSING);
  toast.addEventListener("pointerenter", () => clearTimeout(timer));
  toast.addEventListener("pointerleave", () => (timer = setTimeout(() => toast.remove(), PASSING)));
}

function meet(part) {
  if (part.matches?.("[data-toast=passing]")) letPass(part);
  if (part.matches?.("dialog[data-dialog-now]")) openDialog(part);
}

for (const part of document.querySelectorAll("[data-toast], dialog[data-dialog-now]")) meet(part);
document.addEventListener("htmx:load", (event) => {
  meet(event.detail.elt);
  for (const part of event.detail.elt.querySelectorAll?.("[data-toast], dialog[data-dialog-now]") ?? []) meet(part);
});
document.addEventListener("click", (event) => event.target.closest("[data-toast-close]")?.closest("[data-toast]").remove());

function toastFrom(id) {
  const template = document.getElementById(id);
  if (template && toasts && !toasts.querySelector(`[data-from=${id}]`)) {
    const toast = template.content.firstElementChild.cloneNode(true);
    toast.dataset.from = id;
    toasts.append(toast);
  }
}

// No answer at all: the form keeps what was typed, and the person is told so.
document.addEventListener("htmx:sendError", () => toastFrom("no-answer"));
document.addEventListener("htmx:timeout", () => toastFrom("no-answer"));

// errors at their field: { field, text }, sent with a fragment as HX-Trigger
function fieldNamed(name, from) {
  const form = from.closest?.("form") ?? document;
  const named = `[name="${CSS.escape(name)}"]:not([type=hidden])`;
  return form.querySelector(named) ?? document.querySelector(named);
}

document.addEventListener("field-error", (event) => {
  const control = fieldNamed(event.detail.field, event.target);
  if (!control) return;
  const note = document.getElementById(`${control.id}-error`);
  if (note) note.textContent = event.detail.text;
  control.setAttribute("aria-invalid", "true");
  control.closest(".field")?.setAttribute("data-invalid", "");
  control.focus();
});

document.addEventListener("input", (event) => {
  if (event.target.getAttribute?.("aria-invalid") !== "true") return;
  event.target.removeAttribute("aria-invalid");
  event.target.closest(".field")?.removeAttribute("data-invalid");
  document.getElementById(`${event.target.id}-error`)?.replaceChildren();
});

// one click fills a form: data-fill='{"username": "…"}'
document.addEventListener("click", (event) => {
  const filler = event.target.closest("[data-fill]");
  if (!filler) return;
  for (const [name, value] of Object.entries(JSON.parse(filler.dataset.fill))) {
    const control = document.querySelector(`[name="${CSS.escape(name)}"]`);
    if (control) control.value = value;
  }
  if (filler.dataset.fillThen) document.getElementById(filler.dataset.fillThen)?.focus();
});

// goes back to the page before, with what was typed there
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-back]")) history.back();
});
