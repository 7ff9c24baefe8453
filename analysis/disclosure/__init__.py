"""What may be published: thresholds, complementary suppression, an audit by an attacker, and the Release.

Estimates come in; a `Release` goes out, in which hidden numbers do not exist. Writers take nothing else.
"""
