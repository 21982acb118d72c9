// What a word processor keeps out of sight, or keeps for those who wrote a text. articles/text/hidden.py knows the same
// marks, for what is saved without this script.
const UNSEEN = /(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|mso-hide:(?!none)|mso-element:(?:header|footer)(?![\w-])|font-size:0(?:\.0+)?[a-z%]*(?:;|!|$)|text-effect:vanish|vanish)/;
const COMMENTED = /(?:^|;)mso-(?:element:comment(?:-list)?(?![\w-])|special-character:comment)/;
const COMMENT_CLASSES = ["msocomanchor", "msocomtxt", "msocomoff", "msocommentreference", "msocommenttext", "msocommentsubject",
  "msoannotationtext", "msoannotationreference", "sdcomment", "annotation-content", "comment-reference"];
const DELETION_CLASSES = ["msodel", "msochangedel", "trackchangedeletion", "trackchangetextdeletion", "suggested-deletion",
  "suggestion-deletion", "suggestion-delete", "deleted-suggestion"];
const TOOLS = ["eop", "tableinsertrowgapblank", "tablecolumnresizehandle", "tablecelltopborderhandle", "tablecellleftborderhandle",
  "tablehovercolumnhandle", "tablehoverrowhandle", "listmarkerwrappingspan"];
const ANCHOR = /^#(?:_?msocom|_?msoanchor|cmnt)/i;
export const FOOT = /^#_?(?:(?:ftn|edn|ftnt|sdfootnote|sdendnote|footnote|endnote|toc|ref|hlk|msocom|msoanchor|cmnt|cite_(?:note|ref))(?:[^a-z].*|ref.*)?|fn(?:ref)?[-_:.]?\d.*)$/i;

export const style = (element) => (element.getAttribute("style") ?? "").replace(/\s/g, "").toLowerCase();

const has = (element, names) => [...element.classList].some((name) => names.includes(name.toLowerCase()));

// The words of a comment, as Google Docs writes them below the text: a block that begins with a link back.
function isCommentText(element) {
  if (!["DIV", "P"].includes(element.tagName)) return false;
  let first = element;
  for (let depth = 0; depth < 4; depth++) {
    first = [...first.childNodes].find((child) => child.nodeType === 1 || (child.nodeType === 3 && child.data.trim()));
    if (first?.nodeType !== 1) return false;
    if (first.tagName === "A") return /^#(?:cmnt_ref|_msoanchor)/i.test(first.getAttribute("href") ?? "");
  }
  return false;
}

function kind(element) {
  const look = style(element);
  const isReference = element.tagName === "A" && ANCHOR.test(element.getAttribute("href") ?? "");
  if (COMMENTED.test(look) || has(element, COMMENT_CLASSES) || isReference || isCommentText(element)) return "comment";
  const isTracked = ["S", "STRIKE"].includes(element.tagName) && (element.hasAttribute("datetime") || element.hasAttribute("cite"));
  if (element.tagName === "DEL" || has(element, DELETION_CLASSES) || isTracked) return "deletion";
  const isHidden = element.hasAttribute("hidden") || element.getAttribute("aria-hidden")?.toLowerCase() === "true";
  return isHidden || UNSEEN.test(look) || has(element, TOOLS) ? "hidden" : "";
}

// Takes all of it out of `root`, and counts it: {comment, deletion, hidden}.
export function withoutHidden(root) {
  const count = { anchor: 0, words: 0, deletion: 0, hidden: 0 };
  for (const element of [...root.querySelectorAll("*")]) {
    if (!root.contains(element)) continue; // left out with what it was in
    const what = kind(element);
    if (!what) continue;
    const said = Boolean(element.textContent.trim());
    if (what === "comment") {
      const listed = style(element).includes("mso-element:comment-list");
      const bodies = [...element.querySelectorAll("[style]")].filter((one) => style(one).split(";").includes("mso-element:comment"));
      const isAnchor = said && !style(element).includes("mso-element:comment") && !isCommentText(element);
      count[isAnchor ? "anchor" : "words"] += bodies.length || Number(said && !listed);
    } else if (said) count[what] += 1;
    element.remove();
  }
  root.querySelectorAll("sup, sub, strong, b, em, i, s").forEach((one) => one.childNodes.length || one.remove());
  return { comment: Math.max(count.anchor, count.words), deletion: count.deletion, hidden: count.hidden };
}
