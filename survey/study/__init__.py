"""The rules of a study: what is declared, what is signed, and when it is open.

Pure: no clock and no SQL, and of files only those that a study file names.
"""
