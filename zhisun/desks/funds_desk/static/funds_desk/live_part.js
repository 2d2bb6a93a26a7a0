// Parts of a page that follow the news. A part names the domains it hears of in data-live-part, loads
// itself on "part:stale" (hx-trigger), and is told so at most twice a second however much happens.
// data-live-known: only news of these numbers concern it. data-live-asks: of a new order it asks the
// server (?news=) whether it belongs here. What somebody is typing is never taken away, nor is a
// form that he has unfolded folded again, nor what he is waiting for overtaken by news.

import { isAwaited } from "../shell/requests.js";

const SOON = 120;
const SPACING = 500;
const FIELDS = "input, select, textarea";
const waiting = new WeakMap(); // part → { timer, last, asked: Set, sure }

function known(part) {
  const holder = part.matches("[data-live-known]") ? part : part.querySelector("[data-live-known]");
  return holder && holder.dataset.liveKnown.split(" ");
}

function stale(part, orderNo = "") {
  const state = waiting.get(part) ?? { timer: 0, last: -Infinity, asked: new Set(), sure: false };
  waiting.set(part, state);
  if (orderNo) state.asked.add(orderNo);
  else state.sure = true;
  if (state.timer) return;
  const rest = state.last + SPACING - performance.now();
  state.timer = setTimeout(() => load(part, state), Math.max(SOON, rest));
}

function load(part, state) {
  state.timer = part.isConnected && isAwaited(part) ? setTimeout(() => load(part, state), SPACING) : 0;
  if (state.timer) return;
  state.last = performance.now();
  const asked = state.sure ? "" : [...state.asked].join(" ");
  state.asked.clear();
  state.sure = false;
  if (!part.isConnected) return;
  if (inUse(part)) return;
  if (asked) part.setAttribute("hx-vals", JSON.stringify({ news: asked }));
  else part.removeAttribute("hx-vals");
  htmx.trigger(part, "part:stale");
}

// Somebody has typed here or is about to: he is told of the news and takes it when he is ready.
function inUse(part) {
  const notice = part.querySelector("[data-stale-notice]");
  const field = part.contains(document.activeElement) && document.activeElement.matches(FIELDS);
  if (!notice || !(field || part.hasAttribute("data-typed"))) return false;
  notice.hidden = false;
  return true;
}

const parts = () => document.querySelectorAll("[data-live-part]");

document.body.addEventListener("live", (event) => {
  const { event: name, key } = event.detail;
  const [domain, what] = name.split(".");
  for (const part of parts()) {
    if (!part.dataset.livePart.split(" ").includes(domain)) continue;
    const numbers = known(part);
    if (!numbers || numbers.includes(key)) stale(part);
    else if ("liveAsks" in part.dataset && what === "drafted") stale(part, key);
  }
});

// After a break in the news, and after one's own verb while no news arrives.
for (const name of ["live:refresh", "funds:changed"]) {
  document.body.addEventListener(name, () => parts().forEach((part) => stale(part)));
}
document.body.addEventListener("htmx:responseError", (event) => {
  if (event.detail.requestConfig?.verb === "post") parts().forEach((part) => stale(part));
});

document.addEventListener("input", (event) => event.target.closest("[data-live-part]")?.setAttribute("data-typed", ""));

document.addEventListener("click", (event) => {
  const whole = event.target.closest("[data-refresh]");
  if (whole) stale(document.getElementById(whole.dataset.refresh));
  const mine = event.target.closest("[data-refresh-part]")?.closest("[data-live-part]");
  if (mine) {
    mine.removeAttribute("data-typed");
    stale(mine);
  }
});

// A part that a verb has replaced asked for news of what nobody looks at any more; and somebody may
// have begun to type, or have asked for something, since the news was asked for.
document.addEventListener("htmx:beforeSwap", (event) => {
  const asker = event.detail.requestConfig.elt;
  if (!asker.matches?.("[data-live-part]")) return;
  if (!asker.isConnected || inUse(asker) || isAwaited(asker)) event.detail.shouldSwap = false;
});

// What was unfolded stays so.
let unfolded = [];
document.addEventListener("htmx:beforeSwap", (event) => {
  const byItself = event.detail.requestConfig.elt.matches?.("[data-live-part]");
  unfolded = byItself ? [...event.detail.target.querySelectorAll("details[open][id]")].map((fold) => fold.id) : [];
});
document.addEventListener("htmx:afterSwap", () => {
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  unfolded = [];
});

// Rows that are new or changed are marked for a moment; their words have changed too.
let signs = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.detail.target.matches?.("[data-live-part]")) return;
  signs = new Map([...event.detail.target.querySelectorAll("[data-sign]")].map((row) => [row.id, row.dataset.sign]));
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (!signs || !event.detail.target.matches?.("[data-live-part]")) return;
  for (const row of event.detail.target.querySelectorAll("[data-sign]")) {
    row.classList.toggle("changed", signs.get(row.id) !== row.dataset.sign);
  }
  signs = null;
});
