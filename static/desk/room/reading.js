// The page of a story for somebody who may read and not edit it.
import "room/page";
import "room/panel";
import "room/sheet";
