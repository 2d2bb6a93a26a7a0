// The intake desk: what is typed is kept, sent, read, and the form is filled. One request is on its
// way at a time; the server decides what every field holds, this page only shows it.

import { current, restore, watch } from "./elements.js";
import { keep, kept, keptKeys, release } from "./keeping.js";
import { watchLikes } from "./likes.js";
import { draw, shifted } from "./mirror.js";
import { objectTo, watchPasting } from "./pasting.js";
import { fill } from "./panels.js";
import * as rows from "./rows.js";
import { apply, clearErrors, controlNamed, showErrors, typedByHand, typedEarly } from "./told.js";

const PAUSE = 120; // milliseconds after the last key
const RETRY = 3000;
const form = document.getElementById("report");
const narrative = form.elements.narrative;
const mirror = document.querySelector("[data-mirror]");
const saved = document.querySelector("[data-saved]");
const officer = form.dataset.officer;
const key = form.elements.draft_key.value;
const tab = crypto.randomUUID?.() ?? String(Math.random());
const byHand = new Set(form.elements.by_hand.value.split(" ").filter(Boolean));
const decisions = JSON.parse(form.elements.decisions.value || "[]");
const asked = new Set(form.elements.asked.value.split(" ").filter(Boolean));
const busy = new Set(); // fields touched since the request on its way was sent
let reshaped = false; // rows or decisions have changed since then: what that request hears is overtaken
let segments = [{ text: narrative.value, kind: "", place: null }];
let pointed = null;
let turn = 0;
let timer = null;
let sending = null;
let again = false;
let stopped = false; // another page's text stands, or the report is registered

form.elements.by_hand.disabled = false;

// what stands in the form

function state() {
  form.elements.by_hand.value = [...byHand].join(" ");
  form.elements.decisions.value = JSON.stringify(decisions);
  form.elements.asked.value = [...asked].join(" ");
  return new URLSearchParams(new FormData(form));
}

function soon(wait = PAUSE) {
  if (stopped) return;
  clearTimeout(timer);
  timer = setTimeout(send, wait);
}

function changed() {
  const typed = Object.fromEntries(state());
  delete typed.csrfmiddlewaretoken;
  keep(officer, key, typed, Number(form.elements.revision.value));
  soon();
}

async function send() {
  clearTimeout(timer);
  if (stopped || tooLong()) return;
  if (sending) {
    again = true;
    return sending;
  }
  again = false;
  busy.clear();
  reshaped = false;
  turn += 1;
  const body = state();
  body.set("turn", turn);
  body.set("tab", tab);
  saved.textContent = form.dataset.waiting;
  sending = post(form.dataset.typed, body).then(
    (told) => answered(told, body),
    () => {
      saved.textContent = form.dataset.local;
      saved.dataset.state = "local";
      soon(RETRY);
    },
  );
  await sending;
  sending = null;
  if (again) return send();
}

async function post(address, body) {
  const response = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
  if (!(response.headers.get("Content-Type") ?? "").includes("json")) throw new Error(`status ${response.status}`);
  const told = await response.json();
  return { ok: response.ok, status: response.status, told };
}

function answered({ ok, status, told }) {
  if (!ok) {
    saved.dataset.state = "local";
    saved.textContent = told.text;
    if (status >= 500) soon(RETRY);
    return;
  }
  if (told.turn !== turn) return;
  if (told.revision !== undefined) form.elements.revision.value = told.revision;
  saved.dataset.state = told.unkept ? "local" : "kept";
  saved.textContent = told.unkept ?? told.saved;
  if (!told.unkept && !again && !busy.size) release(officer, key);
  if (!told.unkept && !form.elements.sheet_no.value) {
    history.replaceState(null, "", `${form.dataset.desk}?draft=${encodeURIComponent(key)}`);
  }
  if (!reshaped) show(told);
  if (told.theirs) bothTexts(told.theirs);
  if (told.registered) alreadyRegistered(told);
}

function show(told) {
  rows.show("transfers", told.transfers);
  rows.show("channels", told.channels);
  for (const row of told.transfers) rows.origin(row, told.origins[row]);
  apply(told.fields, told.notes, busy);
  for (const [row, words] of Object.entries(told.gates)) fill(document.querySelector(`[data-gate="${row}"]`), words);
  const on = current();
  for (const [name, words] of Object.entries(told.panels)) fill(document.getElementById(`panel-${name}`), words);
  if (!busy.has("narrative")) segments = told.segments;
  redraw();
  restore(on);
}

function redraw() {
  segments = shifted(segments, narrative.value);
  draw(mirror, segments, pointed);
  mirror.scrollTop = narrative.scrollTop;
}

