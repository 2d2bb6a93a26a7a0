// News of orders, said aloud: a tone for those who want it, a sentence for screen readers.

const TONES = {
  drafted: "arrive",
  answered: "done",
  active: "done",
  refused: "refuse",
  expired: "alarm",
  alarm_rang: "alarm",
};
const place = document.getElementById("news");

document.body.addEventListener("live:stop_payment", (event) => {
  const what = event.detail.event.split(".")[1];
  if (place.dataset[what]) place.textContent = place.dataset[what];
  if (TONES[what]) place.dispatchEvent(new CustomEvent("sound", { bubbles: true, detail: { tone: TONES[what] } }));
});
