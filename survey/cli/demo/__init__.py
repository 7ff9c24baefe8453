"""The demonstration: a simulated population answers a real survey over real HTTP, and the truth is known."""
