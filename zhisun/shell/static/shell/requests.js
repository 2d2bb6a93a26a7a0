// Requests. A form is sent once however often its key is hit; of two questions about one place the
// later one is shown; a part that replaces itself leaves the focus where it was.

const underWay = new Map(); // control → { xhr, target, byItself }: the page's own refreshing is by itself
const asked = new WeakMap(); // place → the last request for it

const live = ({ xhr }) => xhr.readyState > XMLHttpRequest.UNSENT && xhr.readyState < XMLHttpRequest.DONE;

// Whether an answer is on its way that will take the keys: a drawer, a dialog (data-takes-keys).
export function keysAreAwaited() {
  return [...underWay.values()].some((request) => live(request) && request.target.matches?.("[data-takes-keys]") && !request.byItself);
}

// Whether somebody has asked for something whose answer will stand where `place` is.
export function isAwaited(place) {
  return [...underWay.values()].some((request) => live(request) && !request.byItself && request.target.contains(place));
}

document.addEventListener("htmx:confirm", (event) => {
  const { elt, verb } = event.detail;
  const before = underWay.get(elt);
  if (verb !== "get" && before && live(before)) event.preventDefault();
});

document.addEventListener("htmx:beforeSend", (event) => {
  const { xhr, target, requestConfig } = event.detail;
  const { elt } = requestConfig;
  underWay.set(elt, { xhr, target, byItself: elt.matches("[data-live-part]") });
  asked.set(target, xhr);
});

document.addEventListener("htmx:afterRequest", (event) => {
  const { elt } = event.detail.requestConfig ?? {}; // none: the browser brought a page back
  if (underWay.get(elt)?.xhr === event.detail.xhr) underWay.delete(elt);
});

// Drawer of A, then of B, and A answers last: B stays. What was sent is always told.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target, requestConfig } = event.detail;
  if (requestConfig?.verb === "get" && asked.has(target) && asked.get(target) !== xhr) event.detail.shouldSwap = false;
});

// A page that is being left sends no form twice. The second half of a double click is meant for nothing.
const PATIENCE = 20000; // as long as any request may take
const sent = new WeakMap(); // form → when

document.addEventListener("submit", (event) => {
  const form = event.target;
  const elsewhere = form.target || event.submitter?.formTarget;
  if (event.defaultPrevented || form.method !== "post" || elsewhere) return;
  if (performance.now() - (sent.get(form) ?? -Infinity) < PATIENCE) event.preventDefault();
  else sent.set(form, performance.now());
});
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) sent.delete(form);
});
document.addEventListener(
  "click",
  (event) => {
    if (event.detail < 2 || !event.target.closest?.("[hx-post], [type=submit]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

// What lies under the pointer may have moved at the very moment of a click: that click is let go.
const SEEN = 400; // milliseconds after which somebody has seen that it moved
const pointer = { x: -1, y: -1, over: "", movedAt: -Infinity };
const under = () => document.elementFromPoint(pointer.x, pointer.y)?.closest("[data-row]")?.id ?? "";

document.addEventListener("pointermove", (event) => Object.assign(pointer, { x: event.clientX, y: event.clientY }), { passive: true });
document.addEventListener("htmx:beforeSwap", () => {
  pointer.over = under();
});
document.addEventListener("htmx:afterSwap", () => {
  if (under() !== pointer.over) pointer.movedAt = performance.now();
});
document.addEventListener(
  "click",
  (event) => {
    const byPointer = event.isTrusted && event.detail > 0;
    const moved = performance.now() - pointer.movedAt < SEEN;
    if (!byPointer || !moved || !event.target.closest?.("[data-row] [hx-post]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

// htmx goes back to what had the focus if it has an id; here to what has none.
const WAYS = ["href", "hx-post", "hx-get", "data-key", "name", "aria-label"];
let focused = "";

function wayTo(control) {
  if (control.id) return "";
  const by = WAYS.find((name) => control.hasAttribute(name));
  if (by) return `${control.localName}[${by}="${CSS.escape(control.getAttribute(by))}"]`;
  const fold = control.matches("summary") && control.parentElement.id;
  return fold ? `#${CSS.escape(fold)} > summary` : "";
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const control = document.activeElement;
  focused = event.detail.target.contains(control) ? wayTo(control) : "";
});
document.addEventListener(
  "htmx:afterSwap",
  (event) => {
    const lost = !document.activeElement || document.activeElement === document.body;
    if (focused && lost) event.detail.target.querySelector(focused)?.focus({ preventScroll: true });
    focused = "";
  },
  true, // before those who would take the focus elsewhere
);
