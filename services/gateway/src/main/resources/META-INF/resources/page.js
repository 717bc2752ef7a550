"use strict";

const api = "api/";
const stages = ["preprocess", "inference", "postprocess", "evaluation"];
let chosenRun = null;
let runs = [];
const opened = new Set();
const filesOf = new Map();
const pictures = new Map();

const $ = (id) => document.getElementById(id);

/** An element with attributes and children; text is always text. */
function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function svg(name, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

async function get(path) {
  const answer = await fetch(api + path, { headers: { Accept: "application/json" } });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.detail || answer.statusText);
  return said;
}

const file = (artifact) => api + "objects/" + artifact.key.split("/").map(encodeURIComponent).join("/");
const brief = (model) => (model || "").replace(/@([0-9a-f]{12})[0-9a-f]*$/, "@$1");
const leaf = (key) => key.slice(key.lastIndexOf("/") + 1);
const number = (value, digits) => (Number.isFinite(value) ? value.toFixed(digits) : "–");
const when = (time) => (time ? new Date(time).toLocaleString() : "");

function seconds(value) {
  if (!Number.isFinite(value)) return "";
  if (value < 60) return value.toFixed(1) + " s";
  return Math.floor(value / 60) + " min " + String(Math.round(value % 60)).padStart(2, "0") + " s";
}

function mood(state) {
  if (["published", "segmented", "evaluated", "ingested"].includes(state)) return "good";
  return ["failed", "rejected", "cancelled"].includes(state) ? "bad" : "busy";
}

const stateOf = (state) => el("span", { class: "state " + mood(state) }, state);
const problemOf = (problem) =>
  problem ? el("p", { class: "problem" }, problem.what + " " + problem.remedy) : null;

/** Puts a list in place, and the focus back where it was. */
function place(list, items, nothing) {
  const focus = list.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  list.replaceChildren(...(items.length ? items : [el("li", { class: "empty" }, nothing)]));
  if (focus) list.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
}

function showStatus(status) {
  const words = [
    status.store.reachable ? "bucket answers" : "bucket does not answer",
    status.log.reachable ? "log answers" : "log does not answer",
    status.log.caughtUp ? null : "reading the past …",
    status.deadLetters ? status.deadLetters + " given up, see scanmill dead-letters" : null,
  ].filter(Boolean);
  $("status").textContent = (status.well ? "All is well: " : "Not well: ") + words.join(", ");
  $("status").className = status.well ? "good" : "bad";
  place($("services"), status.services.map((service) =>
    el("li", {},
      el("span", { class: "state " + (service.state === "up" ? "good" : "bad") }, service.name),
      service.lag ? " " + service.lag + " waiting" : "")), "none yet");
}

function showRuns() {
  if (!runs.some((run) => run.run === chosenRun)) chosenRun = runs.length ? runs[0].run : null;
  place($("run-list"), runs.map((run) => {
    const done = run.history.length ? run.history[run.history.length - 1].epoch : 0;
    const bar = el("i");
    bar.style.width = (run.epochs ? (100 * done) / run.epochs : 0) + "%";
    return el("li", {},
      el("button", {
        class: "row", type: "button", "data-focus": run.run,
        "aria-pressed": String(run.run === chosenRun),
        onclick: () => { chosenRun = run.run; showRuns(); lookAtFiles(); },
      },
      el("span", { class: "line" }, el("span", { class: "name" }, run.run), stateOf(run.cancelling ? "stopping" : run.state)),
      el("span", { class: "line" },
        el("span", { class: "meta" }, run.epochs ? `epoch ${done} of ${run.epochs}` : "not started"),
        el("span", { class: "meta" }, when(run.updated))),
      el("span", { class: "bar", "aria-hidden": "true" }, bar)));
  }), "No run yet. Start one with: scanmill train -c config.json");
  const run = runs.find((one) => one.run === chosenRun);
  $("run-view").replaceChildren(...(run ? runView(run) : [el("p", { class: "meta" }, "Nothing to show.")]));
}

