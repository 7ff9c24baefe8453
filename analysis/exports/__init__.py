"""The files that analysts and statistical offices take: a release as workbook, data set, cube and codebook.

Every format is made of a Release and nothing else (the codebook also of the form), so none can hold what is hidden.
The same release gives the same bytes. What stands in each: docs/exports.md.
"""
