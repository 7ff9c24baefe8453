"""Before launch: how much could this study show, if people answer as it is hoped, and what would have to be hidden?

Everything here is reckoned from the plan, the numbers invited and declared assumptions; there are no answers yet, and
nothing of this says what they will be. The distributions are enumerated, not simulated: the same plan gives the same
numbers each time.
"""
