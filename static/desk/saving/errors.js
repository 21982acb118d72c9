// Where a save was refused: each error at its field, and a bar that links to them all.
import { counted } from "saving/counted";
import { form } from "saving/form";

const bar = document.querySelector("[data-refused]");
const words = JSON.parse(document.getElementById("saving-words")?.textContent ?? "{}");

export function clear() {
  for (const line of document.querySelectorAll("[data-refusal], .room .error")) line.remove();
  for (const field of form.elements) {
    if (field.getAttribute("aria-invalid") !== "true") continue;
    field.removeAttribute("aria-invalid");
    const rest = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => document.getElementById(id));
    if (rest.length) field.setAttribute("aria-describedby", rest.join(" "));
    else field.removeAttribute("aria-describedby");
  }
  if (bar) bar.hidden = true;
}

// The number of fields that are to be corrected.
export function show(errors) {
  clear();
  for (const error of errors) mark(error);
  const count = new Set(errors.map(({ field }) => field)).size;
  if (bar) {
    bar.querySelector("[data-refused-words]").textContent = counted(words.correct, count);
    bar.querySelector("[data-refused-list]").replaceChildren(...errors.map(link));
    bar.hidden = false;
  }
  return count;
}

function mark({ field, text }) {
  const place = field && document.getElementById(field);
  if (!place) return;
  const line = Object.assign(document.createElement("p"), { className: "error", textContent: text, id: `${field}_error` });
  line.dataset.refusal = "";
  if (place.form === form) {
    place.setAttribute("aria-invalid", "true");
    place.setAttribute("aria-describedby", [place.getAttribute("aria-describedby"), line.id].filter(Boolean).join(" "));
    (place.closest(".combo, .prose-editor, .boxed") ?? place).after(line);
  } else place.prepend(line);
}

function link({ field, label, text }) {
  const line = document.createElement("li");
  const words_ = label ? `${label}: ${text}` : text;
  if (!field) line.textContent = words_;
  else line.append(Object.assign(document.createElement("a"), { href: `#${field}`, textContent: words_ }));
  return line;
}