function tooLong() {
  const long = [...narrative.value].length > Number(form.dataset.most);
  if (long) {
    objectTo(narrative, form.dataset.tooLong);
    saved.textContent = form.dataset.tooLong;
    saved.dataset.state = "local";
  }
  return long;
}

watchPasting(narrative, form.dataset);

// typing

form.addEventListener("input", (event) => {
  const name = event.target.name;
  if (!name) return;
  busy.add(name);
  document.querySelector("[data-problems]").hidden = true;
  if (event.target === narrative) redraw();
  else {
    byHand.add(name);
    typedByHand(event.target);
  }
  changed();
});
narrative.addEventListener("scroll", () => (mirror.scrollTop = narrative.scrollTop));

function decide({ text, nth, role }) {
  reshaped = true;
  const at = decisions.findIndex((each) => each.text === text && each.nth === nth);
  if (at >= 0) decisions.splice(at, 1);
  if (role) decisions.push({ text, nth, role });
  changed();
}

watch({
  narrative,
  segments: () => segments,
  decide,
  point(place) {
    pointed = place;
    redraw();
    const mark = mirror.querySelector(".el--current");
    if (mark) narrative.scrollTop = mark.offsetTop - narrative.clientHeight / 2;
  },
});

watchLikes({ form, changed, attach: (to) => submit(form.dataset.attachTo, to) });

// verbs of the form

function addRow(of) {
  reshaped = true;
  const row = rows.nextNumber(of);
  byHand.add(`${of}.${row}.row`);
  const made = rows.add(of, row);
  rows.number(of);
  made.querySelector("input, select").focus();
  changed();
}

function removeRow() {
  const of = document.activeElement.closest("[data-row-of]")?.dataset.rowOf ?? "transfers";
  const list = [...document.querySelectorAll(`[data-row-of="${of}"]`)].filter((row) => form.contains(row));
  const row = document.activeElement.closest("[data-row-of]") ?? list.at(-1);
  if (!row) return;
  const head = `${of}.${row.dataset.rowNumber}.`;
  for (const name of [...byHand]) if (name.startsWith(head)) byHand.delete(name);
  for (const control of row.querySelectorAll("[name]")) control.value = "";
  if (row.dataset.originText) decide({ text: row.dataset.originText, nth: Number(row.dataset.originNth), role: "mentioned" });
  const value = of === "channels" && row.dataset.value;
  if (value) decide({ text: value, nth: 0, role: "mentioned" });
  row.remove();
  reshaped = true;
  rows.number(of);
  changed();
}

function switchOther(button) {
  const box = button?.closest("[data-told]");
  if (!box) return;
  const control = controlNamed(box.dataset.told);
  const other = box.querySelector("[data-other-text]").textContent;
  control.value = other;
  byHand.delete(box.dataset.told);
  control.focus();
  changed();
}

function goTo(name) {
  const control = name ? controlNamed(name) : narrative;
  const fold = control?.closest("details");
  if (fold) fold.open = true;
  control?.focus();
  control?.select?.();
}

function nextGap() {
  const gaps = [...form.querySelectorAll(".gap[data-focus]")];
  const at = gaps.findIndex((gap) => gap.dataset.focus === document.activeElement.name);
  const gap = gaps[(at + 1) % gaps.length];
  if (gap) goTo(gap.dataset.focus);
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { add, asked: question, skip, type, unapart } = button.dataset;
  if (add) addRow(add);
  else if ("remove" in button.dataset) removeRow();
  else if ("switch" in button.dataset) switchOther(button);
  else if ("nextGap" in button.dataset) nextGap();
  else if (question || skip) {
    asked.add(question ?? skip);
    changed();
    if (question) goTo(button.dataset.focus);
  } else if (button.dataset.focus) goTo(button.dataset.focus);
  else if (type) {
    byHand.add("fraud_type");
    form.elements.fraud_type.value = type;
    changed();
  } else if (unapart) {
    form.elements[`apart.${unapart}`]?.remove();
    changed();
  }
});

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.code !== "KeyX") return;
  const here = document.activeElement.closest("[data-told]")?.querySelector("[data-other]:not([hidden]) [data-switch]");
  const any = form.querySelector("[data-other]:not([hidden]) [data-switch]");
  if (!here && !any) return;
  event.preventDefault();
  switchOther(here ?? any);
});

// registering or attaching: one of them, once, and nothing on its way that the call-taker has not seen

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (tooLong()) return narrative.focus();
  submit(form.action);
});

async function submit(address, more = {}) {
  if (form.dataset.submitting) return;
  form.dataset.submitting = "true";
  await sending;
  const body = state();
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  if (!(await registered(address, body))) delete form.dataset.submitting;
}

