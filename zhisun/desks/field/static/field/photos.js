// Photos wait on the telephone as the reports do; pictures are too large for its small store.
// Drawn anew they are small enough to send and hold no place: a canvas knows no metadata.

const BASE = "zhisun-field-photos";
const LONGEST = 1920; // points of the longer side
const QUALITY = 0.82;

export async function drawnAnew(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/jpeg", QUALITY);
  });
}

const settled = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

async function within(mode, act) {
  const opening = indexedDB.open(BASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("photos");
  const base = await settled(opening);
  try {
    return await settled(act(base.transaction("photos", mode).objectStore("photos")));
  } finally {
    base.close();
  }
}

export const store = (key, blob) => within("readwrite", (photos) => photos.put(blob, key));
export const stored = (key) => within("readonly", (photos) => photos.get(key));
export const forget = (key) => within("readwrite", (photos) => photos.delete(key));
