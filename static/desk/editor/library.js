// The picker of the library: by the editor for one picture, by the gallery of a story for as many as are wanted.
import { ask, el, search } from "newsroom/dialog";
import { describer } from "newsroom/describing";
import { filled } from "newsroom/length";
import { beside, send } from "newsroom/upload";

const drawn = (photo, words, onclick) =>
  el("button", { type: "button", class: "photo-choice", onclick },
    el("img", { src: photo.preview, alt: photo.alt, loading: "lazy" }),
    el("span", {}, el("strong", {}, photo.caption || photo.alt || words.unnamed), el("span", { class: "hint" }, photo.credit)),
    ...(photo.lacks ? [el("span", { class: "blocks" }, words.lacks)] : []));

const found = (library, words, draw) => search({ label: words.searchPictures, address: library, words, draw }).parts;

// A button for files of one's own; `take` gets them.
function files(words, take, { multiple = true } = {}) {
  if (!words.upload) return [];
  const input = el("input", { type: "file", accept: "image/jpeg,image/png,image/webp,image/avif", multiple, hidden: true });
  input.addEventListener("change", () => take([...input.files]));
  return [el("p", {}, el("button", { type: "button", class: "step button", onclick: () => input.click() }, words.upload), input)];
}

// Uploads files one after another; each asks for its description in `list`. `arrived` and `described` get the photo.
async function upload(chosen, { library, words, list, arrived = () => {}, described = () => {} }) {
  const came = [];
  for (const file of chosen) {
    const bar = el("progress", { max: 1, value: 0, "aria-label": filled(words.uploading, { name: file.name }) });
    const line = el("li", { class: "block-upload" }, el("span", {}, file.name), bar);
    list.append(line);
    const told = await send(file, { address: beside(library, "upload"), failed: words.notUploaded, progress: (part) => (bar.value = part) });
    line.classList.toggle("is-refused", told.error);
    line.replaceChildren(told.said);
    if (told.error) continue;
    came.push(told.photo);
    arrived(told.photo);
    const together = () => came.filter((other) => other.pk !== told.photo.pk && !other.credit);
    const done = (photos) => {
      for (const photo of photos) came.splice(came.findIndex(({ pk }) => pk === photo.pk), 1, photo);
      line.replaceChildren(told.said);
      described(photos.find(({ pk }) => pk === told.photo.pk));
    };
    const form = describer({ photo: told.photo, words, library, together, done });
    line.replaceChildren(el("img", { src: told.photo.square, alt: "", width: 96, height: 96 }), form);
    if (came.length === 1) form.querySelector("textarea").focus();
  }
}

// The picture that was chosen, or null; with `files: true` it may be {files} that are to be uploaded elsewhere.
export const choose = ({ library, words, files: asFiles = false }) =>
  ask(words.choosePicture, words, (done, keep) => {
    const list = el("ul", { class: "uploads" });
    const here = (chosen) => upload(chosen, { library, words, list, arrived: keep, described: done });
    const own = files(words, asFiles ? (chosen) => done({ files: chosen }) : here, { multiple: asFiles });
    return [...own, list, ...found(library, words, (photo) => drawn(photo, words, () => done(photo)))];
  });

// Hands each picture that is chosen to `take`, until the dialog is closed; of those it `has` it says so.
export function gather({ library, words, has, take }) {
  return ask(words.choose, words, () => {
    const list = el("ul", { class: "uploads" });
    const own = files(words, (chosen) => upload(chosen, { library, words, list, arrived: take, described: take }));
    return [...own, list, ...found(library, words, (photo) => {
      const button = drawn(photo, words, () => {
        take(photo);
        mark();
      });
      const mark = () => {
        if (!has(photo) || button.disabled) return;
        button.disabled = true;
        button.append(el("strong", { role: "status" }, words.added));
      };
      mark();
      return button;
    })];
  });
}
