// The page: strokes by mouse, pen, finger or key; the answer; the layers.
"use strict";

const SIDE = 280; // of the drawing, whatever its size on the screen
const PEN_WIDTH = 18;
// One way to write each digit, in the drawing's units: strokes of x and y.
const EXAMPLES = [
  [[140, 50, 95, 80, 80, 145, 95, 205, 140, 232, 188, 200, 202, 140, 186, 80, 140, 50]],
  [[105, 92, 146, 50, 142, 232]],
  [[84, 96, 104, 58, 150, 48, 190, 76, 184, 122, 136, 176, 84, 228, 206, 224]],
  [[88, 66, 140, 46, 186, 72, 176, 116, 128, 134, 184, 152, 198, 196, 150, 234, 86, 216]],
  [[120, 48, 82, 150, 206, 150], [176, 100, 166, 234]],
  [[196, 54, 108, 54, 98, 126, 150, 112, 196, 146, 188, 206, 136, 234, 84, 212]],
  [[176, 48, 118, 90, 88, 160, 98, 214, 146, 234, 190, 204, 182, 158, 134, 146, 94, 176]],
  [[80, 60, 204, 56, 160, 130, 126, 234]],
  [[184, 76, 140, 48, 98, 74, 112, 118, 164, 150, 192, 196, 146, 234, 92, 204, 106, 156, 168, 118, 184, 76]],
  [[188, 88, 148, 50, 100, 74, 98, 120, 142, 136, 186, 104, 188, 88, 178, 160, 150, 234]],
].map((strokes) => strokes.map((flat) => {
  const points = [];
  for (let place = 0; place < flat.length; place += 2) points.push([flat[place], flat[place + 1]]);
  return rounder(rounder(points));
}));

// The same line with its corners cut.
function rounder(points) {
  const between = (from, to, share) => from.map((place, axis) => place + share * (to[axis] - place));
  const cut = points.slice(1).flatMap((to, index) =>
    [between(points[index], to, 0.25), between(points[index], to, 0.75)]);
  return [points[0], ...cut, points[points.length - 1]];
}

const network = Network.unpacked(JSON.parse(document.getElementById("network").textContent));

// What the network says of strokes; null where there is none.
function recognize(strokes, penWidth = 0) {
  const ink = Ink.render(strokes, penWidth);
  if (!ink) return null;
  const image = Ink.normalize(ink);
  const { stages, probabilities } = Network.read(network, image);
  const ordered = probabilities.map((_, digit) => digit)
    .sort((a, b) => probabilities[b] - probabilities[a] || a - b);
  return {
    image, stages, probabilities,
    likeliest: ordered[0], second: ordered[1],
    verdict: Network.verdict(probabilities, network.rule),
  };
}

// Never more than 99.9: no answer is certain.
const percent = (share) => `${Math.min(100 * share, 99.9).toFixed(1)} %`;

// The answer in words: what stands large, the sentence, and what comes next.
function inWords(reading) {
  if (!reading) return { digit: "", words: "Nothing is drawn yet", next: "", look: "" };
  const { likeliest, second, probabilities, verdict } = reading;
  const [first, other] = [percent(probabilities[likeliest]), percent(probabilities[second])];
  if (verdict === "digit") {
    return { digit: `${likeliest}`, words: `${first} sure`, next: `next: ${second} (${other})`, look: "" };
  }
  if (verdict === "not sure") {
    const words = `Not sure: ${likeliest} or ${second}`;
    return { digit: `${likeliest}?`, words, next: `${first} or ${other}`, look: "doubtful" };
  }
  return { digit: "×", words: "Not a digit", next: `nearest: ${likeliest} (${first})`, look: "refused" };
}

const part = (id) => document.getElementById(id);
const sheet = part("sheet"), answers = part("answers");
let strokes = [], current = null, reading = null, chosen = null, waits = false, nextExample = 0;

for (let digit = 0; digit < 10; digit++) {
  const row = document.createElement("li");
  row.id = `answer-${digit}`;
  row.setAttribute("role", "option");
  row.innerHTML = `<span>${digit}</span><span class="track"><span class="bar"></span></span><span class="share"></span>`;
  row.firstChild.nextSibling.style.display = "block";
  row.querySelector(".bar").style.display = "block";
  row.addEventListener("click", () => choose(digit));
  answers.append(row);
}

