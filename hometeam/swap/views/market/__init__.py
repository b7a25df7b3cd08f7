"""The pages of a meeting's market: the phones' room, the screen, the organiser's desk, and paper."""
