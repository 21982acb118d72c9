// Lists as word processors write them, made into lists with their levels and their numbers: articles/text/lists.py.
import { el } from "newsroom/dialog";

const LISTED = /mso-list:\s*(?!ignore|none|skip)/i;
const LEVEL = /mso-list:[^;]*\blevel(\d)/i;
const NUMBERED = /^[^\p{L}\p{N}_]*(?:\d+\.)*(\d+|[a-z]|[ivx]+)[.)]/iu;
const ROMAN = { i: 1, v: 5, x: 10 };
const DEEPEST = 9;

function valueOf(mark) {
  mark = mark.toLowerCase();
  if (/^\d+$/.test(mark)) return Number(mark.slice(0, 6));
  if (/^[ivx]+$/.test(mark)) {
    const values = [...mark].map((letter) => ROMAN[letter]);
    return values.reduce((sum, one, place) => sum + (one < (values[place + 1] ?? 0) ? -one : one), 0);
  }
  return mark.length === 1 ? mark.charCodeAt(0) - 96 : 1;
}

const begins = (list) => (/^\d{1,6}$/.test(list.getAttribute("start") ?? "") ? Number(list.getAttribute("start")) : null);
const hasLevels = (list) => [...list.children].some((item) => item.hasAttribute("aria-level") || item.hasAttribute("data-aria-level"));
const isList = (node) => ["UL", "OL"].includes(node.tagName);

// Whether it is a list, without lists in it, that may be a part of another one.
function isFlat(node) {
  if (!isList(node) || !node.children.length || node.querySelector("ul, ol")) return false;
  return [...node.children].every((item) => item.tagName === "LI") && (node.tagName === "OL" || hasLevels(node));
}

const isBlank = (node) => node.nodeType === 8 || (node.nodeType === 3 && !node.data.trim());

function itemsOf(node) {
  if (node.nodeType !== 1) return [];
  const written = node.getAttribute("style") ?? "";
  if (node.tagName === "P" && LISTED.test(written)) {
    const bullet = node.querySelector("[style*='mso-list:Ignore' i], [style*='mso-list: Ignore' i]");
    const found = NUMBERED.exec(bullet?.textContent.trim() ?? "");
    bullet?.remove();
    return [{ level: Number(LEVEL.exec(written)?.[1] ?? 1), tag: found ? "OL" : "UL", number: found ? valueOf(found[1]) : 1,
      content: [el("p", {}, ...node.childNodes)], numbered: true }];
  }
  if (node.tagName === "DIV") {
    const parts = [...node.childNodes].filter((part) => !isBlank(part));
    if (!parts.length || !parts.every((part) => part.tagName === "DIV" || isFlat(part))) return [];
    const found = parts.map(itemsOf);
    return found.every((items) => items.length) ? found.flat() : [];
  }
  if (!isFlat(node)) return [];
  const start = begins(node);
  return [...node.children].map((item, place) => {
    const level = item.dataset.ariaLevel || item.getAttribute("aria-level") || "";
    return { level: /^\d$/.test(level) ? Number(level) : 1, tag: node.tagName, number: (start ?? 1) + place,
      content: [...item.childNodes], numbered: start !== null || level !== "" || place > 0 };
  });
}

const goesOn = (item, last) => item.tag === last.list.tagName && item.numbered && (item.tag === "UL" || item.number === last.next);

function follows(item, open) {
  const level = Math.min(item.level, DEEPEST);
  if (level !== open[0].level) return level > open[0].level;
  return goesOn(item, open.findLast((one) => one.level === level));
}

function add(item, open, place) {
  const level = Math.min(item.level, DEEPEST);
  while (open.length && open.at(-1).level > level) open.pop();
  if (open.length && open.at(-1).level === level && !goesOn(item, open.at(-1))) open.pop();
  if (!open.length || open.at(-1).level < level) {
    const list = el(item.tag.toLowerCase(), item.tag === "OL" && item.number !== 1 ? { start: item.number } : {});
    if (open.length) open.at(-1).list.lastElementChild.append(list);
    else place(list);
    open.push({ level, list, next: 0 });
  }
  open.at(-1).list.append(el("li", {}, ...item.content));
  open.at(-1).next = item.number + 1;
}

// A list right in a list, as Google Docs may write it, belongs to the item before it.
function nest(root) {
  for (const list of [...root.querySelectorAll(":is(ul, ol) > :is(ul, ol)")]) {
    const before = list.previousElementSibling;
    if (before?.tagName === "LI") before.append(list);
  }
}

export function gather(root) {
  nest(root);
  for (const parent of new Set([root, ...[...root.querySelectorAll("p, ul, ol")].map((one) => one.parentElement)])) {
    if (!root.contains(parent) || isList(parent)) continue;
    let open = [];
    let blanks = [];
    for (const child of [...parent.childNodes]) {
      if (isBlank(child) && open.length) {
        blanks.push(child);
        continue;
      }
      const items = itemsOf(child);
      const on = items.length > 0 && open.length > 0 && follows(items[0], open);
      if (on) blanks.forEach((one) => one.remove());
      else open = [];
      blanks = [];
      if (!items.length) continue;
      if (!on && isList(child) && !hasLevels(child)) {
        open = [{ level: 1, list: child, next: items.at(-1).number + 1 }];
        continue;
      }
      items.forEach((item) => add(item, open, (list) => child.before(list)));
      child.remove();
    }
  }
  root.querySelectorAll("ol").forEach((list) => {
    const start = begins(list) ?? (list.hasAttribute("start") ? 1 : Number(list.querySelector(":scope > li[value]:first-child")?.value ?? 1));
    if (start === 1) list.removeAttribute("start");
    else list.setAttribute("start", start);
  });
}
