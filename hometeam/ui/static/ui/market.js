// A phone in a market's room, and the projector. Everything works without this: it counts down, asks what is new, and
// keeps what was written until it has arrived, however weak the signal is.
"use strict";

const EVERY = 3000;
const LONGEST = 20000;
const PATIENCE = 20000;
const place = document.querySelector("[data-now]");
const room = place?.dataset.room;
const drawer = `market:${room}`;

// What waits to be sent lives in this browser, so that neither a lost line nor a closed page loses it.
const queue = {
  read: () => JSON.parse(localStorage.getItem(drawer) ?? "[]"),
  write: (all) => (all.length ? localStorage.setItem(drawer, JSON.stringify(all)) : localStorage.removeItem(drawer)),
  add: (one) => queue.write([...queue.read(), one]),
  drop: (id) => queue.write(queue.read().filter((one) => one.id !== id)),
};
// Not all phones give out `randomUUID`: on plain HTTP in the café's own net they do not.
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

// A line that hangs is given up after a while, and tried anew: what is sent twice is written once.
async function ask(to, how) {
  const hangs = new AbortController();
  const bell = setTimeout(() => hangs.abort(), PATIENCE);
  try {
    const answer = await fetch(to, { ...how, signal: hangs.signal });
    return [answer, await answer.text()];
  } finally {
    clearTimeout(bell);
  }
}

function say(words) {
  const box = place.querySelector("[data-said]");
  if (!box || box.textContent === words) return;
  box.hidden = !words;
  box.textContent = words;
}

// The clock counts from the seconds that the server said were left, by this device's own steps.
function startClocks() {
  for (const clock of document.querySelectorAll("[data-left]")) clock.ends ??= Date.now() + clock.dataset.left * 1000;
}
function tick() {
  for (const clock of document.querySelectorAll("[data-left]")) {
    const left = Math.max(0, Math.round((clock.ends - Date.now()) / 1000));
    const words = left ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : clock.dataset.over;
    if (clock.textContent !== words) clock.textContent = words;
    toll(clock, left);
  }
}
// A clock that is read aloud each second helps nobody: its last minute is told, and that it is over.
function toll(clock, left) {
  const due = left > 60 ? "" : left ? clock.dataset.last : clock.dataset.over;
  if (due && due !== (clock.told ?? due)) tell(due);
  clock.told = due;
}
const clockOf = (parts) => parts.querySelector(".room__left");
const endOf = (clock) => clock?.ends ?? Date.now() + (clock?.dataset.left ?? 0) * 1000;

// Long lists on the screen are shown by turns, of each as much as there is room for: nobody scrolls a wall.
const begins = new Map();
const tooTall = () => document.documentElement.scrollHeight > window.innerHeight;
function show(list) {
  for (const [at, one] of list.all.entries()) one.toggleAttribute("data-out", at < list.from || at >= list.from + list.shown);
}
function turnPages(on = false) {
  const stage = place.querySelector("[data-stage]")?.dataset.stage;
  place.querySelector(".screen__state")?.removeAttribute("data-tight");
  const lists = [...document.querySelectorAll("[data-pages]")].map((one, at) => ({ key: `${stage} ${at}`, all: [...one.children], most: Number(one.dataset.pages) }));
  for (const list of lists) {
    const last = begins.get(list.key) ?? { from: 0, shown: 0 };
    list.from = last.from + (on ? last.shown : 0);
    if (list.from >= list.all.length) list.from = 0;
    list.shown = Math.min(list.most, list.all.length - list.from);
    show(list);
  }
  while (lists.length && tooTall()) {
    const longest = lists.reduce((one, other) => (other.shown > one.shown ? other : one));
    if (longest.shown < 2) {
      place.querySelector(".screen__state").setAttribute("data-tight", ""); // One alone is too much: in smaller letters, then.
      break;
    }
    longest.shown -= 1;
    show(longest);
  }
  for (const { key, from, shown } of lists) begins.set(key, { from, shown });
}

