"""Every write of the room. Each takes who does it as `viewer`, happens as a whole or not at all, and tells those
concerned once.
"""
