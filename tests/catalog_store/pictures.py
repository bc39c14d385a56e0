"""Pictures drawn for these tests."""

from io import BytesIO

from PIL import Image, ImageDraw


def draw(width=1200, height=800, *, form="PNG", mode="RGB", **options):
    """A picture with four quarters: red, green, blue, white."""
    image = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill="#ff0000")
    pen.rectangle((width // 2, 0, width, height // 2 - 1), fill="#00ff00")
    pen.rectangle((0, height // 2, width // 2 - 1, height), fill="#0000ff")
    out = BytesIO()
    image.convert(mode).save(out, form, **options)
    return out.getvalue()


def with_exif(width=1200, height=800, *, form="JPEG", orientation=1):
    """A picture that tells where it was taken and which way is up."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = orientation
    exif[0x9286] = "SecretPlace"
    return draw(width, height, form=form, exif=exif)


def opened(content):
    """The picture of some bytes."""
    image = Image.open(BytesIO(content))
    image.load()
    return image