// Only parts that are new are replaced, so that nobody's words vanish under their thumb.
function take(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const parts = place.querySelector("[data-parts]");
  const old = new Map([...parts.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
  const [was, told, end] = [keepPlace(parts), telling(parts), endOf(clockOf(parts))];
  keepDrafts();
  const now = [...fresh.querySelectorAll("[data-part]")].map((part) => {
    const before = old.get(part.dataset.part);
    return before?.dataset.v === part.dataset.v ? before : part;
  });
  for (const [at, part] of now.entries()) if (parts.children[at] !== part) parts.insertBefore(part, parts.children[at] ?? null);
  while (parts.children.length > now.length) parts.lastElementChild.remove();
  restoreDrafts();
  restorePlace(parts, was);
  const news = telling(parts).filter((words) => !told.includes(words));
  if (clockOf(parts) && Math.abs(endOf(clockOf(parts)) - end) > 30000) news.push(clockOf(parts).textContent.trim());
  if (news.length) tell(news.join(". ").replaceAll(".. ", ". "));
  prepare();
}

// Whoever goes by keyboard stays on the same button or link, or, where it is gone, on what stands in its place.
const sameAs = (one) => [one.tagName, one.id, one.form?.getAttribute("action"), one.type === "submit" ? one.value : one.name, one.getAttribute("href"), one.matches("summary") && one.textContent].join(" ");
function keepPlace(parts) {
  const here = document.activeElement;
  return parts.contains(here) ? { part: here.closest("[data-part]")?.dataset.part, same: sameAs(here) } : null;
}
function restorePlace(parts, was) {
  if (!was || parts.contains(document.activeElement)) return;
  const part = parts.querySelector(`[data-part="${was.part}"]`) ?? parts;
  const same = [...part.querySelectorAll("a, button, input, select, summary")].find((one) => sameAs(one) === was.same);
  if (!same) part.tabIndex = -1;
  (same ?? part).focus({ preventScroll: true });
  if (same && document.activeElement !== same) same.closest("details")?.querySelector("summary").focus({ preventScroll: true });
}

// What a screen reader says by itself, as far as it is new: a stage, what to do in it and how long it takes, a card of
// one's own that has arrived, a loop that is found or agreed, one's own yes, or that no loop is there. It is told in a
// place that itself stays.
const TOLD = "h1, .room__do, .mine__card strong, [data-part=loop] :is(.card__label, .legs, .row, .callout)";
const spoken = (one) => one.innerText.trim().replace(/\s*\n\s*/g, ": ").replace(/\s+/g, " ");
const telling = (parts) => [...parts.querySelectorAll(TOLD)].map(spoken);
function tell(words) {
  const box = place.querySelector("[data-tells]");
  if (box) box.textContent = words;
}

// What somebody was writing as the room moved on is said, and stands in its field again where the room goes back.
const drafts = new Map();
function keepDrafts() {
  for (const form of document.querySelectorAll("[data-draft]")) drafts.set(form.dataset.draft, { words: form.elements.words.value, here: form.contains(document.activeElement) });
}
function restoreDrafts() {
  for (const [side, draft] of drafts) {
    const field = document.querySelector(`[data-draft="${side}"]`)?.elements.words;
    if (field) restoreDraft(field, draft);
    else if (draft.words.trim() && !draft.said) {
      draft.said = true;
      troubled = [troubled, place.dataset.unsent.replace("%s", () => draft.words.trim())].filter(Boolean).join(" ");
    }
  }
}
// Half a card waits in this tab, should the phone load its page anew.
const half = (form) => `${drawer}:${form.dataset.draft}`;
function restoreHalves() {
  for (const form of document.querySelectorAll("[data-draft]")) form.elements.words.value ||= sessionStorage.getItem(half(form)) ?? "";
}
function restoreDraft(field, draft) {
  if (draft.said) troubled = "";
  if (!field.value) field.value = draft.words;
  if (draft.here && !field.form.contains(document.activeElement)) field.focus();
}

function prepare() {
  startClocks();
  tick();
  turnPages();
  for (const old of document.querySelectorAll("[data-waiting]")) old.remove();
  for (const one of queue.read()) showWaiting(one);
}

// A card that has not arrived yet stands among the others, in quieter ink; a button that was pressed says so.
function showWaiting(one) {
  if (one.kind !== "card") return showPressed(one);
  const list = document.querySelector(`[data-list="${new URLSearchParams(one.body).get("side")}"]`);
  if (!list) return;
  const line = document.createElement("li");
  line.className = "mine__card";
  line.dataset.waiting = one.id;
  line.textContent = `${new URLSearchParams(one.body).get("words")} (${place.dataset.sending})`;
  list.append(line);
}

function showPressed(one) {
  const said = new URLSearchParams(one.body);
  const isIt = (button) => button.form.getAttribute("action") === one.to && button.name && said.get(button.name) === button.value;
  const button = [...document.querySelectorAll("[data-send] button:not(.heart)")].find(isIt);
  if (!button) return;
  const words = document.createElement("span");
  words.dataset.waiting = one.id;
  words.textContent = ` (${place.dataset.sending})`;
  button.append(words);
}

let pause = EVERY;
let timer;
const later = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(look, wait * (0.8 + 0.4 * Math.random()));
};

async function look() {
  if (document.hidden) return later(EVERY);
  try {
    const query = location.search;
    const headers = { "If-None-Match": `"${place.dataset.etag}"` };
    const [answer, words] = await ask(place.dataset.now + query, { headers, cache: "no-store" });
    if (answer.status === 410 || answer.status === 404 || (answer.redirected && answer.ok)) return location.reload();
    if (answer.status === 200) {
      place.dataset.etag = answer.headers.get("ETag").replace(/^W\//u, "").replaceAll('"', "");
      take(words);
    }
    if (answer.status >= 500) throw new Error("server");
    pause = EVERY;
    if (!queue.read().length) say(troubled);
    send();
  } catch {
    pause = Math.min(pause * 1.6, LONGEST);
    if (room) say(place.dataset.lost);
  }
  later(pause);
}

let sending = false;
async function send() {
  if (sending) return;
  sending = true;
  let arrived = false;
  try {
    for (let [one] = queue.read(); one; [one] = queue.read()) {
      const headers = { "X-Market": "1", "X-CSRFToken": place.dataset.token, "Content-Type": "application/x-www-form-urlencoded" };
      const [answer, words] = await ask(one.to, { method: "POST", headers, body: one.body });
      if (answer.status >= 500 || answer.status === 429) throw new Error("server");
      // Whoever has signed in elsewhere meanwhile needs a new page to write from: it is sent once more from there.
      if (answer.status === 403 && !one.again) return again(one);
      queue.drop(one.id);
      arrived = true;
      if (answer.status === 409) refused(one, words);
      else if (answer.status === 410 || answer.status === 404 || answer.status === 403) return location.reload();
    }
    say(troubled);
  } catch {
    say(place.dataset.lost);
  } finally {
    sending = false;
  }
  if (!arrived) return;
  prepare();
  later(0);
}

function again(one) {
  queue.write(queue.read().map((each) => (each.id === one.id ? { ...each, again: true } : each)));
  location.reload();
}

// What could not be written stays in its field, where there still is one, and why stands there until the next tap.
let troubled = "";
function refused(one, words) {
  troubled = [troubled, words].filter(Boolean).join(" ");
  const values = new URLSearchParams(one.body);
  const field = one.kind === "card" && document.querySelector(`[data-draft="${values.get("side")}"]`)?.elements.words;
  if (field && !field.value) field.value = values.get("words");
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-send]");
  if (!form) return;
  event.preventDefault();
  troubled = "";
  const body = new FormData(form, event.submitter);
  body.delete("csrfmiddlewaretoken");
  if (body.has("key")) body.set("key", newKey());
  queue.add({ id: newKey(), kind: form.dataset.send, to: form.getAttribute("action"), body: new URLSearchParams(body).toString() });
  if (form.dataset.send === "card") {
    sessionStorage.removeItem(half(form));
    form.reset();
    form.elements.words.focus();
  }
  if (!event.submitter?.matches(".heart")) showWaiting(queue.read().at(-1));
  if (event.submitter?.matches(".heart")) press(event.submitter);
  send();
});

document.addEventListener("input", ({ target }) => {
  const form = target.closest("[data-draft]");
  if (form) sessionStorage.setItem(half(form), form.elements.words.value);
});

function press(heart) {
  const on = heart.name === "on";
  heart.setAttribute("aria-pressed", String(on));
  heart.name = on ? "off" : "on";
}

if (place) {
  document.documentElement.classList.add("js");
  restoreHalves();
  prepare();
  setInterval(tick, 250);
  setInterval(() => turnPages(true), 9000);
  window.addEventListener("resize", () => turnPages());
  document.fonts.ready.then(() => turnPages());
  document.addEventListener("visibilitychange", () => document.hidden || later(0));
  window.addEventListener("online", () => later(0));
  if (room) send();
  later(EVERY);
}
