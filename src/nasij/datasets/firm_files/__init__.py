"""A file that names firms: rows of text become codes, and codes become sums by firm and year."""
