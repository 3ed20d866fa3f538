"""Accuracy, peers, speed and memory: one command each, whose tables stand in ``docs/``."""
