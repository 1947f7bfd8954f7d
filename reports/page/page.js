"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const STEP = 100;
const SIGNS = { error: "✕", warning: "▲", info: "●" };
const at = (id) => document.getElementById(id);
const state = { shown: STEP, found: [] };

function make(tag, text, name) {
  const node = document.createElement(tag);
  if (text !== undefined && text !== null) node.textContent = text;
  if (name) node.className = name;
  return node;
}

function record(finding) {
  return data.records[finding.source + "\n" + finding.line];
}

function words(finding) {
  const known = record(finding);
  const title = known ? known.fields.title : "";
  return [finding.rule, finding.name, finding.record, finding.field, finding.value, finding.message, finding.source, title].join("\n").toLowerCase();
}

const texts = data.findings.map(words);

function filter() {
  const wanted = at("search").value.trim().toLowerCase();
  const severities = new Set([...document.querySelectorAll("[name=severity]:checked")].map((box) => box.value));
  const [rule, field, source] = ["rule", "field", "source"].map((id) => at(id).value);
  state.found = data.findings.filter((f, i) =>
    severities.has(f.severity) && (!rule || f.rule === rule) && (!field || f.field === field) && (!source || f.source === source) && (!wanted || texts[i].includes(wanted)));
  state.shown = STEP;
  draw();
}

function draw() {
  const list = at("list");
  list.replaceChildren(...state.found.slice(0, state.shown).map(row));
  at("count").textContent = `${state.found.length.toLocaleString("en")} of ${data.findings.length.toLocaleString("en")} findings`;
  at("more").hidden = state.found.length <= state.shown;
}

function row(finding) {
  const item = make("li");
  const box = make("details");
  const head = make("summary");
  const known = record(finding);
  const sign = make("span", undefined, finding.severity);
  sign.append(make("i", SIGNS[finding.severity]));
  head.append(sign, ` ${finding.severity} `, make("b", finding.rule), ` ${finding.field}: ${finding.message}`);
  const title = known && known.fields.title ? ` · ${known.fields.title.slice(0, 140)}` : "";
  head.append(make("span", `${finding.source}:${finding.line} · ${finding.record}${title}`, "where"));
  box.append(head);
  box.addEventListener("toggle", () => { if (box.open && box.children.length === 1) box.append(detail(finding, known)); });
  item.append(box);
  return item;
}

function detail(finding, known) {
  const part = make("div", undefined, "detail");
  const page = make("button", `About ${finding.rule} ${finding.name}`);
  page.type = "button";
  page.addEventListener("click", () => explain(finding.rule));
  part.append(make("p"));
  part.lastChild.append(page);
  if (known && known.doi) {
    const link = make("a", known.doi);
    link.href = known.doi;
    link.rel = "noopener noreferrer";
    link.target = "_blank";
    part.append(make("p"));
    part.lastChild.append(link);
  }
  if (finding.fix) {
    const fix = make("p", finding.fix.safe ? "Fix: " : "Unsafe fix: ", "fix");
    const does = finding.fix.field === "record" ? "remove this record" : `${finding.fix.field} = ${[].concat(finding.fix.value).join("; ") || "(empty)"}`;
    fix.append(make("code", does));
    part.append(fix);
  }
  if (finding.evidence) part.append(make("h3", "Evidence"), pairs(labeled(finding.evidence)));
  if (known) part.append(make("h3", "Record"), pairs(known.fields, finding));
  else if (finding.value) part.append(make("h3", "Current value"), make("p", finding.value));
  return part;
}

function labeled(evidence) {
  return Object.fromEntries(Object.entries(evidence).map(([name, value]) => [data.labels[name] || name.replaceAll("_", " "), value]));
}

function pairs(fields, finding) {
  const list = make("dl");
  for (const [name, value] of Object.entries(fields)) {
    const hit = finding && name === finding.field;
    list.append(make("dt", name, hit ? "hit" : ""));
    const cell = make("dd");
    const text = Array.isArray(value) ? value.join("; ") : String(value);
    if (hit) marked(cell, text, finding); else cell.textContent = text;
    list.append(cell);
  }
  if (finding && !(finding.field in fields)) list.prepend(make("dt", finding.field, "hit"), Object.assign(make("dd"), { textContent: "(empty)" }));
  return list;
}

function marked(cell, text, finding) {
  const quotes = [...finding.message.matchAll(/`([^`]+)`/g)].map((m) => m[1]);
  const piece = quotes.find((q) => text.includes(q)) || (finding.value && text.includes(finding.value) ? finding.value : text);
  const start = text.indexOf(piece);
  cell.append(text.slice(0, start), make("mark", piece), text.slice(start + piece.length));
}

// Joins the lines of a paragraph, but not the items of a list or the rows of a table.
function unwrapped(text) {
  return text.replace(/([^\n])\n(?!\n|- |\d+\. |\|)/g, "$1 ");
}

function explain(code) {
  const rule = data.rules[code];
  if (!rule) return;
  at("page-title").textContent = `${code} ${rule.name}`;
  const parts = [make("p", rule.summary)];
  for (const [name, text] of Object.entries(rule.sections)) parts.push(make("h3", name), make("p", unwrapped(text)));
  at("page-text").replaceChildren(...parts);
  at("page").showModal();
}

function save(name, kind, text) {
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([text], { type: kind }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function cell(value) {
  let text = value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
  if (/^[=+\-@\t\r]/.test(text)) text = "'" + text;
  return /[",\n\r]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}

function flat(finding) {
  const fix = finding.fix || {};
  const whole = { ...finding, fix_field: fix.field, fix_value: fix.value, fix_safe: fix.safe };
  return data.columns.map((name) => cell(whole[name])).join(",");
}

function options(id, key) {
  for (const value of [...new Set(data.findings.map((f) => f[key]))].sort()) {
    const option = make("option", value);
    option.value = value;
    at(id).append(option);
  }
}

for (const [id, key] of [["rule", "rule"], ["field", "field"], ["source", "source"]]) options(id, key);
at("filters").addEventListener("input", filter);
at("filters").addEventListener("submit", (event) => event.preventDefault());
at("more").addEventListener("click", () => { state.shown += STEP; draw(); });
at("csv").addEventListener("click", () => save("findings.csv", "text/csv", [data.columns.join(","), ...data.findings.map(flat)].join("\n") + "\n"));
at("jsonl").addEventListener("click", () => save("findings.jsonl", "application/x-ndjson", data.findings.map((f) => JSON.stringify(f)).join("\n") + "\n"));
at("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
});
for (const button of document.querySelectorAll("[data-rule]")) button.addEventListener("click", () => explain(button.dataset.rule));
filter();
