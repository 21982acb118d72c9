// What is pasted from a word processor or a web page, made into what a story is written in. The server does it again
// (articles/text/tidying.py): here it is done so that the journalist sees at once what will be kept.
import { Extension, Plugin } from "newsroom/prose";
import { isCard } from "newsroom/hosts";
import { el } from "newsroom/dialog";
import { gather } from "newsroom/lists";
import { FOOT, withoutHidden } from "newsroom/hidden";

const TRACKING = /^(utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hs(enc|mi))$/i;
const SOFT = /[\u000b\u000c\u2028\u2029]/g; // a line break of a word processor
const BLOCKS = "hr, p, h2, h3, ul, ol, table, figure, blockquote";
const KEPT = new Set(["start", "href", "data-photo", "data-card", "data-pm-slice", "colspan", "rowspan"]);
const MARKS = new Set(["SPAN", "FONT", "B", "I", "STRONG", "EM"]);
const HEADINGS = { H1: "h2", H4: "h3", H5: "h3", H6: "h3" };

function address(written) {
  if (!URL.canParse(written)) return written;
  let url = new URL(written);
  if (/^www\.google\.[a-z.]+$/.test(url.hostname) && url.pathname === "/url" && url.searchParams.has("q")) {
    written = url.searchParams.get("q"); // as Google Docs wraps all of them
    if (!URL.canParse(written)) return written;
    url = new URL(written);
  }
  if (url.origin === location.origin) return url.pathname + url.search + url.hash;
  const tracked = [...url.searchParams.keys()].filter((name) => TRACKING.test(name));
  tracked.forEach((name) => url.searchParams.delete(name));
  return tracked.length ? url.href : written;
}

function rename(element, tag) {
  const other = el(tag);
  other.append(...element.childNodes);
  element.replaceWith(other);
}

// Who said it is no part of a quotation.
function attribute(saidBy) {
  const quoted = saidBy.parentElement;
  const figure = el("figure");
  quoted.replaceWith(figure);
  figure.append(quoted, el("figcaption", {}, saidBy.textContent.trim()));
  saidBy.remove();
}

// Without classes and the like; a style only where it may mean a mark.
function plain(element) {
  for (const { name } of [...element.attributes]) {
    if (!KEPT.has(name) && !(name === "style" && MARKS.has(element.tagName))) element.removeAttribute(name);
  }
}

// The cleaned HTML, and what was left out of it: {pictures, comment, deletion, hidden}. Our own blocks bear no image, so
// none of them is meant.
export function clean(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  if (page.body.textContent.search(SOFT) >= 0) page.body.innerHTML = page.body.innerHTML.replace(SOFT, "<br>");
  const all = (selector) => page.querySelectorAll(selector);
  all("script, style, meta, link, title, xml, template, noscript, iframe, object, video, audio, form, button").forEach((one) => one.remove());
  const leftOut = withoutHidden(page.body);
  const pictures = all("img, picture, svg, figure:has(img)");
  const lost = new Set([...pictures].map((one) => one.closest("figure") ?? one.closest("picture") ?? one));
  lost.forEach((one) => one.matches("figure[data-photo]") || one.remove());
  gather(page.body);
  all("[style*='mso-spacerun' i]").forEach((one) => one.replaceWith(" "));
  all("h1, h4, h5, h6").forEach((one) => rename(one, HEADINGS[one.tagName]));
  all("a[href]").forEach((one) => one.setAttribute("href", address(one.getAttribute("href"))));
  all("a[href]").forEach((one) => FOOT.test(one.getAttribute("href")) && one.replaceWith(...one.childNodes));
  all("a:not([href])").forEach((one) => one.replaceWith(...one.childNodes));
  all("b[style]").forEach((one) => /^(normal|400)$/.test(one.style.fontWeight) && one.replaceWith(...one.childNodes));
  all("table > caption").forEach((one) => (one.parentElement.before(el("p", {}, ...one.childNodes)), one.remove()));
  all("blockquote > :is(footer, cite):last-child").forEach(attribute);
  all("br").forEach((one) => [one.previousElementSibling, one.nextElementSibling].some((next) => next?.matches(BLOCKS)) && one.remove());
  all("p, h2, h3").forEach((one) => one.textContent.trim() || (one.closest("td, th, li") ? one.replaceChildren() : one.remove()));
  all("*").forEach(plain);
  return { html: page.body.innerHTML, leftOut: { pictures: lost.size, ...leftOut } };
}

// What was left out, in words: "1 comment, 2 deletions". The words of each language are by its plural forms.
function inWords(leftOut, words) {
  const { pictures, ...unseen } = leftOut;
  const form = new Intl.PluralRules(document.documentElement.lang || "en");
  const parts = Object.entries(unseen).filter(([, count]) => count)
    .map(([what, count]) => (words[`${what}_${form.select(count)}`] ?? words[`${what}_other`]).replace("{count}", count));
  const said = parts.length ? [words.leftOut.replace("{parts}", parts.join(", "))] : [];
  return [...said, ...(pictures ? [words.pictures.replace("{count}", pictures)] : [])].join(" ");
}

// A heading from elsewhere stays one, also where the caret is in a paragraph.
function apart(slice) {
  const { firstChild: first, lastChild: last } = slice.content;
  const isHeading = (node) => node?.type.name === "heading";
  if (!isHeading(first) && !isHeading(last)) return slice;
  return new slice.constructor(slice.content, isHeading(first) ? 0 : slice.openStart, isHeading(last) ? 0 : slice.openEnd);
}

// An address alone, in an empty paragraph, of a host for which a card may stand. Its title waits to be typed.
function card(editor, event, hosts) {
  const href = event.clipboardData?.getData("text/plain").trim() ?? "";
  if (editor.state.selection.$from.parent.content.size || /\s/.test(href) || !isCard(href, hosts)) return false;
  const at = editor.state.selection.$from;
  if (at.depth !== 1 || at.parent.type.name !== "paragraph") return false;
  event.preventDefault();
  editor.chain().insertContentAt({ from: at.before(), to: at.after() }, [{ type: "card", attrs: { href: address(href) } }])
    .setTextSelection(at.before() + 1).run();
  return true;
}

export const Paste = Extension.create({
  name: "cleanPaste",
  addOptions: () => ({ hosts: [], words: {} }),
  addStorage: () => ({ status: null }),
  onCreate() {
    this.storage.status = el("p", { role: "status", class: "hint paste-status" });
    this.editor.options.element.append(this.storage.status);
  },
  addProseMirrorPlugins() {
    const { words, hosts } = this.options;
    let foreign = false;
    const say = (text) => (this.storage.status.textContent = text);
    const image = (data) => [...(data?.files ?? [])].some((file) => file.type.startsWith("image/"));
    const refuse = (event, data) => { // where the text has pictures, uploads.js has taken them before
      if (!image(data) || data.getData("text/html") || data.getData("text/plain")) return false;
      event.preventDefault();
      say(words.onePicture);
      return true;
    };
    return [
      new Plugin({
        props: {
          transformPastedHTML: (html) => {
            foreign = !html.includes("data-pm-slice");
            const cleaned = clean(html);
            say(inWords(cleaned.leftOut, words));
            return cleaned.html;
          },
          transformPasted: (slice) => (foreign ? ((foreign = false), apart(slice)) : slice),
          handlePaste: (view, event) => refuse(event, event.clipboardData) || card(this.editor, event, hosts),
          handleDrop: (view, event) => refuse(event, event.dataTransfer),
        },
      }),
    ];
  },
});
