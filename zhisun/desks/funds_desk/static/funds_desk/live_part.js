// Parts of a page that follow the news. A part names the domains it hears of in data-live-part, loads
// itself on "part:stale" (hx-trigger), and is told so at most twice a second however much happens.
// data-live-known: only news of these numbers concern it. data-live-asks: of a new order it asks the
// server (?news=) whether it belongs here. What somebody is typing is never taken away.

const SOON = 120;
const SPACING = 500;
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
  state.timer = 0;
  state.last = performance.now();
  const asked = state.sure ? "" : [...state.asked].join(" ");
  state.asked.clear();
  state.sure = false;
  if (!part.isConnected) return;
  const notice = part.querySelector("[data-stale-notice]");
  if (part.hasAttribute("data-typed") && notice) {
    notice.hidden = false;
    return;
  }
  if (asked) part.setAttribute("hx-vals", JSON.stringify({ news: asked }));
  else part.removeAttribute("hx-vals");
  htmx.trigger(part, "part:stale");
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

// A part that a verb has replaced asked for news of what nobody looks at any more.
document.addEventListener("htmx:beforeSwap", (event) => {
  const asker = event.detail.requestConfig.elt;
  if (asker.matches?.("[data-live-part]") && !asker.isConnected) event.detail.shouldSwap = false;
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
