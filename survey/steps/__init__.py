"""What can be done with a study, one verb a file, in the order of its life.

define -> approve -> issue -> enter -> submit -> close -> tally -> destroy. Each step is a plain function of a context;
a page, a command and a test call the same one.
"""
