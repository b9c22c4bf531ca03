// From pen strokes to the network's input, as digit_recognizer.ink does it with OpenCV.
// Pictures are {width, height, values}: 0 is background, 255 is ink.
"use strict";

const Ink = (() => {
  const LONGER_SIDE = 200, PEN = 24, BOX = 20, SIDE = 28;
  const ONE = 65536, HALF = ONE / 2; // coordinates of corners are whole numbers of 1/65536 pixel
  const THINNEST = 1.7 / 20, THICKEST = 4 / 20, BLOB = 0.42, MOST_OFF = 0.35, WORKING_SIDE = 120;
  const USUAL_SLANT = 0.55, MOST_SLANT = 1, LEAST_SLANT = 0.05;

  // Shares and sums are float32, as OpenCV has them: half a grey level more or less may decide where
  // the centre of mass falls.
  const { fround } = Math;

  const picture = (width, height) => ({ width, height, values: new Uint8Array(width * height) });

  // The nearest whole number; of two, the even one.
  const rounded = (x) => {
    const near = Math.round(x);
    return near - x === 0.5 && near % 2 ? near - 1 : near;
  };

  const pixel = (units) => Math.floor((units + HALF) / ONE);

  function fillRow(sheet, y, left, right) {
    if (y < 0 || y >= sheet.height) return;
    const end = Math.min(right, sheet.width - 1);
    for (let x = Math.max(left, 0); x <= end; x++) sheet.values[y * sheet.width + x] = 255;
  }

  function fillDisc(sheet, centreX, centreY, radius) {
    for (let y = -radius; y <= radius; y++) {
      const reach = Math.floor(Math.sqrt(radius * radius - y * y));
      fillRow(sheet, centreY + y, centreX - reach, centreX + reach);
    }
  }

  // A line without what lies above the sheet or left of it; nothing where all of it does.
  function onSheet(ends) {
    for (const axis of [1, 0]) {
      const [from, to] = ends;
      if (from[axis] < 0 && to[axis] < 0) return null;
      ends = [[from, to], [to, from]].map(([end, other]) => {
        if (end[axis] >= 0) return end;
        const share = -end[axis] / (other[axis] - end[axis]);
        return end.map((place, along) =>
          along === axis ? 0 : place + Math.trunc(share * (other[along] - place)));
      });
    }
    return ends;
  }

  // One pixel in each column of a flat line, or in each row of a steep one.
  function drawEdge(sheet, from, to) {
    const ends = onSheet([from, to]);
    if (!ends) return;
    const [[ax, ay], [bx, by]] = ends;
    const isFlat = Math.abs(bx - ax) > Math.abs(by - ay);
    const put = (along, across) =>
      isFlat ? fillRow(sheet, across, along, along) : fillRow(sheet, along, across, across);
    let [first, start, last, end] = isFlat ? [ax, ay, bx, by] : [ay, ax, by, bx];
    if (first > last) [first, start, last, end] = [last, end, first, start];
    const length = last - first;
    const step = Math.trunc(((end - start) * ONE) / (length % 2 ? length : length + 1));
    put(pixel(last), pixel(end));
    for (let k = 0; k <= Math.floor(length / ONE); k++) {
      put(pixel(first) + k, pixel(start + k * step));
    }
  }

  function fillPolygon(sheet, corners) {
    const ends = new Map(); // for each row the leftmost and the rightmost place of its edges
    corners.forEach((corner, index) => {
      const next = corners[(index + 1) % corners.length];
      drawEdge(sheet, corner, next);
      const [upper, lower] = corner[1] < next[1] ? [corner, next] : [next, corner];
      const first = pixel(upper[1]), rows = pixel(lower[1]) - first;
      const step = Math.trunc((2 * (lower[0] - upper[0]) + rows) / (2 * rows));
      for (let k = 0; k < rows; k++) {
        const x = upper[0] + k * step;
        const [left, right] = ends.get(first + k) ?? [x, x];
        ends.set(first + k, [Math.min(left, x), Math.max(right, x)]);
      }
    });
    for (const [y, [left, right]] of ends) fillRow(sheet, y, pixel(left), pixel(right));
  }

  // A line with a round pen: a disc at each point, a rectangle between each two.
  function drawLine(sheet, points, pen) {
    const disc = ([x, y]) => fillDisc(sheet, pixel(x), pixel(y), pen / 2);
    disc(points[0]);
    for (let index = 1; index < points.length; index++) {
      const [from, to] = [points[index - 1], points[index]];
      const length = Math.hypot((from[0] - to[0]) / ONE, (to[1] - from[1]) / ONE);
      if (length > 0) {
        const share = (pen * HALF) / length / ONE;
        const dx = rounded((to[1] - from[1]) * share), dy = rounded((from[0] - to[0]) * share);
        fillPolygon(sheet, [
          [from[0] + dx, from[1] + dy], [from[0] - dx, from[1] - dy],
          [to[0] - dx, to[1] - dy], [to[0] + dx, to[1] + dy],
        ]);
      }
      disc(to);
    }
  }

  // Ink of strokes, lists of [x, y], drawn anew at a size and with a pen that are always the same.
  function render(strokes, penWidth = 0) {
    const lines = strokes.filter((stroke) => stroke.length);
    if (!lines.length) return null;
    const all = lines.flat();
    const [minX, minY] = [0, 1].map((axis) => Math.min(...all.map((point) => point[axis])));
    const [maxX, maxY] = [0, 1].map((axis) => Math.max(...all.map((point) => point[axis])));
    const extent = Math.max(maxX - minX, maxY - minY);
    if (extent < Math.max(1e-100, penWidth)) {
      return draw([[[LONGER_SIDE / 2, LONGER_SIDE / 2]]], LONGER_SIDE);
    }
    const scale = (LONGER_SIDE - PEN) / extent;
    const placed = lines.map((line) =>
      line.map(([x, y]) => [(x - minX) * scale + PEN / 2, (y - minY) * scale + PEN / 2]));
    return draw(placed, PEN);
  }

  function draw(lines, pen) {
    const side = (axis) => {
      const farthest = Math.max(...lines.flat().map((point) => point[axis]));
      return Math.ceil(farthest + pen / 2) + 1;
    };
    const sheet = picture(side(0), side(1));
    const fine = (value) => rounded((value - 0.5) * 16) * (ONE / 16);
    for (const line of lines) drawLine(sheet, line.map(([x, y]) => [fine(x), fine(y)]), pen);
    return cutToInk(sheet);
  }

  function cutToInk(ink) {
    let [left, top, right, bottom] = [ink.width, ink.height, -1, -1];
    for (let y = 0; y < ink.height; y++) {
      for (let x = 0; x < ink.width; x++) {
        if (!ink.values[y * ink.width + x]) continue;
        left = Math.min(left, x); right = Math.max(right, x);
        top = Math.min(top, y); bottom = Math.max(bottom, y);
      }
    }
    return made(right - left + 1, bottom - top + 1, (x, y) => at(ink, x + left, y + top));
  }

  const at = (ink, x, y) =>
    x >= 0 && y >= 0 && x < ink.width && y < ink.height ? ink.values[y * ink.width + x] : 0;

  function made(width, height, value) {
    const result = picture(width, height);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) result.values[y * width + x] = value(x, y);
    }
    return result;
  }

  const padded = (ink, left, top, right, bottom) =>
    made(ink.width + left + right, ink.height + top + bottom, (x, y) => at(ink, x - left, y - top));

  function moments(ink) {
    let m00 = 0, m10 = 0, m01 = 0, m11 = 0, m02 = 0;
    for (let y = 0; y < ink.height; y++) {
      for (let x = 0; x < ink.width; x++) {
        const value = ink.values[y * ink.width + x];
        m00 += value; m10 += x * value; m01 += y * value; m11 += x * y * value; m02 += y * y * value;
      }
    }
    return { x: m10 / m00, y: m01 / m00, mu11: m11 - (m10 * m01) / m00, mu02: m02 - (m01 * m01) / m00 };
  }

  function withoutSteepSlant(ink) {
    const { mu11, mu02 } = moments(ink);
    const slant = mu02 > 0 ? mu11 / mu02 : 0;
    const excess = Math.min(Math.abs(slant) - USUAL_SLANT, MOST_SLANT);
    if (excess < LEAST_SLANT) return ink;
    const shear = slant < 0 ? -excess : excess;
    const reach = Math.abs(shear) * ink.height, shift = shear > 0 ? reach : 0;
    const sheared = made(Math.ceil(ink.width + reach) + 1, ink.height, (x, y) => {
      const place = fround(x + fround(fround(fround(shear) * y) - fround(shift)));
      const whole = Math.floor(place), here = at(ink, whole, y);
      return rounded(fround(here + fround((place - whole) * (at(ink, whole + 1, y) - here))));
    });
    return cutToInk(sheared);
  }

  // Twice the area over the outline's length, which is taken from four directions.
  function strokeWidth(ink) {
    let area = 0, straight = 0, slanting = 0;
    for (const value of ink.values) area += value;
    for (let y = -1; y < ink.height; y++) {
      for (let x = -1; x < ink.width; x++) {
        const here = at(ink, x, y), below = at(ink, x, y + 1), right = at(ink, x + 1, y);
        straight += Math.abs(here - below) + Math.abs(here - right);
        slanting += Math.abs(here - at(ink, x + 1, y + 1)) + Math.abs(below - right);
      }
    }
    return (2 * area) / ((Math.PI / 8) * (straight + slanting / Math.SQRT2));
  }

  // Ink grows by radius pixels: to the four neighbours and to all eight in turn.
  function thicken(ink, radius) {
    for (let step = 0; radius > step; step++) {
      const share = Math.min(1, radius - step), before = ink;
      ink = made(ink.width, ink.height, (x, y) => {
        let most = 0;
        for (let dy = -1; dy <= 1; dy++) {
          for (let dx = -1; dx <= 1; dx++) {
            if (step % 2 || !dx || !dy) most = Math.max(most, at(before, x + dx, y + dy));
          }
        }
        return share === 1 ? most : rounded(most * share + at(before, x, y) * (1 - share));
      });
    }
    return ink;
  }

  function withUsualLines(ink) {
    const longer = Math.max(ink.width, ink.height);
    let width = strokeWidth(ink);
    const share = width / longer;
    if ((THINNEST <= share && share <= THICKEST) || share >= BLOB) return ink;
    const large = atWorkingSize(ink);
    if (large !== ink) width = strokeWidth(large);
    return share < THINNEST ? thickened(large, width) : thinned(large, width);
  }

  // Ink of strokes is never small: nothing is enlarged here.
  function atWorkingSize(ink) {
    const longer = Math.max(ink.width, ink.height);
    if (longer < 2 * WORKING_SIDE) return ink;
    const block = Math.floor(longer / WORKING_SIDE);
    return made(Math.ceil(ink.width / block), Math.ceil(ink.height / block), (x, y) => {
      let most = 0;
      for (let dy = 0; dy < block; dy++) {
        for (let dx = 0; dx < block; dx++) most = Math.max(most, at(ink, x * block + dx, y * block + dy));
      }
      return most;
    });
  }

  function thickened(ink, width) {
    const longer = Math.max(ink.width, ink.height);
    const radius = (THINNEST * longer - width) / (2 * (1 - THINNEST));
    if (radius <= 0) return ink;
    const margin = Math.ceil(radius);
    return thicken(padded(ink, margin, margin, margin, margin), radius);
  }

  function thinned(ink, width) {
    const longer = Math.max(ink.width, ink.height);
    const wanted = (width - THICKEST * longer) / (2 * (1 - THICKEST));
    const radius = Math.min(Math.max(wanted, 0), MOST_OFF * width);
    const wide = padded(ink, 1, 1, 1, 1);
    const turned = (one) => made(one.width, one.height, (x, y) => 255 - at(one, x, y));
    const thin = turned(thicken(turned(wide), radius));
    const back = thicken(thin, radius);
    const whole = made(wide.width, wide.height, (x, y) => {
      const lost = Math.max(at(wide, x, y) - at(back, x, y), 0);
      return Math.max(at(thin, x, y), 2 * lost - 255);
    });
    return cutToInk(whole);
  }

  // The mean of areas: how much of each pixel along a side goes into each of the smaller picture.
  function shares(length, smaller, step) {
    return Array.from({ length: smaller }, (_, index) => {
      const from = index * step, to = from + step;
      const width = Math.min(step, length - from);
      const last = Math.min(Math.floor(to), length - 1), first = Math.min(Math.ceil(from), last);
      const parts = [];
      if (first - from > 1e-3) parts.push([first - 1, fround((first - from) / width)]);
      for (let place = first; place < last; place++) parts.push([place, fround(1 / width)]);
      if (to - last > 1e-3) parts.push([last, fround(Math.min(to - last, 1, width) / width)]);
      return parts;
    });
  }

  function scaledIntoBox(ink) {
    const step = Math.max(ink.width, ink.height) / BOX;
    if (step === 1) return ink;
    const [across, down] = [ink.width, ink.height].map((side) =>
      Math.max(1, Math.ceil(side / step - 1e-6)));
    const spareX = across * step - ink.width, spareY = down * step - ink.height;
    const left = Math.trunc(spareX / 2), top = Math.trunc(spareY / 2);
    const wide = padded(ink, left, top, Math.ceil(spareX) - left, Math.ceil(spareY) - top);
    const columns = shares(wide.width, across, step), rows = shares(wide.height, down, step);
    return made(across, down, (x, y) => {
      let total = 0;
      for (const [row, part] of rows[y]) {
        let sum = 0;
        for (const [column, share] of columns[x]) {
          sum = fround(sum + fround(share * wide.values[row * wide.width + column]));
        }
        total = fround(total + fround(part * sum));
      }
      return Math.min(rounded(total), 255);
    });
  }

  // The 28 × 28 bytes that MNIST's makers would have made of ink.
  function normalize(ink) {
    const small = scaledIntoBox(withUsualLines(withoutSteepSlant(ink)));
    const centre = moments(small);
    const offset = (at, length) =>
      Math.min(Math.max(Math.floor(SIDE / 2 - at + 0.5), 0), SIDE - length);
    const left = offset(centre.x, small.width), top = offset(centre.y, small.height);
    return made(SIDE, SIDE, (x, y) => at(small, x - left, y - top)).values;
  }

  return { render, normalize };
})();
