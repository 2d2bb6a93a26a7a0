// Elements of the narrative, one by one: arrows walk them, one key says what each is.

import { placeAt } from "./mirror.js";

const panel = document.getElementById("panel-elements");
const roles = document.querySelector("[data-roles]");
const KEYS = new Map([...roles.querySelectorAll("[data-as]")].map((button) => [button.querySelector("kbd").textContent, button.dataset.as]));
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

const all = () => [...panel.querySelectorAll("[data-element]")];
const same = (one, other) => one && other && one.text === other.text && one.nth === other.nth;
const identity = (element) => ({ text: element.dataset.text, nth: Number(element.dataset.nth) });

let wanted = null; // the element to go to once the server has answered

export function watch({ narrative, segments, decide, point }) {
  function go(element) {
    for (const each of all()) each.tabIndex = each === element ? 0 : -1;
    element?.focus();
  }

  function enter() {
    const { selectionStart: start, selectionEnd: end, value } = narrative;
    if (document.activeElement === narrative && end > start && end - start <= 100) {
      const text = value.slice(start, end);
      wanted = { text, nth: occurrence(value, text, start) };
      decide({ ...wanted, role: /\d{6}/.test(text) ? "to_account" : /\d|[万千百]/.test(text) ? "amount" : "to_name" });
      return;
    }
    const place = document.activeElement === narrative ? placeAt(segments(), start) : 0;
    go(all()[place ?? 0] ?? all()[0]);
  }

  function say(element, role) {
    const told = identity(element);
    wanted = told;
    const rejected = element.dataset.role === "ignored" && role === "ignored";
    decide({ ...told, role: rejected ? null : role });
  }

  document.querySelector("[data-to-elements]").addEventListener("click", enter);
  panel.addEventListener("click", (event) => go(event.target.closest("[data-element]")));
  roles.addEventListener("click", (event) => {
    const as = event.target.closest("[data-as]")?.dataset.as;
    const element = panel.querySelector("[data-element][tabindex='0']");
    if (as && element) say(element, as);
  });
  panel.addEventListener("focusin", (event) => {
    const element = event.target.closest("[data-element]");
    roles.hidden = !element;
    for (const button of roles.querySelectorAll("[data-as]")) button.setAttribute("aria-pressed", String(button.dataset.as === element?.dataset.role));
    point(element ? Number(element.dataset.element) : null);
    roles.scrollIntoView({ block: "nearest" });
  });
  panel.addEventListener("focusout", (event) => {
    if (panel.contains(event.relatedTarget) || roles.contains(event.relatedTarget)) return;
    roles.hidden = true;
    point(null);
  });
  panel.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const element = event.target.closest("[data-element]");
    if (!element) return;
    const list = all();
    if (event.key in STEPS) go(list[Math.max(0, Math.min(list.length - 1, list.indexOf(element) + STEPS[event.key]))]);
    else if (event.key === "Enter" || event.key === " ") say(element, element.dataset.role === "ignored" ? null : element.dataset.role);
    else if (["Delete", "Backspace"].includes(event.key)) say(element, "ignored");
    else if (KEYS.has(event.key)) say(element, KEYS.get(event.key));
    else if (event.key === "Escape") narrative.focus();
    else return;
    event.preventDefault();
  });
}


// After the list was drawn anew: back to the element somebody was on.
export function restore(before) {
  const target = wanted ?? before;
  const element = all().find((each) => same(identity(each), target));
  if (!target || !element) return;
  for (const each of all()) each.tabIndex = each === element ? 0 : -1;
  element.focus();
  wanted = null;
}

export function current() {
  const element = document.activeElement?.closest?.("#panel-elements [data-element]");
  return element ? identity(element) : null;
}

function occurrence(text, part, start) {
  let nth = 0;
  for (let at = text.indexOf(part); at >= 0 && at < start; at = text.indexOf(part, at + 1)) nth += 1;
  return nth;
}
