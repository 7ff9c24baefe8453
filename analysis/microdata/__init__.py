"""Rows of single sheets, for a researcher who needs them: only by the command of their own, only when k-anonymous.

Nothing else in the analysis writes a row. What such a file is in Swedish law: docs/exports.md.
"""
