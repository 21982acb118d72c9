// The margin says how we know: beside each statement its source, or that it has none, at the height of its words.
import { closeSheet } from "room/sheet";
import { reveal } from "room/panel";
import { cited, citeFound, statementOf, unsourced } from "room/sources";
import { el } from "newsroom/dialog";
import { words } from "room/words";

const paper = document.querySelector("[data-paper]");
const GAP = 6;
const plain = (letter) => letter.replace(/[“”„«»"]/, '"').replace(/[‘’']/, "'").replace(/\s/, " ").toLowerCase();
let text = null;

// All letters of an element, each with the place where it is in the page.
function letters(element) {
  const found = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = 0; at < node.data.length; at++) found.push({ node, at, as: plain(node.data[at]) });
  }
  return found;
}

function rangeOf(statement, all, whole) {
  const start = whole.indexOf([...statement].map(plain).join(""));
  if (start < 0 || !statement) return null;
  const range = document.createRange();
  const last = all[start + [...statement].length - 1];
  range.setStart(all[start].node, all[start].at);
  range.setEnd(last.node, last.at + 1);
  return range;
}

const finder = () => {
  const all = text ? letters(text) : [];
  const whole = all.map(({ as }) => as).join("");
  return (statement) => rangeOf(statement, all, whole);
};

function sourceMark(row) {
  const name = row.querySelector('[data-of="source"]').textContent.trim();
  const kind = row.querySelector('[data-of="kind"]').textContent.trim();
  const button = el("button", { type: "button", onclick: () => reveal(row) }, name, el("br"), kind.toLowerCase());
  return el("div", { class: "mark" }, button);
}

const noneMark = (statement) => el("div", { class: "mark none" },
  el("button", { type: "button", onclick: () => citeFound(statement) }, words.noSource));

function draw() {
  const find = finder();
  const marks = [];
  for (const row of cited()) {
    const range = find(statementOf(row));
    if (range) marks.push([range, sourceMark(row)]);
  }
  const bare = [];
  for (const statement of unsourced()) {
    const range = find(statement);
    if (!range) continue;
    bare.push(range);
    marks.push([range, noneMark(statement)]);
  }
  if (globalThis.Highlight) CSS.highlights.set("unsourced", new Highlight(...bare));
  const active = document.activeElement?.closest?.(".mark");
  if (active) return; // somebody is there with the keyboard
  paper.querySelectorAll(".mark").forEach((mark) => mark.remove());
  place(marks);
}

function place(marks) {
  const top = paper.getBoundingClientRect().top;
  const tall = marks.map(([range, mark]) => [range.getBoundingClientRect().top - top + 4, mark]).sort(([one], [other]) => one - other);
  let free = 0;
  for (const [wanted, mark] of tall) {
    paper.append(mark);
    const at = Math.max(wanted, free);
    mark.style.insetBlockStart = `${at}px`;
    free = at + mark.offsetHeight + GAP;
  }
}

let timer = 0;
const soon = () => { clearTimeout(timer); timer = setTimeout(draw, 150); };

document.addEventListener("room:ready", ({ detail }) => {
  text = detail.textarea.closest(".prose-editor").querySelector(".ProseMirror");
  soon();
});
for (const name of ["room:text", "room:sources"]) document.addEventListener(name, soon);
addEventListener("resize", soon);
document.fonts?.ready.then(soon);

document.addEventListener("room:show", ({ detail }) => {
  const range = finder()(detail);
  if (!range) return;
  closeSheet();
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
  text.focus();
});
