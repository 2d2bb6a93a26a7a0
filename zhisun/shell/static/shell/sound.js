// Sounds: short tones made by the browser, silent until the person asks for them. Anything may ask
// for one: element.dispatchEvent(new CustomEvent("sound", { bubbles: true, detail: { tone } })).

const TONES = {
  arrive: [[660, 0], [880, 0.12]], // an answer has come
  done: [[523, 0], [659, 0.1], [784, 0.2]], // money is held
  refuse: [[392, 0], [294, 0.16]], // an institution declined
  alarm: [[880, 0], [698, 0.18], [880, 0.36], [698, 0.54]], // a hold is about to lapse
};
const KEPT = "zhisun-sound";
const LENGTH = 0.11;
const LOUDNESS = 0.12;

const root = document.documentElement;
let context = null;
let last = 0;

const wanted = () => root.dataset.sound === "on";

function show(on) {
  root.dataset.sound = on ? "on" : "off";
  for (const button of document.querySelectorAll("[data-sound-toggle]")) {
    button.setAttribute("aria-pressed", String(on));
  }
}

function play(tone) {
  const notes = TONES[tone];
  if (!notes || !wanted()) return;
  context ??= new AudioContext();
  context.resume();
  const start = Math.max(context.currentTime, last);
  for (const [pitch, after] of notes) {
    const voice = context.createOscillator();
    const volume = context.createGain();
    voice.type = "triangle";
    voice.frequency.value = pitch;
    volume.gain.setValueAtTime(0, start + after);
    volume.gain.linearRampToValueAtTime(LOUDNESS, start + after + 0.01);
    volume.gain.exponentialRampToValueAtTime(0.001, start + after + LENGTH);
    voice.connect(volume).connect(context.destination);
    voice.start(start + after);
    voice.stop(start + after + LENGTH);
  }
  last = Math.min(start + 0.8, context.currentTime + 2);
}

show(localStorage.getItem(KEPT) === "on");
document.addEventListener("sound", (event) => play(event.detail.tone));
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-sound-toggle]")) return;
  show(!wanted());
  localStorage.setItem(KEPT, root.dataset.sound);
  play("arrive");
});
