// A table that is pasted without headings offers its first row as headings.
import { Extension } from "newsroom/prose";
import { el } from "newsroom/dialog";

const headless = (table) => table.childCount > 1 && table.firstChild.children.every((cell) => cell.type.name === "tableCell");

// The last table without headings in what a transaction put in, as a position; null for none.
function pasted({ doc, mapping }) {
  const map = mapping.maps.at(-1);
  let found = null;
  map?.forEach((_from, _to, from, to) => doc.nodesBetween(from, Math.min(to, doc.content.size), (node, position) => {
    if (node.type.name === "table" && position >= from - 1 && headless(node)) found = position;
    return !found;
  }));
  return found;
}

function makeHeadings({ state, view }, position) {
  const table = state.doc.nodeAt(position);
  if (table?.type.name !== "table") return;
  const transaction = state.tr;
  let at = position + 2; // into the table, into its first row
  for (const cell of table.firstChild.children) {
    transaction.setNodeMarkup(at, state.schema.nodes.tableHeader, cell.attrs);
    at += cell.nodeSize;
  }
  view.dispatch(transaction);
}

export const Headings = Extension.create({
  name: "headings",
  addOptions: () => ({ words: {} }),
  addStorage: () => ({ offer: null, position: null }),
  onCreate() {
    const { words } = this.options;
    const accept = () => {
      makeHeadings(this.editor, this.storage.position);
      this.editor.commands.focus();
      this.storage.offer.hidden = true;
    };
    this.storage.offer = el("p", { class: "hint offer", role: "status", hidden: true }, `${words.noHeadings} `,
      el("button", { type: "button", class: "link", onclick: accept }, words.firstRow));
    this.editor.options.element.append(this.storage.offer);
  },
  onTransaction({ transaction }) {
    const { storage } = this;
    if (!transaction.docChanged || !storage.offer) return;
    if (storage.position !== null) storage.position = transaction.mapping.map(storage.position);
    if (!transaction.getMeta("paste")) return;
    storage.position = pasted(transaction);
    storage.offer.hidden = storage.position === null;
  },
});
