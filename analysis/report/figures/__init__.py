"""The figures as SVG: each works out where its marks, lines and words stand; how they look is the template's.

Every figure has a text alternative that reads every estimate in it, and can be told in grey: groups differ by the form
of their mark, and every estimate stands in figures beside its mark.
"""
