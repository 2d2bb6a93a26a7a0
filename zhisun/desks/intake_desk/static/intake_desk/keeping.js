// What was typed stays on this machine until the server has said that it has it.

const HEAD = "zhisun-intake";
const name = (officer, key) => `${HEAD}:${officer}:${key}`;

export function keep(officer, key, form, revision) {
  try {
    localStorage.setItem(name(officer, key), JSON.stringify({ form, revision, at: Date.now() }));
  } catch {
    // Full or forbidden: the server still gets every word.
  }
}

export function release(officer, key) {
  localStorage.removeItem(name(officer, key));
}

export function kept(officer, key) {
  try {
    return JSON.parse(localStorage.getItem(name(officer, key)));
  } catch {
    return null;
  }
}

export function keptKeys(officer) {
  const head = name(officer, "");
  return Object.keys(localStorage)
    .filter((each) => each.startsWith(head))
    .map((each) => each.slice(head.length));
}
