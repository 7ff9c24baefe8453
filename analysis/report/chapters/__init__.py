"""The parts of the report, in the order of reading.

Each is a section of the document, or None if the release has nothing for it.
"""
