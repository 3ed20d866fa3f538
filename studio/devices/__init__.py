"""The kinds of devices: one module each, with `build` and `parameters`."""
