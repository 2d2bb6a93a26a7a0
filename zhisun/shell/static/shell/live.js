// Live updates. Each piece of news becomes two events on the body: "live" and "live:<domain>", with
// { event, key, area } as detail, so that a fragment can say hx-trigger="live:stop_payment from:body".
// Nothing is replayed after a break: then "live:refresh" and every "live:<domain>" that the page
// listens for are sent once, and each part loads itself afresh. A part that waits for one piece of
// news and would wait for ever hears "live:open" too, whenever the stream has opened.

const address = document.body.dataset.live;
const root = document.documentElement;

function tell(name, detail) {
  document.body.dispatchEvent(new CustomEvent(name, { detail }));
}

function show(state) {
  root.dataset.live = state;
  for (const place of document.querySelectorAll("[data-live-state]")) {
    place.textContent = place.dataset[state];
  }
}

function refresh() {
  const detail = { event: "refresh", key: "", area: "" };
  const triggers = [...document.querySelectorAll("[hx-trigger*='live']")].map((part) => part.getAttribute("hx-trigger"));
  const names = new Set(triggers.join(" ").match(/\blive(?::[a-z_]+)?(?=[\s,[]|$)/g) ?? []);
  names.add("live:refresh");
  for (const name of names) tell(name, detail);
}

if (address) {
  let broken = false;
  let source = null;
  let again = null;

  const connect = () => {
    clearTimeout(again);
    source?.close();
    source = new EventSource(address);
    source.addEventListener("open", () => {
      show("connected");
      tell("live:open", {}); // what happened between the page and its first news was told to nobody
      if (broken) refresh();
      broken = false;
    });
    source.addEventListener("news", (message) => {
      const detail = JSON.parse(message.data);
      tell("live", detail);
      tell(`live:${detail.event.split(".")[0]}`, detail);
    });
    source.addEventListener("refresh", refresh);
    source.addEventListener("error", () => {
      broken = true;
      show("reconnecting");
      // The browser tries again by itself unless the server refused; then we do, slowly.
      if (source.readyState === EventSource.CLOSED) again = setTimeout(connect, 5000);
    });
  };

  show("reconnecting");
  connect();
  addEventListener("online", connect);
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    broken = true;
    connect();
  });
}
