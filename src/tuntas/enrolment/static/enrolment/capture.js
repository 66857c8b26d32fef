// The capture station: camera with live advice, signature pads, parts sent without losing the page.
// Every part can also be uploaded from a file with a plain form.
"use strict";
(() => {
  const station = document.querySelector("[data-capture]");
  if (!station) return;
  const address = station.dataset.capture;
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  let counter = 0;
  const nonce = () => {
    counter += 1;
    return (station.dataset.nonce + counter.toString(16).padStart(16, "0")).slice(-32);
  };

  const send = async (where, kind, fields) => {
    const body = new FormData();
    Object.entries(fields).forEach(([name, value]) => body.append(name, value));
    const answer = await fetch(`${address}${where}/${kind}/`, {
      method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" },
    });
    return answer.json();
  };
  const say = (box, text) => { box.querySelector("[data-advice]").textContent = text; };
  const done = () => window.location.reload();

  // --- camera: a frame every half second is judged; the best of a good run is taken ---------
  const camera = station.querySelector("[data-camera]");
  if (camera && navigator.mediaDevices) {
    camera.hidden = false;
    // With a camera the file is the second choice.
    station.querySelector("[data-face-file]").open = false;
    const video = camera.querySelector("video");
    const take = camera.querySelector("[data-camera-take]");
    let best = null;
    let running = false;
    const frame = () => new Promise((resolve) => {
      const canvas = document.createElement("canvas");
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      canvas.getContext("2d").drawImage(video, 0, 0);
      canvas.toBlob(resolve, "image/png");
    });
    const keep = async (blob) => {
      running = false;
      say(camera, station.dataset.waiting);
      const told = await send("bagian", "face", { isi: blob, nonce: nonce(), alat: "webcam" });
      if (told.refused) { say(camera, told.refused); running = true; watch(); return; }
      video.srcObject.getTracks().forEach((track) => track.stop());
      done();
    };
    const watch = async () => {
      let good = 0;
      while (running) {
        const blob = await frame();
        const told = await send("tinjau", "face", { isi: blob });
        if (!running) return;
        say(camera, told.advice.length ? told.advice[0] : `${told.score}`);
        if (!best || told.score > best.score) best = { score: told.score, blob };
        good = told.advice.length ? 0 : good + 1;
        if (good >= 2) { await keep(best.blob); return; }
        await new Promise((resolve) => { setTimeout(resolve, 400); });
      }
    };
    camera.querySelector("[data-camera-start]").addEventListener("click", async (event) => {
      try {
        video.srcObject = await navigator.mediaDevices.getUserMedia({
          video: { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: "user" },
        });
        video.hidden = false;
        await video.play();
      } catch {
        say(camera, station.dataset.noCamera);
        return;
      }
      event.target.hidden = true;
      take.hidden = false;
      running = true;
      watch();
    });
    take.addEventListener("click", async () => { running = false; await keep(await frame()); });
  }

  // --- the device's own picture, only while it captures: asked for when that takes a moment, --
  // --- gone with the panel that is swapped in ----------------------------------------------
  let soon = 0;
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt;
    const place = form.matches("form.scan") && form.querySelector("[data-live]");
    if (!place) return;
    const asked = event.detail.requestConfig.parameters;
    const chosen = new URLSearchParams({ bagian: asked.bagian || "", alat: asked.alat || "" });
    soon = window.setTimeout(() => {
      const picture = document.createElement("img");
      picture.alt = place.dataset.liveLabel;
      picture.addEventListener("error", () => picture.remove());
      picture.src = `${place.dataset.live}?${chosen}`;
      place.replaceChildren(picture);
    }, 1200);
  });
  document.addEventListener("htmx:afterRequest", () => window.clearTimeout(soon));

  // --- pads: the pen's path in shares of the pad, seconds, and the stroke's number ----------
  station.querySelectorAll("[data-pad]").forEach((form) => {
    const canvas = form.querySelector("canvas");
    const pen = canvas.getContext("2d");
    let path = [];
    let stroke = -1;
    let began = 0;
    let down = false;
    const clear = () => {
      path = [];
      stroke = -1;
      pen.clearRect(0, 0, canvas.width, canvas.height);
      pen.lineWidth = 4;
      pen.lineCap = "round";
      say(form, "");
    };
    const point = (event) => {
      const box = canvas.getBoundingClientRect();
      const x = (event.clientX - box.left) / box.width;
      const y = (event.clientY - box.top) / box.height;
      if (!path.length) began = event.timeStamp;
      path.push([x, y, (event.timeStamp - began) / 1000, stroke]);
      return [x * canvas.width, y * canvas.height];
    };
    canvas.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      down = true;
      stroke += 1;
      pen.beginPath();
      pen.moveTo(...point(event));
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!down) return;
      pen.lineTo(...point(event));
      pen.stroke();
    });
    ["pointerup", "pointercancel"].forEach((name) => {
      canvas.addEventListener(name, () => { down = false; });
    });
    form.querySelector("[data-pad-clear]").addEventListener("click", clear);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      say(form, station.dataset.waiting);
      const told = await send("bagian", form.dataset.pad, {
        jejak: JSON.stringify(path), nonce: nonce(), alat: "pad",
      });
      if (told.refused) say(form, told.refused); else done();
    });
    clear();
  });
})();
