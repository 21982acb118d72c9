// A picture of the library in the text, with its caption. One that just came in asks for its description and credit here.
import { addButton, Node } from "newsroom/prose";
import { leave, removed, view } from "newsroom/blocks";
import { describer } from "newsroom/describing";
import { el } from "newsroom/dialog";
import { choose } from "newsroom/library";

const known = new Map(); // uid → what the library says of it, or a promise of that
const seen = new Map(); // uid → what draws it anew, a function for each place where it is
const fresh = new Map(); // uid → a photo that came in while this page was open

function lookUp(library, uid) {
  if (!known.has(uid)) {
    const answer = fetch(`${library}?${new URLSearchParams({ uid })}`).then((response) => (response.ok ? response.json() : { results: [] }));
    known.set(uid, answer.then(({ results }) => results[0] ?? null, () => null));
  }
  return known.get(uid);
}

function learn(photo) {
  known.set(photo.uid, Promise.resolve(photo));
  if (fresh.has(photo.uid)) fresh.set(photo.uid, photo);
  for (const draw of seen.get(photo.uid) ?? []) draw(photo);
}

export function arrive(photo) {
  fresh.set(photo.uid, photo);
  learn(photo);
}

const uncredited = (photo) => [...fresh.values()].filter((other) => other.pk !== photo.pk && !other.credit);

class Figure {
  constructor({ node, editor, getPos }, { library, words }) {
    [this.library, this.words] = [library, words];
    this.image = el("img", { alt: "" });
    this.said = el("p", { class: "hint" });
    this.form = el("div");
    this.caption = el("figcaption");
    const about = el("div", { class: "block-about" }, this.said, removed(editor, getPos, words.removePicture));
    this.dom = el("figure", { class: "block-photo" }, el("div", { contenteditable: "false" }, this.image), this.caption,
      el("div", { contenteditable: "false" }, about, this.form));
    this.caption.dataset.placeholder = words.caption;
    this.draw = (photo) => this.show(photo);
    if (!seen.has(node.attrs.uid)) seen.set(node.attrs.uid, new Set());
    seen.get(node.attrs.uid).add(this.draw);
    lookUp(library, node.attrs.uid).then(this.draw);
  }

  show(photo) {
    const { words } = this;
    if (!photo) return (this.said.textContent = words.unknown);
    if (this.image.getAttribute("src") !== photo.preview) this.image.src = photo.preview;
    this.image.alt = photo.alt;
    this.caption.dataset.placeholder = photo.caption || words.caption;
    this.said.textContent = photo.credit;
    if (!photo.lacks) return this.form.replaceChildren();
    this.said.append(" ", el("strong", { class: "blocks" }, words.lacks));
    const open = () => this.form.replaceChildren(describer({ photo, words, library: this.library, together: () => uncredited(photo), done: (photos) => photos.forEach(learn) }));
    const isTyping = this.form.contains(document.activeElement);
    if (fresh.has(photo.uid) && !isTyping) open();
    else if (!isTyping) this.form.replaceChildren(el("button", { type: "button", class: "block-remove", onclick: () => (open(), this.form.querySelector("textarea").focus()) }, words.describe));
  }
}

export const Photo = Node.create({
  name: "photo",
  group: "block",
  content: "inline*",
  isolating: true,
  defining: true,
  draggable: true,
  addOptions: () => ({ library: "", words: {} }),
  addAttributes: () => ({ uid: { default: null, parseHTML: (figure) => figure.dataset.photo, renderHTML: ({ uid }) => ({ "data-photo": uid }) } }),
  parseHTML: () => [{
    tag: "figure[data-photo]",
    priority: 60,
    contentElement: (figure) => figure.querySelector("figcaption") ?? document.createElement("figcaption"),
  }],
  renderHTML: ({ node, HTMLAttributes }) => (node.content.size ? ["figure", HTMLAttributes, ["figcaption", 0]] : ["figure", HTMLAttributes]),
  addNodeView() {
    return (made) => {
      const figure = new Figure(made, this.options);
      const { uid } = made.node.attrs;
      const update = (now) => {
        if (now.type !== made.node.type || now.attrs.uid !== uid) return false;
        figure.caption.classList.toggle("is-blank", !now.content.size);
        return true;
      };
      update(made.node);
      return { ...view(figure.dom, figure.caption, update), destroy: () => seen.get(uid).delete(figure.draw) };
    };
  },
  addCommands() {
    return { insertPhoto: (uid) => ({ commands }) => commands.insertContent([{ type: "photo", attrs: { uid } }]) };
  },
  addKeyboardShortcuts() {
    return { Enter: () => leave(this.editor, ["photo"]) };
  },
  addMenuItems(storage) {
    addButton(storage, "image", this.options.words.picture, {
      name: "photo",
      groups: "insert",
      command: async (editor) => {
        const photo = await choose({ ...this.options, files: true });
        editor.commands.focus();
        if (!photo) return;
        if (photo.files) return editor.commands.uploadPhotos(photo.files);
        known.set(photo.uid, Promise.resolve(photo));
        editor.commands.insertPhoto(photo.uid);
      },
    });
  },
});
