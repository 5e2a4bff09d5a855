"""The files people own: one reader for every door.

A file is opened in a process of its own (`child`), which may die of it; what comes out is plain
text, one line for each line of the file, its letters looked at. Doors name the columns they need
(`headings`), read cells (`cells`, `dates`, `phones`, `countries`, `places`) and tell what is wrong
with rows (`problems`). Nothing imported here, so that the child starts in a blink.
"""
