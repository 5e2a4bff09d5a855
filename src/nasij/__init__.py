"""Nasij: the working platform of a council of export regions."""

__version__ = "0.1.0"
