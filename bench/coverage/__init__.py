"""How often do our intervals hold the truth? `./run coverage` reckons it exactly, on the project's own functions.

Nothing is drawn at random: for each truth the chance of every possible count is known, and coverage is the sum of the
chances of those counts whose interval holds the truth. So the numbers never flicker, and a bar that fails is a fault.
"""
