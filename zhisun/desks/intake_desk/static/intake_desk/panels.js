// Fragments of our own server. Those that did not change keep their clock; what had the focus has it again.

const CONTROLS = "a[href], button, input, [tabindex]";

export function fill(place, words) {
  if (!place || place.dataset.shown === words) return;
  place.dataset.shown = words;
  const at = [...place.querySelectorAll(CONTROLS)].indexOf(document.activeElement);
  place.innerHTML = words;
  if (at >= 0) place.querySelectorAll(CONTROLS)[at]?.focus({ preventScroll: true });
}
