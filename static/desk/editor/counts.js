// How long the text is, below the editor, while it is written; articles/text/rendering.py counts in the same way.
import { Extension } from "newsroom/prose";

const WORD = /[\p{L}\p{N}_\u0300-\u036f]+(?:['’ʼ.,:/–-][\p{L}\p{N}_\u0300-\u036f]+)*/gu;

export const Counts = Extension.create({
  name: "counts",
  addOptions: () => ({ minute: 200, words: "" }),
  onUpdate() {
    const output = document.querySelector(`output[for="${CSS.escape(this.editor.options.element.querySelector("textarea").id)}"][data-counts]`);
    if (!output) return;
    const { doc } = this.editor.state;
    const words = doc.textBetween(0, doc.content.size, " ", " ").match(WORD)?.length ?? 0;
    const minutes = Math.max(1, Math.round(words / this.options.minute));
    output.value = this.options.words.replace("{words}", words).replace("{minutes}", minutes);
  },
});
