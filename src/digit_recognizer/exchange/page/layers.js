// Pictures of what each layer holds: a small canvas a feature map, or one for units in a row.
"use strict";

const Layers = (() => {
  const LARGEST = 112, SMALLEST = 40; // sides of a map, in CSS pixels
  const UNIT = 10; // the same of a unit

  // The layers to show: each with its squashing function taken together, the input as bytes.
  function shown(stages, image) {
    const kept = [{ name: "network input", values: image, shape: [1, 28, 28] }];
    stages.slice(1).forEach((stage, index) => {
      const last = kept[kept.length - 1];
      if (index && stage.name.startsWith(`${last.name} `)) kept[kept.length - 1] = { ...stage, name: last.name };
      else kept.push(stage);
    });
    return kept;
  }

  function caption({ name, shape: [channels, height, width] }) {
    if (height * width === 1) return `${channels} ${channels === 1 ? "unit" : "units"}`;
    return name === "network input"
      ? `${height} × ${width} pixels`
      : `${channels} ${channels === 1 ? "map" : "maps"} of ${height} × ${width}`;
  }

  // Units have no place: they are laid in rows of about half as many as would make a square.
  function tiles({ values, shape: [channels, height, width] }) {
    if (height * width > 1) {
      const area = height * width;
      return Array.from({ length: channels }, (_, map) =>
        ({ width, height, values: values.subarray(map * area, (map + 1) * area) }));
    }
    const columns = Math.ceil(Math.sqrt(2 * channels));
    return [{ width: columns, height: Math.ceil(channels / columns), scale: UNIT, values }];
  }

  function colour(name) {
    const text = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    return [1, 3, 5].map((place) => parseInt(text.slice(place, place + 2), 16));
  }

  function paint(canvas, tile, largest, colours) {
    canvas.width = tile.width;
    canvas.height = tile.height;
    const side = Math.max(tile.width, tile.height);
    const scale = tile.scale
      ?? Math.max(2, Math.round(Math.min(LARGEST, Math.max(SMALLEST, 3 * side)) / side));
    canvas.style.width = `${scale * tile.width}px`;
    canvas.style.height = `${scale * tile.height}px`;
    const context = canvas.getContext("2d");
    const pixels = context.createImageData(tile.width, tile.height);
    tile.values.forEach((value, index) => {
      const share = Math.min(Math.abs(value) / largest, 1);
      const end = value < 0 ? colours.negative : colours.positive;
      for (let part = 0; part < 3; part++) {
        pixels.data[4 * index + part] = colours.none[part] + share * (end[part] - colours.none[part]);
      }
      pixels.data[4 * index + 3] = 255;
    });
    context.putImageData(pixels, 0, 0);
  }

  // Show the layers in an element; null for a drawing that is blank.
  function show(element, reading) {
    if (!reading) return element.replaceChildren();
    const colours = { none: colour("--card"), positive: colour("--accent"), negative: colour("--caution") };
    const stages = shown(reading.stages, reading.image).slice(0, -1);
    while (element.children.length > stages.length) element.lastChild.remove();
    stages.forEach((stage, index) => {
      const figure = element.children[index] ?? element.appendChild(newFigure());
      const [name, size] = figure.firstChild.children;
      name.textContent = stage.name;
      size.textContent = ` · ${caption(stage)}`;
      const pictures = figure.lastChild, all = tiles(stage);
      pictures.setAttribute("aria-label", `${stage.name}: ${caption(stage)}`);
      while (pictures.children.length > all.length) pictures.lastChild.remove();
      const largest = stage.values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
      all.forEach((tile, place) => {
        const canvas = pictures.children[place]
          ?? pictures.appendChild(document.createElement("canvas"));
        paint(canvas, tile, largest, colours);
      });
    });
  }

  function newFigure() {
    const figure = document.createElement("figure"), text = document.createElement("figcaption");
    text.append(document.createElement("strong"), document.createElement("span"));
    const pictures = document.createElement("div");
    pictures.className = "maps";
    pictures.setAttribute("role", "img");
    figure.append(text, pictures);
    return figure;
  }

  return { show };
})();
