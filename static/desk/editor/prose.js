// All that our scripts take from django-prose-editor. Its JavaScript is no stable interface, so nothing else imports it;
// tests/test_upstream.py and tests/browser/test_the_editor.py notice when it changes.
export { Extension, Link, Node, OrderedList, Plugin, Table, pm } from "django-prose-editor/editor";

// A button in the bar above the text; `storage` is what the editor hands to addMenuItems, `icon` one of Material's.
export function addButton({ menu, buttons }, icon, label, item) {
  menu.defineItem({ ...item, button: buttons.material(icon, label) });
}

// The bar itself.
export const barOf = (editor) => editor.options.element.querySelector(".prose-menubar");
