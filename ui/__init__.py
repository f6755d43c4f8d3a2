"""Pixels and words: shows a state, reports a press. Knows no device, no clock and no rule of the story."""
