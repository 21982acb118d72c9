// The kind of a paragraph, chosen from a list in the bar: text, subheading, small subheading.
import { Extension } from "newsroom/prose";
import { el } from "newsroom/dialog";

const levelAt = (editor) => [2, 3].find((level) => editor.isActive("heading", { level })) ?? 0;

export const Styles = Extension.create({
  name: "styles",
  addOptions: () => ({ words: {} }),
  addMenuItems({ menu }) {
    const { words } = this.options;
    const names = { 0: words.styleText, 2: words.styleHeading, 3: words.styleSmall };
    const select = el("select", { class: "style", "aria-label": words.style },
      ...Object.entries(names).map(([level, name]) => el("option", { value: level }, name)));
    select.addEventListener("click", (event) => event.stopPropagation()); // a button of the bar gives the focus to the text
    select.addEventListener("change", () => {
      const level = Number(select.value);
      const chain = this.editor.chain().focus();
      (level ? chain.setHeading({ level }) : chain.setParagraph()).run();
    });
    menu.defineItem({
      name: "style",
      groups: "style",
      button: el("span", { class: "style-choice" }, select),
      update: (editor) => (select.value = levelAt(editor)),
    });
  },
});