function runView(run) {
  const facts = [
    run.device ? "on " + run.device : null,
    run.dataset ? `${run.dataset.training} scans to train, ${run.dataset.validation} to validate, ${run.dataset.test} to test` : null,
    run.model ? `model ${run.model.name}@${run.model.digest.slice(0, 12)}` : null,
  ].filter(Boolean).join(" · ");
  const first = ([name]) => (/^dice/.test(name) ? 0 : 1);
  const scores = Object.entries(run.scores).sort((a, b) => first(a) - first(b) || a[0].localeCompare(b[0]));
  return [
    el("h3", { class: "line" }, el("span", { class: "name" }, run.run), stateOf(run.state)),
    el("p", { class: "meta" }, facts),
    problemOf(run.problem),
    run.history.length ? chart(run, "Loss", losses(run)) : el("p", { class: "meta" }, "The loss is drawn here after the first epoch."),
    run.history.length && scoreLines(run).length ? chart(run, "Scores on the validation samples", scoreLines(run)) : null,
    ...gallery(run),
    scores.length
      ? folded("scores " + run.run, "Every score of the test split", table(["metric", "test split"], scores.map(([name, value]) => [name, number(value, 4)])))
      : null,
    run.history.length ? folded("numbers " + run.run, "The last epochs in numbers", numbers(run)) : null,
    run.ended ? null : el("p", {}, el("button", { type: "button", onclick: () => stop(run.run) }, "Stop this run")),
  ].filter(Boolean);
}

/** Something long that opens when it is wanted, and stays so. */
function folded(key, title, ...children) {
  const details = el("details", { ontoggle: () => (details.open ? opened.add(key) : opened.delete(key)) },
    el("summary", {}, title), ...children);
  details.open = opened.has(key);
  return details;
}

function numbers(run) {
  return table(["epoch", "training", "validation", "Dice", "time"], run.history.slice(-12).reverse().map((epoch) => [
    epoch.epoch, number(epoch.trainingLoss, 4), number(epoch.validationLoss, 4),
    number(Object.entries(epoch.scores).find(([name]) => /dice/i.test(name))?.[1], 4), seconds(epoch.seconds)]));
}

async function stop(run) {
  if (confirm("Stop run " + run + "? Its last checkpoint is kept.")) {
    await fetch(api + "trainings/" + encodeURIComponent(run), { method: "DELETE" });
  }
}

function table(heading, rows) {
  const right = (column) => (column > 0 ? "number" : null);
  return el("table", {},
    el("thead", {}, el("tr", {}, ...heading.map((text, i) => el("th", { scope: "col", class: right(i) }, text)))),
    el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map((cell, i) => el("td", { class: right(i) }, String(cell)))))));
}

const losses = (run) => [
  { name: "training", kind: "train", at: (epoch) => epoch.trainingLoss },
  { name: "validation", kind: "valid", at: (epoch) => epoch.validationLoss },
];

/** Dice over all classes and of each, or what there is without Dice; at most four lines. */
function scoreLines(run) {
  const names = [...new Set(run.history.flatMap((epoch) => Object.keys(epoch.scores)))];
  const dice = names.filter((name) => /^dice/.test(name));
  const rank = (name) => (name === "dice_score" ? 0 : 1);
  return (dice.length ? dice : names).sort((a, b) => rank(a) - rank(b) || a.localeCompare(b)).slice(0, 4)
    .filter((name) => run.history.some((epoch) => Number.isFinite(epoch.scores[name])))
    .map((name, i) => ({ name, kind: ["train", "valid", "third", "fourth"][i], at: (epoch) => epoch.scores[name] }));
}

