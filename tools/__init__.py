"""What the workshop needs beside the program: run from a checkout by ./run, never part of the wheel."""
