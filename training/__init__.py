"""How the view model is taught and exported. Not part of the wheel."""
