// A source for the selected words, or for the sentence of the caret: Ctrl+Shift+E. Who said it is chosen in the panel.
import { addButton, Extension } from "newsroom/prose";

const QUOTED = /^["“„«].*["”“»][.,!?…]?$/su;

function sentence({ selection: { $from } }, language) {
  const text = $from.parent.textBetween(0, $from.parent.content.size, " ", " ");
  const parts = [...new Intl.Segmenter(language || "en", { granularity: "sentence" }).segment(text)];
  return parts.findLast(({ index }) => index <= $from.parentOffset)?.segment ?? "";
}

function statement(editor) {
  const { from, to, empty } = editor.state.selection;
  const language = editor.view.dom.closest("[lang]")?.lang;
  return (empty ? sentence(editor.state, language) : editor.state.doc.textBetween(from, to, " ", " ")).trim();
}

function cite(editor) {
  const words = statement(editor);
  if (!words) return false;
  const detail = { statement: words, kind: QUOTED.test(words) ? "quotation" : "paraphrase" };
  document.dispatchEvent(new CustomEvent("newsroom:cite", { detail }));
  return true;
}

export const Cite = Extension.create({
  name: "cite",
  addOptions: () => ({ label: "" }),
  addKeyboardShortcuts() {
    return { "Mod-Shift-e": () => cite(this.editor) };
  },
  addMenuItems(storage) {
    addButton(storage, "format_quote", this.options.label, {
      name: "cite",
      groups: "cite",
      command: cite,
      hidden: () => !document.getElementById("article_form"), // a quick fix has no sources of its own
    });
  },
});