/** Values over epochs, a line for each, and what the lines are. */
function chart(run, title, lines) {
  const width = 720, height = 230, left = 52, right = 12, top = 10, bottom = 28;
  const epochs = run.history;
  const values = epochs.flatMap((epoch) => lines.map((line) => line.at(epoch))).filter(Number.isFinite);
  if (!values.length) return null;
  let low = Math.min(...values), high = Math.max(...values);
  if (low === high) { low -= 0.5; high += 0.5; }
  const most = Math.max(run.epochs, epochs[epochs.length - 1].epoch, 2);
  const x = (epoch) => left + ((epoch - 1) / (most - 1)) * (width - left - right);
  const y = (value) => top + ((high - value) / (high - low)) * (height - top - bottom);
  const last = epochs[epochs.length - 1];
  const picture = svg("svg", {
    class: "curve", viewBox: `0 0 ${width} ${height}`, role: "img",
    "aria-label": `${title} over ${epochs.length} of ${most} epochs; at the end ` + lines.map((line) => `${number(line.at(last), 4)} (${line.name})`).join(", "),
  });
  for (let i = 0; i <= 4; i++) {
    const value = low + ((high - low) * i) / 4;
    picture.append(
      svg("line", { class: "grid", x1: left, x2: width - right, y1: y(value), y2: y(value) }),
      svg("text", { x: left - 8, y: y(value) + 4, "text-anchor": "end" }, value.toPrecision(3)));
  }
  const step = Math.max(1, Math.ceil(most / 10));
  for (let epoch = 1; epoch <= most; epoch += step)
    picture.append(svg("text", { x: x(epoch), y: height - 8, "text-anchor": "middle" }, epoch));
  for (const line of lines) {
    const known = epochs.filter((epoch) => Number.isFinite(line.at(epoch)));
    if (known.length === 1)
      picture.append(svg("circle", { class: line.kind, cx: x(known[0].epoch), cy: y(line.at(known[0])), r: 3 }));
    else
      picture.append(svg("path", { class: line.kind, d: known.map((epoch, i) => `${i ? "L" : "M"}${x(epoch.epoch).toFixed(1)} ${y(line.at(epoch)).toFixed(1)}`).join("") }));
  }
  return el("div", {},
    el("h4", {}, title), picture,
    el("div", { class: "key", "aria-hidden": "true" }, ...lines.map((line) => el("span", { class: line.kind }, line.name))));
}

/** A picture that stays the same node while its content does, so that animations go on. */
function shown(one, alt) {
  const source = file(one) + "?v=" + encodeURIComponent(one.version);
  if (!pictures.has(source)) pictures.set(source, el("img", { src: source, alt, loading: "lazy" }));
  if (pictures.size > 200) pictures.delete(pictures.keys().next().value);
  return pictures.get(source);
}

/** What the run wrote for people to look at. */
function gallery(run) {
  const files = filesOf.get(run.run) || [];
  const found = (pattern) => files.filter((one) => pattern.test(one.name));
  const group = (title, ones, alt, size) => (ones.length
    ? [el("h4", {}, title), el("div", { class: "gallery " + (size || "") }, ...ones.map((one) =>
      el("figure", {}, shown(one, alt + " " + one.name), el("figcaption", {}, leaf(one.name)))))]
    : []);
  const plain = found(/^(training_curve\.(csv|png)|config_file\.json|results_eval\/.*)$/);
  const board = found(/events\.out\.tfevents/);
  return [
    ...group("Validation samples, epoch by epoch", found(/^gifs\/.*\.gif$/), "Animation of a validation sample:"),
    ...group("What the network is shown", found(/^augmented\.png$/), "Augmented samples with their truth:"),
    ...group("Mixtures of the first epoch", found(/^mixup\/.*\.png$/).slice(0, 12), "Two samples mixed:", "small"),
    plain.length
      ? el("p", { class: "line" }, ...plain.map((one) => el("a", { href: file(one), target: "_blank", rel: "noopener" }, leaf(one.name))))
      : null,
    board.length
      ? folded("board " + run.run, "Files for TensorBoard", el("div", { class: "line" },
        ...board.map((one) => el("a", { href: file(one), download: leaf(one.name) }, one.name.includes("/") ? one.name.split("/")[0] : "learning rate, pictures"))))
      : null,
  ].filter(Boolean);
}

async function lookAtFiles() {
  const run = chosenRun;
  if (!run) return;
  try {
    filesOf.set(run, await get("runs/" + encodeURIComponent(run) + "/files"));
    showRuns();
  } catch (e) {
    filesOf.delete(run); // the bucket is away; what it holds is not shown
  }
}

function stageList(request) {
  const passed = new Map(request.stages.map((stage) => [stage.stage, stage]));
  let stopped = Boolean(request.problem);
  return el("ol", { class: "stages", "aria-label": "Stages" }, ...stages.map((name) => {
    const stage = passed.get(name);
    if (stage) return el("li", { class: "done" }, `✓ ${name} ${seconds(stage.seconds)}`);
    if (stopped) { stopped = false; return el("li", { class: "stopped" }, "✗ " + name); }
    return el("li", {}, name);
  }));
}

