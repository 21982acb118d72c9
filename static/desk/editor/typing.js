// Quotation marks, dashes and ellipses in the text while it is typed. A correction is a step of its own, so that one
// Ctrl+Z brings back what was typed.
import { Extension, Plugin, pm } from "newsroom/prose";
import { corrected } from "newsroom/typography";

const { closeHistory } = pm.history;

function replace(view, [count, sign]) {
  const { $from, from } = view.state.selection;
  const words = view.state.schema.text(sign, $from.marks());
  view.dispatch(closeHistory(view.state.tr.replaceWith(from - count, from, words)));
  view.dispatch(closeHistory(view.state.tr)); // what is typed next is undone by itself
}

export const Typing = Extension.create({
  name: "typing",
  addProseMirrorPlugins() {
    const isOff = () => this.editor.options.element.querySelector("textarea")?.hasAttribute("data-straight");
    const handleTextInput = (view, from, to, text) => {
      if (text.length !== 1 || view.composing || isOff()) return false;
      const { parent, parentOffset } = view.state.doc.resolve(from);
      const before = parent.textBetween(0, parentOffset, undefined, "\ufffc"); // what is no word is one sign
      const found = corrected(before + text, view.dom.closest("[lang]")?.lang);
      if (!found) return false;
      view.dispatch(view.state.tr.insertText(text, from, to).scrollIntoView());
      replace(view, found);
      return true;
    };
    return [new Plugin({ props: { handleTextInput } })];
  },
});