// Whether the server has it; then the next page is on its way and this form is done with.
async function registered(address, body) {
  clearErrors();
  const problems = document.querySelector("[data-problems]");
  problems.hidden = true;
  try {
    const { ok, told } = await post(address, body);
    if (ok && told.to) {
      stopped = true;
      clearTimeout(timer);
      release(officer, key);
      location.assign(told.to);
      return true;
    }
    const errors = told.errors ?? { [told.field ?? ""]: told.text };
    const { first, elsewhere } = showErrors(errors);
    document.querySelector("[data-problem-words]").replaceChildren(...[told.text, ...elsewhere].filter((words, at, list) => list.indexOf(words) === at).map(paragraph));
    problems.hidden = false;
    (first ?? document.querySelector("#panel-likeness [data-undecided] button"))?.focus();
  } catch {
    document.querySelector("[data-problem-words]").replaceChildren(paragraph(form.dataset.local));
    problems.hidden = false;
    soon(RETRY);
  }
  return false;
}

function paragraph(words) {
  return Object.assign(document.createElement("p"), { textContent: words });
}

// another page, another machine, a browser that died

function bothTexts(theirs) {
  stopped = true;
  const dialog = document.getElementById("two-texts");
  dialog.querySelector("[data-mine]").textContent = narrative.value;
  dialog.querySelector("[data-theirs]").textContent = theirs.narrative;
  dialog.querySelector("[data-theirs-saved]").textContent = theirs.saved ?? "";
  dialog.dataset.revision = theirs.revision;
  if (!dialog.open) dialog.showModal();
}

document.getElementById("two-texts").addEventListener("click", (event) => {
  const dialog = event.currentTarget;
  if (event.target.closest("[data-keep-mine]")) {
    form.elements.revision.value = dialog.dataset.revision;
    stopped = false;
    dialog.close();
    changed();
  }
  if (event.target.closest("[data-take-theirs]")) {
    release(officer, key);
    location.assign(form.elements.sheet_no.value ? location.href : `${form.dataset.desk}?draft=${encodeURIComponent(key)}`);
  }
});

function alreadyRegistered(told) {
  stopped = true;
  release(officer, key);
  const way = document.getElementById("said-registered").content.firstElementChild.cloneNode(true);
  way.href = `${form.dataset.desk}incidents/${told.registered}/`;
  document.querySelector("[data-problem-words]").replaceChildren(paragraph(told.unkept), way);
  document.querySelector("[data-problems]").hidden = false;
}

function recover(local) {
  for (const [name, value] of Object.entries(local.form)) {
    const row = name.match(/^(transfers|channels)\.(\d+)\./);
    if (row && !controlNamed(name)) rows.add(row[1], Number(row[2]));
    const control = controlNamed(name);
    if (control && !["csrfmiddlewaretoken", "revision", "draft_key"].includes(name)) control.value = value;
  }
  for (const name of (local.form.by_hand ?? "").split(" ").filter(Boolean)) byHand.add(name);
  decisions.splice(0, decisions.length, ...JSON.parse(local.form.decisions || "[]"));
  for (const each of (local.form.asked ?? "").split(" ").filter(Boolean)) asked.add(each);
  changed();
}

// Somebody who types faster than the page loads has typed by hand all the same.
function typedBefore() {
  const early = typedEarly();
  for (const control of early) if (control !== narrative) byHand.add(control.name);
  if (early.length) changed();
}

function begin() {
  rows.number("transfers");
  rows.number("channels");
  redraw();
  const local = kept(officer, key);
  const revision = Number(form.elements.revision.value);
  const mine = local?.form.narrative ?? narrative.value;
  if (local && (local.revision === revision || mine === narrative.value)) recover(local);
  else if (local) {
    const theirs = { narrative: narrative.value, revision };
    recover(local);
    bothTexts(theirs);
  } else {
    if ("begin" in narrative.dataset) soon(0);
    typedBefore();
  }
  listUnsent();
  if (form.contains(document.activeElement)) return;
  if ("begin" in narrative.dataset || !document.querySelector("#lists [data-key=n]")) narrative.focus();
}

// Drafts that only this machine has: the browser or the server died before they were taken.
function listUnsent() {
  const known = new Set([...document.querySelectorAll("[data-draft]")].map((line) => line.dataset.draft));
  for (const each of keptKeys(officer)) {
    if (each === key || known.has(each) || each.startsWith("sheet-")) continue;
    const local = kept(officer, each);
    if (!local || local.revision) continue;
    adopt(each, local);
    return;
  }
}

// A text that never reached the server has no page of its own yet: this empty one takes it in.
function adopt(other, local) {
  if (narrative.value || form.elements.sheet_no.value || Number(form.elements.revision.value)) return;
  release(officer, other);
  recover(local);
}

begin();
