"""The only place that knows SQL. No table here says who answered, when, or in which order."""
