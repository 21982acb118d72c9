// What is pasted from a word processor or a web page, made into what a story is written in. The server does it again
// (articles/text/tidying.py): here it is done so that the journalist sees at once what will be kept.
import { Extension, Plugin } from "django-prose-editor/editor";
import { isCard } from "newsroom/hosts";
import { el } from "newsroom/dialog";

const TRACKING = /^(utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hs(enc|mi))$/i;
const NUMBERED = /^\W*(\d+|[a-z]|[ivx]+)[.)]/i;
const BLOCKS = "p, h2, h3, ul, ol, table, figure, blockquote";
const KEPT = new Set(["href", "data-photo", "data-card", "data-pm-slice", "colspan", "rowspan"]);
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

// Word writes a list as paragraphs that bear a bullet or a number.
function lists(page) {
  for (const paragraph of page.querySelectorAll("p[style*='mso-list']")) {
    const bullet = paragraph.querySelector("[style*='mso-list:Ignore' i], [style*='mso-list: Ignore' i]");
    const tag = NUMBERED.test(bullet?.textContent ?? "") ? "OL" : "UL";
    bullet?.remove();
    let list = paragraph.previousElementSibling;
    if (list?.tagName !== tag || !list.classList.contains("from-word")) {
      list = el(tag, { class: "from-word" });
      paragraph.before(list);
    }
    const words = el("p");
    words.append(...paragraph.childNodes);
    list.append(el("li", {}, words));
    paragraph.remove();
  }
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

// The cleaned HTML, and how many pictures were left out. Our own blocks bear no image, so none of them is meant.
export function clean(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const all = (selector) => page.querySelectorAll(selector);
  all("script, style, meta, link, title, xml, iframe, object, video, audio, form, button").forEach((one) => one.remove());
  const pictures = all("img, picture, svg, figure:has(img)");
  const lost = new Set([...pictures].map((one) => one.closest("figure") ?? one.closest("picture") ?? one));
  lost.forEach((one) => one.matches("figure[data-photo]") || one.remove());
  lists(page);
  all("[style*='mso-spacerun' i]").forEach((one) => one.replaceWith(" "));
  all("h1, h4, h5, h6").forEach((one) => rename(one, HEADINGS[one.tagName]));
  all("a[href]").forEach((one) => one.setAttribute("href", address(one.getAttribute("href"))));
  all("a:not([href])").forEach((one) => one.replaceWith(...one.childNodes));
  all("b[style]").forEach((one) => /^(normal|400)$/.test(one.style.fontWeight) && one.replaceWith(...one.childNodes));
  all("table > caption").forEach((one) => (one.parentElement.before(el("p", {}, ...one.childNodes)), one.remove()));
  all("blockquote > :is(footer, cite):last-child").forEach(attribute);
  all("br").forEach((one) => [one.previousElementSibling, one.nextElementSibling].some((next) => next?.matches(BLOCKS)) && one.remove());
  all("p, h2, h3").forEach((one) => one.textContent.trim() || (one.closest("td, th, li") ? one.replaceChildren() : one.remove()));
  all("*").forEach(plain);
  return { html: page.body.innerHTML, pictures: lost.size };
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
    const say = (text) => (this.storage.status.textContent = text);
    const image = (data) => [...(data?.files ?? [])].some((file) => file.type.startsWith("image/"));
    const refuse = (event, data) => {
      if (!image(data) || data.getData("text/html") || data.getData("text/plain")) return false;
      event.preventDefault();
      say(words.onePicture);
      return true;
    };
    return [
      new Plugin({
        props: {
          transformPastedHTML: (html) => {
            const cleaned = clean(html);
            say(cleaned.pictures ? words.pictures.replace("{count}", cleaned.pictures) : "");
            return cleaned.html;
          },
          handlePaste: (view, event) => refuse(event, event.clipboardData) || card(this.editor, event, hosts),
          handleDrop: (view, event) => refuse(event, event.dataTransfer),
        },
      }),
    ];
  },
});
