// Answers wait on this phone until the office has them, each under its own nonce: sent again after
// a lost reply it is the same answer. Without this script every form works by itself.
"use strict";
(() => {
  const said = document.body.dataset;
  const scope = new URL(said.base, location.href).href;
  const STORE = "tuntas-" + scope;
  const loaded = Date.now();
  const note = document.getElementById("antrean");

  // --- the queue of this phone ---------------------------------------------------------
  const open = () => new Promise((done, failed) => {
    const asked = indexedDB.open(STORE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("answers", { keyPath: "nonce" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const inStore = async (mode, act) => {
    const db = await open();
    try {
      return await new Promise((done, failed) => {
        const deal = db.transaction("answers", mode);
        const asked = act(deal.objectStore("answers"));
        deal.oncomplete = () => done(asked.result);
        deal.onerror = deal.onabort = () => failed(deal.error);
      });
    } finally {
      db.close();
    }
  };
  const waiting = () => inStore("readonly", (answers) => answers.getAll());
  const keep = (answer) => inStore("readwrite", (answers) => answers.put(answer));
  const drop = (nonce) => inStore("readwrite", (answers) => answers.delete(nonce));

  const draw = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  // The office's day when the page was made, and the days this phone counted since.
  const today = () => {
    const day = new Date(said.day + "T12:00:00Z");
    day.setUTCDate(day.getUTCDate() + Math.max(0, Math.floor((Date.now() - loaded) / 86400000)));
    return day.toISOString().slice(0, 10);
  };

  // --- photos: small before they wait, because the road is narrow ---------------------------
  const smaller = async (file) => {
    try {
      const image = await createImageBitmap(file);
      const scale = Math.min(1, 1600 / Math.max(image.width, image.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(image.width * scale);
      canvas.height = Math.round(image.height * scale);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return await new Promise((done) => canvas.toBlob((blob) => done(blob || file), "image/jpeg", 0.7));
    } catch {
      return file;
    }
  };

  // --- what the page says ---------------------------------------------------------------
  const line = (answer) => document.getElementById("o-" + answer.who)?.querySelector("i");
  const tell = async () => {
    if (gone) return;
    const left = await waiting();
    for (const answer of left) {
      const row = line(answer);
      if (row) row.textContent = answer.words + " · " + (answer.refused || said.waiting);
    }
    const open = left.filter((answer) => !answer.refused).length;
    const refused = left.filter((answer) => answer.refused).map((answer) => answer.refused);
    const off = navigator.onLine ? "" : said.offline;
    note.textContent = [off, open ? open + " " + said.waiting : "", ...refused].filter(Boolean).join(" ");
  };

  // --- sending --------------------------------------------------------------------------
  const body = (answer) => {
    const form = new FormData();
    for (const [name, value] of answer.fields) form.append(name, value);
    if (answer.photo) form.append("foto", answer.photo, "foto.jpg");
    return form;
  };
  let gone = false;
  const purge = async () => {
    gone = true; // nobody opens the store again: opening makes one
    await self.caches?.delete(STORE);
    indexedDB.deleteDatabase(STORE);
    const worker = await navigator.serviceWorker?.getRegistration(scope);
    await worker?.unregister();
    document.body.replaceChildren();
    location.replace(scope);
  };
  // Whether it is settled; nothing is dropped before the office answered.
  const send = async (answer) => {
    const response = await fetch(answer.to, {
      method: "POST", body: body(answer), headers: { Accept: "application/json" }, redirect: "error",
    });
    if (response.status === 410) {
      await purge();
      return false;
    }
    if (response.ok) {
      await drop(answer.nonce);
      const row = line(answer);
      if (row) row.textContent = "✓ " + answer.words + " · " + said.sent;
      if (answer.reload) location.reload();
      return true;
    }
    if (response.status === 409 || response.status === 422) {
      const told = await response.json().catch(() => ({}));
      await keep({ ...answer, refused: told.pesan || said.refused });
      return true;
    }
    return false;
  };
  let pause = 5000;
  let clock = 0;
  let busy = false;
  const flush = async () => {
    if (busy) return;
    busy = true;
    clearTimeout(clock);
    try {
      for (const answer of await waiting()) {
        if (answer.refused) continue;
        if (!(await send(answer))) throw new Error("later");
      }
      pause = 5000;
    } catch {
      pause = Math.min(pause * 2, 300000);
      clock = setTimeout(flush, pause);
    } finally {
      busy = false;
      await tell().catch(() => undefined);
    }
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-queue]");
    if (!form || !("indexedDB" in window)) return;
    event.preventDefault();
    const chosen = form.querySelector("[name=hasil]:checked");
    const nonce = draw();
    const fields = [];
    for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.push([name, value]);
    const whole = Object.fromEntries(fields);
    whole.nonce = nonce;
    if ("hari" in whole) whole.hari = today();
    const file = form.querySelector("[name=foto]")?.files[0];
    // A new word about somebody takes the place of one that was refused.
    for (const old of await waiting()) if (old.refused && old.who === whole.siapa) await drop(old.nonce);
    await keep({
      nonce,
      to: form.action,
      fields: Object.entries(whole),
      photo: file ? await smaller(file) : null,
      who: whole.siapa || "",
      words: chosen ? chosen.parentElement.textContent.trim() : "",
      reload: !chosen,
    });
    if (form.closest(".names")) form.remove();
    else form.reset();
    await tell();
    await flush();
  });

  // A name opens its questions in place, so that it also works without signal.
  document.addEventListener("click", (event) => {
    const name = event.target.closest(".names li[id] > a");
    const template = document.getElementById("tanya");
    if (!name || !template || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const row = name.parentElement;
    const there = row.querySelector("form");
    document.querySelectorAll(".names form").forEach((form) => form.remove());
    name.setAttribute("aria-expanded", String(!there));
    if (there) return;
    row.append(template.content.cloneNode(true));
    row.querySelector("[name=siapa]").value = row.id.slice(2);
    const message = row.querySelector("a[data-message]");
    if (message) message.href = name.href;
    row.querySelector("[name=hasil]").focus();
  });

  addEventListener("online", flush);
  addEventListener("offline", tell);
  // An open page does not outlive its time either.
  setTimeout(() => location.reload(), Math.min(Number(said.lasts) * 1000, 2 ** 31 - 1));

  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.addEventListener("message", (event) => {
      if (event.data.kept) document.body.dataset.ready = "1";
    });
    navigator.serviceWorker.register(said.worker, { scope: new URL(scope).pathname }).then(async () => {
      const ready = await navigator.serviceWorker.ready;
      const parts = [...document.querySelectorAll("link[rel=stylesheet], script[src]")];
      const here = location.href.split("#")[0];
      ready.active.postMessage({ keep: [here, ...parts.map((part) => part.href || part.src)] });
    }).catch(() => undefined);
  }
  flush();
})();
