"""The studio: physically based photos of invented devices, with exact ground truth.

Not part of the wheel. `python -m studio --help` renders photos; `studio/README.md` says what is in
a photo's record and how a run is made, resumed and shared.

Units and axes, everywhere: centimetres; x to the right and y up as seen when facing the device's
screen, z towards the person who faces it. A laptop lies on its base instead: x to the right of its
user, y away from him (towards the hinge), z up. Colours are linear RGB, 0 to 1; textures are
H×W×3 float32 with row 0 at the top of what they show.
"""
