// Headline and lede: the quotation marks, dashes and ellipses of the story's language, and how long each is.
import { corrected } from "newsroom/typography";
import { charactersIn, filled, plural, wordsIn } from "newsroom/length";

const FIELDS = ":is(input, textarea)[data-length]";

// The browser's own history keeps the correction apart: one Ctrl+Z brings back what was typed.
function correct(field) {
  const caret = field.selectionStart;
  const found = field.hasAttribute("data-straight") ? null : corrected(field.value.slice(0, caret), field.lang);
  if (!found) return;
  field.setSelectionRange(caret - found[0], caret);
  document.execCommand("insertText", false, found[1]);
}

// Where the page has no place for it, below the field.
function place(field) {
  const found = document.querySelector(`[data-count-of="${field.name}"]`) ?? document.createElement("span");
  if (!found.isConnected) {
    found.className = "hint figures";
    found.dataset.countOf = field.name;
    field.after(found);
  }
  found.id ||= `${field.id}-length`;
  const described = new Set((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  field.setAttribute("aria-describedby", [...described.add(found.id)].join(" "));
  return found;
}

function measure(field) {
  const said = JSON.parse(field.dataset.length);
  const count = charactersIn(field.value.trim());
  const shown = place(field);
  shown.textContent = said.most ? filled(said.characters, { count, most: said.most }) : plural(said, "words", wordsIn(field.value));
  shown.classList.toggle("over", said.most > 0 && count > said.most);
}

addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches?.(FIELDS)) return;
  if (event.inputType === "insertText" && event.data?.length === 1 && !event.isComposing) correct(field);
  measure(field);
});

document.querySelectorAll(FIELDS).forEach(measure);
