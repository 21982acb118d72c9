// How long the text is, beside the editor, while it is written; of a wanted length where the desk has set one.
import { Extension } from "newsroom/prose";
import { filled, minutesFor, plural, wordsIn } from "newsroom/length";

function show(output, words, { minute, words: said }) {
  const wanted = Number(output.dataset.wanted);
  const length = wanted ? plural(said, "wordsOf", wanted, { words, wanted }) : plural(said, "words", words);
  const time = document.createElement("span");
  time.className = "min";
  time.textContent = ` · ${filled(said.minutes, { minutes: minutesFor(words, minute) })}`;
  output.replaceChildren(length, time);
  output.classList.toggle("over", wanted > 0 && words > wanted);
}

export const Counts = Extension.create({
  name: "counts",
  addOptions: () => ({ minute: 200, words: {} }),
  onCreate() {
    const { id } = this.editor.options.element.querySelector("textarea");
    const output = () => document.querySelector(`output[for="${CSS.escape(id)}"][data-counts]`);
    const count = () => {
      const { doc } = this.editor.state;
      if (output()) show(output(), wordsIn(doc.textBetween(0, doc.content.size, " ", " ")), this.options);
    };
    this.editor.on("update", count);
    document.addEventListener("wanted-length", count); // the desk has set another one
    count();
  },
});
