// Photos are sent as soon as they are chosen, one after the other, while the next is taken: made
// smaller, kept in the browser until the desk has them, and sent again when the line breaks or the
// page is loaded anew. Without this script the same forms send photos with their buttons.
"use strict";

const LONG_SIDE = 2048;
const LONGEST_PAUSE = 30000;
const live = () => document.querySelector("[data-live]");

// A queue in the browser's own database, so that a reload loses no photo.
const opened = new Promise((resolve) => {
  if (!window.indexedDB) return resolve(null);
  const request = indexedDB.open("return-desk", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("photos", { keyPath: "key" });
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => resolve(null);
});
const memory = new Map();

async function stored(mode, act) {
  const database = await opened;
  if (!database) return null;
  return new Promise((resolve) => {
    const request = act(database.transaction("photos", mode).objectStore("photos"));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
  });
}

async function keep(photo) {
  memory.set(photo.key, photo);
  await stored("readwrite", (photos) => photos.put(photo));
}

async function forget(photo) {
  memory.delete(photo.key);
  await stored("readwrite", (photos) => photos.delete(photo.key));
}

async function smaller(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = LONG_SIDE / Math.max(picture.width, picture.height);
    if (scale >= 1) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92));
    return blob || file;
  } catch {
    return file; // a kind of picture that this browser can't read; the desk may
  }
}

function say(kind) {
  const line = document.getElementById("sending");
  if (!line) return;
  line.textContent = kind ? line.dataset[kind].replace("{count}", memory.size) : "";
}

const pause = (milliseconds) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    window.addEventListener("online", () => (clearTimeout(timer), resolve()), { once: true });
  });

async function send(photo) {
  const body = new FormData();
  for (const [name, value] of Object.entries(photo.fields)) body.append(name, value);
  body.append("photos", photo.blob, "photo");
  for (let wait = 1000; ; wait = Math.min(2 * wait, LONGEST_PAUSE)) {
    say("sending");
    try {
      const answer = await fetch(photo.path, { method: "POST", body });
      if (answer.ok) return true;
      if (answer.status < 500) return false;
    } catch {
      // The line is broken; the photo stays in the queue.
    }
    say("waiting");
    await pause(wait);
  }
}

let sending = false;

async function sendAll() {
  if (sending) return;
  sending = true;
  let refused = false;
  while (memory.size) {
    const [photo] = memory.values();
    if (!(await send(photo))) refused = true;
    await forget(photo);
    htmx.trigger("#photos", "refresh");
  }
  say(refused ? "refused" : "");
  sending = false;
}

async function chosen(form, input) {
  const files = [...input.files];
  input.value = "";
  for (const file of files) {
    const key = [...crypto.getRandomValues(new Uint8Array(16))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("");
    const fields = { form_token: form.form_token.value, key };
    if (form.slot) fields.slot = form.slot.value;
    await keep({ key, path: form.action, fields, blob: await smaller(file) });
    sendAll();
  }
}

function ready() {
  for (const form of document.querySelectorAll("[data-upload]:not(.ready)")) {
    form.classList.add("ready");
    // On the form itself: while the camera is open, the page around it may have been replaced.
    form.addEventListener("change", (event) => chosen(form, event.target));
  }
}

document.addEventListener("htmx:afterSwap", ready);
document.addEventListener("DOMContentLoaded", async () => {
  ready();
  if (!live()) return;
  for (const photo of (await stored("readonly", (photos) => photos.getAll())) || [])
    if (new URL(photo.path).pathname.startsWith(live().dataset.live)) memory.set(photo.key, photo);
  if (memory.size) sendAll();
});
