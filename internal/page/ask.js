
// The box that answers single requests. What a request gets is looked up by its class:
// the patterns that tell paths apart travel in the page, each with what matched texts are
// worth: "y" for yes, "u" where that is not known before apply. All this does what the
// package atlas does, and what plan403 request asks.

const plans = JSON.parse(document.getElementById("data").textContent);
const methods = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"];

// Unsure is thrown where the page cannot tell; its text says why.
class Unsure extends Error {}

// Atoms of patterns that are no characters.
const anyOne = -1, anyRun = -2, anyText = -3, known = -4, notMade = -5;
const positions = 3; // how far an atom has been read: a position is its number times three, and that

function atomsOf(text) {
  const out = [];
  const letters = [...text].map((letter) => letter.codePointAt(0));
  for (let i = 0; i < letters.length; i++) {
    if (letters[i] === 6) out.push(letters[++i]);
    else if (letters[i] === 7) out.push(0xdc00 - 0x100 + letters[++i]);
    else out.push(letters[i] < 6 ? -letters[i] : letters[i]);
  }
  return out;
}

// enter adds a position, and those behind it that need no character.
function enter(at, atoms, position, may) {
  while (!at.has(position)) {
    at.add(position);
    const atom = atoms[Math.floor(position / positions)], read = position % positions;
    const value = atom === anyText || atom === known && read >= 1 || atom === notMade && read === 2;
    if (atom !== anyRun && !(may && value)) return;
    position = (Math.floor(position / positions) + 1) * positions;
  }
}

function isIdentifier(rune) {
  return rune < 0x80 && /[A-Za-z0-9-]/.test(String.fromCharCode(rune));
}

function runs(atoms, runes, from, may) {
  let at = new Set();
  for (const position of from) enter(at, atoms, position, may);
  for (const rune of runes) {
    const next = new Set();
    for (const position of at) {
      const k = Math.floor(position / positions), atom = atoms[k], read = position % positions;
      const identifier = (atom === known || atom === notMade) && may && isIdentifier(rune);
      if (atom === anyOne || atom === rune) enter(next, atoms, (k + 1) * positions, may);
      else if (atom === anyRun || atom === anyText && may) enter(next, atoms, k * positions, may);
      else if (identifier) enter(next, atoms, k * positions + Math.max(read, 1), may);
    }
    if (next.size === 0) return false;
    at = next;
  }
  return at.has(atoms.length * positions);
}

function matches(plan, number, runes) {
  const pattern = plan.patterns[number];
  if (pattern.fold) throw new Unsure("a pattern takes letters of both cases");
  pattern.read ??= atomsOf(pattern.atoms);
  if (runs(pattern.read, runes, pattern.must, false)) return "y";
  return runs(pattern.read, runes, pattern.may, true) ? "u" : "";
}

// runesOf reads UTF-8; a byte that is none stands for itself, above 0xdc00.
function runesOf(bytes) {
  const out = [];
  for (let i = 0; i < bytes.length;) {
    const first = bytes[i];
    let size = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    let rune = size === 1 ? first : first & (0x7f >> size);
    for (let k = 1; k < size; k++) {
      if ((bytes[i + k] & 0xc0) !== 0x80) size = 0; // undefined behind the end
      else rune = rune << 6 | bytes[i + k] & 0x3f;
    }
    const least = [0, 0, 0x80, 0x800, 0x10000][size];
    if (size === 0 || rune < least || rune > 0x10ffff || rune >= 0xd800 && rune <= 0xdfff) {
      out.push(0xdc00 + first);
      i++;
    } else {
      out.push(rune);
      i += size;
    }
  }
  return out;
}

const asciiOf = (text) => [...text].map((letter) => letter.codePointAt(0));

// unescaped are the bytes of a path, null where a percent sign leads to none.
function unescaped(bytes) {
  const out = [];
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== 0x25) {
      out.push(bytes[i]);
      continue;
    }
    const hex = String.fromCharCode(bytes[i + 1], bytes[i + 2]);
    if (!/^[0-9A-Fa-f]{2}$/.test(hex)) return null;
    out.push(parseInt(hex, 16));
    i += 2;
  }
  return out;
}

