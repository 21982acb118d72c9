// The form for a photo where it is: description, caption, credit. Its fields have no names, so no form around it sends them.
import { el } from "newsroom/dialog";
import { filled } from "newsroom/length";
import { beside, describe } from "newsroom/upload";

let last = 0;

function part(label, value, suggested, words, attributes = {}) {
  const id = `photo-field-${++last}`;
  const input = el("textarea", { id, class: "field", rows: 1, ...attributes });
  input.value = value;
  const row = el("p", { class: "desk-field" }, el("label", { for: id }, label), input);
  if (suggested && !value) {
    const use = () => ((input.value = suggested), hint.remove(), input.focus());
    const hint = el("span", { class: "hint" }, `${filled(words.suggested, { words: suggested })} `, el("button", { type: "button", class: "link", onclick: use }, words.use));
    row.append(hint);
  }
  return { input, row };
}

// `together`: the keys of photos that came in with it and have no credit yet. `done` gets the photos as they are now.
export function describer({ photo, words, library, together = () => [], done }) {
  const { suggested = {} } = photo;
  const alt = part(words.description, photo.alt, suggested.alt, words, { placeholder: words.descriptionHint, maxlength: 300 });
  const caption = part(words.photoCaption, photo.caption, suggested.caption, words, { maxlength: 400 });
  const credit = part(words.credit, photo.credit, suggested.credit, words, { maxlength: 120 });
  const all = el("input", { type: "checkbox" });
  const forAll = el("label", { class: "check", hidden: true }, all, el("span", {}));
  const status = el("p", { role: "status", class: "blocks" });
  const save = async () => {
    const others = all.checked && !forAll.hidden && credit.input.value.trim() ? together() : [];
    const own = { alt: alt.input.value, caption: caption.input.value, credit: credit.input.value };
    const sent = { [photo.pk]: own };
    for (const other of others) sent[other.pk] = { alt: other.alt, caption: other.caption, credit: own.credit };
    const answer = await describe(beside(library, "describe"), sent);
    const wrong = answer?.errors?.[photo.pk];
    if (!answer || answer.forbidden) return (status.textContent = answer ? words.mayNot : words.notSaved);
    if (wrong) return (status.textContent = Object.values(wrong).flat().join(" "));
    done(answer.photos);
  };
  const tellAll = () => {
    const count = together().length + 1;
    forAll.hidden = count < 2;
    forAll.lastChild.textContent = filled(words.sameCredit, { count });
  };
  tellAll();
  all.checked = true;
  credit.input.addEventListener("focus", tellAll);
  const form = el("div", { class: "describe", role: "group", "aria-label": words.describe }, alt.row, caption.row, credit.row, forAll, status,
    el("p", { class: "ask-buttons" }, el("button", { type: "button", class: "step button", onclick: save }, words.save)));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || !event.target.matches("textarea")) return;
    event.preventDefault();
    save();
  });
  return form;
}
