// Everything here only makes smoother what works without it. No dependency but htmx's events.
"use strict";

const root = document.documentElement;
root.classList.add("js");

// Light, dark, or as the device says. The choice is a cookie, so that the server writes it into the page and nothing flashes.
function chooseTheme(theme) {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  document.cookie = `theme=${theme}; path=/; max-age=${theme ? 31536000 : 0}; samesite=lax`;
}

// On a phone the tabs of a room reach past the edge: the open one is brought into sight.
function showOpenTabs() {
  for (const tab of document.querySelectorAll(".segments [aria-current]")) {
    const strip = tab.closest(".segments");
    const [here, all] = [tab.getBoundingClientRect(), strip.getBoundingClientRect()];
    strip.scrollLeft += here.left - all.left - (all.width - here.width) / 2;
  }
}

function prepareThemeSwitches() {
  for (const choice of document.querySelectorAll("[data-theme-switch] input")) {
    choice.checked = choice.value === (root.dataset.theme ?? "");
  }
}

// A button says for a moment what it did.
function say(button) {
  const words = button.querySelector("[data-says]");
  if (!words || words.dataset.before) return;
  words.dataset.before = words.textContent;
  words.textContent = button.dataset.done;
  setTimeout(() => {
    words.textContent = words.dataset.before;
    delete words.dataset.before;
  }, 2500);
}

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    say(button);
  } catch {
    window.prompt(button.textContent.trim(), text);
  }
}

async function share(button) {
  const { title, text, url } = button.dataset;
  if (!navigator.share) return copy(button, [text, url].filter(Boolean).join("\n"));
  try {
    await navigator.share({ title, text, url: url || undefined });
  } catch (problem) {
    if (problem.name !== "AbortError") await copy(button, [text, url].filter(Boolean).join("\n"));
  }
}

// A picture goes along where the phone's share sheet takes one; elsewhere the button stays hidden.
const takesFiles = () => navigator.canShare?.({ files: [new File([""], "picture.png", { type: "image/png" })] }) ?? false;

async function shareFile(button) {
  const { title, text } = button.dataset;
  try {
    const picture = await (await fetch(button.dataset.shareFile)).blob();
    const files = [new File([picture], "picture.png", { type: "image/png" })];
    await navigator.share({ title, text, files });
  } catch (problem) {
    if (problem.name !== "AbortError") await copy(button, text);
  }
}

// What was typed into form[data-keep], or into any with a text to write, waits in this tab, so that going back or losing
// the line loses nothing.
const isKept = (form) => form.matches("[data-keep]") || (form.method === "post" && form.querySelector("textarea[name]") !== null);
const kept = (form) => `draft:${form.dataset.keep || form.id || form.getAttribute("action") || ""}:${location.pathname}`;

// Never kept: files, secrets, and the hidden fields by which the server knows a form.
const keepable = (field) => field.name && !field.disabled && !["file", "password", "hidden", "submit"].includes(field.type);
const isTicked = (field) => field.type === "checkbox" || field.type === "radio";

// What stood in the fields of one name as the page came.
const cameWith = (form, name) =>
  JSON.stringify([...form.elements].filter((one) => one.name === name).map((one) => (isTicked(one) ? one.defaultChecked : one.defaultValue)));

function keepDraft(form) {
  const draft = { "": {} };
  for (const field of form.elements) {
    if (!keepable(field)) continue;
    draft[""][field.name] = cameWith(form, field.name);
    draft[field.name] ??= [];
    if (field.type === "select-multiple") draft[field.name].push(...[...field.selectedOptions].map((option) => option.value));
    else if (!isTicked(field) || field.checked) draft[field.name].push(field.value);
  }
  sessionStorage.setItem(kept(form), JSON.stringify(draft));
}

// A day that was chosen and is no longer offered leaves the choice as it is.
const isOffered = (field, values) =>
  field.type !== "radio" || [...field.form.elements].some((one) => one.name === field.name && values.includes(one.value));

function restoreField(field, values) {
  if (!isOffered(field, values)) return;
  if (isTicked(field)) field.checked = values.includes(field.value);
  else if (field.type === "select-multiple") for (const option of field.options) option.selected = values.includes(option.value);
  else if (values.length) field.value = values.shift();
}

