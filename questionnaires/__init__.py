"""What is asked: the grammar of questionnaires, and the questionnaires themselves.

Both wings stand on this package. It knows nothing of municipalities' codes, of ballots or of statistics, and
of other packages it imports only msgspec.
"""
