// Links: to a story of ours, found by its words, or to any address.
import { addButton, Link as PlainLink } from "newsroom/prose";
import { ask, el, field, search } from "newsroom/dialog";

function choose({ stories, words }, present) {
  return ask(words.link, words, (done) => {
    const address = field(words.address, { inputmode: "url", value: present ?? "", autocomplete: "off" });
    const finish = () => {
      const href = address.input.value.trim();
      if (!/^(https?:\/\/|mailto:|#|\/(?!\/))/i.test(href)) return address.input.setAttribute("aria-invalid", "true"), (wrong.textContent = words.addressWrong), address.input.focus();
      done({ href });
    };
    address.input.addEventListener("keydown", (event) => event.key === "Enter" && (event.preventDefault(), finish()));
    const wrong = el("p", { role: "status", class: "blocks" });
    const draw = (story) =>
      el("button", { type: "button", class: "story-choice", onclick: () => done({ href: story.path, title: story.title }) },
        el("strong", { lang: story.language }, story.title), el("span", { class: "hint" }, `${story.section} · ${story.published}`));
    const found = search({ label: words.searchStories, address: stories, words, draw, least: 2 });
    const buttons = [el("button", { type: "button", class: "step step-first button main", onclick: finish }, words.setLink)];
    if (present) buttons.push(el("button", { type: "button", class: "step button", onclick: () => done({ href: null }) }, words.unlink));
    return [...found.parts, address.row, wrong, el("div", { class: "ask-buttons" }, ...buttons)];
  });
}

async function edit(editor, options) {
  const present = editor.isActive("link") ? editor.getAttributes("link").href : null;
  const link = await choose(options, present);
  const chain = editor.chain().focus();
  if (!link) return chain.run();
  if (present) chain.extendMarkRange("link");
  if (!link.href) return chain.unsetLink().run();
  if (!present && editor.state.selection.empty) {
    const text = link.title ?? link.href;
    return chain.insertContent({ type: "text", text, marks: [{ type: "link", attrs: { href: link.href } }] }).run();
  }
  return chain.setLink({ href: link.href }).run();
}

export const Link = PlainLink.extend({
  addOptions() {
    return { ...this.parent?.(), stories: "", words: {} };
  },
  addCommands() {
    return {
      ...this.parent?.(),
      addLink: () => ({ editor }) => {
        edit(editor, this.options);
        return true;
      },
    };
  },
  addKeyboardShortcuts() {
    return { ...this.parent?.(), "Mod-k": () => this.editor.commands.addLink() };
  },
  addMenuItems(storage) {
    this.parent?.(storage);
    addButton(storage, "insert_link", this.options.words.link, {
      name: "link",
      groups: "link",
      command: (editor) => editor.commands.addLink(),
      active: (editor) => editor.isActive("link"),
    });
  },
});
