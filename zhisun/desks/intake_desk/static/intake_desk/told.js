// Fields as the server says they stand: value, 自动, and what the narrative says instead.

const boxOf = (control) => control.closest("[data-told]");
let composing = null; // a Chinese input method is at work in it: writing there now would break the word off
document.addEventListener("compositionstart", (event) => (composing = event.target));
document.addEventListener("compositionend", () => (composing = null));
export const controlNamed = (name) => document.getElementById("report").elements.namedItem(name);

export function apply(fields, notes, busy) {
  for (const box of document.querySelectorAll("#report [data-told]")) {
    const name = box.dataset.told;
    const held = fields[name] ?? { value: "", auto: false, other: "" };
    if (!busy.has(name)) put(box, name, held, name in fields);
    const note = box.querySelector("[data-note]");
    note.textContent = notes[name] ?? "";
    note.hidden = !notes[name];
  }
}

function put(box, name, held, known) {
  const control = controlNamed(name);
  if (control && known && control !== composing && control.value !== held.value) control.value = held.value;
  box.toggleAttribute("data-auto", held.auto);
  const other = box.querySelector("[data-other]");
  other.hidden = !held.other;
  other.querySelector("[data-other-text]").textContent = held.other;
}

export function typedByHand(control) {
  const box = boxOf(control);
  box?.removeAttribute("data-auto");
}

// What stands otherwise than it came from the server before anybody listened.
export function typedEarly() {
  return [...document.querySelectorAll("#report [name]:not([type=hidden])")].filter(differs);
}

function differs(control) {
  if (!control.matches("select")) return control.value !== control.defaultValue;
  const first = [...control.options].find((option) => option.defaultSelected) ?? control.options[0];
  return control.value !== first?.value;
}

export function showErrors(errors) {
  const elsewhere = [];
  let first = null;
  for (const [name, words] of Object.entries(errors)) {
    const control = controlNamed(name);
    const note = control && document.getElementById(`${control.id}-error`);
    if (!note) {
      elsewhere.push(words);
      continue;
    }
    note.textContent = words;
    control.setAttribute("aria-invalid", "true");
    control.closest(".field")?.setAttribute("data-invalid", "");
    const fold = control.closest("details");
    if (fold) fold.open = true;
    first ??= control;
  }
  return { first, elsewhere };
}

export function clearErrors() {
  for (const control of document.querySelectorAll('#report [aria-invalid="true"]')) {
    control.removeAttribute("aria-invalid");
    control.closest(".field")?.removeAttribute("data-invalid");
    document.getElementById(`${control.id}-error`)?.replaceChildren();
  }
}
