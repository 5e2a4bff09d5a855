"""The thread, read from the records of the rooms: nothing is stored twice. From any station one can
walk to both ends."""

from nasij.home.thread.chain import Chain, chain_of
from nasij.home.thread.stations import stations, stations_of, story

__all__ = ["Chain", "chain_of", "stations", "stations_of", "story"]
