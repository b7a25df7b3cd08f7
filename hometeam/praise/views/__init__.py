"""HTTP of the room, one file for each sort of good word."""
