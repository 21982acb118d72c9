// The picker of the library: by the editor for one picture, by the gallery of a story for as many as are wanted.
import { ask, el, search } from "newsroom/dialog";

const drawn = (photo, words, onclick) =>
  el("button", { type: "button", class: "photo-choice", onclick },
    el("img", { src: photo.preview, alt: photo.alt, loading: "lazy" }),
    el("span", {}, el("strong", {}, photo.caption || photo.alt || words.unnamed), el("span", { class: "hint" }, photo.credit)),
    ...(photo.lacks ? [el("span", { class: "blocks" }, words.lacks)] : []));

const found = (library, words, draw) => search({ label: words.searchPictures, address: library, words, draw }).parts;

// The picture that was chosen, or null.
export const choose = ({ library, words }) =>
  ask(words.choosePicture, words, (done) => found(library, words, (photo) => drawn(photo, words, () => done(photo))));

// Hands each picture that is chosen to `take`, until the dialog is closed; of those it `has` it says so.
export function gather({ library, words, has, take }) {
  return ask(words.choose, words, () => found(library, words, (photo) => {
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
  }));
}
