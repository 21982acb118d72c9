// The icons of the bar above the text, 18 by 18: paths by the name of the button.
const PATHS = {
  bold: "M5.5 3.5h4a2.6 2.6 0 0 1 0 5.2h-4zM5.5 8.7h4.7a2.9 2.9 0 0 1 0 5.8H5.5z",
  italic: "M8 3.5h4M6 14.5h4M10.3 3.5l-2.6 11",
  link: "M7.5 10.5a3 3 0 0 0 4.3 0l2.4-2.4a3 3 0 0 0-4.3-4.3L9 4.7M10.5 7.5a3 3 0 0 0-4.3 0L3.8 9.9a3 3 0 0 0 4.3 4.3l.9-.9",
  blockquote: "M4 4v10M8 6.5h7M8 11.5h5",
  bulletList: "M7 4.5h8M7 9h8M7 13.5h8M3.5 4.5h.1M3.5 9h.1M3.5 13.5h.1",
  orderedList: "M7.5 4.5H15M7.5 9H15M7.5 13.5H15M3 3.5h1v3M2.8 11.5h1.7l-1.7 3h1.7",
  photo: "M2.5 3.5h13v11h-13zM2.5 12l4-4 4 4 2-2 3 3M12.7 6.8a1.2 1.2 0 1 1-2.4 0 1.2 1.2 0 0 1 2.4 0",
  card: "m6 5.5-3.5 3.5L6 12.5M12 5.5 15.5 9 12 12.5",
  table: "M2.5 3.5h13v11h-13zM2.5 7.2h13M2.5 10.9h13M7 3.5v11",
  "history:undo": "M6 3.5 3 6.5l3 3M3 6.5h7.5a4 4 0 0 1 0 8H7",
  "history:redo": "m12 3.5 3 3-3 3M15 6.500H7.5a4 4 0 0 0 0 8H11",
  find: "M2.5 4.5h8M2.5 9h4M2.5 13.5h4M14.5 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0M13.7 12.2l2.3 2.3",
  cite: "M3.5 13V9c0-3 1.500-5 4-5.5M10.5 13V9c0-3 1.500-5 4-5.5M3.5 9.5H7V13H3.5zM10.5 9.5H14V13h-3.5z",
  more: "M4 9h.1M9 9h.1M14 9h.1",
  strike: "M3 9h12M12.500 5.500C12 4 10.700 3.500 9 3.500c-2 0-3.500 1-3.500 2.600C5.500 7.700 7 8.500 9 9M5.500 12c.4 1.600 1.700 2.500 3.600 2.500 2.100 0 3.500-1 3.500-2.700",
  superscript: "M3 6l6 8M9 6l-6 8M11.500 4.500c.3-1 1-1.500 1.800-1.500 1 0 1.700.6 1.700 1.500 0 1.300-3.500 2-3.500 3.500H15",
  subscript: "M3 4l6 8M9 4l-6 8M11.500 11.500c.3-1 1-1.500 1.800-1.500 1 0 1.700.6 1.700 1.500 0 1.300-3.500 2-3.500 3.500H15",
  horizontalRule: "M2.5 9h13",
  "table:mergeCells": "M2.5 4h13v10h-13zM6 9h6M10 7l2 2-2 2",
  "table:splitCell": "M2.5 4h13v10h-13zM9 4v10",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries({ class: "icon", viewBox: "0 0 18 18", "aria-hidden": "true" })) svg.setAttribute(key, value);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export const has = (name) => name in PATHS;
