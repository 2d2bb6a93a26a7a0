// Clocks. The server says when something is due or began; the page only counts from there.
// Server time comes with the page (body data-now), so a wrong clock on the desk changes nothing.

const arrived = performance.now();
const told = Date.parse(document.body.dataset.now || "");
const startedAt = Number.isNaN(told) ? Date.now() : told;
const now = () => startedAt + (performance.now() - arrived);

const two = (number) => String(number).padStart(2, "0");

function words(seconds) {
  const sign = seconds < 0 ? "+" : "";
  const left = Math.floor(Math.abs(seconds));
  const [days, hours, minutes] = [Math.floor(left / 86400), Math.floor(left / 3600) % 24, Math.floor(left / 60) % 60];
  if (days) {
    const clock = `${two(hours)}:${two(minutes)}:${two(left % 60)}`;
    return sign + document.body.dataset.dayWords.replace("{days}", days).replace("{clock}", clock);
  }
  return hours ? `${sign}${hours}:${two(minutes)}:${two(left % 60)}` : `${sign}${two(minutes)}:${two(left % 60)}`;
}

function stageLeft(seconds, soon, urgent) {
  if (seconds < 0) return "over";
  if (seconds <= urgent) return "urgent";
  return seconds <= soon ? "soon" : "ok";
}

function stagePassed(seconds, soon, urgent) {
  if (seconds >= urgent) return "urgent";
  return seconds >= soon ? "soon" : "ok";
}

function show(clock, seconds, stage) {
  const text = clock.matches("[data-clock-text]") ? clock : clock.querySelector("[data-clock-text]");
  const shown = words(seconds);
  if (text && text.textContent !== shown) text.textContent = shown;
  if (clock.dataset.stage === stage) return;
  clock.dataset.stage = stage;
  clock.dispatchEvent(new CustomEvent("clock:stage", { bubbles: true, detail: { stage } }));
  if (clock.dataset.sound && stage !== "ok") {
    clock.dispatchEvent(new CustomEvent("sound", { bubbles: true, detail: { tone: clock.dataset.sound } }));
  }
}

function tick() {
  const at = now();
  for (const clock of document.querySelectorAll("[data-due]")) {
    const left = (Date.parse(clock.dataset.due) - at) / 1000;
    show(clock, left, stageLeft(left, Number(clock.dataset.soon), Number(clock.dataset.urgent)));
  }
  for (const clock of document.querySelectorAll("[data-since]")) {
    const passed = (at - Date.parse(clock.dataset.since)) / 1000;
    show(clock, passed, stagePassed(passed, Number(clock.dataset.soon), Number(clock.dataset.urgent)));
  }
  for (const clock of document.querySelectorAll("[data-golden]")) {
    const passed = (at - Date.parse(clock.dataset.golden)) / 1000;
    const window = Number(clock.dataset.window);
    show(clock, passed, stagePassed(passed, window * 0.6, window));
    clock.querySelector("progress").value = Math.max(0, window - passed);
  }
  for (const wall of document.querySelectorAll("[data-wall-clock]")) {
    wall.textContent = new Date(at).toLocaleTimeString("zh-CN", { hour12: false, timeZone: "Asia/Shanghai" });
  }
  setTimeout(tick, 1000 - (at % 1000) + 5);
}

tick();
