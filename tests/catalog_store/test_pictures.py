"""Checking and keeping pictures."""

import random
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from comptoir.catalog.commands import save_collection, save_product
from comptoir.catalog.drafts import ArticleDraft, BlogDraft, CollectionDraft, MediaDraft
from comptoir.catalog.media import MediaStore, inspect_picture, rendition, store_pictures
from comptoir.errors import DomainError
from PIL import Image, ImageCms

from tests.catalog_store.drafts import rows_of, shirt
from tests.catalog_store.pictures import draw, opened, with_exif


@pytest.fixture
def store(tmp_path):
    return MediaStore(tmp_path / "shop")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
def test_a_picture_is_measured(form):
    content = draw(form=form)
    picture = inspect_picture(content)
    assert (picture.format, picture.width, picture.height) == (form.lower(), 1200, 800)
    assert picture.content == content
    assert len(picture.thumbhash) >= 24


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_metadata_is_taken_out_without_touching_a_pixel(form):
    content = with_exif(form=form)
    assert b"SecretCamera" in content
    picture = inspect_picture(content)
    assert b"Secret" not in picture.content
    assert opened(picture.content).tobytes() == opened(content).tobytes()
    assert (picture.width, picture.height) == (1200, 800)


def test_metadata_is_taken_out_of_avif():
    picture = inspect_picture(with_exif(form="AVIF"))
    assert b"Secret" not in picture.content
    assert opened(picture.content).size == (1200, 800)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_turned_upright(form):
    picture = inspect_picture(with_exif(form=form, orientation=6))
    assert (picture.width, picture.height) == (800, 1200)
    assert b"Secret" not in picture.content
    upright = opened(picture.content).convert("RGB")
    assert upright.size == (800, 1200)
    # A quarter turn clockwise brings the blue corner from below left to above left.
    red, green, blue = upright.getpixel((100, 100))
    assert blue > 240
    assert max(red, green) < 60


def test_comments_are_taken_out():
    out = BytesIO()
    Image.new("RGB", (20, 20)).save(out, "JPEG", comment=b"SecretNote")
    assert b"SecretNote" in out.getvalue()
    assert b"SecretNote" not in inspect_picture(out.getvalue()).content


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16"])
def test_pictures_of_other_modes_are_taken(mode):
    assert inspect_picture(draw(90, 60, mode=mode)).width == 90


def test_a_transparent_picture_is_taken():
    out = BytesIO()
    Image.new("RGBA", (100, 50), (0, 0, 0, 0)).save(out, "PNG")
    assert inspect_picture(out.getvalue()).width == 100


def test_four_colours_of_ink_are_taken():
    assert inspect_picture(draw(90, 60, form="JPEG", mode="CMYK")).format == "jpeg"


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 4}])
def test_every_kind_of_jpeg_keeps_its_pixels_and_profile(options):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = draw(form="JPEG", icc_profile=profile, comment=b"SecretNote", **options)
    kept = opened(inspect_picture(content).content)
    assert kept.tobytes() == opened(content).tobytes()
    assert kept.info["icc_profile"] == profile
    assert "comment" not in kept.info


def test_of_several_pictures_in_one_file_the_first_is_kept():
    first, second = opened(draw(300, 200)), opened(with_exif(90, 60))
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    out = BytesIO()
    first.save(out, "MPO", save_all=True, append_images=[second], exif=exif)
    assert Image.open(BytesIO(out.getvalue())).format == "MPO"
    picture = inspect_picture(out.getvalue())
    assert (picture.format, picture.width, picture.height) == ("jpeg", 300, 200)
    assert b"Secret" not in picture.content
    assert opened(picture.content).format == "JPEG"


def test_filling_before_a_marker_is_no_harm():
    content = draw(90, 60, form="JPEG")
    filled = content[:2] + b"\xff\xff" + content[2:]
    assert opened(inspect_picture(filled).content).size == (90, 60)


def test_an_animated_picture_stays_animated():
    frames = [Image.new("RGB", (40, 40), color) for color in ("red", "blue")]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert opened(inspect_picture(out.getvalue()).content).n_frames == 2


