"""The web: the only place that speaks HTTP. It reaches the database through the steps alone.

Nothing here reads a visitor's address or kind of browser, sets a cookie, or writes a line about a request.
"""
