"use strict";
// Keys, and what ties a field to its place. Without this script every form and link still works.

const edges = (form) => (form.dataset.box ? form.dataset.box.split(" ").map(Number) : null);
const fieldOf = (node) => node.closest?.("form.field");

async function begin() {
  delete document.body.dataset.ready;
  const main = document.getElementById("isi");
  const current = main.querySelector("form.field.current");
  const drawn = main.querySelector("form[data-drawn]");
  // The caret first: nobody should wait for a picture before typing.
  const first = current?.querySelector("textarea") ?? main.querySelector("[data-first]");
  first?.focus({ preventScroll: Boolean(current) });
  if (current) {
    first?.select();
    current.scrollIntoView({ block: "center" });
  }
  const root = paper.root();
  if (!root) { document.body.dataset.ready = "1"; return; }
  await paper.show(Number(root.dataset.page));
  if (drawn) drawing(drawn);
  else { outline(); if (current) showPlace(current); }
  document.body.dataset.ready = "1";
  // The next value's page, before it is asked for.
  if (root.dataset.next) new Image().src = root.dataset.next;
}

// All fields of the record that lie on the page that is shown.
function outline() {
  if (!paper.layer) return;
  for (const form of document.querySelectorAll("form.field")) {
    const place = edges(form);
    if (!place || Number(form.dataset.page) !== paper.page) continue;
    const box = paper.box(place, form.classList.contains("open") ? "cell open" : "cell");
    form.placeBox = box;
    box.addEventListener("pointerenter", () => form.classList.add("hover"));
    box.addEventListener("pointerleave", () => form.classList.remove("hover"));
    box.addEventListener("click", () => form.querySelector("textarea").focus());
  }
}

async function showPlace(form) {
  const page = Number(form.dataset.page);
  if (page && page !== paper.page) { await paper.show(page); outline(); }
  for (const box of document.querySelectorAll("#kertas .here")) box.classList.remove("here");
  form.placeBox?.classList.add("here");
  const place = edges(form);
  if (place) paper.zoomTo(place);
}

function drawing(form) {
  const names = ["x0", "top", "x1", "bottom"];
  const read = () => names.map((name) => Number(form.elements[name].value) || 0);
  const box = paper.layer && paper.box(read(), "drawn");
  const write = (place) => {
    names.forEach((name, index) => { form.elements[name].value = Math.round(place[index]); });
    if (!box) return;
    const [x0, top, x1, bottom] = place;
    box.setAttribute("x", Math.min(x0, x1));
    box.setAttribute("y", Math.min(top, bottom));
    box.setAttribute("width", Math.abs(x1 - x0));
    box.setAttribute("height", Math.abs(bottom - top));
  };
  form.addEventListener("input", () => write(read()));
  form.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-2, 0], ArrowRight: [2, 0], ArrowUp: [0, -2], ArrowDown: [0, 2] }[event.key];
    if (!step || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    // Steps and sides as they are seen: the page may lie turned in the file.
    const turned = paper.sheet?.turned ?? 0;
    const [dx, dy] = step;
    const moved = [[dx, dy], [dy, -dx], [-dx, -dy], [-dy, dx]][turned];
    const sides = event.shiftKey ? [(dx ? [2, 1, 0, 3] : [3, 2, 1, 0])[turned]] : [0, 1, 2, 3];
    const place = read();
    for (const side of sides) place[side] += moved[side % 2];
    write(place);
  });
  if (!box) return;
  const root = paper.root();
  let corner = null;
  root.addEventListener("pointerdown", (event) => { corner = paper.at(event); root.setPointerCapture(event.pointerId); });
  root.addEventListener("pointermove", (event) => { if (corner) write([...corner, ...paper.at(event)]); });
  root.addEventListener("pointerup", () => { corner = null; });
}

// "Alt+K" as the templates write it; letters by the key's place, so that Alt+letter types no sign.
function pressed(event) {
  const key = /^Key[A-Z]$/.test(event.code) ? event.code.slice(3) : event.key;
  return (event.ctrlKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "") + (event.shiftKey ? "Shift+" : "") + key;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const keys = pressed(event);
  const target = [...document.querySelectorAll("[data-keys]")].find((node) => node.dataset.keys === keys);
  if (target) {
    event.preventDefault();
    target.click();
    return;
  }
  if (event.key === "Enter" && !event.shiftKey && event.target.matches?.("textarea")) {
    event.preventDefault();
    const form = event.target.form;
    // Enter in a long form goes on to its next field; in a field of a record it is the answer.
    if (form.classList.contains("field")) form.requestSubmit();
    else [...form.elements].find((node, at, all) => all.indexOf(event.target) < at && node.type !== "hidden")?.focus();
  }
});

document.addEventListener("focusin", (event) => {
  const form = fieldOf(event.target);
  if (!form) return;
  const name = form.elements.field.value;
  for (const link of document.querySelectorAll("a[data-with-field]")) {
    const address = new URL(link.href);
    address.searchParams.set("field", name);
    link.href = address.pathname + address.search;
  }
  for (const hidden of document.querySelectorAll("input[data-field-here]")) hidden.value = name;
  if (paper.layer) showPlace(form);
});

for (const [kind, on] of [["mouseover", true], ["mouseout", false]]) {
  document.addEventListener(kind, (event) => fieldOf(event.target)?.placeBox?.classList.toggle("hover", on));
}

document.addEventListener("click", (event) => {
  const way = event.target.dataset?.zoom;
  if (way === "in") paper.zoom(0.7);
  else if (way === "out") paper.zoom(1.4);
  else if (way === "all") paper.whole();
});

document.addEventListener("DOMContentLoaded", begin);
document.addEventListener("htmx:historyRestore", begin);
document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.target === document.body) begin(); });
