// The page on which a story is written. Each part is a module; without scripts the page is a form like any other.
import "room/page";
import "room/panel";
import "room/sheet";
import "room/tools";
import "room/text";
import "room/combobox";
import "room/rows";
import "room/sources";
import "room/margin";
import "room/pictures";
import "room/elsewhere";
