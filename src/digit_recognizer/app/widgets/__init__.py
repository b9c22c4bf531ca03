"""Widgets and styles that several pages use."""
