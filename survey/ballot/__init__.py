"""The pure rules of the three locks: codes, nullifiers, sealed envelopes, key files, receipts, drafts, bundles.

Nothing here knows a setting, a clock, a database or a file: bytes and texts go in, bytes and texts come out.
"""