function choose(digit) {
  chosen = digit;
  for (const row of answers.children) {
    row.setAttribute("aria-selected", String(row.id === `answer-${digit}`));
  }
  if (digit === null) answers.removeAttribute("aria-activedescendant");
  else answers.setAttribute("aria-activedescendant", `answer-${digit}`);
}

function paintSheet() {
  const side = Math.round(sheet.clientWidth * devicePixelRatio);
  if (sheet.width !== side) sheet.width = sheet.height = side;
  const context = sheet.getContext("2d");
  context.setTransform(side / SIDE, 0, 0, side / SIDE, 0, 0);
  context.clearRect(0, 0, SIDE, SIDE);
  context.lineCap = context.lineJoin = "round";
  context.lineWidth = PEN_WIDTH;
  context.strokeStyle = "#ffffff";
  for (const points of strokes) {
    context.beginPath();
    context.moveTo(...points[0]);
    for (const point of points.length > 1 ? points.slice(1) : points) context.lineTo(...point);
    context.stroke();
  }
}

function show() {
  waits = false;
  reading = recognize(strokes, PEN_WIDTH);
  const said = inWords(reading);
  part("digit").textContent = said.digit;
  part("digit").className = `digit ${said.look}`;
  part("words").textContent = said.words;
  part("runner-up").textContent = said.next;
  for (let digit = 0; digit < 10; digit++) {
    const row = answers.children[digit], share = reading ? reading.probabilities[digit] : 0;
    row.querySelector(".bar").style.width = `${100 * share}%`;
    row.querySelector(".share").textContent = reading ? percent(share) : "";
    row.setAttribute("aria-label", reading ? `${digit}: ${percent(share)}` : `${digit}`);
  }
  part("undo").disabled = part("clear").disabled = !strokes.length;
  sheet.setAttribute("aria-label", `Drawing: ${strokes.length} ${strokes.length === 1 ? "stroke" : "strokes"}`);
  paintSheet();
  Layers.show(part("stages"), reading);
}

// At most once a frame, however fast the pointer moves.
function showSoon() {
  if (waits) return;
  waits = true;
  requestAnimationFrame(show);
}

// What a screen reader says, when a stroke is complete and not while it is drawn.
function changed(next) {
  strokes = next;
  show();
  choose(reading ? reading.likeliest : null);
  const said = inWords(reading);
  part("spoken").textContent = [said.digit.replace("×", ""), said.words, said.next].filter(Boolean).join(", ");
}

const undo = () => changed(strokes.slice(0, -1));
const clear = () => changed([]);
function example(digit) {
  nextExample = (digit + 1) % 10;
  changed(EXAMPLES[digit]);
}

function place(event) {
  const box = sheet.getBoundingClientRect();
  return [(event.clientX - box.left) * SIDE / box.width, (event.clientY - box.top) * SIDE / box.height];
}

sheet.addEventListener("pointerdown", (event) => {
  if (event.button || current) return;
  sheet.setPointerCapture(event.pointerId);
  current = { pointer: event.pointerId, points: [place(event)] };
  strokes = [...strokes, current.points];
  showSoon();
});
sheet.addEventListener("pointermove", (event) => {
  if (event.pointerId !== current?.pointer) return;
  const passed = event.getCoalescedEvents?.() ?? [];
  current.points.push(...(passed.length ? passed : [event]).map(place));
  showSoon();
});
for (const end of ["pointerup", "pointercancel"]) {
  sheet.addEventListener(end, (event) => {
    if (event.pointerId !== current?.pointer) return;
    current = null;
    changed(strokes);
  });
}

part("undo").addEventListener("click", undo);
part("clear").addEventListener("click", clear);
part("example").addEventListener("click", () => example(nextExample));
document.addEventListener("keydown", (event) => {
  if (current || event.altKey || event.metaKey) return;
  const key = event.ctrlKey ? `Ctrl ${event.key}` : event.key;
  if (key === "Backspace" || key === "Ctrl z") undo();
  else if (key === "Delete" || key === "Escape") clear();
  else if (/^[0-9]$/.test(key)) example(Number(key));
  else return;
  event.preventDefault();
});
answers.addEventListener("keydown", (event) => {
  const from = chosen ?? 0;
  const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: 9 }[event.key];
  if (to === undefined) return;
  choose(Math.min(Math.max(to, 0), 9));
  event.preventDefault();
});
new ResizeObserver(paintSheet).observe(sheet);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
show();
