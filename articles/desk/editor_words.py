"""What the editor of a text says: its scripts are handed these words."""

from django.utils.translation import gettext_lazy

from articles.publishing import preflight

LENGTHS = {
    "words_one": gettext_lazy("{count} word"),
    "words_other": gettext_lazy("{count} words"),
    "wordsOf_one": gettext_lazy("{words} of {wanted} word"),
    "wordsOf_other": gettext_lazy("{words} of {wanted} words"),
    "minutes": gettext_lazy("{minutes} min"),
}
HEADLINE = {"most": preflight.HEADLINE_LIMIT, "characters": gettext_lazy("{count} of {most}")}
LEDE = {name: LENGTHS[name] for name in ("words_one", "words_other")}

UPLOAD = {
    "upload": gettext_lazy("Upload photos"),
    "uploading": gettext_lazy("Uploading {name}"),
    "notUploaded": gettext_lazy("{name} couldn't be uploaded. Check your connection and try again."),
    "dismiss": gettext_lazy("Dismiss"),
    "description": gettext_lazy("Description"),
    "descriptionHint": gettext_lazy("What the picture shows, for people who can't see it"),
    "photoCaption": gettext_lazy("Caption"),
    "credit": gettext_lazy("Credit"),
    "sameCredit": gettext_lazy("Use this credit for all {count} new photos"),
    "describe": gettext_lazy("Describe"),
    "save": gettext_lazy("Save"),
    "suggested": gettext_lazy("From the file: {words}"),
    "use": gettext_lazy("Use this"),
    "notSaved": gettext_lazy("The description couldn't be saved. Check your connection and try again."),
    "mayNot": gettext_lazy("You can't change this photo, because readers can see it. Ask an editor."),
    "replaceCredits": gettext_lazy("Photos that have another credit: {count}. Replace it?"),
}

WORDS = UPLOAD | {
    "close": gettext_lazy("Close"),
    "found": gettext_lazy("Found: {count}."),
    "failed": gettext_lazy("The search isn't responding. Try again."),
    # quotations
    "quote": gettext_lazy("Quotation"),
    "saidBy": gettext_lazy("Who said it, and where (optional)"),
    # pictures
    "picture": gettext_lazy("Picture from the library"),
    "choosePicture": gettext_lazy("A picture from the library"),
    "searchPictures": gettext_lazy("Search captions, descriptions and credits"),
    "caption": gettext_lazy("Caption"),
    "lacks": gettext_lazy("This picture needs a description and a credit before the story can be published."),
    "unnamed": gettext_lazy("(no description yet)"),
    "unknown": gettext_lazy("This picture is not in the library. Remove it."),
    "removePicture": gettext_lazy("Remove picture"),
    "onePicture": gettext_lazy("The picture was left out: this text can't have pictures."),
    "pictures": gettext_lazy("Pictures left out: {count}. Add pictures from the library with the picture button."),
    "leftOut": gettext_lazy("Left out: {parts}."),
    "comment_one": gettext_lazy("{count} comment"),
    "comment_other": gettext_lazy("{count} comments"),
    "deletion_one": gettext_lazy("{count} deletion"),
    "deletion_other": gettext_lazy("{count} deletions"),
    "hidden_one": gettext_lazy("{count} hidden passage"),
    "hidden_other": gettext_lazy("{count} hidden passages"),
    # link cards
    "card": gettext_lazy("Link card: a post or video on another site"),
    "cardHelp": gettext_lazy(
        "A title and a link to a post or video on another site. Nothing is loaded from that "
        "site until a reader follows the link."
    ),
    "cardAddress": gettext_lazy("Address"),
    "cardTitle": gettext_lazy("Title, for example “The minister's speech, on YouTube”"),
    "cardUntitled": gettext_lazy("Add a title: it is all that readers see."),
    "cardHosts": gettext_lazy("Link cards don't work for this site. Use an ordinary link instead."),
    "insert": gettext_lazy("Insert"),
    "removeCard": gettext_lazy("Remove card"),
    # links
    "link": gettext_lazy("Link"),
    "searchStories": gettext_lazy("Search our stories"),
    "address": gettext_lazy("Or type an address"),
    "addressWrong": gettext_lazy("Start the address with https://, or with / for one of our own pages."),
    "setLink": gettext_lazy("Add link"),
    "unlink": gettext_lazy("Remove link"),
    # find and replace
    "find": gettext_lazy("Find and replace"),
    "findWords": gettext_lazy("Find"),
    "replaceBy": gettext_lazy("Replace with"),
    "matchCase": gettext_lazy("Match capitals"),
    "previous": gettext_lazy("Previous"),
    "next": gettext_lazy("Next"),
    "replace": gettext_lazy("Replace"),
    "replaceAll": gettext_lazy("Replace all"),
    "placeOf": gettext_lazy("{place} of {count}"),
    "noMatch": gettext_lazy("Not found."),
    "replaced": gettext_lazy("Replaced: {count}."),
    # tables
    "noHeadings": gettext_lazy("The pasted table has no headings."),
    "firstRow": gettext_lazy("Use its first row"),
    # kinds of paragraph
    "style": gettext_lazy("Paragraph style"),
    "styleText": gettext_lazy("Text"),
    "styleHeading": gettext_lazy("Subheading"),
    "styleSmall": gettext_lazy("Small subheading"),
}  # fmt: skip

TOOLS = {  # by the component's names for them
    "bold": gettext_lazy("Bold (Ctrl+B)"),
    "italic": gettext_lazy("Italic (Ctrl+I)"),
    "link": gettext_lazy("Link (Ctrl+K)"),
    "strike": gettext_lazy("Strike through"),
    "superscript": gettext_lazy("Superscript"),
    "subscript": gettext_lazy("Subscript"),
    "blockquote": gettext_lazy("Quotation (Ctrl+Shift+B)"),
    "bulletList": gettext_lazy("List"),
    "orderedList": gettext_lazy("Numbered list"),
    "horizontalRule": gettext_lazy("Line across"),
    "history:undo": gettext_lazy("Undo (Ctrl+Z)"),
    "history:redo": gettext_lazy("Redo (Ctrl+Shift+Z)"),
    "find": gettext_lazy("Find and replace (Ctrl+H)"),
    "cite": gettext_lazy("Cite (Ctrl+Shift+E)"),
    "table": gettext_lazy("Table"),
    "table:addColumnAfter": gettext_lazy("Add column"),
    "table:deleteColumn": gettext_lazy("Delete column"),
    "table:addRowAfter": gettext_lazy("Add row"),
    "table:deleteRow": gettext_lazy("Delete row"),
    "table:mergeCells": gettext_lazy("Merge cells"),
    "table:splitCell": gettext_lazy("Split cell"),
    "table:toggleHeaderCell": gettext_lazy("Heading cell"),
    "table:deleteTable": gettext_lazy("Delete table"),
    "more": gettext_lazy("More formatting"),
}
