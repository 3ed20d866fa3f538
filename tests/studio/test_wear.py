"""Wear: cases, protectors, stickers, cracks and dirt on any device, by its parts' names."""

from dataclasses import replace

import numpy as np
import pytest
from studio.model import Material, Thing
from studio.solids import box, part, slab
from studio.wear import cases, cracks, dents, dress, marks, protector, stickers
from studio.wear.canvas import back_of, canvas_of, front_of
from studio.wear.outline import outline_of

WIDTH, HEIGHT, DEPTH = 7.0, 15.0, 0.8


def slate(category="smartphone", *, lit=False):
    picture = np.full((512, 240, 3), 0.4, np.float32) if lit else None
    glass = (WIDTH - 0.1, HEIGHT - 0.1)
    dark = np.full((512, 240, 3), 0.004, np.float32)
    front = slab(*glass, 0.8, DEPTH / 2 - 0.05, DEPTH / 2 + 0.01, 0.005, 0.02)
    back = slab(*glass, 0.8, -DEPTH / 2 - 0.01, -DEPTH / 2 + 0.05, 0.02, 0.005)
    buttons = box((0.1, 1.0, 0.2), (WIDTH / 2, 3, 0)) + box((0.1, 2.0, 0.2), (-WIDTH / 2, 3, 0))
    lens = slab(2.5, 2.5, 0.5, -DEPTH / 2 - 0.2, -DEPTH / 2).translate((1.8, 5.5, 0))
    return Thing(
        category,
        "smartphone-nova-1",
        (
            part("frame", slab(WIDTH, HEIGHT, 0.9, -DEPTH / 2, DEPTH / 2), Material((0.1,) * 3)),
            part(
                "front",
                front,
                Material(dark, 0.05, emission=picture),
                uv_size=glass,
                layer="screen",
            ),
            part("back", back, Material((0.05, 0.1, 0.3), 0.1)),
            part("lens", lens, Material((0.01,) * 3, 0.05)),
            part("buttons", buttons, Material((0.1,) * 3)),
        ),
        {"port": (0.0, -HEIGHT / 2, 0.0)},
    )


def rng(seed=0):
    return np.random.default_rng(seed)


def painted(thing, canvas):
    return replace(
        thing,
        parts=tuple(
            canvas.painted() if each.name == canvas.part.name else each for each in thing.parts
        ),
    )


def test_dressing_adds_facts_and_never_harms_a_mesh():
    seen = set()
    for seed in range(24):
        thing = dress(slate(), rng(seed))
        seen.add((thing.facts["case"], thing.facts["crack_front"] != "none"))
        for each in thing.parts:
            assert each.faces.max() < len(each.vertices)
            assert np.isfinite(each.vertices).all()
            assert np.isfinite(each.normals).all()
            if np.ndim(each.material.colour) == 3:
                assert each.uv is not None
        assert {"case", "protector", "stickers", "scratched", "dusty"} <= set(thing.facts)
    assert len(seen) > 2
    assert ("none", False) in seen


def test_dressing_is_decided_by_the_random_numbers_alone():
    first, second = (dress(slate(lit=True), rng(12)) for _ in range(2))
    assert first.facts == second.facts
    for one, other in zip(first.parts, second.parts, strict=True):
        assert np.array_equal(one.vertices, other.vertices)
        assert np.array_equal(one.material.colour, other.material.colour)


def test_dressing_leaves_the_original_as_it_was():
    thing = slate(lit=True)
    before = [np.copy(each.material.colour) for each in thing.parts]
    for seed in range(12):
        dress(thing, rng(seed))
    for each, colour in zip(thing.parts, before, strict=True):
        assert np.array_equal(each.material.colour, colour)


def test_most_devices_have_no_case_and_no_crack():
    facts = [dress(slate(), rng(seed)).facts for seed in range(40)]
    assert sum(each["case"] == "none" for each in facts) > 24
    assert sum(each["crack_front"] == "none" for each in facts) > 30


@pytest.mark.parametrize("category", ["laptop", "smartwatch", "other", "parcel"])
def test_other_kinds_get_no_case(category):
    assert all(dress(slate(category), rng(seed)).facts["case"] == "none" for seed in range(12))


def test_a_thing_without_known_parts_is_left_alone():
    lump = Thing("other", "x", (part("lump", box((3, 3, 3)), Material((0.5,) * 3)),))
    assert all(len(dress(lump, rng(seed)).parts) == 1 for seed in range(10))


def test_a_canvas_knows_where_its_pixels_are():
    canvas = canvas_of(front_of(slate()))
    assert np.allclose(canvas.normal, (0, 0, 1), atol=1e-6)
    upper_left = canvas.place(0, 0)
    assert upper_left[0] < -3
    assert upper_left[1] > 7
    assert upper_left[2] == pytest.approx(DEPTH / 2 + 0.01, abs=1e-4)


def test_the_back_reads_from_behind():
    canvas = canvas_of(back_of(slate()), np.array([0.0, 0.0, -1.0]))
    assert canvas.right[0] < 0
    assert canvas.down[1] < 0
    assert np.allclose(canvas.normal, (0, 0, -1), atol=1e-6)


@pytest.mark.parametrize("severity", cracks.SEVERITIES)
def test_cracks_brighten_a_dark_glass_and_darken_a_lit_one(severity):
    canvas = canvas_of(front_of(slate(lit=True)))
    before = canvas.colour.mean(), canvas.emission.mean()
    broken = cracks.crack(rng(3), canvas, severity)
    cracks.paint_cracks(rng(3), canvas, broken)
    assert canvas.colour.mean() > before[0]
    assert canvas.emission.mean() < before[1]


