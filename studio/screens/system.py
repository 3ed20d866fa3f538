"""Screens of the system: home, lock, settings, identifiers, accounts."""

from __future__ import annotations

import numpy as np

from studio.screens.canvas import Canvas, imei


def home(canvas: Canvas) -> None:
    """Icons over a wallpaper, a widget perhaps, a dock."""
    canvas.wallpaper()
    canvas.status_bar((255, 255, 255))
    unit, rng = canvas.unit, canvas.rng
    columns = int(rng.integers(4, 6)) if canvas.height > canvas.width else int(rng.integers(6, 9))
    step = canvas.width / columns
    rows = int((canvas.height - 20 * unit) / (step * 1.25))
    first = 0
    if rng.random() < 0.4:
        box = (5 * unit, 11 * unit, canvas.width - 5 * unit, 11 * unit + step * 1.6)
        canvas.draw.rounded_rectangle(box, 4 * unit, fill=canvas.colour(0.3, 0.9))
        canvas.text(
            canvas.width / 2, 11 * unit + step * 0.8, canvas.clock(), 12, (20, 20, 24), "mm"
        )
        first = 2
    for row in range(first, rows):
        sparse = 0.5 if row < rows - 2 and rng.random() < 0.3 else 0.08
        for column in range(columns):
            if row < rows - 1 and rng.random() < sparse:
                continue
            _icon(canvas, column * step + step / 2, 12 * unit + row * step * 1.25 + step / 2, step)


def _icon(canvas: Canvas, x: float, y: float, step: float) -> None:
    half, rng = step * 0.33, canvas.rng
    ground = canvas.colour(float(rng.uniform(0.1, 0.9)), float(rng.uniform(0.4, 1)))
    box = (x - half, y - half, x + half, y + half)
    if rng.random() < 0.75:
        canvas.draw.rounded_rectangle(box, half * 0.45, fill=ground)
    else:
        canvas.draw.ellipse(box, fill=ground)
    inner = (x - half * 0.5, y - half * 0.5, x + half * 0.5, y + half * 0.5)
    ink = (255, 255, 255) if rng.random() < 0.6 else canvas.colour(0.8, 0.6)
    mark = int(rng.integers(4))
    if mark == 0:
        canvas.draw.ellipse(inner, fill=ink)
    elif mark == 1:
        canvas.draw.rectangle(inner, outline=ink, width=max(1, int(canvas.unit)))
    elif mark == 2:
        canvas.draw.polygon(((x, inner[1]), (inner[2], inner[3]), (inner[0], inner[3])), fill=ink)
    else:
        canvas.text(x, y, canvas.word()[0], 5, ink, "mm", True)
    size = step / canvas.unit * 0.13
    canvas.text(x, y + step * 0.48, canvas.word(), size, (255, 255, 255), "mm")


def lock(canvas: Canvas) -> None:
    """A large clock over a wallpaper."""
    canvas.wallpaper()
    canvas.status_bar((255, 255, 255))
    rng, unit = canvas.rng, canvas.unit
    y = canvas.height * rng.uniform(0.14, 0.32)
    white = (255, 255, 255)
    canvas.text(
        canvas.width / 2,
        y,
        canvas.clock(),
        rng.uniform(17, 26),
        white,
        "mm",
        bool(rng.random() < 0.5),
    )
    canvas.text(
        canvas.width / 2, y + 16 * unit, f"{canvas.word()} 2{rng.integers(1, 9)}", 5, white, "mm"
    )
    for note in range(int(rng.integers(0, 4))):
        top = canvas.height * 0.5 + note * 18 * unit
        box = (5 * unit, top, canvas.width - 5 * unit, top + 16 * unit)
        canvas.draw.rounded_rectangle(box, 4 * unit, fill=(225, 225, 230))
        canvas.text(20 * unit, top + 5 * unit, canvas.word(), 4, (20, 20, 20), bold=True)
        canvas.text(20 * unit, top + 11 * unit, canvas.sentence(5), 3.4, (60, 60, 60))
        mark = (8 * unit, top + 4 * unit, 16 * unit, top + 12 * unit)
        canvas.draw.rounded_rectangle(mark, 2 * unit, fill=canvas.colour(0.8, 0.9))


def settings(canvas: Canvas) -> None:
    """A list of settings."""
    canvas.background()
    canvas.status_bar()
    unit, rng = canvas.unit, canvas.rng
    canvas.text(
        5 * unit, 14 * unit, "Settings" if rng.random() < 0.5 else "Einstellungen", 7, bold=True
    )
    y = 22 * unit
    row = (44, 44, 50) if canvas.dark else (255, 255, 255)
    while y < canvas.height - 6 * unit:
        box = (4 * unit, y, canvas.width - 4 * unit, y + 12 * unit)
        canvas.draw.rounded_rectangle(box, 3 * unit, fill=row)
        mark = (7 * unit, y + 3 * unit, 13 * unit, y + 9 * unit)
        canvas.draw.rounded_rectangle(mark, 1.5 * unit, fill=canvas.colour(0.8, 0.9))
        canvas.text(17 * unit, y + 6 * unit, canvas.word(), 4.4)
        if rng.random() < 0.3:
            left = canvas.width - 18 * unit
            knob = (left, y + 3.5 * unit, left + 9 * unit, y + 8.5 * unit)
            canvas.draw.rounded_rectangle(knob, 2.5 * unit, fill=canvas.accent)
        else:
            canvas.text(canvas.width - 9 * unit, y + 6 * unit, ">", 4, canvas.faint)
        y += 13 * unit if rng.random() < 0.8 else 20 * unit


