// The picture of the trail: what the pointer or the focus is on is told in the line below it.

function tell(event) {
  const part = event.target.closest?.("[data-says]");
  const place = document.querySelector("[data-says-here]");
  if (part && place && place.textContent !== part.dataset.says) place.textContent = part.dataset.says;
}

document.addEventListener("pointerover", tell);
document.addEventListener("focusin", tell);

// The instant under the slider, while it is dragged; the page follows when it is let go.
const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "medium" });

document.addEventListener("input", (event) => {
  const slider = event.target;
  if (!slider.matches?.("[data-scrub]")) return;
  const words = clock.format(new Date(Number(slider.value) * 1000));
  slider.setAttribute("aria-valuetext", words);
  document.getElementById(slider.dataset.scrub).textContent = words;
});

// What was chosen before the page was wired counts as well.
window.addEventListener("load", () => {
  for (const slider of document.querySelectorAll("[data-scrub]")) {
    if (slider.value === slider.defaultValue) continue;
    for (const name of ["input", "change"]) slider.dispatchEvent(new Event(name, { bubbles: true }));
  }
});
