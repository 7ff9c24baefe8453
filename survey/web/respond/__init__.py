"""The public door: the pages that a respondent meets. Every page works without JavaScript."""
