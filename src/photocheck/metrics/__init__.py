"""Pure measures: arrays in, numbers out, no settings."""