def test_worse_damage_covers_more():
    canvas = canvas_of(front_of(slate()))
    share = [
        np.mean([cracks.crack(rng(seed), canvas, each).lines.mean() for seed in range(4)])
        for each in cracks.SEVERITIES
    ]
    assert share[0] < share[2] < share[3]


def test_shards_lie_on_the_glass_and_face_the_viewer():
    canvas = canvas_of(front_of(slate()))
    found = cracks.shards(rng(1), canvas, cracks.crack(rng(1), canvas, "shattered"), "shards")
    assert found is not None
    assert found.layer == "screen"
    assert found.normals[:, 2].min() > 0.98
    assert np.ptp(found.vertices[:, 2]) < 1e-4
    corners = found.vertices[found.faces]
    turned = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert (turned[:, 2] >= 0).all()


def test_a_protector_shows_the_screen_below():
    canvas = canvas_of(front_of(slate(lit=True)))
    sheet, rim = protector.protector(rng(0), canvas, bubbles=False)
    assert sheet.layer == rim.layer == "screen"
    assert sheet.material.emission is canvas.emission
    assert (sheet.normals[:, 2] > 0.99).all()
    assert sheet.uv.min() > 0
    assert sheet.uv.max() < 1


@pytest.mark.parametrize("kind", stickers.STICKERS)
def test_a_sticker_lies_on_its_surface_and_faces_outward(kind):
    canvas = canvas_of(back_of(slate()), np.array([0.0, 0.0, -1.0]))
    made, text = stickers.sticker(rng(5), canvas, kind, "sticker")
    assert made.vertices[:, 2].max() < -DEPTH / 2
    assert (made.layer == "label") == bool(text)
    corners = made.vertices[made.faces]
    turned = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert (turned[:, 2] < 0).all()


def test_a_sticker_is_not_mirrored():
    canvas = canvas_of(back_of(slate()), np.array([0.0, 0.0, -1.0]))
    made, _ = stickers.sticker(rng(5), canvas, "price", "sticker")
    assert np.allclose(canvas_of(made).normal, canvas.normal, atol=1e-5)


def test_unknown_stickers_are_refused():
    canvas = canvas_of(back_of(slate()), np.array([0.0, 0.0, -1.0]))
    with pytest.raises(ValueError, match="price"):
        stickers.sticker(rng(), canvas, "poster", "sticker")


def test_the_outline_of_a_frame_is_measured():
    outline = outline_of(slate())
    assert outline.width == pytest.approx(WIDTH, abs=0.01)
    assert outline.height == pytest.approx(HEIGHT, abs=0.01)
    assert outline.radius == pytest.approx(0.9, abs=0.1)


@pytest.mark.parametrize("style", cases.CASES)
def test_a_case_surrounds_the_device_and_leaves_the_screen_and_port_free(style):
    bare = slate()
    cased = cases.put_on(bare, rng(2), style)
    case = next(each for each in cased.parts if each.name == "case")
    assert cased.facts["case"] == style
    assert case.vertices[:, 0].max() > WIDTH / 2
    assert case.vertices[:, 1].min() < -HEIGHT / 2
    middle = np.abs(case.vertices[:, :2]).max(1) < 2
    assert not (middle & (case.vertices[:, 2] > 0)).any()
    corners = case.vertices[case.faces].mean(1)
    below = corners[(corners[:, 1] < -HEIGHT / 2 - 0.05) & (np.abs(corners[:, 0]) < 0.3)]
    assert not (np.abs(below[:, 2]) < 0.1).any()


def test_a_full_case_hides_the_back_but_not_the_camera():
    case = next(
        each for each in cases.put_on(slate(), rng(2), "rubber").parts if each.name == "case"
    )
    behind = case.vertices[case.vertices[:, 2] < -DEPTH / 2 - 0.02]
    assert behind[:, 0].min() < -3
    assert behind[:, 0].max() > 3
    inside = (np.abs(behind[:, 0] - 1.8) < 1.2) & (np.abs(behind[:, 1] - 5.5) < 1.2)
    assert not inside.any()


def test_dents_stay_small_and_chips_lie_on_the_frame():
    frame = slate().parts[0]
    dented = dents.dent(rng(0), frame, 3)
    moved = np.linalg.norm(dented.vertices - frame.vertices, axis=1)
    assert 0 < moved.max() < 0.25
    flakes = dents.chips(rng(0), frame, 10, "chips")
    assert (np.abs(flakes.vertices) < np.array([WIDTH, HEIGHT, DEPTH]) / 2 + 0.2).all()


@pytest.mark.parametrize("mark", [marks.scratch, marks.smear, marks.dust])
def test_marks_roughen(mark):
    canvas = canvas_of(front_of(slate()))
    before = canvas.roughness.copy()
    mark(rng(4), canvas, 0.9)
    assert (canvas.roughness >= before - 1e-6).all()
    assert canvas.roughness.mean() > before.mean()
    assert painted(slate(), canvas).parts[1].material.roughness.shape == before.shape


def test_stickers_of_an_open_lid_are_on_its_outside():
    closed = slate("laptop")
    lid = replace(closed.parts[2], name="lid")
    angle = np.radians(70)
    turn = np.array(
        [[1, 0, 0], [0, np.cos(angle), -np.sin(angle)], [0, np.sin(angle), np.cos(angle)]]
    )
    thing = replace(closed, parts=(closed.parts[1], lid)).moved(turn, np.zeros(3))
    outward = turn @ np.array([0.0, 0.0, -1.0])
    found = 0
    for seed in range(30):
        for made in dress(thing, rng(seed)).parts:
            if made.name.startswith("sticker"):
                found += 1
                assert (made.vertices @ outward).min() > DEPTH / 2
    assert found
