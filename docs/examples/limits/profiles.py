"""
The limits of the three profiles
================================

How far each limit of ``lenient`` and ``strict`` lies from that of ``standard``.
"""

import matplotlib.pyplot as plt

import photocheck

profiles = ("lenient", "standard", "strict")
settings = {
    profile: photocheck.Inspector(profile=profile).settings_for(None).checks for profile in profiles
}
rows = [
    (f"{check}.{name}", [settings[profile][check][name] for profile in profiles])
    for check, own in settings["standard"].items()
    for name, value in own.items()
    if isinstance(value, int | float)
    and len({settings[profile][check][name] for profile in profiles}) > 1
]

figure, panel = plt.subplots(figsize=(8, 4), layout="constrained")
for profile, marker, index in (("lenient", "o", 0), ("strict", "s", 2)):
    panel.scatter(
        [values[index] / values[1] for _, values in rows],
        [name for name, _ in rows],
        marker=marker,
        label=profile,
    )
panel.axvline(1, color="grey", linestyle=":", label="standard")
panel.set(xlabel="limit, as a multiple of the standard one", xscale="log")
panel.set_xticks(ticks := [0.5, 0.7, 1, 1.4, 2], [f"{tick:g}" for tick in ticks])
panel.minorticks_off()
panel.legend()
plt.show()
