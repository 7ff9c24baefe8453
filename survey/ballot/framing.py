"""Several byte strings as one, so that no two lists of parts give the same bytes.

Whatever is hashed, authenticated or signed in this package is framed first: without lengths, ("ab", "c") and
("a", "bc") would be the same message, and a signature on one would hold for the other.
"""


def framed(label: str, *parts: bytes) -> bytes:
    """The ASCII *label* and each part, every one led by its length as four bytes, big-endian.

    The label says what the bytes are for; no two uses of one key have the same label.
    """
    pieces = (label.encode("ascii"), *parts)
    return b"".join(len(piece).to_bytes(4, "big") + piece for piece in pieces)
