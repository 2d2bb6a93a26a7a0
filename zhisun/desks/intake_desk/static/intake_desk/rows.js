// Rows of the form: transfers and channels come and go, their numbers stay.

const list = (of) => document.querySelector(`[data-rows-of="${of}"]`);
const all = (of) => [...list(of).querySelectorAll("[data-row-of]")];
const find = (of, row) => list(of).querySelector(`[data-row-number="${row}"]`);

export function add(of, row) {
  const template = document.getElementById(`row-${of}`);
  const box = document.createElement("div");
  box.innerHTML = template.innerHTML.replaceAll("__row__", row);
  const made = box.firstElementChild;
  const next = all(of).find((each) => Number(each.dataset.rowNumber) > row);
  list(of).insertBefore(made, next ?? null);
  return made;
}

export function nextNumber(of) {
  return Math.max(-1, ...all(of).map((row) => Number(row.dataset.rowNumber))) + 1;
}

// Shows exactly these rows; one that somebody is in stays until he leaves it.
export function show(of, numbers) {
  for (const number of numbers) find(of, number) ?? add(of, number);
  for (const row of all(of)) {
    const needed = numbers.includes(Number(row.dataset.rowNumber));
    if (!needed && !row.contains(document.activeElement)) row.remove();
  }
  number(of);
}

export function number(of) {
  all(of).forEach((row, index) => {
    row.querySelector("[data-ordinal]").textContent = index + 1;
  });
}

export function origin(row, told) {
  const box = find("transfers", row);
  if (!box) return;
  if (told) Object.assign(box.dataset, { originText: told.text, originNth: told.nth });
  else {
    delete box.dataset.originText;
    delete box.dataset.originNth;
  }
}
