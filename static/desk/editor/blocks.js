// What a story may hold beside paragraphs: a quotation with who said it, a picture of the library, a link card.
import { addButton, Node, OrderedList as PlainList, Table as PlainTable } from "newsroom/prose";
import { ask, el, field } from "newsroom/dialog";
import { isCard } from "newsroom/hosts";

export const removed = (editor, getPos, label) =>
  el("button", { type: "button", class: "block-remove", onclick: () => {
    const position = getPos();
    const { nodeSize } = editor.state.doc.nodeAt(position);
    editor.chain().focus().deleteRange({ from: position, to: position + nodeSize }).run();
  } }, label);

// Enter behind a caption or a title begins a paragraph below the block.
export const leave = (editor, names) => {
  const { $from } = editor.state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    if (!names.includes($from.node(depth).type.name)) continue;
    if ($from.parent.type.name === "paragraph") return false;
    const after = $from.after(depth);
    return editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).focus().run();
  }
  return false;
};

// Enter in an empty paragraph at the end of a quotation leaves it, as it does in word processors.
const leaveQuotation = (editor) => {
  const { $from, empty } = editor.state.selection;
  const depth = $from.depth - 2; // quote > blockquote > paragraph
  if (!empty || depth < 1 || $from.node(depth).type.name !== "quote" || $from.parent.type.name !== "paragraph") return false;
  const quoted = $from.node(depth + 1);
  const isLast = $from.index(depth + 1) === quoted.childCount - 1;
  if ($from.parent.content.size || quoted.childCount < 2 || !isLast) return false;
  const after = $from.after(depth) - $from.parent.nodeSize;
  return editor.chain().deleteRange({ from: $from.before(), to: $from.after() })
    .insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).focus().run();
};

// The node view of a block whose words stand in `words`; all else of it is not typed in.
export const view = (dom, words, update) => ({
  dom,
  contentDOM: words,
  update,
  stopEvent: (event) => event.target.closest?.("button, input, textarea, label") != null,
  // a view that is drawn anew for what it did itself would do it again, for ever
  ignoreMutation: (change) => change.type === "attributes" || (change.type !== "selection" && !words.contains(change.target)),
});

// -- quotations -------------------------------------------------------------------------------------------------------

const SaidBy = Node.create({
  name: "saidBy",
  content: "inline*",
  isolating: true,
  defining: true,
  addOptions: () => ({ words: {} }),
  parseHTML: () => [{ tag: "figcaption", context: "quote/" }],
  renderHTML: () => ["figcaption", 0],
  addNodeView() {
    return ({ node }) => {
      const dom = el("figcaption", { class: "said-by", "data-placeholder": this.options.words.saidBy });
      const show = (now) => now.type === node.type && (dom.classList.toggle("is-blank", !now.content.size), true);
      show(node);
      return view(dom, dom, show);
    };
  },
});

export const Quote = Node.create({
  name: "quote",
  group: "block",
  content: "blockquote saidBy",
  addOptions: () => ({ words: {} }),
  parseHTML: () => [{ tag: "figure", getAttrs: (figure) => (figure.querySelector(":scope > blockquote") ? {} : false) }],
  renderHTML: () => ["figure", 0],
  addExtensions() {
    return [SaidBy.configure({ words: this.options.words })];
  },
  addCommands() {
    return {
      toggleQuote: () => ({ state, tr, dispatch }) => {
        const { $from, $to } = state.selection;
        for (const name of ["quote", "blockquote"]) {
          for (let depth = $from.depth; depth > 0; depth--) {
            const node = $from.node(depth);
            if (node.type.name !== name) continue;
            const quoted = name === "quote" ? node.child(0) : node;
            const said = name === "quote" && node.child(1).content.size ? [state.schema.nodes.paragraph.create(null, node.child(1).content)] : [];
            if (dispatch) tr.replaceWith($from.before(depth), $from.after(depth), [...quoted.content.content, ...said]);
            return true;
          }
        }
        const range = $from.blockRange($to);
        const { quote, blockquote, saidBy } = state.schema.nodes;
        if (!range?.parent.canReplaceWith(range.startIndex, range.endIndex, quote)) return false;
        const inside = state.doc.slice(range.start, range.end).content;
        if (!blockquote.validContent(inside)) return false;
        if (dispatch) {
          tr.replaceWith(range.start, range.end, quote.create(null, [blockquote.create(null, inside), saidBy.create()]));
          tr.setSelection(state.selection.constructor.near(tr.doc.resolve($from.pos + 2)));
        }
        return true;
      },
    };
  },
  addKeyboardShortcuts() {
    return { Enter: () => leaveQuotation(this.editor) || leave(this.editor, ["quote"]), "Mod-Shift-b": () => this.editor.commands.toggleQuote() };
  },
  addMenuItems(storage) {
    addButton(storage, "format_quote", this.options.words.quote, {
      name: "blockquote",
      groups: "nodes",
      command: (editor) => editor.chain().focus().toggleQuote().run(),
      active: (editor) => editor.isActive("quote") || editor.isActive("blockquote"),
      enabled: (editor) => editor.can().toggleQuote(),
    });
  },
});