// sentPath is a path as it is sent: as it is written, unless it holds what no path can.
function sentPath(text) {
  const bytes = [...new TextEncoder().encode(text)];
  const plain = unescaped(bytes);
  if (!plain) throw new Unsure(`${text} is no path: a % has to stand before two hexadecimal digits`);
  if (/^[A-Za-z0-9\-._~!$&'()*+,;=:@[\]%\/]*$/.test(text)) return text;
  const stays = (byte) => byte < 0x80 && /[A-Za-z0-9\-._~$&+,\/:;=@]/.test(String.fromCharCode(byte));
  const hex = (byte) => "%" + byte.toString(16).toUpperCase().padStart(2, "0");
  return plain.map((byte) => stays(byte) ? String.fromCharCode(byte) : hex(byte)).join("");
}

// parse reads a URL, or a path that goes to the distribution's own name.
function parse(question) {
  const target = question.target.split("#")[0];
  if (/[\u0000-\u001f\u007f]/.test(question.target)) throw new Unsure("a URL holds no control characters");
  const own = target.startsWith("//"); // a path here, although elsewhere a host would follow
  const url = /^(https?):\/\/([^\/?]*)([^?]*)(?:\?(.*))?$/is.exec(own ? "https://host" + target : target);
  if (url) {
    const host = url[2].replace(/:\d*$/, "");
    if (!/^[A-Za-z0-9._-]+$/.test(host)) throw new Unsure(`${url[2]} is no plain host name`);
    return {
      ...question, scheme: own ? question.scheme : url[1].toLowerCase(), host: own ? "" : host,
      path: sentPath(url[3]) || "/", query: url[4] ?? "",
    };
  }
  if (!target.startsWith("/")) {
    throw new Unsure("want a URL such as https://www.example.com/index.html, or a path that begins with /");
  }
  const [path, ...query] = target.split("?");
  return { ...question, host: "", path: sentPath(path), query: query.join("?") };
}

// unreserved are the letters, digits and marks that need no percent sign.
const unreserved = /%(?:2[de]|3[0-9]|[46][1-9a-f]|[57][0-9a]|5f|7e)/gi;

// normalized is a path as behaviors are matched against it: without dot segments,
// doubled slashes and percent signs that are not needed.
function normalized(path) {
  path = path.replace(unreserved, (sign) => String.fromCharCode(parseInt(sign.slice(1), 16)));
  const out = [];
  for (const part of path.split("/")) {
    if (part === "..") out.pop();
    else if (part !== "" && part !== ".") out.push(part);
  }
  const clean = "/" + out.join("/");
  return clean !== "/" && path.endsWith("/") ? clean + "/" : clean;
}

const keyBytes = (path) => unescaped([...new TextEncoder().encode(path.slice(1))]);

// asks is what a path asks a bucket for below the folder: of a website its index
// document where that is a folder.
function asks(view, path) {
  const key = keyBytes(path);
  const folder = view.website && key[key.length - 1] === 0x2f;
  return folder ? [...key, ...new TextEncoder().encode(view.index ?? "")] : key;
}

function note(plan, name, patterns, runes) {
  let out = `;${name}:`;
  (patterns ?? []).forEach((number, i) => {
    const match = matches(plan, number, runes);
    if (match) out += i + match;
  });
  return out;
}

// choose returns the behaviors that may take a path, the last of them certainly.
function choose(plan, look, path) {
  const runes = asciiOf(normalized(path)), out = [];
  for (const [i, behavior] of look.entries()) {
    const match = matches(plan, behavior.pattern, runes);
    if (match) out.push(i);
    if (match === "y") break;
  }
  return out;
}

// classOf names the class of a path, and tells whether a query string may count.
function classOf(plan, sheet, path) {
  if (path === "/") return { name: "/", query: sheet.looks.flat().some((behavior) => behavior.query) };
  const isPrivate = (rune) => rune >= 0xe000 && rune <= 0xf8ff || rune >= 0xf0000;
  if (runesOf(keyBytes(path)).some(isPrivate)) throw new Unsure("the path holds characters of private use");
  let name = note(plan, "w", sheet.walls, asciiOf(path)), query = false;
  const views = new Set();
  for (const look of sheet.looks) {
    name += "|";
    for (const i of choose(plan, look, path)) {
      name += i + ",";
      query ||= look[i].query === true;
      for (const view of look[i].views ?? []) views.add(view);
    }
  }
  for (const i of views) {
    const view = sheet.views[i], key = keyBytes(path), asked = asks(view, path);
    name += note(plan, "v" + i, view.patterns, runesOf(key));
    if (asked.length !== key.length) name += note(plan, "i" + i, view.patterns, runesOf(asked));
  }
  return { name, query };
}

function serves(sheet, host) {
  host = host.toLowerCase().replace(/\.$/, "");
  const below = (name) => name.startsWith("*.") && host.length >= name.length && host.endsWith(name.slice(1));
  return sheet.names.some((name) => name === host || below(name));
}

// find finds the distribution that a request goes to: the one that was chosen, the one
// that serves its host, or the only one.
function find(request) {
  const all = plans.flatMap((plan) => plan[request.state].map((sheet) => ({ plan, sheet })));
  if (request.distribution !== "") {
    const chosen = all.find(({ plan, sheet }) => nameOf(plan, sheet) === request.distribution);
    if (!chosen) throw new Unsure("there is no such distribution here");
    if (request.host && !serves(chosen.sheet, request.host)) {
      throw new Unsure(`${request.host} is not known to lead to it`);
    }
    return chosen;
  }
  if (request.host === "" && all.length > 1) {
    throw new Unsure("there are several distributions: choose one, or ask for a host");
  }
  const found = all.find(({ sheet }) => request.host === "" || serves(sheet, request.host));
  if (!found) throw new Unsure(`no distribution is known to serve ${request.host}`);
  return found;
}

// answer looks up what a request gets.
function answer({ plan, sheet }, request) {
  if (sheet.absent) return { verdict: "absent" };
  if (sheet.blind) throw new Unsure(sheet.blind);
  const { name, query } = classOf(plan, sheet, request.path);
  if (request.query !== "" && query) throw new Unsure("the query string may count here");
  const signed = request.signed ? " signed" : "";
  const exactly = `${request.method} ${request.scheme}://${request.host}${request.path}${signed}`;
  let number = request.query === "" ? sheet.exact?.[exactly] : undefined;
  if (number === undefined) {
    const variant = sheet.hosts?.[request.host.toLowerCase().replace(/\.$/, "")] ?? (sheet.any_host || undefined);
    const set = plan.sets[sheet.rows?.[name]?.[variant]];
    if (!set) throw new Unsure("no request like this one was computed");
    const at = methods.indexOf(request.method) * 4 + (request.scheme === "http" ? 2 : 0) + (request.signed ? 1 : 0);
    number = set[Math.min(at, set.length - 1)];
  }
  const found = { ...plan.answers[number] };
  if (found.view !== undefined) {
    const view = sheet.views[found.view];
    found.key = (view.root ?? "") + new TextDecoder().decode(new Uint8Array(asks(view, request.path)));
  }
  found.lines = (found.steps ?? []).map((step) => plan.lines[step]);
  return found;
}

const nameOf = (plan, sheet) => plans.length > 1 ? `${plan.plan}: ${sheet.address}` : sheet.address;

const quoted = (text) => /^[\w@%+=:,.\/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

// command is what to run where the page cannot tell.
function command(question, found) {
  const words = ["plan403", "request"];
  const plan = found ? found.plan : plans.length === 1 ? plans[0] : { plan: "PLAN" };
  if (question.method !== "GET") words.push("-X", question.method);
  if (question.scheme !== "https" && question.target.startsWith("/")) words.push("--scheme", question.scheme);
  if (question.signed) words.push("--signed");
  if (plan.alone) words.push("--no-plan");
  if (question.state !== "after") words.push("--state", question.state);
  if (found && question.distribution) words.push("--distribution", quoted(found.sheet.address));
  words.push(quoted(plan.plan), quoted(question.target));
  return words.join(" ");
}

// make is an element with a text and others in it.
function make(name, text, ...inside) {
  const element = document.createElement(name);
  element.textContent = text;
  element.append(...inside);
  return element;
}

function cell(...inside) { return make("td", "", ...inside); }

function verdictCell(found) {
  const verdict = make("span", found.verdict + (found.status ? ` (${found.status})` : ""));
  verdict.className = "verdict " + found.verdict;
  if (!found.lines?.length) return cell(verdict);
  const head = found.path ? `How, for ${found.path}` : "How";
  const steps = make("ol", "", ...found.lines.map((line) => make("li", line)));
  return cell(verdict, make("details", "", make("summary", head), steps));
}

function ruleLinks(rules) {
  return (rules ?? []).flatMap((rule) => {
    const about = findings.find((finding) => finding.dataset.rule === rule);
    const link = make(about ? "a" : "span", rule);
    if (about) link.href = "#" + about.id;
    return [link, " "];
  });
}

// row is a question with its answer.
function row(question) {
  const words = [question.method, question.target];
  if (question.target.startsWith("/") && question.scheme === "http") words.push("over http");
  if (question.signed) words.push("with a signature");
  if (question.state === "before") words.push("before apply");
  const asked = cell(make("code", words.join(" ")));
  if (question.distribution) asked.append(make("p", question.distribution));
  let found;
  try {
    const request = parse(question);
    found = find(request);
    const got = answer(found, request);
    const code = (text) => cell(make("code", text ?? ""));
    return make("tr", "", asked, verdictCell(got), code(got.behavior), code(got.bucket), code(got.key),
      cell(...ruleLinks(got.rules)));
  } catch (error) {
    if (!(error instanceof Unsure)) throw error;
    const why = cell(`Not told by this page: ${error.message}. `, make("code", command(question, found)));
    why.colSpan = 5;
    return make("tr", "", asked, why);
  }
}

const box = document.getElementById("ask");
const form = box.querySelector("form");
const answers = box.querySelector("tbody");
let asked = []; // what the address keeps

function show(question) {
  answers.prepend(row(question));
  answers.parentElement.hidden = false;
}

function remember(question) {
  asked = [question, ...asked].slice(0, 10);
  const params = new URLSearchParams();
  for (const { target, method, distribution, scheme, state, signed } of asked) {
    params.append("request", target);
    if (method !== "GET") params.append("method", method);
    if (distribution) params.append("distribution", distribution);
    if (scheme !== "https") params.append("scheme", scheme);
    if (state !== "after") params.append("state", state);
    if (signed) params.append("signed", "yes");
  }
  history.replaceState(null, "", "#" + params);
}

// remembered are the questions in the page's address, which can be passed on.
function remembered() {
  const out = [], plain = { method: "GET", distribution: "", scheme: "https", state: "after", signed: false };
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    if (name === "request") out.push({ target: value, ...plain });
    else if (out.length > 0 && name === "signed") out.at(-1).signed = value === "yes";
    else if (out.length > 0 && Object.hasOwn(plain, name)) out.at(-1)[name] = value;
  }
  return out.filter(({ method, scheme, state }) =>
    methods.includes(method) && ["https", "http"].includes(scheme) && ["after", "before"].includes(state));
}

function restore() {
  const questions = remembered();
  if (questions.length === 0) return;
  asked = questions;
  answers.replaceChildren();
  for (const question of questions.toReversed()) show(question);
  box.scrollIntoView();
}

for (const plan of plans) {
  for (const sheet of plan.after) form.elements.distribution.append(new Option(nameOf(plan, sheet)));
}
if (form.elements.distribution.length === 1) form.elements.distribution.parentElement.hidden = true;
else form.elements.distribution.prepend(new Option("by the host of the URL", "", true, true));
if (plans.every((plan) => plan.before.every((sheet) => sheet.absent))) form.elements.state.parentElement.hidden = true;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(form));
  const question = { ...fields, target: fields.target.trim(), signed: fields.signed !== undefined };
  if (form.elements.distribution.length === 1) question.distribution = "";
  show(question);
  remember(question);
});

box.hidden = false;
addEventListener("hashchange", restore);
restore();
