"""The Greenland week, played again: a story as data, and who plays it in a world of its own before the real bot."""
