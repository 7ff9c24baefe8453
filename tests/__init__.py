"""The tests; folders mirror the packages, and a test's name is a sentence."""