def _identifiers(canvas: Canvas) -> list[tuple[str, str]]:
    first = imei(canvas.rng)
    canvas.texts["imei"] = first
    rows = [("IMEI", first)]
    if canvas.rng.random() < 0.4:
        second = imei(canvas.rng)
        canvas.texts["imei2"] = second
        rows.append(("IMEI 2", second))
    if canvas.rng.random() < 0.5:
        eid = "8904" + "".join(str(digit) for digit in canvas.rng.integers(0, 10, 28))
        canvas.texts["eid"] = eid
        rows.append(("EID", eid))
    return rows


def about(canvas: Canvas) -> None:
    """The device's own description, with its IMEI."""
    canvas.background()
    canvas.status_bar()
    unit, rng = canvas.unit, canvas.rng
    canvas.text(canvas.width / 2, 14 * unit, "About", 6, anchor="mm", bold=True)
    serial = "".join(str(rng.choice(list("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"))) for _ in range(11))
    version = f"{rng.integers(9, 19)}.{rng.integers(0, 6)}"
    rows = [("Name", canvas.word()), ("Version", version), ("Serial", serial)]
    rows += _identifiers(canvas)
    rows += [(canvas.word(), f"{rng.integers(16, 512)} GB") for _ in range(5)]
    y = 24 * unit
    for label, value in rows:
        canvas.text(6 * unit, y, label, 4.2)
        small = 3.0 if len(value) > 20 else 4.0
        canvas.text(canvas.width - 6 * unit, y, value, small, canvas.faint, "rm")
        canvas.draw.line((6 * unit, y + 5 * unit, canvas.width, y + 5 * unit), (150, 150, 155))
        y += 11 * unit


def dialler(canvas: Canvas) -> None:
    """A keypad with `*#06#`, often with the panel that it brings up."""
    canvas.background()
    canvas.status_bar()
    unit, width, height = canvas.unit, canvas.width, canvas.height
    canvas.text(width / 2, height * 0.14, "*#06#", 10, anchor="mm")
    key = (66, 66, 72) if canvas.dark else (222, 222, 227)
    for place, sign in enumerate("123456789*0#"):
        x = width * (0.2 + 0.3 * (place % 3))
        y = height * (0.45 + place // 3 * 0.115)
        radius = min(9.5 * unit, height * 0.05)
        canvas.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=key)
        canvas.text(x, y, sign, 6.5, anchor="mm")
    x, y, radius = width / 2, height * 0.92, min(9.5 * unit, height * 0.05)
    canvas.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(50, 190, 90))
    if canvas.rng.random() < 0.65:
        rows = _identifiers(canvas)
        top, bottom = height * 0.26, height * 0.26 + (10 + 13 * len(rows)) * unit
        box = (8 * unit, top, width - 8 * unit, bottom)
        canvas.draw.rounded_rectangle(box, 4 * unit, fill=(236, 236, 240))
        for row, (label, value) in enumerate(rows):
            line = top + (7 + 13 * row) * unit
            canvas.text(width / 2, line, label, 4, (20, 20, 20), "mm", True)
            size = 2.7 if len(value) > 20 else 4.6
            canvas.text(width / 2, line + 5.5 * unit, value, size, (20, 20, 20), "mm")


def sign_out(canvas: Canvas) -> None:
    """An account page that says nobody is signed in, or asks to sign out."""
    canvas.background()
    canvas.status_bar()
    unit, width = canvas.unit, canvas.width
    service = str(canvas.rng.choice(["Cloud", "Account", "Konto", "Compte", "Find my device"]))
    state = str(
        canvas.rng.choice(
            ["Signed out", "No account on this device", "Nicht angemeldet", "Sign out?"]
        )
    )
    canvas.texts["account"] = state
    canvas.text(6 * unit, 14 * unit, service, 7, bold=True)
    radius = 11 * unit
    y = 36 * unit
    canvas.draw.ellipse(
        (width / 2 - radius, y - radius, width / 2 + radius, y + radius), fill=canvas.faint
    )
    canvas.text(width / 2, y + 19 * unit, state, 5.5, anchor="mm", bold=True)
    canvas.text(width / 2, y + 27 * unit, canvas.sentence(5), 3.4, canvas.faint, "mm")
    for row in range(3):
        top = y + (36 + row * 15) * unit
        box = (6 * unit, top, width - 6 * unit, top + 12 * unit)
        ground = (44, 44, 50) if canvas.dark else (230, 230, 234)
        canvas.draw.rounded_rectangle(box, 3 * unit, fill=ground)
        label = "Sign in" if row == 2 else canvas.word()
        canvas.text(
            width / 2, top + 6 * unit, label, 4.4, canvas.accent if row == 2 else None, "mm"
        )


def setup(canvas: Canvas) -> None:
    """The greeting of a device that was reset."""
    if canvas.rng.random() < 0.5:
        canvas.wallpaper()
        ink = (255, 255, 255)
    else:
        canvas.background()
        ink = canvas.ink
    word = str(canvas.rng.choice(["Hello", "Hallo", "Bonjour", "Welcome", "Hola", "Ciao"]))
    canvas.text(canvas.width / 2, canvas.height * 0.4, word, 15, ink, "mm")
    box = np.array([0.2, 0.8, 0.8, 0.87]) * [
        canvas.width,
        canvas.height,
        canvas.width,
        canvas.height,
    ]
    canvas.draw.rounded_rectangle(tuple(box), 4 * canvas.unit, fill=canvas.accent)
    canvas.text(canvas.width / 2, canvas.height * 0.835, "Start", 5, (255, 255, 255), "mm")
