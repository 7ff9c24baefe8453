"""Numbers in, numbers out: confidence intervals and tests, one method a file.

Nothing here knows a questionnaire, a municipality or a file. Every function takes one cell (whole numbers) and gives
an `Interval`, or arrays of cells and gives `Intervals`.
"""