REFUSED = {
    "nothing": b"",
    "text": b"not a picture",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "cut off png": draw()[:-300],
    "cut off jpeg": draw(form="JPEG")[:400],
    "tiff": draw(30, 30, form="TIFF"),
    "bmp": draw(30, 30, form="BMP"),
    "too wide": draw(8001, 2),
    "damaged png": draw(30, 30).replace(b"IDAT", b"XDAT"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_usable_picture_is_refused(case):
    with pytest.raises(DomainError) as refused:
        inspect_picture(REFUSED[case])
    assert (refused.value.code, refused.value.field) == ("INVALID", ("content",))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
def test_a_damaged_picture_is_refused_or_served_but_never_a_crash(form, store):
    chance = random.Random(form)
    sound = with_exif(60, 40, form=form, orientation=6) if form != "GIF" else draw(60, 40, form=form)
    refused = 0
    for _ in range(150):
        damaged = bytearray(sound)
        for _ in range(chance.randint(1, 5)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            stored = store.put(bytes(damaged[: chance.choice((None, -20))]))
        except DomainError:
            refused += 1
        else:
            assert rendition(store, stored.token, width=32, format="webp")[0].stat().st_size > 0
    assert refused > 0


def test_a_bomb_is_refused_by_its_size_alone():
    small = draw(30, 30)
    bomb = small.replace((30).to_bytes(4) + (30).to_bytes(4), (60000).to_bytes(4) + (60000).to_bytes(4))
    with pytest.raises(DomainError):
        inspect_picture(bomb)


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(DomainError) as refused:
        inspect_picture(b"x" * (20 * 1024 * 1024 + 1))
    assert refused.value.code == "TOO_LARGE"


def test_a_picture_is_kept_under_its_digest(store):
    content = draw()
    stored = store.put(content)
    assert store.put(content) == stored == store.lookup(stored.token)
    assert store.path_of(stored).read_bytes() == content
    assert MediaStore(store.path_of(stored).parents[2]).lookup(stored.token) == stored


def test_a_refused_picture_leaves_no_file(store, tmp_path):
    with pytest.raises(DomainError):
        store.put(b"not a picture")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "token", ["", "..", "../../etc/passwd", "a" * 39, "A" * 40, "0" * 40, "0" * 40 + "\n"]
)
def test_unknown_tokens_find_nothing(store, token):
    assert store.lookup(token) is None


def test_many_threads_keep_one_picture(store):
    content = draw()
    with ThreadPoolExecutor(8) as pool:
        stored = set(pool.map(lambda _: store.put(content), range(16)))
    assert len(stored) == 1
    folder = store.path_of(stored.pop()).parent
    assert len(list(folder.iterdir())) == 2


def test_a_draft_is_saved_with_its_stored_picture(store, database):
    draft = shirt(media=(MediaDraft(content=draw(), filename="Front view.png", alt="Front"),))
    prepared = store_pictures(draft, store)
    assert prepared.media[0].content is None
    first = database.write_now(save_product, draft=prepared)
    columns = ("token", "filename", "format", "width", "height", "thumbhash")
    picture = prepared.media[0].stored
    assert database.read_now(rows_of, "media", *columns) == [
        (picture.token, "Front-view.png", "png", 1200, 800, picture.thumbhash)
    ]
    assert not database.write_now(save_product, draft=store_pictures(draft, store)).changed
    assert first.changed


def test_a_picture_of_a_collection_is_stored(store, database):
    draft = CollectionDraft(handle="c", title="C", image=MediaDraft(content=draw(form="JPEG"), filename="c"))
    database.write_now(save_collection, draft=store_pictures(draft, store))
    assert database.read_now(rows_of, "media", "filename", "format") == [("c.jpg", "jpeg")]


def test_a_bad_picture_is_named_with_its_place(store, clock):
    article = ArticleDraft(handle="a", title="A", content_html="", author="", published_at=clock.now())
    bad = MediaDraft(content=b"x", filename="bad.png")
    cases = {
        ("media", "1"): shirt(media=(MediaDraft(content=draw(9, 9)), bad)),
        ("image",): CollectionDraft(handle="c", title="C", image=bad),
        ("articles", "0", "image"): BlogDraft(
            handle="b", title="B", articles=(ArticleDraft(**_fields(article), image=bad),)
        ),
    }
    for place, draft in cases.items():
        with pytest.raises(DomainError) as refused:
            store_pictures(draft, store)
        assert refused.value.field == place
        assert refused.value.message.startswith("bad.png: ")


def _fields(article):
    return {
        name: getattr(article, name) for name in ("handle", "title", "content_html", "author", "published_at")
    }
