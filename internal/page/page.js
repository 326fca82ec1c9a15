"use strict";
// The page reads without this script. It adds filters, keys, and the box that answers
// single requests. Texts of the plan are only ever set as text, never as HTML.
document.documentElement.classList.add("scripted");

const findings = [...document.querySelectorAll(".finding")];
const filters = document.getElementById("filters");

// textOf is what the filter for text looks at, read once.
const textOf = new WeakMap();

function wanted(finding, form) {
  const { kind, rule, change } = finding.dataset;
  if (!textOf.has(finding)) textOf.set(finding, finding.textContent.toLowerCase());
  return form.getAll("kind").includes(kind) && (!form.get("rule") || form.get("rule") === rule) &&
    (!form.get("change") || form.get("change") === change) &&
    textOf.get(finding).includes(form.get("text").toLowerCase());
}

function filter() {
  const form = new FormData(filters);
  let shown = 0;
  for (const finding of findings) {
    finding.hidden = !wanted(finding, form);
    shown += finding.hidden ? 0 : 1;
  }
  for (const list of document.querySelectorAll(".findings")) {
    list.nextElementSibling.hidden = list.querySelector(".finding:not([hidden])") !== null;
  }
  filters.elements.shown.value = shown === findings.length ? "" : `${shown} of ${findings.length}`;
}

if (filters) {
  filters.hidden = false;
  filters.addEventListener("input", filter);
  filters.addEventListener("reset", () => setTimeout(filter));
  filters.addEventListener("submit", (event) => event.preventDefault());
}

// A link to a finding shows it even where a filter hides it.
function reveal() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target && target.hidden) {
    filters.reset();
    target.hidden = false;
    target.scrollIntoView();
  }
}
addEventListener("hashchange", reveal);

// Keys: j and k go from finding to finding, Enter unfolds it, / filters, r asks.
function step(by) {
  const shown = findings.filter((finding) => !finding.hidden);
  const at = shown.indexOf(document.activeElement.closest(".finding"));
  const next = shown[at < 0 && by < 0 ? shown.length - 1 : Math.min(Math.max(at + by, 0), shown.length - 1)];
  if (!next) return;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "start" });
}

function unfold() {
  const folds = [...document.activeElement.querySelectorAll("details")];
  const open = folds.some((details) => !details.open);
  for (const details of folds) details.open = open;
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  Enter: unfold,
  "/": () => filters && filters.elements.text.focus(),
  r: () => document.querySelector("#ask:not([hidden]) [name=target]")?.focus(),
};

addEventListener("keydown", (event) => {
  const typing = event.target.matches("input:not([type=checkbox]), select");
  if (typing && event.key === "Escape") event.target.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
  if (event.key === "Enter" && !event.target.matches(".finding")) return;
  event.preventDefault();
  keys[event.key]();
});

// What is folded is not printed, so everything is unfolded for it.
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
});
