// Headline, lede and text: their language and direction, which follow what is chosen; how long it is to be.
import { changed, words } from "room/words";

const headline = document.getElementById("id_headline");
const lede = document.getElementById("id_standfirst");
const language = document.getElementById("id_language");
const wanted = document.getElementById("id_wanted_words");
const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);
let text = null; // the editor's element, once it is there

function speak() {
  if (!language) return;
  const dir = RIGHT_TO_LEFT.has(language.value.split("-")[0]) ? "rtl" : "ltr";
  for (const field of [headline, lede, document.getElementById("id_body"), text].filter(Boolean)) {
    [field.lang, field.dir, field.spellcheck] = [language.value, dir, true];
  }
}

// Where the browser does not make a field as tall as its words.
function grow(field) {
  if (CSS.supports("field-sizing", "content")) return;
  field.style.blockSize = "auto";
  field.style.blockSize = `${field.scrollHeight}px`;
}

for (const field of [headline, lede]) {
  field.addEventListener("input", () => grow(field));
  grow(field);
}
headline.addEventListener("input", () => { // pasted
  if (headline.value.includes("\n")) headline.value = headline.value.replace(/\s*\n\s*/g, " ");
});

document.addEventListener("prose-editor:ready", ({ detail }) => {
  text = detail.textarea.closest(".prose-editor").querySelector(".ProseMirror");
  text.setAttribute("aria-label", document.querySelector('label[for="id_body"]').textContent.trim());
  text.setAttribute("aria-multiline", "true");
  text.dataset.hint = words.writeHere;
  speak();
  detail.editor.on("update", () => changed(detail.textarea, "room:text"));
  document.dispatchEvent(new CustomEvent("room:ready", { detail }));
});
language?.addEventListener("change", speak);
// The length that the desk wants, which its people may change and the writer sees.
function want() {
  document.querySelector("output[data-counts]").dataset.wanted = wanted?.value ?? document.querySelector("[data-text]").dataset.wanted ?? "";
  document.dispatchEvent(new Event("wanted-length"));
}
wanted?.addEventListener("input", want);
want();
if (location.pathname.endsWith("/add/") && !headline.value) headline.focus();
