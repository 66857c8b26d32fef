// The map of a plan, and dragging a village to another team or day. Both are conveniences: the
// grid says the same as the map, and the form below does what dragging does.
"use strict";

(() => {
  const form = document.getElementById("ubah-rencana");
  const dialog = document.getElementById("pindah-dialog");
  let moved = null;

  const fill = (name, value) => { form.elements[name].value = value; };

  // --- dragging ---------------------------------------------------------------------------
  document.querySelectorAll(".stop[draggable]").forEach((stop) => {
    stop.addEventListener("dragstart", (event) => {
      moved = stop;
      stop.classList.add("moving");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", stop.dataset.venue);
    });
    stop.addEventListener("dragend", () => stop.classList.remove("moving"));
  });

  document.querySelectorAll("[data-drop]").forEach((cell) => {
    cell.addEventListener("dragover", (event) => {
      if (!moved) return;
      event.preventDefault();
      cell.classList.add("over");
    });
    cell.addEventListener("dragleave", () => cell.classList.remove("over"));
    cell.addEventListener("drop", (event) => {
      event.preventDefault();
      cell.classList.remove("over");
      if (moved) propose(moved, cell);
      moved = null;
    });
  });

  // Nothing is sent before the person has said yes.
  const propose = (stop, cell) => {
    const same = stop.dataset.team === cell.dataset.team && stop.dataset.day === cell.dataset.day;
    fill("tempat", stop.dataset.venue);
    fill("apa", same ? "kunci" : "pindah");
    fill("tim", cell.dataset.team);
    fill("hari", cell.dataset.day);
    fill("dari_tim", stop.dataset.team);
    fill("dari_hari", stop.dataset.day);
    const chosen = (name) => form.elements[name].selectedOptions[0].textContent.trim();
    dialog.querySelector("[data-what]").textContent =
      `${chosen("tempat")} → ${chosen("tim")}, ${chosen("hari")}`;
    dialog.showModal();
  };
  dialog.querySelector("[data-yes]").addEventListener("click", () => form.requestSubmit());
  dialog.querySelector("[data-no]").addEventListener("click", () => dialog.close());

  // --- map --------------------------------------------------------------------------------
  const place = document.getElementById("peta-rencana");

  const escape = (text) => {
    const holder = document.createElement("span");
    holder.textContent = text;
    return holder.innerHTML;
  };

  const told = (village) => {
    const visits = village.visits.map((visit) => `${escape(visit.name)}, ${escape(visit.on)}`);
    const figures = `${village.unrecorded} ${escape(place.dataset.left)}`;
    const brings = village.visits.length
      ? `<br>${village.expected} ${escape(place.dataset.expected)}<br>${visits.join("<br>")}` : "";
    return `<b>${escape(village.name)}</b> ${escape(village.district)}<br>${figures}${brings}`;
  };

  const outlined = (map, outlines) => {
    for (const polygons of Object.values(outlines)) {
      for (const rings of polygons) {
        const turned = rings.map((ring) => ring.map(([lng, lat]) => [lat, lng]));
        L.polygon(turned, { className: "village-outline", weight: 1, fillOpacity: 1 }).addTo(map);
      }
    }
  };

  const draw = ({ villages, outlines }) => {
    if (!villages.length) return;
    const map = L.map(place, { zoomSnap: 0.25, attributionControl: false, keyboard: true });
    outlined(map, outlines);
    for (const village of villages) {
      L.circleMarker([village.lat, village.lng], {
        radius: 3 + 1.6 * Math.sqrt(village.unrecorded),
        className: village.visits.length ? "village-visited" : "village-left",
        weight: 1,
        fillOpacity: 0.85,
      })
        .bindTooltip(told(village))
        .on("click", () => fill("tempat", venueOf(village.code)))
        .addTo(map);
    }
    map.fitBounds(villages.map((village) => [village.lat, village.lng]), { padding: [16, 16] });
  };

  // A click on a village chooses it in the form.
  const venues = {};
  const venueOf = (code) => venues[code] ?? form.elements.tempat.value;

  fetch(place.dataset.points, { headers: { Accept: "application/json" } })
    .then((answer) => answer.json())
    .then((found) => {
      for (const village of found.villages) venues[village.code] = village.venue;
      draw(found);
    });
})();
