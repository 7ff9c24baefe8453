"""Writing a Release down: tables, figures, the report as a page and as PDF, and the release itself as JSON.

This floor takes a `Release` and nothing else. It computes no estimate; where a sentence says more or less, it goes by
the interval that stands in the Release.
"""
