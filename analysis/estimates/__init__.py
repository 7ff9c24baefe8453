"""From counts to estimates with intervals: rates, non-response bounds, and the planned comparisons.

Everything here still holds numbers that may be too small to show: only `analysis.disclosure` may hand them on.
"""
