// The picture of the trail: what the pointer or the focus is on is told in the line below it.

function tell(event) {
  const part = event.target.closest?.("[data-says]");
  const place = document.querySelector("[data-says-here]");
  if (part && place && place.textContent !== part.dataset.says) place.textContent = part.dataset.says;
}

document.addEventListener("pointerover", tell);
document.addEventListener("focusin", tell);
