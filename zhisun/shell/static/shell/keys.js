// Keys. A control names its key in data-key ("a", "1", "Shift+A", "Control+Enter", "Alt+2"); pressing it
// clicks a button or link and goes to a field. Plain keys rest while somebody types.
// In a table with data-rows, j and k walk the rows and Enter opens the row's [data-open];
// a data-key inside a row belongs to the current row alone.
// A key acts on what was seen when it was pressed: held down it acts once, hit twice it does not act
// on what took its control's place meanwhile, and it rests while an answer is about to take the keys.

import { keysAreAwaited } from "./requests.js";

const TYPING = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable=true]";

const MODIFIERS = new Set(["Control", "Alt", "Shift", "Meta"]);

// With a Chinese input method on, the browser may say "Process"; with Alt some systems write signs
// for digits. The place on the keyboard still tells.
function nameOf(event) {
  if (event.altKey && event.code.startsWith("Digit")) return event.code.slice(5);
  if (event.key !== "Process") return event.key;
  return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.code;
}

function pressed(event) {
  const key = nameOf(event);
  const plain = key.length === 1;
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Control");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey && (!plain || /[A-Za-z]/.test(key))) parts.push("Shift");
  parts.push(plain && parts.length ? key.toUpperCase() : key);
  return parts.join("+");
}

function same(wanted, combination) {
  const parts = wanted.split("+");
  const last = parts.length > 1 && parts.at(-1).length === 1 ? parts.at(-1).toUpperCase() : parts.at(-1);
  return [...parts.slice(0, -1), last].join("+") === combination;
}

const stage = () => [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
const reachable = (control) => control.checkVisibility?.() !== false && !control.disabled;

function answers(control) {
  const row = control.closest("[data-row]");
  return reachable(control) && (!row || row.getAttribute("aria-current") === "true");
}

// Who presses a row's key before he has chosen a row is shown the first one that has it.
function chooseFor(controls) {
  const row = controls.find(reachable)?.closest("[data-row]");
  if (!row || row.closest("[data-rows]").querySelector("[data-row][aria-current=true]")) return false;
  choose(row);
  row.focus();
  return true;
}

// In a drawer the keys of the page behind it that say so (data-key-through) are still heard.
function named(combination) {
  const here = stage();
  const behind = here.matches?.(".drawer") ? [...document.querySelectorAll("[data-key][data-key-through]")] : [];
  return [...here.querySelectorAll("[data-key]"), ...behind].filter((each) => each.dataset.key.split(" ").some((wanted) => same(wanted, combination)));
}

function press(control) {
  if (control.matches(TYPING)) {
    control.focus();
    control.select?.();
  } else control.click();
}

function rowsOf(table) {
  return [...table.querySelectorAll("[data-row]")].filter(reachable);
}

function choose(row) {
  for (const other of row.closest("[data-rows]").querySelectorAll("[data-row][aria-current]")) {
    if (other === row) continue;
    other.removeAttribute("aria-current");
    other.tabIndex = -1;
  }
  if (row.getAttribute("aria-current") === "true") return;
  row.setAttribute("aria-current", "true");
  row.tabIndex = 0;
  row.dispatchEvent(new CustomEvent("row:chosen", { bubbles: true, detail: { id: row.id } }));
}

const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

function walk(event, combination) {
  const table = document.activeElement.closest?.("[data-rows]") ?? stage().querySelector("[data-rows]");
  if (!table || !(combination in STEPS)) return false;
  const rows = rowsOf(table);
  if (!rows.length) return false;
  const current = rows.findIndex((row) => row.getAttribute("aria-current") === "true");
  const wanted = current < 0 ? 0 : current + STEPS[combination];
  const row = rows[Math.max(0, Math.min(rows.length - 1, wanted))];
  choose(row);
  row.focus();
  return true;
}

function open(combination) {
  const row = document.activeElement;
  if (combination !== "Enter" || !row.matches?.("[data-row]")) return false;
  const way = row.querySelector("[data-open]");
  way?.click();
  return Boolean(way);
}

// The second of two presses was meant for what the first one met, whatever stands there now.
const SEEN = 400; // milliseconds after which somebody has seen what was drawn
const drawn = new WeakMap(); // place → when an answer was put there that somebody had asked for
let last = { combination: "", control: null, at: -Infinity };

document.addEventListener("htmx:afterSwap", (event) => {
  const { target, requestConfig } = event.detail; // neither where the browser brings a page back
  if (target && !requestConfig?.elt.matches("[data-live-part]")) drawn.set(target, performance.now());
});

function drawnAt(control) {
  let latest = -Infinity;
  for (let place = control; place; place = place.parentElement) latest = Math.max(latest, drawn.get(place) ?? -Infinity);
  return latest;
}

function meant(combination, control, at) {
  const before = last;
  last = { combination, control, at };
  if (!control || combination !== before.combination || control === before.control) return true;
  return control.matches(TYPING) || at - Math.max(before.at, drawnAt(control)) > SEEN;
}

// A key pressed before the page is wired waits until it is.
let wired = false;
document.addEventListener("DOMContentLoaded", () => (wired = true));

function pressOnceWired(control) {
  if (wired) press(control);
  else document.addEventListener("DOMContentLoaded", () => press(control), { once: true });
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  const combination = pressed(event);
  const typing = event.target.matches?.(TYPING);
  if (typing && !event.ctrlKey && !event.altKey && !event.metaKey) {
    if (combination === "Escape" && stage() === document) event.target.blur();
    return;
  }
  if (combination.length === 1 && keysAreAwaited()) {
    event.preventDefault();
    return;
  }
  const controls = named(combination);
  const control = controls.find(answers);
  const once = !event.repeat && !MODIFIERS.has(event.key) && meant(combination, control, event.timeStamp);
  if (control && once) pressOnceWired(control);
  if (control || (!typing && (walk(event, combination) || open(combination) || chooseFor(controls)))) event.preventDefault();
});

