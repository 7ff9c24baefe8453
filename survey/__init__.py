"""The wing that asks: from a study's definition to one answer set a municipality. It computes no result."""
