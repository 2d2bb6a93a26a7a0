// An order that arrives in #order opens the drawer around it; closing the drawer empties it.

const drawer = document.getElementById("drawer");

document.body.addEventListener("htmx:afterSwap", (event) => {
  const place = event.detail.target;
  if (place.id !== "order") return;
  if (drawer?.contains(place) && !drawer.open) drawer.showModal();
  const byItself = event.detail.requestConfig.elt.matches("[data-live-part]");
  if (!place.contains(document.activeElement) && (!byItself || drawer?.open)) {
    (place.querySelector("[autofocus]") ?? place.querySelector("#order-title"))?.focus();
  }
});

drawer?.addEventListener("close", () => {
  document.getElementById("order").replaceChildren();
  document.querySelector("[data-row][aria-current=true]")?.focus({ preventScroll: true });
});

// Whoever has come to the end of the queue is told when it is no longer the end.
document.body.addEventListener("live", (event) => {
  const notice = document.querySelector("#order [data-when-drafted]");
  if (notice && event.detail.event === "stop_payment.drafted") notice.hidden = false;
});

// The first Escape leaves the field, so that what was typed is not lost by one key.
drawer?.addEventListener("cancel", (event) => {
  const field = document.activeElement;
  if (event.target !== drawer || !field.matches("input, textarea, select")) return;
  event.preventDefault();
  field.blur();
});

// One dialog of outcomes at a time.
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "outcomes") return;
  event.detail.target.querySelector("dialog")?.addEventListener("close", (closed) => closed.target.remove());
});