document.documentElement.dataset.keys = "heard";

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-rows] [data-row]");
  if (row) choose(row);
});

document.addEventListener("click", (event) => {
  const row = event.target.closest?.("[data-rows] [data-row]");
  if (row) choose(row);
});

// A fragment may replace the table: the row that was current stays so, by its id.
let kept = null;
document.addEventListener("htmx:beforeSwap", () => {
  const row = document.querySelector("[data-row][aria-current=true]");
  kept = row && { id: row.id, focused: row.contains(document.activeElement) };
});
document.addEventListener("htmx:afterSettle", () => {
  const row = kept && document.getElementById(kept.id);
  if (row && !row.hasAttribute("aria-current")) {
    choose(row);
    if (kept.focused && document.activeElement === document.body) row.focus({ preventScroll: true });
  }
  kept = null;
});

// The list of keys, made from the page as it stands.
document.getElementById("keys-help")?.addEventListener("dialog:opening", (event) => {
  const list = event.target.querySelector("[data-key-list]");
  const seen = new Set();
  list.replaceChildren(...list.querySelectorAll("[data-fixed]"));
  const drawer = document.querySelector(".drawer[open]");
  const through = drawer ? [...document.querySelectorAll("[data-key-through]")] : [];
  for (const control of [...(drawer ?? document).querySelectorAll("[data-key]"), ...through]) {
    const key = control.dataset.key;
    if (seen.has(key) || (!reachable(control) && !control.closest("[data-row]"))) continue;
    seen.add(key);
    const line = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = nameFor(control);
    line.append(name, caps(key));
    list.append(line);
  }
});

function nameFor(control) {
  const label = control.labels?.[0]?.querySelector("span") ?? control.labels?.[0];
  const words = control.dataset.keyName || control.getAttribute("aria-label") || (label ?? control.querySelector("span") ?? control).textContent;
  return words.trim();
}

function caps(key) {
  const box = document.createElement("span");
  box.className = "keys";
  for (const part of key.split(" ")[0].split("+")) {
    const cap = document.createElement("kbd");
    cap.textContent = { Control: "Ctrl", Enter: "↵", Escape: "Esc" }[part] ?? part;
    box.append(cap);
  }
  return box;
}
