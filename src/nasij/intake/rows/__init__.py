"""Bringing a spreadsheet into the registry: read, understand, compare, write, explain.

Words of this folder: a *line* is the number a spreadsheet shows beside a row; a *problem* is one
thing wrong in one cell; a *fate* is what happens to a row or a cell.
"""
