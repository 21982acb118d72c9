// Find and replace in the text: Ctrl+H. What is found is highlighted; replacing all of it is one step to undo.
import { addButton, Extension, Plugin, pm } from "newsroom/prose";
import { el, field } from "newsroom/dialog";
import { places } from "newsroom/finding";
import { filled } from "newsroom/length";

const { Decoration, DecorationSet } = pm.view;
const { PluginKey, TextSelection } = pm.state;
const { closeHistory } = pm.history;
const key = new PluginKey("find");

// Where the words are, as positions in the document; a line break or the like is one sign.
function found(doc, { wanted, matchCase, language }) {
  const all = [];
  if (wanted) doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    const text = node.textBetween(0, node.content.size, undefined, "\ufffc");
    for (const [from, to] of places(text, wanted, { language, matchCase })) all.push({ from: position + 1 + from, to: position + 1 + to });
    return false;
  });
  return all;
}

const plugin = new Plugin({
  key,
  state: {
    init: () => ({ wanted: "", matches: [], current: 0 }),
    apply(transaction, before) {
      const asked = transaction.getMeta(key);
      if (!asked && !transaction.docChanged) return before;
      const now = { ...before, ...asked };
      const matches = found(transaction.doc, now);
      return { ...now, matches, current: Math.max(0, Math.min(now.current, matches.length - 1)) };
    },
  },
  props: {
    decorations(state) {
      const { matches, current } = key.getState(state);
      return DecorationSet.create(state.doc, matches.map(({ from, to }, place) =>
        Decoration.inline(from, to, { class: place === current ? "find-match is-current" : "find-match" })));
    },
  },
});

class Bar {
  constructor(editor, words) {
    [this.editor, this.words] = [editor, words];
    this.wanted = field(words.findWords, { type: "text", autocomplete: "off" });
    this.instead = field(words.replaceBy, { type: "text", autocomplete: "off" });
    this.matchCase = el("input", { type: "checkbox" });
    this.count = el("p", { role: "status", class: "hint figures" });
    const button = (label, act) => el("button", { type: "button", class: "step button", onclick: act }, label);
    this.dom = el("dialog", { class: "find-bar", "aria-label": words.find },
      this.wanted.row, this.instead.row,
      el("label", { class: "check" }, this.matchCase, words.matchCase), this.count,
      el("div", { class: "ask-buttons" }, button(words.previous, () => this.go(-1)), button(words.next, () => this.go(1)),
        button(words.replace, () => this.replace()), button(words.replaceAll, () => this.replaceAll()), button(words.close, () => this.close())));
    for (const one of [this.wanted.input, this.matchCase]) one.addEventListener("input", () => this.look(true));
    this.dom.addEventListener("keydown", (event) => this.onKey(event));
    document.body.append(this.dom);
  }

  get state() {
    return key.getState(this.editor.state);
  }

  open() {
    const { from, to } = this.editor.state.selection;
    const chosen = this.editor.state.doc.textBetween(from, to, "\n");
    if (chosen && !chosen.includes("\n")) this.wanted.input.value = chosen;
    this.dom.show();
    this.wanted.input.select();
    this.look(true);
  }

  close() {
    this.dom.close();
    const match = this.state.matches[this.state.current];
    this.dispatch({ wanted: "", current: 0 });
    const chain = this.editor.chain().focus();
    (match ? chain.setTextSelection(match) : chain).run();
  }

  dispatch(meta, transaction = this.editor.state.tr) {
    this.editor.view.dispatch(transaction.setMeta(key, meta));
    this.tell();
  }

  // From the caret on, where the words have just been typed.
  look(anew) {
    const language = this.editor.view.dom.closest("[lang]")?.lang;
    this.dispatch({ wanted: this.wanted.input.value, matchCase: this.matchCase.checked, language });
    const next = this.state.matches.findIndex(({ from }) => from >= this.editor.state.selection.from);
    if (anew && this.state.matches.length) this.show(Math.max(0, next));
  }

  show(current) {
    this.dispatch({ current });
    this.editor.view.dom.querySelector(".find-match.is-current")?.scrollIntoView({ block: "center" });
  }

  go(step) {
    const { matches, current } = this.state;
    if (matches.length) this.show((current + step + matches.length) % matches.length);
  }

  put(transaction, { from, to }) {
    return this.instead.input.value ? transaction.insertText(this.instead.input.value, from, to) : transaction.delete(from, to);
  }

  replace() {
    const { matches, current } = this.state;
    if (!matches.length) return;
    const { from } = matches[current];
    const transaction = closeHistory(this.put(this.editor.state.tr, matches[current]));
    transaction.setSelection(TextSelection.near(transaction.doc.resolve(from + this.instead.input.value.length)));
    this.dispatch({}, transaction);
    this.look(true); // the next one after what was put in
  }

  replaceAll() {
    const { matches } = this.state;
    if (!matches.length) return;
    const transaction = matches.toReversed().reduce((tr, match) => this.put(tr, match), this.editor.state.tr);
    this.dispatch({}, closeHistory(transaction));
    this.editor.view.dispatch(closeHistory(this.editor.state.tr));
    this.count.textContent = filled(this.words.replaced, { count: matches.length });
  }

  tell() {
    const { wanted, matches, current } = this.state;
    const said = matches.length ? filled(this.words.placeOf, { place: current + 1, count: matches.length }) : this.words.noMatch;
    this.count.textContent = wanted ? said : "";
  }

  onKey(event) {
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && event.target.matches("input")) event.target === this.instead.input ? this.replace() : this.go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

export const Find = Extension.create({
  name: "find",
  addOptions: () => ({ words: {} }),
  addStorage: () => ({ bar: null }),
  addCommands() {
    return { openFind: () => () => ((this.storage.bar ??= new Bar(this.editor, this.options.words)).open(), true) };
  },
  addProseMirrorPlugins: () => [plugin],
  addKeyboardShortcuts() {
    return { "Mod-h": () => this.editor.commands.openFind() };
  },
  addMenuItems(storage) {
    addButton(storage, "find_replace", this.options.words.find, {
      name: "find",
      groups: "tools",
      command: (editor) => editor.commands.openFind(),
    });
  },
});