// A form that came back with errors already holds what was sent, and what was saved elsewhere meanwhile is newer: the
// server's word wins. Whoever finds their words again is told that they are not sent.
function restoreDraft(form) {
  const stored = sessionStorage.getItem(kept(form));
  if (!stored || form.querySelector("[aria-invalid=true]")) return;
  const draft = JSON.parse(stored);
  const now = () => JSON.stringify([...form.elements].map((one) => (isTicked(one) ? one.checked : one.value)));
  const before = now();
  for (const field of form.elements) {
    const isNewer = (draft[""]?.[field.name] ?? cameWith(form, field.name)) !== cameWith(form, field.name);
    if (keepable(field) && draft[field.name] && !isNewer) restoreField(field, draft[field.name]);
  }
  if (now() !== before) form.prepend(words("kept"));
}

const words = (name) => document.getElementById(`words-${name}`).content.cloneNode(true);

// Whether this page is what came of sending, and not one that was opened after the sending failed.
function isAnswerTo(sent) {
  const [visit] = performance.getEntriesByType("navigation");
  if (visit?.type === "back_forward") return false;
  return document.referrer ? sent.endsWith(`:${new URL(document.referrer).pathname}`) : visit?.redirectCount > 0;
}

// A sent draft is dropped by the answer, unless that says that the sending failed, or asks to sign in first.
function forgetSentDraft() {
  const sent = sessionStorage.getItem("draft-sent");
  sessionStorage.removeItem("draft-sent");
  const hasFailed = document.querySelector(".error-page, .errors, [aria-invalid=true], [data-signs-in]");
  if (sent && !hasFailed && isAnswerTo(sent)) sessionStorage.removeItem(sent);
}

// Without a line the browser would show a page of its own in place of the form. Whoever presses again sends all the same:
// not every device knows whether it has one.
const warned = new WeakSet();
function isOffline(form) {
  if (navigator.onLine || form.method !== "post" || warned.has(form)) return false;
  warned.add(form);
  form.append(words("offline"));
  return true;
}

// form[data-autosave] with hx-post and hx-trigger="change delay:500ms": its [data-saved] says how it went.
function sayWhetherSaved(event, worked) {
  const form = event.target.closest?.("form[data-autosave]");
  const says = form?.querySelector("[data-saved]");
  if (says) says.textContent = worked ? says.dataset.saved : says.dataset.unsaved;
}

// On a slow line one presses again before the next page is there: it is sent once. Where no page came, it may be tried anew.
const PATIENCE = 10000;
const pressed = new Map();
function isSecondPress({ target, defaultPrevented }) {
  if (target.method !== "post" || defaultPrevented) return false;
  const isSecond = performance.now() - (pressed.get(target) ?? -PATIENCE) < PATIENCE;
  if (!isSecond) pressed.set(target, performance.now());
  return isSecond;
}

// A menu lies over the page: it closes as soon as somebody clicks, or goes by keyboard, elsewhere.
function closeMenusOutside({ target }) {
  for (const menu of document.querySelectorAll("details[data-closes-outside][open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
}

function prepare() {
  prepareThemeSwitches();
  showOpenTabs();
  if (takesFiles()) for (const button of document.querySelectorAll("[data-share-file]")) button.hidden = false;
  forgetSentDraft();
  for (const form of document.forms) if (isKept(form)) restoreDraft(form);
  document.querySelector("[role=alert][autofocus]")?.focus(); // Also where the address names another place on the page.
}

document.addEventListener("change", (event) => {
  if (event.target.closest("[data-theme-switch]")) chooseTheme(event.target.value);
});
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && isKept(form)) keepDraft(form);
});
document.addEventListener("submit", (event) => {
  if (isOffline(event.target) || isSecondPress(event)) return event.preventDefault();
  const isSent = isKept(event.target) && event.submitter?.name !== "preview";
  if (isSent) sessionStorage.setItem("draft-sent", kept(event.target));
  if (event.target.matches("[data-forget-drafts]")) sessionStorage.clear();
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy], [data-share], [data-share-file], [data-print]");
  if (button?.dataset.copy !== undefined) copy(button, button.dataset.copy);
  else if (button?.dataset.shareFile !== undefined) shareFile(button);
  else if (button?.dataset.share !== undefined) share(button);
  else if (button) window.print();
  closeMenusOutside(event);
});
document.addEventListener("focusin", closeMenusOutside);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-closes-outside][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
window.addEventListener("pageshow", ({ persisted }) => {
  pressed.clear();
  if (persisted) sessionStorage.removeItem("draft-sent");
});
document.addEventListener("htmx:after:request", (event) => {
  const status = event.detail.ctx?.response?.status ?? 0;
  sayWhetherSaved(event, status >= 200 && status < 400);
});
document.addEventListener("htmx:error", (event) => sayWhetherSaved(event, false));

prepare();
