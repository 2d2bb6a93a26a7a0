// The narrative with its elements marked, drawn under the text area with the same metrics.
// segments: [{ text, kind, place }], joined they are the narrative the server read.

export function draw(box, segments, current) {
  const parts = segments.map(({ text, kind, place }) => {
    if (!kind) return document.createTextNode(text);
    const mark = document.createElement("mark");
    mark.className = `el el--${kind}`;
    mark.dataset.place = place;
    if (place === current) mark.classList.add("el--current");
    mark.textContent = text;
    return mark;
  });
  box.replaceChildren(...parts, document.createTextNode("\n")); // a last empty line has its height
}

// Until the server has read the new text, marks before and after what changed stay where they are.
export function shifted(segments, after) {
  const before = segments.map((segment) => segment.text).join("");
  if (before === after) return segments;
  let head = 0;
  const most = Math.min(before.length, after.length);
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const kept = { first: [], last: [] };
  let at = 0;
  for (const segment of segments) {
    const end = at + segment.text.length;
    if (end <= head) kept.first.push(segment);
    else if (at >= before.length - tail) kept.last.push(segment);
    at = end;
  }
  const length = (list) => list.reduce((sum, segment) => sum + segment.text.length, 0);
  const middle = after.slice(length(kept.first), after.length - length(kept.last));
  return [...kept.first, { text: middle, kind: "", place: null }, ...kept.last];
}

export function placeAt(segments, offset) {
  let at = 0;
  let found = null;
  for (const { text, place } of segments) {
    if (place !== null && at <= offset) found = place;
    at += text.length;
    if (place !== null && at > offset) return place;
  }
  return found;
}
