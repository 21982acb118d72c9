// Photos that are dropped or pasted into the text: each shows its progress at the place where it falls, and then itself.
import { Extension, Plugin, pm } from "newsroom/prose";
import { el } from "newsroom/dialog";
import { filled } from "newsroom/length";
import { arrive } from "newsroom/pictures";
import { beside, photosIn, send } from "newsroom/upload";

const { Decoration, DecorationSet } = pm.view;
const key = new pm.state.PluginKey("uploads");

// Between two blocks: before an empty paragraph, else behind the block of a place.
function between(doc, position) {
  const place = doc.resolve(position);
  if (!place.depth) return position;
  const isEmpty = place.depth === 1 && !place.parent.content.size;
  return isEmpty ? place.before(1) : place.after(1);
}

// What is on its way is no part of the text: it is neither saved nor undone.
const waiting = {
  init: () => DecorationSet.empty,
  apply(transaction, set) {
    const { add, remove } = transaction.getMeta(key) ?? {};
    const now = set.map(transaction.mapping, transaction.doc);
    if (add) return now.add(transaction.doc, [Decoration.widget(add.position, add.dom, { id: add.dom, side: 1, stopEvent: () => true })]);
    return remove ? now.remove(now.find(null, null, ({ id }) => id === remove)) : now;
  },
};

class Upload {
  constructor(editor, file, position, { words, library, say }) {
    Object.assign(this, { editor, file, words, library, say });
    this.bar = el("progress", { max: 1, value: 0, "aria-label": filled(words.uploading, { name: file.name }) });
    this.dom = el("div", { class: "block-upload", contenteditable: "false" }, el("span", {}, file.name), this.bar);
    this.dispatch({ add: { position, dom: this.dom } });
  }

  dispatch(meta, transaction = this.editor.state.tr) {
    this.editor.view.dispatch(transaction.setMeta(key, meta));
  }

  async run() {
    const progress = (part) => (this.bar.value = part);
    const told = await send(this.file, { address: beside(this.library, "upload"), failed: this.words.notUploaded, progress });
    this.say(told.said);
    if (told.error) return this.refuse(told.said);
    arrive(told.photo);
    const [found] = key.getState(this.editor.state).find(null, null, ({ id }) => id === this.dom);
    if (!found) return; // the place where it fell was deleted; the photo is in the library
    const photo = this.editor.schema.nodes.photo.create({ uid: told.photo.uid });
    this.dispatch({ remove: this.dom }, this.editor.state.tr.insert(found.from, photo));
  }

  refuse(said) {
    const dismiss = () => (this.dispatch({ remove: this.dom }), this.editor.commands.focus());
    this.dom.classList.add("is-refused");
    this.dom.replaceChildren(el("span", {}, said), el("button", { type: "button", class: "block-remove", onclick: dismiss }, this.words.dismiss));
  }
}

export const Uploads = Extension.create({
  name: "uploads",
  priority: 200, // before what leaves pictures out
  addOptions: () => ({ library: "", words: {} }),
  addStorage: () => ({ status: null }),
  onCreate() {
    this.storage.status = el("p", { role: "status", class: "visually-hidden" });
    this.editor.options.element.append(this.storage.status);
  },
  addCommands() {
    return {
      uploadPhotos: (files, at) => ({ editor }) => {
        const position = between(editor.state.doc, at ?? editor.state.selection.from);
        const say = (said) => (this.storage.status.textContent = said);
        const uploads = files.map((file) => new Upload(editor, file, position, { ...this.options, say }));
        uploads.reduce((before, one) => before.then(() => one.run()), Promise.resolve());
        return true;
      },
    };
  },
  addProseMirrorPlugins() {
    const take = (event, data, at) => {
      const files = photosIn(data);
      if (!files.length || data.getData("text/html")) return false;
      event.preventDefault();
      queueMicrotask(() => this.editor.commands.uploadPhotos(files, at));
      return true;
    };
    return [
      new Plugin({
        key,
        state: waiting,
        props: {
          decorations: (state) => key.getState(state),
          handlePaste: (view, event) => take(event, event.clipboardData),
          handleDrop: (view, event) => take(event, event.dataTransfer, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos),
        },
      }),
    ];
  },
});
