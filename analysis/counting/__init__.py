"""From answer sets to whole numbers: who answered, who counts in the base of an indicator, who is exposed.

Everything here is sums over columns of symbols; no sheet is ever looked at by itself, and no order of rows matters.
"""