// -- link cards -------------------------------------------------------------------------------------------------------

function describe({ hosts, words }) {
  return ask(words.card, words, (done) => {
    const address = field(words.cardAddress, { type: "url", required: true });
    const title = field(words.cardTitle, { required: true, maxlength: 200 });
    const wrong = el("p", { role: "status", class: "blocks" });
    const finish = () => {
      const href = address.input.value.trim();
      if (!isCard(href, hosts)) return (wrong.textContent = words.cardHosts), address.input.focus();
      if (!title.input.value.trim()) return (wrong.textContent = words.cardUntitled), title.input.focus();
      done({ href, title: title.input.value.trim() });
    };
    const onEnter = (event) => event.key === "Enter" && (event.preventDefault(), finish());
    address.input.addEventListener("keydown", onEnter);
    title.input.addEventListener("keydown", onEnter);
    const insert = el("button", { type: "button", class: "step step-first button main", onclick: finish }, words.insert);
    return [el("p", { class: "hint" }, words.cardHelp), address.row, title.row, wrong, el("div", { class: "ask-buttons" }, insert)];
  });
}

export const Card = Node.create({
  name: "card",
  group: "block",
  content: "text*",
  marks: "",
  isolating: true,
  defining: true,
  addOptions: () => ({ hosts: [], words: {} }),
  addAttributes: () => ({ href: { default: null, rendered: false } }),
  parseHTML: () => [{
    tag: "figure[data-card]",
    priority: 60,
    contentElement: "a",
    getAttrs: (figure) => {
      const link = figure.querySelector("a[href]");
      return link ? { href: link.getAttribute("href") } : false;
    },
  }],
  renderHTML: ({ node }) => ["figure", { "data-card": "" }, ["a", { href: node.attrs.href, rel: "noopener" }, 0]],
  addNodeView() {
    const { words } = this.options;
    return ({ node, editor, getPos }) => {
      const title = el("p", { "data-placeholder": words.cardTitle });
      const about = el("div", { class: "block-about", contenteditable: "false" }, el("p", { class: "hint" }, node.attrs.href), removed(editor, getPos, words.removeCard));
      const show = (now) => now.type === node.type && now.attrs.href === node.attrs.href && (title.classList.toggle("is-blank", !now.content.size), true);
      show(node);
      return view(el("figure", { class: "block-card" }, title, about), title, show);
    };
  },
  addKeyboardShortcuts() {
    return { Enter: () => leave(this.editor, ["card"]) };
  },
  addMenuItems(storage) {
    addButton(storage, "smart_display", this.options.words.card, {
      name: "card",
      groups: "insert",
      command: async (editor) => {
        const card = await describe(this.options);
        editor.commands.focus();
        if (!card) return;
        editor.commands.insertContent([{ type: "card", attrs: { href: card.href }, content: [{ type: "text", text: card.title }] }]);
      },
    });
  },
});

// -- tables -----------------------------------------------------------------------------------------------------------

// A new one is three by three with a first row of headings: rows and columns are added where they are needed.
export const Table = PlainTable.extend({
  addCommands() {
    return { ...this.parent?.(), insertTableWithOptions: () => ({ commands }) => commands.insertTable({ rows: 3, cols: 3, withHeaderRow: true }) };
  },
});

// -- lists ------------------------------------------------------------------------------------------------------------

// Numbered, from the number it begins at; of other kinds of numbers nothing is kept.
export const OrderedList = PlainList.extend({
  addAttributes: () => ({
    start: {
      default: 1,
      parseHTML: (list) => (/^\d{1,6}$/.test(list.getAttribute("start") ?? "") ? Number(list.getAttribute("start")) : 1),
      renderHTML: ({ start }) => (start === 1 ? {} : { start }),
    },
  }),
  renderHTML: ({ HTMLAttributes }) => ["ol", HTMLAttributes, 0],
  addNodeView: null,
});