function requestView(request) {
  const links = [["labels", request.segmentation], ["manifest", request.manifest], ["scores", request.report], ["scores as a table", request.table]]
    .filter(([, artifact]) => artifact)
    .map(([name, artifact]) => el("a", { href: file(artifact), download: leaf(artifact.key) }, name));
  request.probabilities.forEach((artifact) => links.push(el("a", { href: file(artifact), download: leaf(artifact.key) }, leaf(artifact.key))));
  if (request.page) links.unshift(el("a", { href: file(request.page), target: "_blank", rel: "noopener" }, "evaluation report"));
  const dice = (label) => request.scores.find((score) => score.label === label && /^dice/.test(score.metric))?.value;
  const volumes = Object.entries(request.volumesMm3);
  return el("div", { class: "more" },
    el("div", {}, el("span", { class: "name" }, brief(request.model)), " ", stateOf(request.state)),
    stageList(request),
    problemOf(request.problem),
    volumes.length ? table(["label", "volume mm³", "Dice"], volumes.map(([label, volume]) => [label, number(volume, 1), number(dice(label), 4)])) : null,
    request.overlay ? el("img", { src: file(request.overlay), loading: "lazy", alt: "The labels drawn over slices of the scan" }) : null,
    links.length ? el("div", { class: "line" }, ...links) : null);
}

function showScans(scans) {
  place($("scan-list"), scans.map((scan) => {
    const newest = scan.requests[0];
    const key = "scan " + scan.id;
    const details = el("details", { ontoggle: () => (details.open ? opened.add(key) : opened.delete(key)) },
      el("summary", { "data-focus": key },
        el("span", { class: "name" }, scan.scan || "upload " + scan.id.slice(0, 8)), " ",
        stateOf(scan.state), " ",
        el("span", { class: "meta" }, [brief(newest?.model), scan.facts ? scan.facts.shape.join(" × ") : null, when(scan.updated)].filter(Boolean).join(" · ")),
        newest ? stageList(newest) : null,
        problemOf(scan.problem)),
      ...scan.requests.map(requestView));
    details.open = opened.has(key);
    return el("li", {}, details);
  }), "No scan yet. Drop one under incoming/<model>/ of the bucket, or choose a file above.");
}

function showModels(models) {
  const select = $("ask-model"), before = select.value;
  select.replaceChildren(...models.map((model) => el("option", { value: model.name }, model.name)));
  if (models.some((model) => model.name === before)) select.value = before;
  place($("model-list"), models.map((model) => el("li", {}, el("div", {},
    el("div", { class: "name" }, model.name),
    el("div", { class: "meta" }, ...model.versions.flatMap((version, i) => {
      const names = Object.keys(model.aliases).filter((alias) => model.aliases[alias] === version.digest);
      const card = `${api}models/${encodeURIComponent(model.name)}/${version.digest}/card`;
      const scores = card.replace(/card$/, "evaluation");
      return [i ? ", " : "", el("a", { href: card }, version.digest.slice(0, 12)), names.length ? ` (${names.join(", ")})` : "",
        " · ", el("a", { href: scores, target: "_blank", rel: "noopener" }, "scores on all scans")];
    }))))),
  "No model yet.");
}

async function ask(event) {
  event.preventDefault();
  const scan = $("ask-file").files[0], said = $("ask-said");
  try {
    said.textContent = "sending …";
    const folder = "scans/" + crypto.getRandomValues(new Uint32Array(2)).join("");
    const up = await fetch(`${api}uploads?name=${encodeURIComponent(scan.name)}&folder=${encodeURIComponent(folder)}`, { method: "POST", body: scan });
    const upload = await up.json();
    if (!up.ok) throw new Error(upload.detail);
    const asked = await fetch(api + "segmentations", {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ image: upload.key, model: $("ask-model").value }),
    });
    const answer = await asked.json();
    if (!asked.ok) throw new Error(answer.detail);
    said.textContent = "asked; it appears below";
  } catch (e) {
    said.textContent = e.message;
  }
}

let waiting = false;
async function refresh() {
  if (waiting) return;
  waiting = true;
  await new Promise((done) => setTimeout(done, 250));
  waiting = false;
  try {
    const [status, newRuns, scans, models] = await Promise.all([get("status"), get("runs?limit=30"), get("scans?limit=60"), get("models")]);
    runs = newRuns;
    showStatus(status); showRuns(); showScans(scans); showModels(models);
    await lookAtFiles();
  } catch (e) {
    $("status").textContent = "The platform does not answer: " + e.message;
    $("status").className = "bad";
  }
}

$("ask").addEventListener("submit", ask);
refresh();
setInterval(refresh, 15000);
const events = new EventSource(api + "events");
events.onmessage = refresh;
events.onerror = refresh;
