"""Pictures of every bit depth and colour space, as they look: eight bits a colour, in sRGB, on white."""

import io
from contextlib import suppress

from PIL import Image, ImageChops, ImageCms

DEEP_GREY = frozenset({"I", "I;16", "I;16B", "I;16L", "I;16N"})
STEP = 257  # from 8 bits to 16: 255 becomes 65,535


def eight_bits(image: Image.Image, *, deep: bool = False) -> Image.Image:
    """The same in colours that can be mixed: L, RGB, RGBA or CMYK. `deep`: it had 16 bits a colour when it was read."""
    if image.mode in DEEP_GREY:
        return _eight_bits_of_grey(image)
    clear = image.info.get("transparency")
    if deep and isinstance(clear, tuple):  # Pillow keeps eight bits of each colour, and all sixteen of the clear one
        image.info["transparency"] = tuple(part >> 8 for part in clear)
    if image.mode in ("LA", "PA") or clear is not None:
        return image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "RGBA", "CMYK") else image.convert("RGB")


def _eight_bits_of_grey(image: Image.Image) -> Image.Image:
    whole = image.convert("I")
    grey = whole.point(lambda value: value * (1 / STEP) + 0.5).convert("L")
    clear = image.info.get("transparency")
    if not isinstance(clear, int):
        grey.info = {key: value for key, value in image.info.items() if key != "transparency"}
        return grey
    above, below = (whole.point(one).convert("L") for one in (lambda v: v * 1 - clear, lambda v: v * -1 + clear))
    shown = ImageChops.lighter(above, below).point(lambda value: 255 if value else 0)
    clear_grey = Image.merge("RGBA", (grey, grey, grey, shown))
    clear_grey.info = {key: value for key, value in image.info.items() if key != "transparency"}
    return clear_grey


def on_white(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB, from the colour space of its profile, without transparency."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    colour = _in_srgb(image.convert("RGB") if alpha else image, profile) if profile else image
    colour = colour if colour.mode == "RGB" else colour.convert("RGB")
    if alpha is None:
        return colour
    return Image.composite(colour, Image.new("RGB", colour.size, "white"), alpha)


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """A profile that is broken, or for other colours than these, says nothing."""
    with suppress(ImageCms.PyCMSError, OSError):
        theirs, ours = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        if theirs.profile.xcolor_space.strip() == "GRAY" and image.mode == "RGB":
            image = image.convert("L")
        return ImageCms.profileToProfile(image, theirs, ours, outputMode="RGB") or image
    return image
