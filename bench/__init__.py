"""Measurements, as ratios taken side by side in one run; never a timed test. `./run bench` runs them all."""
