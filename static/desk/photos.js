// The Photos page: files are chosen or dropped anywhere on it; each is uploaded with its progress, asks for its words,
// and is in the grid at once. Without this the forms do it, a page at a time.
import { filled, plural } from "newsroom/length";
import { photosIn, send } from "newsroom/upload";

const words = JSON.parse(document.getElementById("photo-words").textContent);
const upload = document.querySelector("[data-upload]");
const arriving = document.querySelector("[data-arriving]");
const tray = document.querySelector("[data-tray]");
const rows = tray.querySelector("[data-rows]");
const grid = document.querySelector("[data-library]");
const said = tray.dataset;
let onTheWay = 0;

const part = (selector, from = tray) => from.querySelector(selector);
const credits = () => [...rows.querySelectorAll("[name$='-credit']")];
const fromHtml = (html) => document.createRange().createContextualFragment(html).firstElementChild;
const form = (name, count) => plural({ [`${name}_one`]: said[`${name}One`], [`${name}_other`]: said[`${name}Other`] }, name, count);

// What of a row can't be published yet. A decorative picture needs no description; its own page says so.
const lacks = (row) => ["alt", "credit"].some((name) => !part(`[name$='-${name}']`, row).value.trim());

function settle() {
  const count = rows.children.length;
  tray.hidden = !count && !onTheWay;
  part("[data-count]").textContent = form("count", count);
  part("[data-on-the-way]").textContent = onTheWay ? filled(said.onTheirWay, { count: onTheWay }) : "";
  part("[data-save-all]").textContent = form("save", count);
  part("[data-save-all]").disabled = !count;
  part("[data-apply]").hidden = false;
  const lacking = [...rows.children].filter(lacks).length;
  part("[data-lacking]").textContent = lacking ? form("lacking", lacking) : "";
  for (const button of rows.querySelectorAll("[data-put-away], [data-take]")) button.hidden = false;
}

// -- coming in ---------------------------------------------------------------------------------------------------------

function line(file) {
  const one = document.createElement("li");
  one.className = "arrival";
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  bar.setAttribute("aria-label", filled(words.uploading, { name: file.name }));
  one.append(file.name, bar);
  arriving.append(one);
  return [one, bar];
}

function refuse(one, told) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: words.dismiss });
  button.addEventListener("click", () => one.remove());
  const sentence = Object.assign(document.createElement("span"), { textContent: told });
  sentence.setAttribute("role", "alert");
  one.classList.add("is-refused");
  one.replaceChildren(sentence, button);
}

async function take(file, [one, bar]) {
  const told = await send(file, { address: upload.action, failed: words.notUploaded, progress: (part) => (bar.value = part) });
  onTheWay -= 1;
  if (told.error) refuse(one, told.said);
  else {
    one.remove();
    rows.append(fromHtml(told.form));
    grid?.prepend(fromHtml(told.card));
  }
  settle();
}

async function takeAll(files) {
  const lines = files.map(line);
  onTheWay += files.length;
  settle();
  for (const [place, file] of files.entries()) await take(file, lines[place]);
}

if (upload) {
  const input = part("[type=file]", upload);
  upload.classList.add("is-scripted");
  input.addEventListener("change", () => {
    takeAll([...input.files]);
    input.value = "";
  });
  addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    takeAll(photosIn(event.dataTransfer).length ? [...event.dataTransfer.files] : []);
  });
}

// -- being described ---------------------------------------------------------------------------------------------------

// Fills the empty credits, and asks before it replaces others.
function apply() {
  const credit = part("[name=credit_for_all]").value.trim();
  if (!credit) return part("[name=credit_for_all]").focus();
  const others = credits().filter(({ value }) => value.trim() && value.trim() !== credit);
  const replaces = others.length && confirm(filled(words.replaceCredits, { count: others.length }));
  for (const field of credits()) if (!others.includes(field) || replaces) field.value = credit;
  settle();
}

function wrong(errors) {
  for (const error of rows.querySelectorAll(".error")) error.remove();
  for (const [key, fields] of Object.entries(errors)) for (const [name, messages] of Object.entries(fields)) {
    const field = part(`[name='p${key}-${name}']`, rows);
    field.setAttribute("aria-invalid", "true");
    field.after(Object.assign(document.createElement("p"), { className: "error", textContent: messages.join(" ") }));
  }
  part("[aria-invalid]", rows)?.focus();
}

function drawn({ pk }, card) {
  const old = grid?.querySelector(`[data-photo="${pk}"]`);
  old?.replaceWith(fromHtml(card));
  part(`[data-new="${pk}"]`, rows)?.remove();
}

async function save(event) {
  if (!grid) return; // a page of its own goes back to the list
  event.preventDefault();
  const response = await fetch(tray.action, { method: "POST", body: new FormData(tray), headers: { Accept: "application/json" } }).catch(() => null);
  const answer = await response?.json().catch(() => null);
  if (!answer) return (part("[data-on-the-way]").textContent = response?.status === 403 ? words.mayNot : words.notSaved);
  for (const photo of answer.photos) drawn(photo, photo.card);
  wrong(answer.errors);
  settle();
  if (!rows.children.length) document.getElementById("upload-files")?.focus();
}

rows.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-put-away], [data-take]");
  if (button?.matches("[data-take]")) {
    document.getElementById(button.dataset.into).value = button.dataset.take;
    button.closest(".hint").remove();
  } else button?.closest("[data-new]").remove();
  if (button) settle();
});
rows.addEventListener("input", settle);
tray.addEventListener("submit", save);
part("[data-apply]").addEventListener("click", apply);
settle();

// -- leaving -----------------------------------------------------------------------------------------------------------

let sent = false;
tray.addEventListener("submit", () => (sent = !grid));
addEventListener("beforeunload", (event) => {
  const typed = [...rows.querySelectorAll("input:not([type=hidden]), textarea")].some((field) => field.value !== field.defaultValue);
  if (!sent && (typed || onTheWay)) event.preventDefault();
});
