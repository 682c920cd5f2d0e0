"use strict";
// The paper: an SVG with the page's picture and a box for every field; zooming is a change of its viewBox.
// Boxes are in PDF points as the page lies in the file; a group turns picture and boxes upright together.

const SVG = "http://www.w3.org/2000/svg";

const paper = {
  page: 0, sheet: null, layer: null, view: null,

  root() { return document.getElementById("kertas"); },

  async show(page) {
    const root = paper.root();
    const id = root.dataset.document;
    const answer = await fetch(`/lembar/${id}/${page}`);
    document.getElementById("tanpa-gambar").hidden = answer.ok;
    root.replaceChildren();
    paper.page = page;
    document.getElementById("nomor-halaman").textContent = page;
    if (!answer.ok) { paper.layer = null; return; }
    const sheet = paper.sheet = await answer.json();
    const { width, height, turned } = sheet;
    paper.size = turned % 2 ? [height, width] : [width, height];
    const moves = ["", `translate(${height} 0) rotate(90)`, `translate(${width} ${height}) rotate(180)`,
      `translate(0 ${width}) rotate(270)`];
    const layer = paper.layer = document.createElementNS(SVG, "g");
    if (moves[turned]) layer.setAttribute("transform", moves[turned]);
    const picture = document.createElementNS(SVG, "image");
    picture.setAttribute("href", `/gambar/${id}/${page}`);
    picture.setAttribute("width", width);
    picture.setAttribute("height", height);
    layer.append(picture);
    root.append(layer);
    paper.look(0, 0, ...paper.size);
  },

  box(edges, name) {
    const [x0, top, x1, bottom] = edges;
    const box = document.createElementNS(SVG, "rect");
    box.setAttribute("x", x0);
    box.setAttribute("y", top);
    box.setAttribute("width", Math.max(1, x1 - x0));
    box.setAttribute("height", Math.max(1, bottom - top));
    box.setAttribute("class", name);
    paper.layer.append(box);
    return box;
  },

  // The part of the upright page that is seen.
  look(x, y, width, height) {
    paper.view = [x, y, width, height];
    paper.root().setAttribute("viewBox", paper.view.join(" "));
  },

  upright([x0, top, x1, bottom]) {
    const { width, height, turned } = paper.sheet;
    const turn = ([x, y]) => [[x, y], [height - y, x], [width - x, height - y], [y, width - x]][turned];
    const [a, b] = [turn([x0, top]), turn([x1, bottom])];
    return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])];
  },

  // Zooms to a place so that its neighbours stay visible.
  zoomTo(edges) {
    if (!paper.layer) return;
    const [x0, top, x1, bottom] = paper.upright(edges);
    const frame = paper.root().getBoundingClientRect();
    const ratio = frame.height / Math.max(1, frame.width);
    const width = Math.min(paper.size[0], Math.max(3 * (x1 - x0), 2.2 * (bottom - top) / ratio, 260));
    const height = width * ratio;
    const x = Math.max(0, Math.min((x0 + x1) / 2 - width / 2, paper.size[0] - width));
    paper.look(x, (top + bottom) / 2 - height / 2, width, height);
  },

  zoom(factor) {
    if (!paper.layer) return;
    const [x, y, width, height] = paper.view;
    paper.look(x + width * (1 - factor) / 2, y + height * (1 - factor) / 2, width * factor, height * factor);
  },

  whole() { if (paper.layer) paper.look(0, 0, ...paper.size); },

  // A pointer's place on the page as it lies in the file.
  at(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(paper.layer.getScreenCTM().inverse());
    return [point.x, point.y];
  },
};
