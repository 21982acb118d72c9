"""The drawings of the desk: icons, and the shapes of states. Each is only drawn beside words or with a name."""

ICONS = {
    "add": '<path d="M9 3.5v11M3.5 9h11"/>',
    "today": '<path d="M3 8.5 9 3l6 5.5M4.5 7.5V15h9V7.5"/>',
    "stories": '<path d="M4 2.5h7l3 3V15.5H4zM6.5 8h5M6.5 10.5h5M6.5 13h3"/>',
    "planning": '<path d="M3 4h12v11H3zM3 7.5h12M6.5 2.5V5M11.5 2.5V5"/>',
    "photos": '<path d="M2.5 3.5h13v11h-13zM2.5 12l4-4 4 4 2-2 3 3"/><circle cx="11.5" cy="6.8" r="1.2"/>',
    "sources": '<path d="M3.5 13V9c0-3 1.5-5 4-5.5M10.5 13V9c0-3 1.5-5 4-5.5M3.5 9.5h3.5V13H3.5zM10.5 9.5H14V13h-3.5z"/>',  # noqa: E501
    "notifications": '<path d="M4.5 12.5V8a4.5 4.5 0 0 1 9 0v4.5l1 1h-11zM7.5 15.5h3"/>',
    "moderation": '<path d="M3 3.5h12v9H8l-3.5 3v-3H3z"/>',
    "notes": '<path d="M3 3.5h12v8.5H9l-3.5 3V12H3z"/>',
    "fronts": '<path d="M2.5 3h13v12h-13zM2.5 6.5h13M9.5 6.5V15M9.5 10.5h6"/>',
    "banner": '<path d="M3 7v4l8 3.5V3.5zM11 7h2.5v4H11M5 11.7V15h2.5"/>',
    "clock": '<circle cx="9" cy="9" r="6.5"/><path d="M9 5.5V9l2.5 2"/>',
    "warning": '<path d="M9 2.5 16 15H2zM9 7v4M9 13v.2"/>',
    "error": '<circle cx="9" cy="9" r="6.5"/><path d="M9 5.5v4.2M9 12.2v.3"/>',
    "search": '<circle cx="8" cy="8" r="5"/><path d="m12 12 3.5 3.5"/>',
    "menu": '<path d="M3 5h12M3 9h12M3 13h12"/>',
    "filters": '<path d="M3 5h12M5.5 9h7M8 13h2"/>',
    "upload": '<path d="M9 14.5v-11M4.5 8 9 3.5 13.5 8"/>',
    "close": '<path d="m4.5 4.5 9 9M13.5 4.5l-9 9"/>',
    "previous": '<path d="M10.5 4 5.5 9l5 5"/>',
    "next": '<path d="m7 4 5 5-5 5"/>',
    "down": '<path d="m4.5 7 4.5 4.5L13.5 7"/>',
    "more": '<path d="M4 9h.1M9 9h.1M14 9h.1" stroke-width="2.6"/>',
    "done": '<path d="m3.5 9.5 3.5 3.5 7.5-8"/>',
    "preview": '<path d="M1.5 9C4 5 6.5 4 9 4s5 1 7.5 5c-2.5 4-5 5-7.5 5S4 13 1.5 9z"/><circle cx="9" cy="9" r="2.2"/>',
    "panel": '<path d="M2.5 3.5h13v11h-13zM11 3.5v11"/>',
    "move": '<path d="M7 4.5h.1M11 4.5h.1M7 9h.1M11 9h.1M7 13.5h.1M11 13.5h.1" stroke-width="2.2"/>',
    "bold": '<path d="M5.5 3.5h4a2.6 2.6 0 0 1 0 5.2h-4zM5.5 8.7h4.7a2.9 2.9 0 0 1 0 5.8H5.5z" stroke-width="2"/>',
    "italic": '<path d="M8 3.5h4M6 14.5h4M10.3 3.5l-2.6 11"/>',
    "link": '<path d="M7.5 10.5a3 3 0 0 0 4.3 0l2.4-2.4a3 3 0 0 0-4.3-4.3L9 4.7M10.5 7.5a3 3 0 0 0-4.3 0L3.8 9.9a3 3 0 0 0 4.3 4.3l.9-.9"/>',  # noqa: E501
    "quotation": '<path d="M4 4v10M8 6.5h7M8 11.5h5"/>',
    "list": '<path d="M7 4.5h8M7 9h8M7 13.5h8M3.5 4.5h.1M3.5 9h.1M3.5 13.5h.1"/>',
    "numbers": '<path d="M7.5 4.5H15M7.5 9H15M7.5 13.5H15M3 3.5h1v3M2.8 11.5h1.7l-1.7 3h1.7"/>',
    "card": '<path d="m6 5.5-3.5 3.5L6 12.5M12 5.5 15.5 9 12 12.5"/>',
    "table": '<path d="M2.5 3.5h13v11h-13zM2.5 7.2h13M2.5 10.9h13M7 3.5v11"/>',
    "undo": '<path d="M6 3.5 3 6.5l3 3M3 6.5h7.5a4 4 0 0 1 0 8H7"/>',
    "replace": '<path d="M2.5 4.5h8M2.5 9h4M2.5 13.5h4"/><circle cx="11.5" cy="10" r="3"/><path d="m13.7 12.2 2.3 2.3"/>',  # noqa: E501
}
"""On a ground of 18 by 18."""

STATES = {
    "none": '<circle cx="7" cy="7" r="5"/>',
    "draft": '<circle cx="7" cy="7" r="5" stroke-dasharray="2.6 2.2"/>',
    "submitted": '<circle cx="7" cy="7" r="5"/><path class="full" d="M7 2a5 5 0 0 1 0 10z"/>',
    "approved": '<circle cx="7" cy="7" r="5"/><path d="m4.7 7.2 1.7 1.7 3-3.5"/>',
    "scheduled": '<circle cx="7" cy="7" r="5.3"/><path d="M7 4v3.2l2 1.3"/>',
    "published": '<circle class="full" cx="7" cy="7" r="5.5"/>',
    "changed": '<circle class="full" cx="7" cy="7" r="3"/><circle cx="7" cy="7" r="5.6"/>',
    "withdrawn": '<circle cx="7" cy="7" r="5"/><path d="m3.8 3.8 6.4 6.4"/>',
    "outdated": '<circle cx="7" cy="7" r="5"/><path d="M7 4v3.6M7 9.9h.1"/>',
    "spiked": '<circle cx="7" cy="7" r="5"/><path d="m3.8 3.8 6.4 6.4"/>',
}
"""On a ground of 14 by 14: a state is a shape and a word."""
