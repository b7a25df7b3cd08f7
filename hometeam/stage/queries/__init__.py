"""Every named read of the room."""
